"""Whatever odd came from elsewhere, every page opens."""

from __future__ import annotations

import pytest
from drive import open_window
from everything_done import do_everything
from make import Clock, Desks
from odd_things import ODD, Odd, columns, made_odd
from reaching import places

from casework import lengths
from casework.records.conflict import DecideLine
from desktop.saying.deciding import said_words


@pytest.fixture(scope="module")
def odd(begun, tmp_path_factory):
    """Return the place of an office into which much that is odd came, the case, and the clock."""
    home = tmp_path_factory.mktemp("odd") / "home"
    desks = Desks(begun, home, Clock(begun.begins))
    do_everything(desks)
    things = Odd(desks)
    made_odd(things)
    desks.close()
    return home, things.code, desks.clock


def test_every_page_opens(begun, odd):
    home, code, clock = odd
    worker = begun.supervisor
    with open_window(begun, home, worker=worker, clock=clock) as drive:
        for place in places(worker, code):
            drive.go(*place)
            drive.rest(6)
            assert drive.page.place.page == place.page


def test_whatever_was_said_twice_is_said_in_words():
    for table, name, kind in columns():
        for value in ODD[kind]:
            words = said_words(DecideLine("", table=table, name=name), value)
            assert len(words) < lengths.MOST + 10
