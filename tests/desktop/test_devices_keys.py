"""Sync & devices by keyboard alone: all of it is reached in reading order, and seen there."""

from __future__ import annotations

import pytest
from drive import open_window
from laptop_pair import Office, shows
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QTableView, QWidget
from walking import settle

import texts
from casework.changes import Change
from desktop.frame.navigation import NavItem
from desktop.frame.settings import Settings
from desktop.parts.focus import FocusRing
from desktop.parts.frames import Scroll


@pytest.fixture
def office(template, tmp_path):
    made = Office.begun(template, tmp_path)
    made.first.agrees(made.first.case())
    return made


def takes_tab(widget):
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
    )


def is_seen(widget, scroll):
    """Return whether a part stands whole in the room that scrolls; of a table a row is enough."""
    place = QRect(widget.mapTo(scroll, QPoint(0, 0)), widget.size())
    room = scroll.viewport().geometry()
    if isinstance(widget, QTableView):
        row = widget.visualRect(widget.currentIndex())
        return room.contains(row.translated(widget.viewport().mapTo(scroll, QPoint(0, 0))))
    return room.contains(place)


def walk(drive, key):
    """Press a key from where the focus is, until the page is left; look at each part on the way."""
    page, found = drive.page, []
    ring, scroll = drive.window.findChild(FocusRing), page.findChild(Scroll)
    while page.isAncestorOf(drive.focus()):
        one = drive.focus()
        found.append(one)
        assert one.accessibleName()
        assert is_seen(one, scroll), one.accessibleName()
        # A table marks its row itself.
        assert ring.isVisible() or isinstance(one, QTableView), one.accessibleName()
        assert len(found) < 60
        drive.press(key)
    return found


def pane_of(page, widget):
    return next(number for number, pane in enumerate(page.panes()) if pane.isAncestorOf(widget))


@pytest.mark.parametrize(
    ("settings", "size"),
    [(Settings(), (1366, 768)), (Settings(language="ar", scale=2.0), (1024, 640))],
    ids=["usual", "arabic-large"],
)
def test_tab_reaches_all_of_it_in_reading_order_and_it_is_seen(office, settings, size) -> None:
    with office.here(settings=settings) as drive:
        drive.window.resize(*size)
        page = shows(drive)
        # All that opens is open.
        page.adding.begin()
        page.laptops.rows[0].click()
        page.server.name.click()
        drive.rest(6)
        first = next(one for one in page.ways.findChildren(QWidget) if takes_tab(one))
        first.setFocus(Qt.FocusReason.TabFocusReason)
        settle()
        found = walk(drive, "Tab")
        wanted = {one for one in page.findChildren(QWidget) if takes_tab(one)}
        assert {one.accessibleName() for one in wanted - set(found)} == set()
        panes = [pane_of(page, one) for one in found]
        assert panes == sorted(panes)
        # The same way back.
        drive.press("Shift+Tab")
        assert walk(drive, "Shift+Tab") == list(reversed(found))


def test_escape_closes_what_opened_and_the_focus_stays_where_it_was_asked(office) -> None:
    with office.here() as drive:
        page = shows(drive)
        remove = page.laptops.rows[0]
        remove.setFocus()
        drive.press("Space")
        assert drive.focus().text() == texts.say("devices.keep")
        # What is saved meanwhile takes no question away.
        drive.window.jobs.changed.emit(Change("task_done"))
        drive.rest(6)
        assert drive.focus().text() == texts.say("devices.keep")
        drive.press("Escape")
        assert drive.focus() is remove
        page.laptops.add.setFocus()
        drive.press("Space")
        assert drive.focus() is page.adding.file.button
        page.adding.name.setText("EX-typed")
        page.adding.own.secret.setText("EX-secret")
        drive.press("Escape")
        # What was typed is kept, but no secret.
        assert page.adding.name.text() == "EX-typed"
        assert page.adding.own.text() == ""
        assert not page.adding.isVisible()
        assert drive.focus() is page.laptops.add
        page.server.name.setFocus()
        drive.press("Space")
        drive.type("EX-typed")
        drive.press("Escape")
        assert drive.focus() is page.server.name
        # What was typed is there when it opens again.
        drive.press("Space")
        assert page.server.form.address.text() == "EX-typed"


def test_the_main_key_presses_the_button_of_the_form_in_which_one_is(office) -> None:
    with office.here() as drive:
        page = shows(drive)
        missing = texts.say("field.missing")
        drive.press("Ctrl+Return")
        assert not drive.stands(missing)
        assert not drive.window.jobs.errand.is_on
        page.laptops.add.click()
        drive.press("Ctrl+Return")
        assert page.adding.file.editor.accessibleDescription() == missing
        drive.press("Escape")
        page.server.name.click()
        drive.press("Ctrl+Return")
        assert page.server.form.address.accessibleDescription() == missing
        assert drive.focus() is page.server.form.address


def test_whoever_lost_a_laptop_says_which_before_it_is_asked_for_once_more(office) -> None:
    with office.here() as drive:
        page = shows(drive)
        drive.tab_to(texts.say("devices.lost"))
        drive.press("Space")
        dots = list(page.lost.dots.values())
        assert len(dots) == len(page.laptops.rows)
        assert drive.focus() is dots[0]
        assert not any(one.isChecked() for one in dots)
        assert not page.lost.go.isEnabled()
        assert page.lost.go.accessibleDescription() == texts.say("devices.lost_none")
        drive.press("Space")
        drive.tab_to(texts.say("devices.lost_go"))
        drive.press("Space")
        assert drive.focus().text() == texts.say("devices.keep")
        assert drive.stands(texts.say("devices.remove_means", laptop=dots[0].text()))
        drive.press("Escape")
        assert drive.focus() is page.laptops.rows[0]


def test_escape_leaves_the_question_which_laptop_is_lost(office) -> None:
    with office.here() as drive:
        page = shows(drive)
        page.lost.lost.click()
        drive.press("Escape")
        assert drive.focus() is page.lost.lost
        assert not page.lost.go.isVisible()


@pytest.mark.parametrize("key", ["Return", "Space"])
def test_one_comes_there_by_the_navigation_too(template, tmp_path, key) -> None:
    with open_window(template, tmp_path / "home") as drive:
        items = drive.window.workspace.navigation.findChildren(NavItem)
        next(one for one in items if one.goal.page == "devices").setFocus()
        drive.press(key)
        drive.until(lambda: drive.page.place.page == "devices")


def test_f6_goes_from_card_to_card(office) -> None:
    with office.here() as drive:
        page = shows(drive)
        drive.press("F6")
        found = []
        for _ in range(2 * len(page.panes())):
            if page.isAncestorOf(drive.focus()):
                found.append(pane_of(page, drive.focus()))
            drive.press("F6")
        held = [
            number
            for number, pane in enumerate(page.panes())
            if any(takes_tab(one) for one in pane.findChildren(QWidget))
        ]
        assert sorted(set(found)) == held
