"""The dialog that asks for a printer: all of it is read, in every look, whatever it says."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from walking import complaints, settle

import texts
from desktop.app import application
from desktop.frame.dressing import dress
from desktop.frame.settings import Settings
from desktop.parts.printer_dialog import Choice, PrinterDialog

LONG = "HP_LaserJet_Pro_MFP_M428fdw_upstairs"
# The height of the smallest screens, less what stands at their edges.
LEAST_SCREEN = 700
LOOKS = (
    {},
    {"theme": "dark"},
    {"scale": 2.0},
    {"language": "ar"},
    {"language": "ar", "scale": 2.0},
)


@pytest.fixture(params=LOOKS, ids=str)
def dialog(request):
    """Give a dialog that is shown after a paper was not printed."""
    application()
    dress(Settings(**request.param))
    window = QWidget()
    window.show()
    shown = PrinterDialog(window, texts.say("paper_out.no_answer"))
    shown.open()
    settle()
    yield shown
    window.close()
    dress(Settings())


def is_whole(dialog) -> bool:
    settle(5)
    assert complaints(dialog) == []
    return dialog.height() <= LEAST_SCREEN


def test_all_that_it_says_is_read_in_every_look(dialog) -> None:
    assert is_whole(dialog)
    dialog.tell_silence()
    assert is_whole(dialog)
    dialog.offer({"printers": [], "usual": ""})
    assert is_whole(dialog)
    dialog.offer({"printers": [LONG, "Upstairs"], "usual": LONG})
    assert is_whole(dialog)


def test_the_usual_printer_is_chosen_at_first_and_one_copy(dialog) -> None:
    taken = []
    dialog.taken.connect(taken.append)
    dialog.offer({"printers": [LONG, "Upstairs"], "usual": "Upstairs"})
    assert dialog.focusWidget() is dialog.which
    dialog.goes.click()
    assert taken == [Choice("Upstairs", 1)]
