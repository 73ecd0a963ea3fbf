"""Whatever list, menu or calendar is open on whichever page, the key that hides takes it away."""

from __future__ import annotations

import pytest
from drive import open_window
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox
from reaching import places
from walking import settle

from desktop.editors.days import DateEditor
from desktop.frame.cover import Cover


def opening(page):
    """Return what opens a list on a page: fields to choose from, and buttons with more to do."""
    drops = [one for one in page.findChildren(QComboBox) if one.isEnabled() and one.count()]
    menus = [one for one in page.findChildren(QAbstractButton) if hasattr(one, "offer")]
    days = [one._calendar for one in page.findChildren(DateEditor)]
    found = [*drops, *(one for one in (*menus, *days) if one.isEnabled())]
    return [one for one in found if one.isVisible()]


def open_at(part):
    if isinstance(part, QComboBox):
        part.showPopup()
    else:
        part.click()
    settle()
    return QApplication.activePopupWidget()


@pytest.mark.parametrize("who", ["caseworker", "supervisor"])
def test_no_list_of_any_page_holds_up_who_hides(begun, tmp_path, who):
    worker, tried = getattr(begun, who), []
    for place in places(worker, begun.kept):
        number = 0
        while True:
            home = tmp_path / f"{place.page}{number}"
            with open_window(begun, home, worker=worker) as drive:
                drive.go(place.page, place.case, place.subject)
                found = opening(drive.page)
                if number >= len(found):
                    break
                lies_on_top = open_at(found[number])
                number += 1
                if lies_on_top is None:
                    continue
                QTest.keyClick(lies_on_top, Qt.Key.Key_F9)
                what = f"{place.page}: {found[number - 1].accessibleName()}"
                assert isinstance(drive.window._stack.currentWidget(), Cover), what
                seen = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
                assert seen == [drive.window], what
                drive.until(lambda: drive.left == ["hide"])
                tried.append(what)
    assert len(tried) > 20
