"""In a small window, and with larger words, parts turn before any of them is squeezed."""

from __future__ import annotations

import pytest
from disagreeing import two_say
from drive import open_window
from edging import edges
from laptop_pair import Office, shows
from make import Clock, Desks
from walking import complaints

from desktop.frame.settings import Settings
from desktop.look import look
from desktop.pages.devices.way import WayCard
from desktop.parts.words import Words

LOOKS = [("en", 1.0), ("en", 1.15), ("en", 1.3), ("ar", 1.3)]


def lines(words):
    """Return in how many lines a paragraph stands."""
    return round(words.height() / words.fontMetrics().lineSpacing())


@pytest.mark.parametrize(("language", "scale"), LOOKS)
def test_ways_to_exchange_are_equally_wide_and_nothing_is_out_of_reach(
    template, tmp_path, language, scale
) -> None:
    settings = Settings(language=language, scale=scale)
    with Office.begun(template, tmp_path).here(settings=settings) as drive:
        drive.window.resize(1024, 640)
        page = shows(drive)
        drive.rest(6)
        wide = [card.width() for card in page.findChildren(WayCard)]
        assert max(wide) - min(wide) <= 1
        assert complaints(drive.window) == []
        beside = page.laptops.mapTo(page, page.laptops.rect().topLeft()).y() < page.ways.y()
        assert beside is (scale == 1.0)


@pytest.mark.parametrize(("language", "scale"), LOOKS)
def test_what_is_to_decide_has_most_of_the_page(template, tmp_path, language, scale) -> None:
    desks = Desks(template, tmp_path / "home", Clock())
    code = desks.visit()
    two_say(desks, code, "safe_hours", "10:00-12:00", "14:00-16:00")
    desks.close()
    settings = Settings(language=language, scale=scale)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1024, 640)
        drive.go("decide", code)
        drive.until(lambda: drive.page.answers is not None)
        drive.rest(6)
        page, (one, other) = drive.page, drive.page.answers.cards
        assert page.list.width() <= page.width() // 3
        assert abs(one.width() - other.width()) <= 1
        (kept,) = page.low.findChildren(Words)
        assert lines(kept) <= 2
        assert complaints(drive.window) == []
        for card in (one, other):
            # Who said it and when stands beside the laptop, or begins a line as the card does.
            by = next(each for each in card.findChildren(Words) if each.role == "small")
            side = 1 if language == "ar" else 0
            inside = abs(edges(by, drive.window)[side] - edges(card, drive.window)[side])
            assert by.y() < card.dot.height() or inside <= look().px(16) + 2
