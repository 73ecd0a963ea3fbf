"""However much there is to decide, the store is asked a few things and not one for each."""

from __future__ import annotations

import many
import pytest
from desks_shared import NEED, PROPOSAL
from make import agreed
from odd_things import Odd

from casework.cases.caseline import View
from casework.tasks.task import TaskKind

FEW, MORE = 3, 40
MANY = {
    "tasks": many.tasks_said_twice,
    "taken_away": many.tasks_taken_away,
    "rows": many.rows_said_twice,
    "questions": many.questions_said_twice,
    "services": many.services_said_twice,
}


def asks(desks, case):
    """Return what is asked of what waits, by name."""
    office, lead = desks.office(), desks.office(desks.template.supervisor)
    return {
        "all": lambda: office.conflicts.all("en"),
        "masked": lambda: lead.conflicts.all("en"),
        "of": lambda: office.conflicts.of(case, "en"),
        "outside": lambda: lead.conflicts.of("", "en"),
        "number": office.waiting.number,
        "overview": lambda: office.overview.of(case),
        "today": office.tasks.today,
        "list": lambda: office.caselist.numbers(View.MINE_OPEN),
    }


@pytest.mark.parametrize("kind", MANY)
def test_the_store_is_asked_as_often_for_many_as_for_few(desks, kind):
    case = agreed(desks)
    desks.office().tasks.add(case, "EX task")
    odd = Odd(desks)
    MANY[kind](odd, FEW)
    asked = {name: many.asked_of(odd.connection, ask) for name, ask in asks(desks, case).items()}
    MANY[kind](odd, MORE)
    for name, ask in asks(desks, case).items():
        assert many.asked_of(odd.connection, ask) <= asked[name], name
    assert len(desks.office(desks.template.supervisor).conflicts.all("en"))


def test_of_many_requests_for_help_each_service_is_asked_for_once(desks):
    case, office = agreed(desks), desks.office()
    office.referrals.begin(case, NEED, desks.services()["Example Clinic A"])
    odd = Odd(desks)
    once = many.asked_of(odd.connection, lambda: office.referrals.of(case))
    many.things(odd, "referral", MORE, odd.pattern("referral"))
    odd.comes()
    found = office.referrals.of(case).lines
    assert [one.agreed for one in found] == [True] * (MORE + 1)
    assert many.asked_of(odd.connection, lambda: office.referrals.of(case)) <= once


def test_decisions_that_wait_for_a_second_person_are_read_together(desks):
    case = agreed(desks)
    desks.office().overrides.propose(case, PROPOSAL)
    odd, lead = Odd(desks), desks.office(desks.template.supervisor)
    once = many.asked_of(odd.connection, lead.tasks.today)
    many.things(odd, "override", MORE, odd.pattern("override"))
    odd.comes()
    today = lead.tasks.today()
    steps = [*today.today, *today.this_week]
    assert [one.kind for one in steps].count(TaskKind.OVERRIDE_DECIDE) == MORE + 1
    assert many.asked_of(odd.connection, lead.tasks.today) <= once


def test_what_is_said_to_a_question_that_nobody_asks_is_passed_over(desks):
    """Whoever opened that case could do so no more: another program of a member had written it."""
    case = agreed(desks)
    before = desks.office().overview.of(case)
    odd = Odd(desks)
    visit = many.form_of(odd, "intake")
    odd.sets(visit, "form_instance", "intake.nobody_asks", "EX")
    odd.comes()
    assert desks.office().overview.of(case) == before


def test_one_of_many_is_read_by_itself(desks):
    case = agreed(desks)
    desks.office().tasks.add(case, "EX task")
    many.tasks_said_twice(Odd(desks), MORE)
    office = desks.office()
    line = office.conflicts.all("en")[MORE // 2]
    (one,) = office.conflicts.of(case, "en", line.id)
    assert one.line == line
    assert one in office.conflicts.of(case, "en")
    assert office.conflicts.of(case, "en", "nothing.is_called_so") == []
