"""What the store tells of whom for figures: each person once, and only where she agreed."""

from __future__ import annotations

from datetime import date, timedelta

from figured import OUTSIDE
from make import START

from casework.consent.grant import Purpose
from casework.figures.happened import Asked, Done
from casework.persons.pair import PairAnswer
from casework.referrals.desk import Move
from casework.referrals.letters import Order
from casework.referrals.referral import Need, ReferralStatus
from casework.services.helped import Helped

CLINIC = "Example Clinic A"
S = ReferralStatus
TODAY = START.date()
YEAR = date(TODAY.year, 1, 1), date(TODAY.year, 12, 31)


def told(desks, what, *, days=YEAR):
    with desks.store.begin(desks.template.supervisor) as work:
        ask = {"helped": (*days,)}.get(what, (*days, desks.clock.moment.date()))
        return [*getattr(work.figures, what)(*ask)]


def give(desks, case, day, kind="housing"):
    answers = {"given_on": day.isoformat(), "service_type": kind}
    desks.office().answers.record(case, "service_given", answers, "en")


def helped_and_asked(desks, case):
    """Do for somebody what an office does: help, a letter with its answer, a need, a law."""
    office, early = desks.office(), TODAY - timedelta(days=40)
    give(desks, case, early)
    give(desks, case, early)
    desks.agree(case)
    number = office.letters.issue(Order(case, CLINIC)).number
    asked = "select check_code from letter where number = ?"
    ((check,),) = desks.store.connection.execute(asked, (number,)).fetchall()
    desks.clock.pass_days(5)
    office.talks.reply(number, check, "waiting_list")
    desks.clock.pass_days(3)
    office.talks.reply(number, check, "accepted")
    office.referrals.begin(case, Need("education"))
    refused = office.referrals.begin(case, Need("childcare")).subject_id
    office.referrals.move(case, refused, Move(S.DECLINED_BY_SURVIVOR))
    areas = [
        {"area": "immigration", "area_effect": "harmed"},
        {"area": "social_welfare", "area_effect": "helped"},
        {"area": "tourism"},
    ]
    office.answers.record(case, "legal", {"areas": areas}, "en")
    return early, desks.clock.moment.date()


def test_what_was_done_is_told_person_by_person_by_its_own_day(desks):
    case, other = desks.visit(region="north", area="north_towns"), desks.visit()
    early, late = helped_and_asked(desks, case)
    give(desks, other, TODAY)
    assert told(desks, "done") == []
    desks.agree(case, **OUTSIDE)
    (done,) = told(desks, "done")
    assert (done.area, done.given) == ("north_towns", ((early, "housing"),))
    assert set(done.law) == {(late, "immigration", "harmed"), (late, "social_welfare", "helped")}
    waited = (S.WAITING_LIST, TODAY + timedelta(days=5))
    letter, need, declined = done.asked
    assert (letter.sent, set(letter.steps)) == (TODAY, {waited, (S.ACCEPTED, late)})
    assert need == Asked("education", None, ((S.IDEA, late),), late)
    assert set(declined.steps) == {(S.DECLINED_BY_SURVIVOR, late), (S.IDEA, late)}
    assert (declined.service_type, declined.nobody, declined.sent) == ("childcare", None, None)
    # A year later nothing more was given, and what was asked for is told with its own days.
    (again,) = told(desks, "done", days=tuple(day.replace(year=day.year + 1) for day in YEAR))
    assert (again.given, again.law, again.asked) == ((), (), done.asked)
    desks.office().grants.withdraw(case, Purpose.STATISTICS_EXTERNAL)
    assert told(desks, "done") == []


def test_cases_of_one_person_are_one_and_tell_only_what_she_agreed_to(desks):
    first, second, third = (desks.visit(name_used=f"Invented {n}") for n in range(3))
    for case in (first, second, third):
        give(desks, case, TODAY, {first: "housing", second: "education"}.get(case, "childcare"))
    for case in (first, second):
        desks.agree(case, **OUTSIDE)
    assert len(told(desks, "done")) == 2
    desks.office().likeness.say(first, second, PairAnswer.SAME)
    desks.office().likeness.say(first, third, PairAnswer.SAME)
    (done,) = told(desks, "done")
    assert {code for _day, code in done.given} == {"housing", "education"}


def test_what_was_said_of_a_person_is_told_with_when_it_began(desks):
    case = desks.visit(region="north", area="north_towns")
    answers = {
        "start_precision": "exact",
        "start_date": (TODAY - timedelta(days=31)).isoformat(),
        "continuum": ["trafficking_sexual_exploitation"],
        "exploitation_form": ["sexual_exploitation"],
        "control": ["debt_bondage", "oath"],
    }
    later = {"start_precision": "month", "start_month": TODAY.strftime("%Y-%m")}
    for one in (answers, later):
        desks.office().answers.record(case, "episode", one, "en")
    desks.agree(case, **OUTSIDE)
    (person,) = told(desks, "people")
    assert (person.area, person.sex) == ("north_towns", "female")
    assert person.forms == {"sexual_exploitation"}
    assert person.controls == {"debt_bondage", "oath"}
    assert person.kinds == {"trafficking_sexual_exploitation"}
    began = date.fromisoformat(answers["start_date"])
    assert person.began == (began, began)


def test_help_without_a_record_is_counted_by_times_and_needs_nobody(desks):
    for code in ("housing", "housing", "education"):
        desks.office().unrecorded.count(code, "adult")
    assert told(desks, "helped") == [
        Helped(TODAY, "education", "adult"),
        *[Helped(TODAY, "housing", "adult")] * 2,
    ]
    assert told(desks, "done") == [] == told(desks, "people")
    assert Done("").given == ()
