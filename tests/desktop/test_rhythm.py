"""What is of one kind stands at one height and one distance, whatever page it is on, measured."""

from __future__ import annotations

import pytest
from drive import open_window
from edging import edges
from make import agreed

from desktop.frame.navigation import NavItem
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.look.tokens import size

LANGUAGES = ["en", "ar"]

pytestmark = pytest.mark.begins(after=agreed)


def middle(widget, window):
    """Return where the middle of a widget is across its window, doubled."""
    return sum(edges(widget, window))


def test_pages_begin_where_the_navigation_ends_with_its_line(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        drive.window.resize(1366, 768)
        drive.go("today")
        drive.rest()
        assert edges(drive.page, drive.window)[0] == look().px(size("nav"))


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_mark_and_lock_stand_in_the_line_of_the_icons(template, tmp_path, scale):
    with open_window(template, tmp_path / "home", settings=Settings(scale=scale)) as drive:
        drive.window.resize(1024, 640)
        drive.go("today")
        drive.rest()
        navigation = drive.window.workspace.navigation
        icons = middle(navigation.findChild(NavItem), drive.window)
        assert abs(middle(navigation._brand, drive.window) - icons) <= 2
        assert abs(middle(navigation._lock, drive.window) - icons) <= 2
