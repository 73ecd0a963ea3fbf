"""What was written for a laptop that is lost since: whoever has its cases now had let go of it.

It came there too late, before that one had anything at home of it: nothing was left but a number.
"""

from __future__ import annotations

import pytest
from adopted import beside, brought_out, is_lost
from apart import opened, tasks_of, to_do_at

from casework.consent.grant import Purpose

KEY = b"something to do."


@pytest.fixture
def lost(three):
    """Return three laptops; what was brought out at the second one all of them hold."""
    three.code, three.case = brought_out(three)
    return three


def sealed_at(laptop):
    """Return all that a laptop ever sealed."""
    with laptop.post() as post:
        post.seal_all()
        return [batch for *_at, batch in post.exchange.sealed_since({})]


def leaves_and_comes_back(lost):
    """Return what the second laptop had sealed as the case left, and as it was back."""
    with lost.other.office() as office:
        office.grants.withdraw(lost.code, Purpose.STORE_ELSEWHERE)
    left = sealed_at(lost.other)
    lost.clock.pass_days(1)
    with lost.other.office() as office:
        lost.first.agrees(lost.code, office=office)
    return left, sealed_at(lost.other)


def takes(laptop, *sealed):
    """Let a laptop take what was sealed, each for itself."""
    with laptop.post() as post:
        for some in sealed:
            post.take(some)


def meet(lost):
    for _turn in range(2):
        lost.first.takes(lost.third.writes())
        lost.third.takes(lost.first.writes())


def comes_too_late(lost, hears):
    """Let what the third laptop wrote be too late at the first, which has the case then.

    The third `hears` of leaving and coming back before the second is removed, or afterwards.
    """
    said = lost.third.writes()
    left, back = leaves_and_comes_back(lost)
    lost.first.post.take(left)
    lost.first.takes(said)
    lost.first.post.take(back)
    before = {"both before": [left, back], "leaving before": [left]}
    after = {"both after": [left, back], "leaving before": [back], "at once": [[*left, *back]]}
    takes(lost.third, *before.get(hears, ()))
    is_lost(lost)
    takes(lost.third, *after.get(hears, ()))
    meet(lost)


HEARS = ("both before", "both after", "leaving before", "at once", "summed up")


@pytest.mark.parametrize("hears", HEARS)
def test_what_was_changed_too_late_for_whoever_has_it_now_is_said_once_more(lost, hears) -> None:
    opened(lost.third, lost.case, "2026-01-02")

    comes_too_late(lost, hears)

    with lost.third.store() as store:
        assert beside(store, lost.case) == beside(lost.first.store, lost.case)
        assert store.examine(pages=False).faults == ()
    assert len(beside(lost.first.store, lost.case)) == 2
    assert lost.first.store.examine(pages=False).faults == ()


@pytest.mark.parametrize("hears", HEARS)
def test_what_was_made_too_late_for_whoever_has_it_now_is_said_once_more(lost, hears) -> None:
    to_do_at(lost.third, lost.case, KEY)

    comes_too_late(lost, hears)

    with lost.third.store() as store:
        assert tasks_of(store) == tasks_of(lost.first.store) == [KEY]
        assert store.examine(pages=False).faults == ()
    assert lost.first.store.examine(pages=False).faults == ()
