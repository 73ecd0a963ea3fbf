"""The navigation: its words wrap and are never left out, and it tells how many cases there are."""

from __future__ import annotations

from functools import partial

import pytest
from drive import open_window
from make import agreed, visited
from PySide6.QtCore import QRect, QSize
from walking import complaints

from desktop.frame.case_count import CaseCount
from desktop.frame.navigation import NavItem
from desktop.frame.settings import Settings
from desktop.look import look


def words_of(item):
    """Return whether something is painted beside the icon of a line, up to its middle."""
    seen = item.grab().toImage()
    ground = seen.pixel(seen.width() // 2, 2)
    across = range(look().px(40), seen.width() // 2)
    return any(seen.pixel(x, y) != ground for x in across for y in range(4, seen.height() - 4))


@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_words_longer_by_two_fifths_wrap_and_are_all_seen(template, tmp_path, scale):
    """One that was too long for its line was left out, and its icon stood alone."""
    settings = Settings(language="qps", scale=scale)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1600, 900)
        drive.go("services")
        drive.rest()
        items = [one for one in drive.window.findChildren(NavItem) if one.isVisible()]
        assert {one.text(): words_of(one) for one in items} == {one.text(): True for one in items}
        heights = {one.goal.page: one.height() for one in items}
        assert heights["devices"] > heights["help"]
        assert complaints(drive.window) == []


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("scale", "high"), [(1.0, 768), (1.5, 900), (2.0, 1100), (2.0, 640)])
def test_what_waits_for_an_answer_covers_no_icon(template, tmp_path, scale, high, language):
    settings = Settings(scale=scale, language=language)
    with open_window(template, tmp_path / "home", settings=settings) as drive:
        drive.window.resize(1024, high)
        navigation = drive.window.workspace.navigation
        navigation.offer("decide", offered=True)
        (item,) = [one for one in drive.window.findChildren(NavItem) if one.goal.page == "decide"]
        side = look().px(18)
        for number in ("3", "12"):
            navigation.count("decide", number)
            drive.rest()
            mark = item.mark_at_icon()
            icon = QRect(mark.icon(side), QSize(side, side))
            assert item.rect().contains(icon)
            assert item.rect().contains(mark.place)
            covered = mark.place.intersected(icon)
            assert covered.width() * covered.height() <= look().px(4) * look().px(18)
            assert not (number == "3" and covered.isValid())
            # At the edge stands the bar of where one is: the icon touched it in a low line.
            bar = QRect(0, 0, look().px(3), item.height())
            bar.moveLeft(item.width() - bar.width() if language == "ar" else 0)
            assert not (number == "3" and bar.intersects(icon))


@pytest.mark.begins(after=agreed)
def test_how_many_cases_there_are_is_told_on_whatever_page_one_begins(template, home, case):
    with open_window(template, home) as drive:
        drive.go("case", case)
        drive.until(lambda: told(drive))
        heard, room = [], drive.page.room
        room.counted.connect(lambda *told: heard.append(told))
        # As where somebody comes back to the page of a case after the lock.
        CaseCount(drive.page, room)
        drive.until(lambda: heard == [("cases", "1")])


@pytest.mark.begins(after=visited)
def test_it_follows_what_is_done_on_any_page(template, home, case):
    said = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}
    with open_window(template, home) as drive:
        drive.go("case", case)
        drive.until(lambda: drive.page.overview is not None)
        record = partial(drive.office.answers.record, case, "consent")
        change = drive.asked(lambda: record(said | {"case_service": "given"}, "en"))
        assert told(drive) == ""
        drive.window.jobs.changed.emit(change)
        drive.until(lambda: told(drive) == "1")


def told(drive):
    return drive.window.workspace.navigation._items["cases"]._count
