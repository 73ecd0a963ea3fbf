"""Whatever is counted is counted on its day of the office, whatever day it is in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from counted_story import tally_anew
from figured import OUTSIDE
from make import VISIT, Clock, Desks

from casework.figures.counting import tally
from casework.protect.shape import Name
from casework.referrals.desk import Move
from casework.referrals.letters import Order
from casework.referrals.referral import Need, ReferralStatus
from casework.services.helped import Helped
from db.checks.derived import untrue_tables
from db.consent.referral_steps import Step, in_turn, step_before
from db.figures.sums import untrue_sums

CLINIC = "Example Clinic A"
S = ReferralStatus
EAST, WEST = timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-8))
# In UTC the first is still in June, and the second already in July.
EDGES = (datetime(2026, 7, 1, 4, tzinfo=EAST), datetime(2026, 6, 30, 20, tzinfo=WEST))
YEAR = date(2026, 1, 1), date(2026, 12, 31)
PERIODS = ("2026-06", "2026-07", "2026-Q2", "2026-Q3")
# Everything that happened in that hour, as figures name it.
COUNTED = (
    *(
        "given.housing",
        "given.education",
        "law_harmed.immigration",
        "sent.any",
        "answered.any",
        "unmet.any",
    ),
    *("outcome.accepted", "outcome.waiting_list", "outcome.unavailable", "kind.education"),
)
AGED = {
    "birth_precision": "estimated_range",
    "age_estimate_low": 30,
    "age_estimate_high": 30,
}
_OLDER_REPLY = (
    "insert into letter_reply (id, letter_id, case_id, at, answer)"
    " select randomblob(16), letter_id, case_id, at, 'refused' from letter_reply limit 1"
)
_NO_DAY = (
    "update form_instance set recorded_on = null",
    _OLDER_REPLY,
    "update referral set begun_on = null, before = substr(before, 1, instr(before, ' ') + 32)",
)


@pytest.fixture(params=EDGES, ids=["east", "west"])
def edge(request, template, tmp_path):
    """An office in which everything that is counted happened in one hour beside midnight."""
    desks = Desks(template, tmp_path / "home", Clock(request.param))
    desks.day = request.param.date()
    first = {name: said for name, said in VISIT.items() if name != "birth_year"} | AGED
    desks.case = desks.office().answers.record(None, "intake", first, "en").case_code
    desks.agree(desks.case, **(OUTSIDE | {"valid_until": "2027-06-01"}))
    work(desks, desks.case)
    yield desks
    desks.close()


def work(desks, case):
    """Give help, say what a law did, ask for help twice, and take two answers of a service."""
    office = desks.office()
    office.answers.record(case, "service_given", {"service_type": "housing"}, "en")
    dayless = {"service_type": "education", "given_on": ""}
    office.answers.record(case, "service_given", dayless, "en")
    areas = [{"area": "immigration", "area_effect": "harmed"}]
    office.answers.record(case, "legal", {"areas": areas}, "en")
    office.referrals.begin(case, Need("education"))
    refused = office.referrals.begin(case, Need("childcare")).subject_id
    office.referrals.move(case, refused, Move(S.DECLINED_BY_SURVIVOR))
    desks.agree(case)
    number = office.letters.issue(Order(case, CLINIC)).number
    asked = "select check_code from letter where number = ?"
    ((check,),) = desks.store.connection.execute(asked, (number,)).fetchall()
    for answer in ("waiting_list", "accepted"):
        office.talks.reply(number, check, answer)
    office.unrecorded.count("housing", "adult")


def told(desks):
    """Return what was done, as it is told."""
    with desks.store.begin(desks.template.supervisor) as work:
        return list(work.figures.done(*YEAR, desks.clock.moment.date()))


def days_of(done):
    steps = [day for one in done.asked for _step, day in one.steps]
    asked = [day for one in done.asked for day in (one.sent, one.nobody) if day]
    return {*steps, *asked, *(one[0] for one in (*done.given, *done.law))}


def months_of(desks, flags):
    """Return in which months and quarters of the edge somebody is counted; sums are as anew."""
    names = [Name(f"{flags} {period}", ()) for period in PERIODS]
    today = desks.clock.moment.date()
    with desks.store.begin(desks.template.supervisor) as work:
        found = tally(work.figures, names, 2026, today)
        assert found == tally_anew(work.figures, names, 2026, today)
    assert untrue_sums(desks.store.connection.cursor()) == []
    return {name.people.partition(" ")[2] for name, count in found.items() if count}


def test_all_that_was_done_in_an_hour_was_done_on_one_day_of_the_office(edge):
    (done,) = told(edge)
    assert days_of(done) == {edge.day}
    assert (len(done.given), len(done.law), len(done.asked)) == (2, 1, 3)
    with edge.store.begin(edge.template.supervisor) as work:
        assert [*work.figures.helped(*YEAR)] == [Helped(edge.day, "housing", "adult")]
        (person,) = work.figures.people(*YEAR, edge.day)
    assert person.opened == edge.day


@pytest.mark.parametrize("flags", COUNTED)
def test_each_thing_that_is_counted_is_in_one_month_and_one_quarter(edge, flags):
    edge.clock.pass_days(40)
    month, quarter = edge.day.strftime("%Y-%m"), "2026-Q2" if edge.day.month == 6 else "2026-Q3"
    assert months_of(edge, flags) == {month, quarter}


def test_a_month_later_and_in_another_zone_every_day_is_what_it_was(edge):
    before = told(edge)
    edge.clock.moment = edge.clock.moment.astimezone(UTC) + timedelta(days=40)
    assert told(edge) == before
    edge.office().referrals.begin(edge.case, Need("housing"))
    (later,) = told(edge)
    assert days_of(later) == {edge.day, edge.clock.moment.date()}


def test_the_day_of_a_step_stays_when_the_next_is_taken_elsewhere_and_taken_back(edge):
    asked = edge.office().referrals.begin(edge.case, Need("housing")).subject_id
    edge.clock.moment = edge.clock.moment.astimezone(UTC) + timedelta(days=40)
    referrals = edge.office().referrals
    referrals.move(edge.case, asked, Move(S.DISCUSSED))
    row = "select changed_on, before from referral where id = ?"
    key = (bytes.fromhex(asked),)
    ((changed, before),) = edge.store.connection.execute(row, key).fetchall()
    assert (changed, step_before(before).day) == (
        edge.clock.moment.date().isoformat(),
        edge.day.isoformat(),
    )
    referrals.take_back(edge.case, asked)
    assert edge.store.connection.execute(row, key).fetchall() == [(edge.day.isoformat(), None)]


def test_an_age_that_she_says_is_of_the_day_of_the_office_also_when_it_is_read_again(edge):
    row = "select born_from, born_until from person"
    since, until = edge.day.replace(year=edge.day.year - 31), edge.day.replace(year=1996)
    born = [((since + timedelta(days=1)).isoformat(), until.isoformat())]
    assert edge.store.connection.execute(row).fetchall() == born
    (entry,) = edge.office().filling.entries(edge.case, "intake")
    sheet = edge.office().filling.amend(edge.case, entry.id)
    edge.office().filling.finish(sheet, sheet.doc)
    assert edge.store.connection.execute(row).fetchall() == born
    assert untrue_tables(edge.store.connection, edge.store._shelf) == []


def test_what_an_older_version_wrote_has_the_day_of_utc_on_every_laptop(edge):
    for statement in _NO_DAY:
        edge.store.connection.execute(statement)
    there = edge.clock.moment.astimezone(UTC).date()
    (done,) = told(edge)
    assert {*done.given} == {(edge.day, "housing"), (there, "education")}
    assert {day for day, *_more in done.law} == {there}
    assert {day for one in done.asked for step, day in one.steps if step is S.REFUSED} == {there}
    assert {one.nobody for one in done.asked} - {None} == {there}
    edge.clock.moment = edge.clock.moment.astimezone(EAST)
    assert told(edge) == [done]
    months_of(edge, "outcome.any")


def test_what_a_slip_and_a_status_tell_is_one_step_and_what_came_again_is_two():
    noted = Step(S.ACCEPTED, "2026-06-30T10:00:00.000000Z", "2026-06-30")
    slip = Step(S.ACCEPTED, "2026-07-02T10:00:00.000000Z", "2026-07-02")
    waits = Step(S.WAITING_LIST, "2026-07-01T10:00:00.000000Z", "2026-07-01")
    assert in_turn([slip, noted]) == [noted]
    assert in_turn([slip, waits, noted]) == [noted, waits, slip]
    assert in_turn([noted, noted._replace(day="2026-07-01")]) == [noted]


def test_a_step_whose_day_was_not_kept_has_that_of_utc():
    step = step_before("accepted 2026-07-01T02:00:00+05:45")
    assert step == (S.ACCEPTED, "2026-06-30T20:15:00.000000Z", "2026-06-30")
    assert step_before("accepted 2026-06-30T20:15:00+00:00 2026-07-01").day == "2026-07-01"
