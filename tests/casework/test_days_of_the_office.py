"""A grant lasts through its last day where the office is, whatever day it is in UTC."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from casework.consent.grant import Purpose
from casework.consent.override import Basis, ToldHer
from casework.disclosure import ConsentMissing
from casework.referrals.desk import Move
from casework.referrals.letters import Order
from casework.referrals.overrides import Proposal
from casework.referrals.referral import Appointment, Need, ReferralStatus
from casework.team.wall import Nearness

CLINIC = "Example Clinic A"
EAST, WEST = timezone(timedelta(hours=5)), timezone(timedelta(hours=-5))
LAST_DAY = "2026-06-30"


def begin(desks):
    case = desks.visit()
    desks.agree(case, CLINIC, valid_until=LAST_DAY)
    return case


pytestmark = pytest.mark.begins(after=begin)


def test_the_evening_of_the_last_day_counts_although_utc_is_in_the_next(desks, case):
    desks.clock.moment = datetime(2026, 6, 30, 23, 30, tzinfo=WEST)
    issued = desks.office().letters.issue(Order(case, CLINIC))
    day = desks.store.connection.execute("select issued_on from letter").fetchone()[0]
    assert (bool(issued.pdf), day) == (True, LAST_DAY)


@pytest.mark.parametrize(("zone", "hour"), [(EAST, 0), (WEST, 23)])
def test_what_is_assessed_on_its_first_day_waited_no_day_whatever_day_it_is_in_utc(
    desks, zone, hour
):
    desks.clock.moment = datetime(2026, 6, 30, hour, 30, tzinfo=zone)
    case = desks.visit()
    desks.agree(case, CLINIC)
    desks.office().answers.record(case, "assessment", {}, "en")
    today = desks.clock.moment.date()
    seen = desks.office(desks.template.supervisor).workload.quality(today, today)
    assert (seen.cases, seen.assessed.count, seen.days_to_assessment) == (1, 1, 0.0)


def test_the_night_after_the_last_day_is_too_late_although_utc_is_still_in_it(desks, case):
    desks.clock.moment = datetime(2026, 7, 1, 0, 30, tzinfo=EAST)
    with pytest.raises(ConsentMissing):
        desks.office().letters.issue(Order(case, CLINIC))
    states = {grant.purpose: grant.state for grant in desks.office().grants.of(case)}
    assert states["referral"] == "expired"


def test_a_request_that_went_out_in_the_night_is_arranged_although_utc_is_a_day_behind(desks):
    desks.clock.moment = datetime(2026, 7, 1, 0, 30, tzinfo=EAST)
    case = desks.visit()
    desks.agree(case, CLINIC)
    referrals = desks.office().referrals
    referral = referrals.begin(case, Need("health_emergency"), CLINIC).subject_id
    referrals.move(case, referral, Move(ReferralStatus.AGREED))
    desks.office().talks.tell(case, referral)
    referrals.describe(case, referral, Need("health_emergency", "EX-REASON"))
    referrals.arrange(case, referral, Appointment(date(2026, 7, 3)))
    day = desks.store.connection.execute("select changed_on from referral").fetchall()
    assert day == [("2026-07-01",)]


def test_what_was_said_and_done_in_the_night_is_told_by_the_day_of_the_office(desks):
    desks.clock.moment = datetime(2026, 7, 1, 0, 30, tzinfo=EAST)
    case, today = desks.visit(), date(2026, 7, 1)
    desks.agree(case, CLINIC)
    office = desks.office()
    office.letters.issue(Order(case, CLINIC))
    proposal = Proposal(
        "Example Police Liaison",
        Basis.VITAL_INTEREST,
        frozenset({"name_used"}),
        "why",
        ToldHer.AFTER,
        date(2026, 7, 9),
    )
    office.overrides.propose(case, proposal)
    assert {one.changed_on for one in office.overview.of(case).referrals} == {today}
    assert {line.at.date() for line in office.grants.sheet(case).lines} == {today}
    office.walls.keep_service_from(case, "Example Legal Desk", Nearness.HER_WISH)
    (wall,) = office.walls.of(case)
    assert wall.since == today
    office.grants.withdraw(case, Purpose.REFERRAL)
    (given,) = office.printouts.of(case).given
    assert given.letter.recalled_on == today
    (without,) = office.printouts.of(case).without_consent
    assert without.override.proposed_at.date() == today
