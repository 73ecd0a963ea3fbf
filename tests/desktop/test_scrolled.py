"""What scrolls is dressed and measured where it stands, not before in a room of no meaning."""

from __future__ import annotations

import pytest
from drive import open_window
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from reaching import places
from walking import is_clipped, settle

from desktop.app import application
from desktop.parts.card_page import CardPage
from desktop.parts.frames import Card, Scroll, column
from desktop.parts.words import Words

DRESSED = Qt.WidgetAttribute.WA_WState_Polished


def test_cards_are_dressed_and_measured_in_the_window_only():
    application()
    words, card, page = Words("EX " * 200, wrap=True), Card("EX"), QWidget()
    card.body.addWidget(words)
    page.setLayout(column(CardPage([card])))
    shown = [one for one in page.findChildren(Words) if one.testAttribute(DRESSED)]
    assert shown == []
    page.resize(900, 700)
    page.show()
    settle()
    assert words.testAttribute(DRESSED)
    assert words.isVisible()
    assert not is_clipped(words)
    page.deleteLater()


@pytest.mark.parametrize("who", ["supervisor", "caseworker"])
def test_whatever_page_is_opened_one_sees_where_the_keyboard_is(begun, tmp_path, who):
    """A table that was given no room yet was as high as anything may be, and led to the end."""
    worker = getattr(begun, who)
    with open_window(begun, tmp_path / "home", worker=worker) as drive:
        drive.window.resize(1366, 768)
        for place in places(worker, begun.kept):
            drive.go(*place)
            has = drive.focus()
            for scroll in drive.page.findChildren(Scroll):
                if scroll.isAncestorOf(has) and has.isVisible():
                    assert not has.visibleRegion().isEmpty(), place
