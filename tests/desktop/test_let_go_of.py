"""A window that was closed, and a page that was left, are let go of with all they showed."""

from __future__ import annotations

import gc
from weakref import ref

import pytest
from drive import open_window
from PySide6.QtWidgets import QApplication
from reaching import places

from desktop.app import application
from desktop.parts.buttons import Button


def test_nothing_holds_a_window_that_is_closed(template, tmp_path):
    """Else a case stands in memory as long as the program does."""
    gone = []
    for number in range(2):
        with open_window(template, tmp_path / str(number)) as drive:
            gone += [ref(drive.window), ref(drive.window.workspace), ref(drive.page)]
        del drive
    gc.collect()
    assert [one() for one in gone] == [None] * len(gone)


def loose():
    """Return the buttons that stand in nothing: tests before this one have left some."""
    application()
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, Button)]


@pytest.mark.parametrize("who", ["caseworker", "supervisor"])
def test_nothing_holds_a_page_that_was_left(begun, tmp_path, who):
    """What is in no window and yet holds a page holds a case, whoever locks it."""
    worker, before = getattr(begun, who), loose()
    with open_window(begun, tmp_path / "home", worker=worker) as drive:
        gone = {}
        for place in places(worker, begun.kept):
            drive.go(place.page, place.case, place.subject)
            gone[place.page] = ref(drive.page)
        drive.go("help")
        gone.pop("help")
        gc.collect()
        assert [page for page, one in gone.items() if one() is not None] == []
        assert [one.text() for one in loose() if one not in before] == []
