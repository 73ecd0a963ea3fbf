"""In another look, text size or language the keyboard is where it was, if that is still there."""

from __future__ import annotations

from dataclasses import replace
from shutil import copytree

import pytest
from drive import open_window
from make import Clock, Desks

from desktop.frame.settings import Settings


@pytest.fixture(scope="module")
def filled(template, tmp_path_factory):
    """Return a folder with a case and some tasks in it."""
    home = tmp_path_factory.mktemp("focus") / "home"
    clock = Clock()
    desks = Desks(template, home, clock)
    code = desks.visit()
    desks.agree(code)
    for number in range(4):
        desks.office().tasks.add(code, f"EX task {number}", clock().date())
    desks.close()
    return home, code


@pytest.fixture
def drive(template, filled, tmp_path):
    home, code = filled
    with open_window(template, copytree(home, tmp_path / "home")) as drive:
        drive.code = code
        drive.rest(6)
        yield drive


OTHER = {
    "theme": {"theme": "dark"},
    "text size": {"scale": 1.15},
    "language": {"language": "ar"},
}


@pytest.mark.parametrize("other", OTHER)
def test_the_keyboard_comes_back_to_a_button(drive, other) -> None:
    drive.go("case", drive.code)
    drive.rest(6)
    drive.page.steps.add.setFocus()
    before = drive.page
    drive.window.set(replace(Settings(), **OTHER[other]))
    drive.until(lambda: drive.page is not before and drive.focus() is drive.page.steps.add)


@pytest.mark.parametrize("other", OTHER)
def test_it_comes_back_to_the_row_of_a_list(drive, other) -> None:
    drive.press("Down", "Down")
    row, before = drive.page.list.currentIndex().row(), drive.page
    assert row > 1
    drive.window.set(replace(Settings(), **OTHER[other]))
    drive.until(lambda: drive.page is not before)
    drive.until(lambda: drive.page.list.currentIndex().row() == row)
    assert drive.focus() is drive.page.list


def test_it_comes_back_to_the_navigation(drive) -> None:
    item = drive.window.workspace.navigation._items["services"]
    item.setFocus()
    drive.press("Ctrl++")
    navigation = drive.window.workspace.navigation
    drive.until(lambda: drive.focus() is drive.window.workspace.navigation._items["services"])
    assert navigation._items["services"] is not item


def test_whoever_has_gone_on_meanwhile_is_led_nowhere(drive) -> None:
    drive.go("case", drive.code)
    drive.rest(6)
    drive.page.steps.add.setFocus()
    drive.window.set(replace(Settings(), theme="dark"))
    drive.press("Shift")
    # Filled it takes the keyboard itself, as whenever one comes to it.
    drive.until(lambda: drive.page.overview is not None and drive.window.jobs.idle)
    drive.page.head.new_entry.setFocus()
    drive.rest(6)
    assert drive.focus() is drive.page.head.new_entry
