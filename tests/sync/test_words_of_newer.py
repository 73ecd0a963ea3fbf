"""Words that a newer program writes, and this one does not know, break nothing that is shown."""

import pytest
from apart import Apart, case_of
from forged import forger, nobody, stands
from make import VISIT

from casework.referrals.letters import Order
from casework.team.supervision import Finding, Why
from casework.team.worker import Role
from db.checks.derived import untrue_tables
from db.rows.readings import read_as
from ledger.ops import Kind

AT, LATER = "2027-01-01T00:00:00.000000Z", "2027-01-02T00:00:00.000000Z"


@pytest.fixture
def team(template, tmp_path):
    """Return two, of whom the second has a case that the first one has too."""
    made = Apart.begun(template, tmp_path, Role.CASEWORKER)
    with made.other.office() as office:
        made.code = office.answers.record(None, "intake", VISIT, "en").case_code
        made.first.agrees(made.code, office=office)
    made.first.takes(made.other.writes())
    made.case = case_of(made.first, made.code)
    yield made
    made.first.close()


def says(team, table, **facts):
    """Let the other one say what a newer program says, of her own case."""
    made = Kind.CREATE, nobody(), table, None, {"case_id": team.case} | facts
    came = team.first.post.take([forger(team, "own").says(made)])
    assert (came.operations, came.refused) == (1, {})


@pytest.mark.parametrize(
    ("finding", "reviewed"), [("", None), ("in_order", Finding.IN_ORDER), ("written_down", None)]
)
def test_why_a_case_was_opened_is_shown_as_another_reason(team, finding, reviewed):
    facts = {"user_id": team.other.user, "opened_at": AT, "until": LATER, "words": "Example"}
    facts |= {"reviewed_by": None, "reviewed_at": None, "finding": finding}
    says(team, "glass", **facts, why="as_a_newer_one_says")
    (event,) = team.first.office(team.first.template.supervisor).glass.events()
    assert (event.why, event.words, event.finding) == (Why.OTHER, "Example", reviewed)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("intake.birth_year", "²"),
        ("intake.birth_year", "2008-02-99999999999999999999"),
        ("intake.birth_year", 10**9),
        ("intake.birth_month", "2008-13"),
        ("intake.age_estimate_high", "²"),
        ("intake.languages", 7),
        ("intake.interpreter_sex", "as_a_newer_one_says"),
    ],
)
def test_an_answer_that_no_form_here_lets_be_given_closes_no_case(team, question, answer):
    first = team.first
    sheet = "select id from form_instance where form_id = 'intake'"
    ((intake,),) = first.store.connection.execute(sheet).fetchall()
    known = stands(first.store, intake, question)
    said = Kind.SET, intake, "form_instance", question, answer, known
    came = first.post.take([forger(team, "own").says(said)])
    assert (came.operations, came.refused) == (1, {})
    office = first.office(first.template.supervisor)
    office.glass.open(team.code, Why.DANGER)
    assert office.overview.of(team.code).masked is False
    clinic = next(one for one in office.services.all() if one.name == "Example Clinic A")
    assert office.letters.draft(Order(team.code, clinic.code)).seen.withheld
    assert untrue_tables(first.store.connection, first.store._shelf) == []


@pytest.mark.parametrize("bad", ["opened_at", "until"])
def test_an_opening_at_no_moment_opens_nothing(team, bad):
    facts = {"user_id": team.other.user, "opened_at": AT, "until": LATER, "words": ""}
    facts |= {"reviewed_by": None, "reviewed_at": None, "finding": "", bad: "then"}
    says(team, "glass", **facts, why="danger")
    assert team.first.office(team.first.template.supervisor).glass.events() == []


def test_a_word_that_is_known_is_what_it_says():
    assert read_as(Why, "danger", Why.OTHER) is Why.DANGER
    assert read_as(Why, "", Why.OTHER) is Why.OTHER
