"""A service of a long name has the room that is free in its row of what has been agreed."""

from __future__ import annotations

import pytest
from drive import open_window
from make import Clock, Desks
from walking import complaints

from desktop.frame.settings import Settings
from desktop.look import look
from desktop.pages.consent.row import PurposeRow
from desktop.parts.words import Words

LONG = "Example Service Of A Very Long Name For Women And Girls In The Northern District"
CLINIC = "Example Clinic A"


@pytest.fixture(params=["en", "ar"])
def listed(request, template, tmp_path):
    """Return the names, with what is said beside them, of a list of what has been agreed."""

    def shown(*named, discreet=False):
        desks, home = Desks(template, tmp_path / "home", Clock()), tmp_path / "home"
        code = desks.visit()
        desks.office().answers.record(None, "service", {"name": LONG, "kind": "health"}, "en")
        for name in named:
            desks.agree(code, name)
        desks.close()
        settings = Settings(language=request.param, discreet=discreet)
        with open_window(template, home, settings=settings) as drive:
            drive.window.resize(1366, 768)
            drive.go("consent", code)
            drive.rest(6)
            rows = [one for one in drive.page.findChildren(PurposeRow) if one._in_list]
            words = [one.findChildren(Words) for one in rows]
            assert len(rows) == len(named)
            assert complaints(drive.window) == []
            return [
                (name.parentWidget().width(), name.height(), about.x())
                for name, about, *_chip in words
            ]

    return shown


def test_it_takes_what_dates_and_chips_leave_and_these_stay_in_one_column(listed) -> None:
    (wide, high, begins), (other_wide, _high, other_begins) = listed(LONG, CLINIC)
    assert wide == other_wide > look().px(184)
    assert high <= 3 * look().metrics().lineSpacing()
    assert begins == other_begins


def test_short_names_leave_the_room_to_what_stands_beside_them(listed) -> None:
    ((wide, _high, _begins),) = listed(CLINIC)
    assert wide == look().px(184)


def test_how_long_a_masked_name_is_tells_nothing(listed) -> None:
    ((wide, _high, _begins),) = listed(LONG, discreet=True)
    assert wide == look().px(184)
