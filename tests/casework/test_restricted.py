"""A note for its worker and a supervisor is there for nobody else, by any door."""

from __future__ import annotations

import pytest

from casework.cases.caseline import View
from casework.referrals.letters import Order
from casework.team.restricted import may_read
from casework.team.seat import NotFound
from casework.team.supervision import Why
from casework.team.worker import Role, Worker
from forms.document import FormDoc

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


def begin(desks):
    case = desks.visit()
    desks.agree(case)
    note = {"text": WORDS, "restricted": "yes"}
    desks.office().answers.record(case, "note", note, "en")
    desks.office().answers.record(case, "note", {"text": "for all"}, "en")
    return case


pytestmark = pytest.mark.begins(after=begin)


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


def begun(desks, case):
    """Begin a note about a case; return the id of its draft."""
    sheet = desks.office().filling.open(case, "note")
    doc = FormDoc("note", sheet.model.version, {"note.text": WORDS}, "en")
    return desks.office().filling.keep(sheet, doc).draft_id


def test_a_note_that_is_only_begun_is_hers_who_began_it(desks, case) -> None:
    """Its mark may come with the last key, and a draft goes with a case like the rest."""
    draft = begun(desks, case)
    assert desks.office().filling.carry_on(draft).doc.values["note.text"] == WORDS
    colleague = handed_over(desks, case)
    with pytest.raises(NotFound):
        colleague.filling.carry_on(draft)
    with pytest.raises(NotFound):
        colleague.filling.discard(draft)
    assert colleague.filling.open(case, "note").doc is None
    assert draft not in [one.id for one in colleague.sections.of(case, "note").entries]
    assert draft not in [one.id for one in colleague.overview.of(case).documents]
    assert WORDS not in str(colleague.history.of(case))


def test_no_list_shows_the_begun_note_of_another(desks, case) -> None:
    draft = begun(desks, case)

    def listed(office):
        (line,) = office.caselist.lines(office.caselist.numbers(View.MINE_OPEN))
        return line.draft_id, len(office.caselist.numbers(View.DRAFTS))

    assert listed(desks.office()) == (draft, 1)
    assert listed(handed_over(desks, case)) == ("", 0)
