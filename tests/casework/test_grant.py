"""Where a grant stands: given, ended, replaced, not yet, over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.consent.grant import (
    OWN_OFFICE,
    Consents,
    Ending,
    Grant,
    GrantState,
    Purpose,
    Reach,
    Recipient,
    Scope,
)

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
CLINIC = Recipient("s-clinic", "health", "Example Clinic")
OTHER_CLINIC = Recipient("s-other", "health", "Example Ward")
LEGAL = Recipient("s-legal", "legal", "Example Legal Desk")
TO_CLINIC = Scope(Reach.SERVICE, "s-clinic")
TO_HEALTH = Scope(Reach.KIND, "health")


def grant(**changes):
    plain = Grant(
        id="a1",
        event_id="e1",
        purpose=Purpose.REFERRAL,
        scope=TO_CLINIC,
        given_at=NOON,
        valid_from=NOON.date(),
        valid_until=date(2026, 6, 10),
        categories=frozenset({"contact"}),
    )
    return replace(plain, **changes)


def state(*grants, endings=(), at=NOON, recipient=None):
    return Consents(tuple(grants), tuple(endings)).state(grants[0], at, recipient)


def test_a_given_grant_holds_from_its_first_to_its_last_day() -> None:
    later = grant(valid_from=date(2026, 4, 1))
    assert state(later, at=datetime(2026, 3, 31, 23, tzinfo=UTC)) is GrantState.NOT_YET
    assert state(later, at=datetime(2026, 4, 1, 0, tzinfo=UTC)) is GrantState.ACTIVE
    assert state(later, at=datetime(2026, 6, 10, 23, tzinfo=UTC)) is GrantState.ACTIVE
    assert state(later, at=datetime(2026, 6, 11, 0, tzinfo=UTC)) is GrantState.EXPIRED


def test_a_clock_that_once_ran_ahead_does_not_make_later_consent_void() -> None:
    ahead = grant(given_at=NOON + timedelta(days=36500))
    assert state(ahead) is GrantState.ACTIVE


def test_ending_the_work_together_ends_every_grant_given_before() -> None:
    ending = Ending(Purpose.CASE_SERVICE, NOON + timedelta(hours=1))
    assert state(grant(), endings=[ending]) is GrantState.WITHDRAWN
    again = grant(given_at=NOON + timedelta(hours=2))
    assert state(again, endings=[ending]) is GrantState.ACTIVE


def test_a_no_to_working_together_stands_above_what_was_agreed() -> None:
    own = Scope(Reach.OWN)
    no = grant(id="a2", purpose=Purpose.CASE_SERVICE, scope=own, refused=True)
    assert state(grant(), no) is GrantState.REPLACED
    later = replace(no, event_id="e2", given_at=NOON + timedelta(hours=1))
    assert state(grant(), later) is GrantState.REPLACED
    earlier = replace(no, event_id="e0", given_at=NOON - timedelta(hours=1))
    assert state(grant(), earlier) is GrantState.ACTIVE


def test_a_yes_and_a_no_in_one_breath_are_a_no() -> None:
    assert state(grant(), grant(id="a2", refused=True)) is GrantState.REPLACED


def test_a_refusal_is_never_in_force() -> None:
    assert state(grant(refused=True)) is GrantState.REFUSED


def test_a_withdrawal_ends_every_earlier_grant_of_its_purpose() -> None:
    ending = Ending(Purpose.REFERRAL, NOON + timedelta(hours=1))
    assert state(grant(), endings=[ending]) is GrantState.WITHDRAWN
    other = grant(purpose=Purpose.TRANSFER)
    assert state(other, endings=[ending]) is GrantState.ACTIVE


def test_a_withdrawal_ends_what_it_has_seen_even_when_its_clock_was_set_back() -> None:
    long_ago = NOON - timedelta(days=3650)
    assert state(grant(), endings=[Ending(Purpose.REFERRAL, long_ago)]) is GrantState.ACTIVE
    seen = Ending(Purpose.REFERRAL, long_ago, seen=frozenset({"a1"}))
    assert state(grant(), endings=[seen]) is GrantState.WITHDRAWN


def test_a_new_event_after_a_withdrawal_renews() -> None:
    again = grant(id="a2", event_id="e2", given_at=NOON + timedelta(hours=2))
    said = Consents((grant(), again), (Ending(Purpose.REFERRAL, NOON + timedelta(hours=1)),))
    at = NOON + timedelta(hours=3)
    assert [one.id for one in said.in_force(Purpose.REFERRAL, CLINIC, at)] == ["a2"]


def test_a_suspension_can_be_told_from_a_withdrawal_and_withdrawal_wins() -> None:
    suspended = Ending(Purpose.REFERRAL, NOON, suspends=True)
    withdrawn = Ending(Purpose.REFERRAL, NOON)
    assert state(grant(), endings=[suspended]) is GrantState.SUSPENDED
    assert state(grant(), endings=[suspended, withdrawn]) is GrantState.WITHDRAWN


def test_a_withdrawal_for_one_recipient_leaves_the_others() -> None:
    ending = Ending(Purpose.REFERRAL, NOON, TO_CLINIC)
    to_legal = grant(scope=Scope(Reach.SERVICE, "s-legal"))
    assert state(grant(), endings=[ending]) is GrantState.WITHDRAWN
    assert state(to_legal, endings=[ending], recipient=LEGAL) is GrantState.ACTIVE


def test_one_service_can_be_taken_out_of_a_grant_to_every_service_of_its_kind() -> None:
    said = Consents((grant(scope=TO_HEALTH),), (Ending(Purpose.REFERRAL, NOON, TO_CLINIC),))
    assert said.in_force(Purpose.REFERRAL, CLINIC, NOON) == ()
    assert len(said.in_force(Purpose.REFERRAL, OTHER_CLINIC, NOON)) == 1


def test_withdrawing_for_a_kind_ends_the_grants_to_its_services() -> None:
    said = Consents((grant(),), (Ending(Purpose.REFERRAL, NOON, TO_HEALTH),))
    assert said.in_force(Purpose.REFERRAL, CLINIC, NOON) == ()


def test_a_later_event_replaces_what_was_said_about_the_same_recipient() -> None:
    wide = grant(categories=frozenset({"contact", "health"}))
    narrow = grant(id="a2", event_id="e2", given_at=NOON + timedelta(hours=1))
    at = NOON + timedelta(hours=2)
    assert state(wide, narrow, at=at) is GrantState.REPLACED
    assert Consents((wide, narrow)).in_force(Purpose.REFERRAL, CLINIC, at) == (narrow,)


def test_a_later_refusal_ends_an_earlier_yes() -> None:
    no = grant(id="a2", event_id="e2", given_at=NOON + timedelta(hours=1), refused=True)
    said = Consents((grant(), no))
    assert said.in_force(Purpose.REFERRAL, CLINIC, NOON + timedelta(hours=2)) == ()


def test_a_later_refusal_of_one_service_excepts_it_from_its_kind() -> None:
    no = grant(id="a2", event_id="e2", given_at=NOON + timedelta(hours=1), refused=True)
    said = Consents((grant(scope=TO_HEALTH), no))
    at = NOON + timedelta(hours=2)
    assert said.in_force(Purpose.REFERRAL, CLINIC, at) == ()
    assert len(said.in_force(Purpose.REFERRAL, OTHER_CLINIC, at)) == 1


def test_a_later_grant_to_a_kind_leaves_what_was_said_of_one_service() -> None:
    kind = grant(id="a2", event_id="e2", scope=TO_HEALTH, given_at=NOON + timedelta(hours=1))
    said = Consents((grant(), kind))
    assert len(said.in_force(Purpose.REFERRAL, CLINIC, NOON + timedelta(hours=2))) == 2


def test_two_rows_of_one_event_stand_together() -> None:
    second = grant(id="a2", categories=frozenset({"health"}))
    assert len(Consents((grant(), second)).in_force(Purpose.REFERRAL, CLINIC, NOON)) == 2


@pytest.mark.parametrize("purpose", list(Purpose))
def test_no_purpose_implies_another(purpose: Purpose) -> None:
    held = Consents((grant(purpose=purpose),))
    for asked in Purpose:
        assert bool(held.in_force(asked, CLINIC, NOON)) is (asked is purpose)


def test_a_grant_to_the_own_office_tells_nobody_outside_and_the_other_way_round() -> None:
    own = grant(scope=Scope(Reach.OWN))
    assert own.concerns(Purpose.REFERRAL, OWN_OFFICE)
    assert not own.concerns(Purpose.REFERRAL, CLINIC)
    assert not grant(scope=Scope(Reach.KIND, "own")).concerns(Purpose.REFERRAL, OWN_OFFICE)


moments = st.integers(-72, 72).map(lambda hours: NOON + timedelta(hours=hours))
scopes = st.sampled_from([TO_CLINIC, TO_HEALTH, Scope(Reach.SERVICE, "s-legal")])


@st.composite
def stories(draw):
    """Return grants and a withdrawal that has seen some of them, in any order."""
    grants = [
        grant(
            id=f"a{n}",
            event_id=f"e{n}",
            scope=draw(scopes),
            given_at=draw(moments),
            valid_from=date(2026, 1, 1),
            refused=draw(st.booleans()),
        )
        for n in range(draw(st.integers(1, 4)))
    ]
    seen = frozenset(draw(st.sets(st.sampled_from([one.id for one in grants]))))
    scope = draw(st.one_of(st.none(), scopes))
    return grants, Ending(Purpose.REFERRAL, draw(moments), scope, seen)


@given(stories(), st.sampled_from([CLINIC, OTHER_CLINIC, LEGAL]), moments)
def test_withdrawal_wins_in_any_order(story, recipient, at) -> None:
    grants, ending = story
    answers = {
        frozenset(
            one.id
            for one in Consents(tuple(order), (ending,)).in_force(Purpose.REFERRAL, recipient, at)
        )
        for order in permutations(grants)
    }
    assert len(answers) == 1
    named = ending.scope is None or ending.scope.includes(recipient)
    for one in grants:
        if named and (one.id in ending.seen or one.given_at <= ending.at):
            assert one.id not in next(iter(answers))


def test_a_grant_lasts_by_the_days_of_the_office() -> None:
    east, west = timezone(timedelta(hours=13)), timezone(timedelta(hours=-10))
    one = grant(valid_until=date(2026, 6, 10))
    assert state(one, at=datetime(2026, 6, 10, 23, 30, tzinfo=west)) is GrantState.ACTIVE
    assert state(one, at=datetime(2026, 6, 11, 0, 30, tzinfo=east)) is GrantState.EXPIRED
