"""A note for its worker and a supervisor is there for nobody else, by any door."""

from __future__ import annotations

import pytest

from casework.letters import Order
from casework.restricted import may_read
from casework.seat import NotFound
from casework.supervision import Why
from casework.worker import Role, Worker

CLINIC = "Example Clinic A"
WORDS = "CANARY-RESTRICTED"
WORKER = Worker("01" * 16, Role.CASEWORKER)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("restricted", ["", "yes"])
def test_who_wrote_it_and_a_supervisor_read_it(role, restricted) -> None:
    answers = {"note.restricted": restricted}
    assert may_read(Worker("01" * 16, role), "01" * 16, answers)
    other = may_read(Worker("02" * 16, role), "01" * 16, answers)
    assert other is (not restricted or role is Role.SUPERVISOR)


@pytest.fixture
def case(desks):
    case = desks.visit()
    desks.agree(case)
    note = {"text": WORDS, "restricted": "yes"}
    desks.office().answers.record(case, "note", note, "en")
    desks.office().answers.record(case, "note", {"text": "for all"}, "en")
    return case


def handed_over(desks, case):
    """Let the case be a colleague's from now on."""
    row = desks.store.connection.cursor()
    other = bytes.fromhex(desks.template.colleague.id)
    row.execute("update casefile set worker = ? where code = ?", (other, case))
    return desks.office(desks.template.colleague)


def test_its_worker_and_the_supervisor_find_it(desks, case) -> None:
    desks.office(desks.template.supervisor).glass.open(case, Why.DANGER)
    for worker in (desks.template.caseworker, desks.template.supervisor):
        found = desks.office(worker).sections.of(case, "note").entries
        assert [one.doc.values["note.text"] for one in found] == ["for all", WORDS]


def test_whoever_has_the_case_later_does_not(desks, case) -> None:
    (secret,) = [
        one.id
        for one in desks.office().sections.of(case, "note").entries
        if one.doc.values.get("note.restricted")
    ]
    colleague = handed_over(desks, case)
    found = colleague.sections.of(case, "note").entries
    assert [one.doc.values["note.text"] for one in found] == ["for all"]
    with pytest.raises(NotFound):
        colleague.filling.amend(case, secret)
    seen = colleague.letters.preview(Order(case, CLINIC))
    assert not [one for one in seen.withheld if WORDS in one.value]
    assert [one for one in seen.withheld if "CANARY-STAFF" in one.value]
    assert secret not in {one.id for one in colleague.overview.of(case).documents}
