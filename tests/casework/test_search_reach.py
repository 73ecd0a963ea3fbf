"""One box finds codes, names, notes and services; whoever may not read a case does not learn of it.

Tried for every role, before and behind a wall, masked and opened in need, in five scripts.
"""

from __future__ import annotations

import pytest
from known_case import second
from wall import words_in

from casework.ids import new_case_code
from casework.team.supervision import Why
from casework.team.wall import Nearness
from casework.team.worker import NotPermitted, Role, Worker
from desktop.frame.lookup import look_up

NOTE = "EX-NOTE about the dressmaker"
SPELLINGS = (
    ("أحمد", "احمد"),
    ("فاطمة", "فاطمه"),
    ("ज़रीना", "जरीना"),
    ("হাসিনা", "হাসীনা"),
    ("ሠላም", "ሰላም"),
    ("José Ñuñez", "jose nunez"),
    ("Łódź", "lodz"),
)
NAMES = " ".join(recorded for recorded, _ in SPELLINGS)


def begin(desks):
    code = desks.visit(name_used=NAMES)
    desks.office().answers.record(code, "note", {"text": NOTE}, "en")
    return code


pytestmark = pytest.mark.begins(after=begin)


def who(desks, name):
    """Return somebody by how she is to the case."""
    template = desks.template
    known = {
        "its worker": template.caseworker,
        "a colleague": template.colleague,
        "a supervisor": template.supervisor,
        "a steward": Worker("09" * 16, Role.DATA_STEWARD, "Worker 9"),
        "a viewer": Worker("08" * 16, Role.VIEWER, "Worker 8"),
    }
    if name == "whom it was shared with":
        desks.office().caseload.share(code_of(desks), template.colleague.id)
        return template.colleague
    if name == "a supervisor who opened it":
        desks.office(template.supervisor).glass.open(code_of(desks), Why.DANGER)
        return template.supervisor
    return known[name]


def code_of(desks):
    ((code,),) = desks.store.connection.execute("select code from casefile").fetchall()
    return code


def found(desks, worker, words):
    """Return the codes that words find, or nothing for whoever may not search at all."""
    try:
        return [one.code for one in desks.office(worker).cases.find(words, 10)]
    except NotPermitted:
        return []


def test_words_of_a_note_for_few_find_nothing_for_anybody(desks, case):
    """The index knows no readers, so that nobody learns by searching what few may read."""
    few = {"text": "EX-FEW", "restricted": "yes"}
    desks.office().answers.record(case, "note", few, "en")
    for name in ("its worker", "whom it was shared with", "a supervisor who opened it"):
        assert found(desks, who(desks, name), "EX-FEW") == []


READS = ("its worker", "whom it was shared with", "a supervisor who opened it")
MASKED = ("a supervisor",)
NOT_AT_ALL = ("a colleague", "a steward", "a viewer")
ASKED = ("dressmaker", *(typed for _, typed in SPELLINGS))


@pytest.mark.parametrize("name", READS)
def test_who_reads_a_case_finds_it_by_code_names_and_notes_in_any_spelling(desks, case, name):
    worker = who(desks, name)
    for words in (case, case.replace("-", "").lower(), case[:4], *ASKED):
        assert found(desks, worker, words) == [case], words


@pytest.mark.parametrize("name", MASKED)
def test_words_find_no_masked_case_and_its_code_does(desks, case, name):
    worker = who(desks, name)
    assert [found(desks, worker, words) for words in ASKED] == [[]] * len(ASKED)
    assert found(desks, worker, case) == [case]


@pytest.mark.parametrize("name", NOT_AT_ALL)
def test_who_may_not_read_a_case_finds_it_by_nothing(desks, case, name):
    worker = who(desks, name)
    assert [found(desks, worker, words) for words in (case, *ASKED)] == [[]] * (1 + len(ASKED))


@pytest.mark.parametrize("name", [*READS, *MASKED, *NOT_AT_ALL])
def test_behind_the_wall_a_search_answers_as_if_there_were_no_such_case(desks, case, name):
    worker = who(desks, name)
    keeper = second(desks)
    if worker.role in {Role.DATA_STEWARD, Role.VIEWER}:
        # Nobody of these roles is in the template; a wall needs somebody who is.
        desks.office(desks.template.supervisor).people.add(
            worker.id, worker.name, worker.role, bytes(32)
        )
    desks.office(keeper).glass.open(case, Why.DANGER)
    desks.office(keeper).walls.keep_from(case, worker.id, Nearness.RELATIVE)
    office, never = desks.office(worker), new_case_code()
    for words in (case, *ASKED):
        there, nowhere = look_up(office, words, ""), look_up(office, never, "")
        assert list(there.cases) == list(nowhere.cases) == []
        assert case not in set(words_in(there))


def test_services_are_found_by_name_for_whoever_may_read_the_directory(desks, case):
    assert case
    for name in ("its worker", "a supervisor", "a steward", "a viewer"):
        services = look_up(desks.office(who(desks, name)), "example clinic", "").services
        assert "Example Clinic A" in {one.name for one in services}
