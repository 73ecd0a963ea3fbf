"""A page that one comes to is seen from its top, with the keyboard in sight."""

from __future__ import annotations

import pytest
from drive import open_window
from make import agreed

from desktop.frame.settings import Settings
from desktop.parts.frames import Scroll

PLACES = ["case", "episodes", "referrals", "attachments", "legal", "history"]

pytestmark = pytest.mark.begins(after=agreed)


def scrolled(drive):
    """Return how far the page is scrolled that holds what has the keyboard."""
    has = drive.focus()
    (area,) = [one for one in drive.page.findChildren(Scroll) if one.isAncestorOf(has)]
    assert not has.visibleRegion().isEmpty()
    return area.verticalScrollBar().value()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_in_the_largest_text_the_head_of_a_case_is_seen_first(template, tmp_path, kept, language):
    """What has the keyboard at first lay below it: the page opened scrolled past code and name."""
    settings = Settings(scale=2.0, language=language)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1024, 640)
        for page in PLACES:
            drive.go(page, kept)
            drive.rest(6)
            assert scrolled(drive) == 0, page
            assert drive.focus() is drive.page.head.status
            # From there the keyboard goes on down the page, and the page with it.
            drive.tab_to(drive.page.body.drop.accessibleName())
            assert scrolled(drive) > 0


def test_where_it_is_seen_from_the_top_the_keyboard_begins_where_work_does(
    template, tmp_path, kept
):
    with open_window(template, tmp_path / "home", settings=Settings(scale=1.75)) as drive:
        drive.window.resize(1366, 768)
        drive.go("case", kept)
        drive.rest(6)
        assert scrolled(drive) == 0
        assert drive.focus() is drive.page.body.drop
        drive.go("episodes", kept)
        drive.rest(6)
        assert drive.focus() is drive.page.add
