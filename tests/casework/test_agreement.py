"""What all grants of a case come to: the same on every day as the rule says grant by grant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from casework.consent.agreement import (
    ConsentLine,
    Sharing,
    agreement,
    consent_line,
    services_agreed,
)
from casework.consent.grant import Consents, Ending, Grant, GrantState, Purpose, Reach, Scope
from casework.consent.view import consent_view

DAY = date(2026, 3, 10)
CLINIC, DESK = Scope(Reach.SERVICE, "s-clinic"), Scope(Reach.SERVICE, "s-desk")
PURPOSES = (Purpose.CASE_SERVICE, Purpose.REFERRAL, Purpose.STATISTICS_INTERNAL, Purpose.TRANSFER)


def at(days, hour=9):
    return datetime.combine(DAY + timedelta(days=days), time(hour), UTC)


def grant(number, purpose=Purpose.REFERRAL, scope=CLINIC, since=0, last=90, **more):
    own = purpose in (Purpose.CASE_SERVICE, Purpose.STATISTICS_INTERNAL)
    return Grant(
        id=f"{number:02d}",
        event_id=f"e{number:02d}",
        purpose=purpose,
        scope=Scope(Reach.OWN) if own else scope,
        given_at=at(since),
        valid_from=DAY + timedelta(days=since),
        valid_until=DAY + timedelta(days=last),
        **more,
    )


def said(*grants, endings=()):
    return agreement(Consents(grants, tuple(endings)))


@pytest.mark.parametrize(
    ("given", "sharing"),
    [
        ((), Sharing.NOT_ASKED),
        ((grant(1, Purpose.CASE_SERVICE),), Sharing.NOT_ASKED),
        ((grant(1, Purpose.STATISTICS_INTERNAL),), Sharing.NOT_ASKED),
        ((grant(1, refused=True),), Sharing.NONE),
        ((grant(1),), Sharing.SOME),
        ((grant(1), grant(2, scope=DESK, refused=True)), Sharing.SOME),
        ((grant(1, Purpose.CASE_SERVICE, refused=True),), Sharing.ENDED),
    ],
)
def test_sharing_is_what_lasts_of_all_answers(given, sharing) -> None:
    assert said(*given).sharing is sharing


def test_a_withdrawal_ends_one_purpose_and_the_end_of_the_work_everything() -> None:
    work, told = grant(1, Purpose.CASE_SERVICE, last=365), grant(2)
    assert said(work, told, endings=[Ending(Purpose.REFERRAL, at(1))]).sharing is Sharing.NONE
    over = said(work, told, endings=[Ending(Purpose.CASE_SERVICE, at(1))])
    assert (over.sharing, over.review_on, over.agreed) == (Sharing.ENDED, None, ())
    again = grant(3, Purpose.CASE_SERVICE, since=2)
    anew = said(work, told, again, endings=[Ending(Purpose.CASE_SERVICE, at(1))])
    assert (anew.sharing, anew.review_on) == (Sharing.NONE, again.valid_until)
    since = said(work, grant(3, since=2), endings=[Ending(Purpose.CASE_SERVICE, at(1))])
    assert since.sharing is Sharing.SOME


def paused(*given, ends=(), lifted=True):
    """Return what it comes to when all was suspended, and lifted again."""
    pause = Ending(Purpose.CASE_SERVICE, at(1), suspends=True, event_id="p1", reason="restored")
    return agreement(Consents(given, (pause, *ends), frozenset({"p1"} if lifted else ())))


@pytest.mark.parametrize("lifted", [False, True])
def test_to_suspend_what_nobody_asked_for_is_no_asking_and_ends_no_work(lifted) -> None:
    """While it is suspended nothing is shared; lifted, it is as if it had never been."""
    nothing = Sharing.NOT_ASKED if lifted else Sharing.NONE
    assert paused(lifted=lifted).sharing is nothing
    back = [Ending(Purpose.REFERRAL, at(2))]
    assert paused(grant(1), ends=back, lifted=lifted).sharing is Sharing.NONE
    assert paused(grant(1)) == said(grant(1))


@pytest.mark.parametrize(
    ("given", "days", "line"),
    [
        ((), 0, ConsentLine.NOT_ASKED),
        ((grant(1),), 0, ConsentLine.COMPLETE),
        ((grant(1),), 59, ConsentLine.COMPLETE),
        ((grant(1),), 60, ConsentLine.REVIEW_DUE),
        ((grant(1),), 200, ConsentLine.REVIEW_DUE),
        ((grant(1, refused=True),), 0, ConsentLine.SHARING_NONE),
    ],
)
def test_the_line_of_consent_is_that_of_the_day(given, days, line) -> None:
    assert consent_line(said(*given), DAY + timedelta(days=days)) is line


@pytest.mark.parametrize("seed", range(20))
def test_the_list_and_the_rule_agree_on_every_day(seed) -> None:
    chance = Random(seed)
    grants = tuple(
        grant(
            number,
            chance.choice(PURPOSES),
            chance.choice([CLINIC, DESK, Scope(Reach.KIND, "health")]),
            since=chance.randrange(20),
            last=chance.randrange(20, 60),
            refused=chance.random() < 0.2,
        )
        for number in range(chance.randrange(1, 7))
    )
    endings = tuple(
        Ending(chance.choice(PURPOSES), at(chance.randrange(30)))
        for _ in range(chance.randrange(2))
    )
    told = Consents(grants, endings)
    listed = agreement(told)
    for days in range(0, 70, 7):
        view = consent_view(told, at(days))
        states = [told.state(one, at(days)) for one in grants]
        active = [
            one for one, state in zip(grants, states, strict=True) if state is GrantState.ACTIVE
        ]
        count = services_agreed(listed, DAY + timedelta(days=days))
        assert count == view.services_agreed
        assert bool(count) is any(one.purpose is Purpose.REFERRAL for one in active)
        assert not (active and listed.sharing is Sharing.ENDED)
        if view.review_on and listed.review_on:
            assert listed.review_on <= view.review_on
