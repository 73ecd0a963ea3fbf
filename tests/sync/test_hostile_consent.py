"""A member's own program lets no yes stand for ever: not by its days, and not by its moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from apart import Apart
from forged import forger, nobody
from known_case import CLINIC

from casework.consent.grant import GrantState, Purpose
from casework.consent.narrowing import Less
from casework.disclosure import ConsentMissing
from casework.referrals.letters import Order
from casework.refused import DeskRefused
from casework.team.supervision import Why
from ledger.ops import Kind

LAST = "8999-12-31T23:59:59.999999Z"
TOLD = {"categories": ["demographic", "contact", "needs"], "items": ["name_used"]}
EVENT = (
    "select * from consent_event where case_id = ? and kind = 'given' order by at desc limit 1",
    "select * from consent_grant where case_id = ? and purpose = 'referral' limit 1",
)
STANDING = "select count(*) from standing_grant where purpose = 'referral' and case_id = ?"


@pytest.fixture
def team(template, tmp_path):
    """Return three laptops, of whom the second has a case that all have; a clinic may be told."""
    made = Apart.with_a_case(template, tmp_path)
    with made.other.office() as office:
        made.first.agrees(made.code, office=office, purpose="referral", **TOLD)
    stick = made.other.writes()
    made.first.takes(stick)
    made.third.takes(stick)
    yield made
    made.first.close()


def facts(team, which):
    """Return what a row of the case says, without its id."""
    cursor = team.first.store.connection.execute(EVENT[which], (team.case,))
    names = [column[0] for column in cursor.description]
    row = dict(zip(names, cursor.fetchone(), strict=True))
    del row["id"]
    return row


def says_yes(team, at, valid_from, valid_until):
    """Let the second one say in her own case that the clinic may be told."""
    event, own = nobody(), forger(team, "own")
    days = {"valid_from": valid_from, "valid_until": valid_until}
    grant = facts(team, 1) | {"event_id": event, "given_at": at} | days
    batch = own.says(
        (Kind.CREATE, event, "consent_event", None, facts(team, 0) | {"at": at}),
        (Kind.CREATE, nobody(), "consent_grant", None, grant),
    )
    assert not team.first.post.take([batch]).refused
    with team.third.post() as post:
        assert not post.take([batch]).refused


def told(store, case):
    return store.connection.execute(STANDING, (case,)).fetchone()[0]


def today(team, days=0):
    return (team.clock().date() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize("at", [LAST, "8999-12-31T23:59:59.999998Z", "2099-01-01T00:00:00.000000Z"])
def test_what_is_said_to_be_agreed_at_the_end_of_time_is_taken_back_everywhere(team, at):
    """What took it back was at a moment that nobody else could read, and so stood at one laptop."""
    says_yes(team, at, today(team), today(team, 30))
    here = team.here
    assert told(team.first.store, team.case)
    here.glass.open(team.code, Why.DANGER)
    here.grants.withdraw(team.code, Purpose.REFERRAL)
    assert not told(team.first.store, team.case)
    team.third.takes(team.first.writes())
    with team.third.store() as store:
        assert not told(store, team.case)


@pytest.mark.parametrize("at", [LAST, "2099-01-01T00:00:00.000000Z"])
def test_nor_does_it_outlast_that_she_agrees_to_less(team, at):
    says_yes(team, at, today(team), today(team, 30))
    here = team.here
    here.glass.open(team.code, Why.DANGER)
    less = Less(categories=frozenset({"contact"}), items=frozenset({"name_used"}))
    if at == LAST:
        # It is said in words, and what was agreed is taken back as a whole.
        with pytest.raises(DeskRefused, match="consent_nothing_after"):
            here.grants.narrow(team.code, Purpose.REFERRAL, CLINIC, less)
        here.grants.withdraw(team.code, Purpose.REFERRAL, CLINIC)
    else:
        here.grants.narrow(team.code, Purpose.REFERRAL, CLINIC, less)
    team.third.takes(team.first.writes())
    with team.third.office() as office:
        office.glass.open(team.code, Why.DANGER)
        seen = [one for one in office.grants.of(team.code) if one.state is GrantState.ACTIVE]
    told_now = [one.covers for one in seen if one.purpose is Purpose.REFERRAL]
    assert told_now == ([] if at == LAST else [("demographic", "needs")])


def test_no_yes_lasts_longer_than_a_form_lets_it(team):
    says_yes(team, today(team) + "T09:30:00.000000Z", today(team), "8990-01-01")
    here = team.here
    here.glass.open(team.code, Why.DANGER)
    assert max(one.valid_to for one in here.grants.of(team.code)).year <= 2027
    here.letters.issue(Order(team.code, CLINIC))
    team.clock.moment += timedelta(days=400)
    here.glass.open(team.code, Why.DANGER)
    with pytest.raises(ConsentMissing):
        here.letters.issue(Order(team.code, CLINIC))
    until = "select max(valid_until) from standing_grant where case_id = ?"
    ((last,),) = team.first.store.connection.execute(until, (team.case,)).fetchall()
    assert last < "2027-04"
