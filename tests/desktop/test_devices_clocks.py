"""That a laptop's clock is ahead is said where that laptop stands, and nowhere as an alarm."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from laptop_pair import Office, shows
from make import SERVICES, Clock
from walking import complaints

import texts
from casework.keeping.exchange import ExchangeState
from casework.keeping.exchange import Laptop as Shown
from casework.team.worker import Role
from desktop.exchange.words import clock_words, state_words
from desktop.frame.settings import Settings


@pytest.fixture
def office(template, tmp_path):
    """Two laptops, the second of which is nearly ten days ahead and wrote."""
    made = Office.begun(template, tmp_path, Role.SUPERVISOR)
    ahead = made.second.moved(made.second.home, Clock(made.clock.moment + timedelta(days=10)))
    with ahead.office() as there:
        there.answers.record(None, "service", SERVICES[0] | {"name": "EX Ahead"}, "en")
    made.first.takes(ahead.writes())
    return made


@pytest.mark.parametrize(
    ("settings", "size"),
    [
        (Settings(), (1366, 768)),
        (Settings(language="ar", scale=2.0, theme="dark"), (1024, 640)),
    ],
    ids=["usual", "arabic-large"],
)
def test_it_stands_at_its_laptop_and_is_no_alarm(office, settings, size) -> None:
    with office.here(settings=settings) as drive:
        drive.window.resize(*size)
        page = shows(drive)
        assert drive.seen(texts.plural("devices.clock_ahead", 9))
        assert drive.window.workspace.top.exchange.text() != texts.say("exchange.needs_you")
        assert page.laptops.rows
        assert list(complaints(drive.window)) == []


def test_this_laptop_is_named_where_its_own_clock_is_likely_the_wrong_one() -> None:
    here = Shown("EX 1", ("EX Here",), is_here=True)
    others = [Shown(f"EX {n}", (f"EX {n}",), ahead=3, wrote=Clock().moment) for n in (2, 3)]
    one = ExchangeState(is_alone=False, laptops=(here, others[0]))
    assert [clock_words(each, one) for each in one.laptops] == [
        "",
        texts.plural("devices.clock_ahead", 3),
    ]
    both = replace(one, laptops=(here, *others))
    assert [clock_words(each, both) for each in both.laptops] == [
        texts.say("devices.clock_slow"),
        "",
        "",
    ]
    back = replace(here, ahead=1)
    assert clock_words(back, one) == texts.plural("devices.clock_here", 1)
    # What stands in the first sentences is as if nothing was.
    assert state_words(both) == state_words(replace(both, laptops=()))
