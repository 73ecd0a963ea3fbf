"""The history of a case: who saw or changed what, and answers that are brought back."""

from __future__ import annotations

import pytest

from casework.answers.recording import AnswersRefused
from casework.referrals.letters import Order
from casework.team.seat import NotFound
from casework.team.worker import NotPermitted, Role, Worker
from forms.filling import fill
from forms.session import open_session
from ledger.ops import encode

ROW = {"channel": "email", "channel_value": "CANARY-MAIL", "channel_safe": "yes"}


@pytest.fixture
def case(desks):
    return desks.visit(channels=[ROW])


def history(desks, case, **asked):
    return desks.office().history.of(case, **asked)


def entry_of(desks, case):
    (line,) = desks.office().filling.entries(case, "intake")
    return line.id


def alter(desks, case, change):
    """Change the first visit as on a screen."""
    filling = desks.office().filling
    sheet = filling.amend(case, entry_of(desks, case))
    session = open_session(sheet.model, sheet.doc, desks.clock, "en", sheet.externals)
    change(session)
    return filling.finish(sheet, session.draft())


def say(**answers):
    def change(session):
        assert fill(session, answers) == ()

    return change


def changed(desks, case):
    return [change for line in history(desks, case) for change in line.changes]


def answer(desks, case, qid):
    return desks.office().filling.amend(case, entry_of(desks, case)).doc.values.get(qid)


def test_the_newest_stands_first_with_who_and_what(desks, case) -> None:
    desks.agree(case)
    number = desks.office().letters.issue(Order(case, "Example Clinic A")).number
    desks.office(desks.template.supervisor).overview.of(case)
    lines = history(desks, case)
    assert [(one.act, one.worker, one.subject) for one in lines] == [
        ("case_read_masked", "Supervisor 1", ""),
        ("letter_issued", "Supervisor 1", number),
        ("consent_recorded", "Supervisor 1", "given"),
        ("answers_recorded", "Supervisor 1", "intake"),
    ]
    assert [one.at for one in lines] == sorted((one.at for one in lines), reverse=True)
    assert {one.changes for one in lines} == {()}


def test_what_an_older_program_wrote_by_codes_is_read_as_it_stands(desks, case) -> None:
    other = desks.visit()
    ids = {one.code: one.id for one in desks.office().cases.all()}
    with desks.store.begin(desks.template.caseworker) as work:
        work.note("pair_unsure", ids[case], other)
        work.note("letter_issued", ids[case], "G32CNJ8")
    assert [(one.act, one.subject) for one in history(desks, case)[:2]] == [
        ("letter_issued", "G32CNJ8"),
        ("pair_unsure", other),
    ]


def test_reading_the_history_is_part_of_it(desks, case) -> None:
    history(desks, case)
    assert history(desks, case)[0].act == "history_read"


def test_older_lines_are_asked_for_page_by_page(desks, case) -> None:
    for _ in range(4):
        desks.office().overview.of(case)
    first = history(desks, case, limit=2)
    second = history(desks, case, limit=2, before=first[-1].number)
    numbers = [one.number for one in (*first, *second)]
    assert numbers == sorted(set(numbers), reverse=True)
    assert {one.act for one in (*first, *second)} == {"case_read"}
    assert history(desks, case, before=1) == []


def test_a_changed_answer_shows_what_it_was_and_what_it_is(desks, case) -> None:
    alter(desks, case, say(must_not="CANARY-LATER", sex="male"))
    found = {change.qid: (change.before, change.after) for change in changed(desks, case)}
    assert found == {
        "intake.must_not": ("CANARY-MUST-NOT", "CANARY-LATER"),
        "intake.sex": ("female", "male"),
    }
    assert "CANARY" not in repr(history(desks, case))


def test_an_answer_is_brought_back_and_that_too_is_a_change(desks, case) -> None:
    alter(desks, case, say(must_not="CANARY-SECOND"))
    alter(desks, case, say(must_not="CANARY-THIRD"))
    second, first = changed(desks, case)
    done = desks.office().history.bring_back(case, first.id)
    assert (done.kind, done.reason) == ("answers_changed", "intake")
    assert answer(desks, case, "intake.must_not") == "CANARY-MUST-NOT"
    desks.office().history.bring_back(case, second.id)
    assert answer(desks, case, "intake.must_not") == "CANARY-SECOND"
    last = changed(desks, case)[0]
    assert (last.before, last.after) == ("CANARY-MUST-NOT", "CANARY-SECOND")
    assert desks.workbook.check().faults == ()


def test_an_answer_that_was_not_given_before_is_taken_out_again(desks, case) -> None:
    alter(desks, case, say(code_word="CANARY-WORD"))
    (change,) = changed(desks, case)
    assert (change.before, change.after) == (None, "CANARY-WORD")
    desks.office().history.bring_back(case, change.id)
    assert answer(desks, case, "intake.code_word") in (None, "")
    assert desks.workbook.check().faults == ()


def test_an_answer_in_a_row_goes_back_to_its_row(desks, case) -> None:
    place = "/data/contact_limits/channels[1]/channel_value"
    alter(desks, case, lambda session: session.set(place, "CANARY-OTHER"))
    (change,) = changed(desks, case)
    assert (change.before, change.after) == ("CANARY-MAIL", "CANARY-OTHER")
    assert change.row
    desks.office().history.bring_back(case, change.id)
    (row,) = answer(desks, case, "intake.channels")
    assert row["intake.channel_value"] == "CANARY-MAIL"
    assert desks.workbook.check().faults == ()


def test_what_does_not_fit_any_more_is_refused(desks, case) -> None:
    ages = {"birth_precision": "estimated_range", "age_estimate_low": 20, "age_estimate_high": 30}
    alter(desks, case, say(**ages))
    alter(desks, case, say(age_estimate_low=10, age_estimate_high=15))
    low = next(one for one in changed(desks, case) if one.qid == "intake.age_estimate_low")
    before = answer(desks, case, "intake.age_estimate_low")
    with pytest.raises(AnswersRefused):
        desks.office().history.bring_back(case, low.id)
    assert answer(desks, case, "intake.age_estimate_low") == before


def test_a_change_of_another_case_or_none_is_not_found(desks, case) -> None:
    alter(desks, case, say(sex="male"))
    (change,) = changed(desks, case)
    other = desks.visit()
    for code, known in ((other, change.id), (case, f"{'00' * 16}.1.0")):
        with pytest.raises(NotFound, match=r"^change_not_found$"):
            desks.office().history.bring_back(code, known)


def test_the_history_is_for_those_who_work_with_her(desks, case) -> None:
    viewer = desks.office(Worker("09" * 16, Role.VIEWER, "Viewer 9"))
    with pytest.raises(NotPermitted):
        viewer.history.of(case)
    with pytest.raises(NotFound, match=r"^case_not_found$"):
        desks.office(desks.template.colleague).history.of(case)


ROWS = (b"r" * 16, b"s" * 16)
SAID = "insert into op values (zeroblob(16), ?, ?, ?, ?, 'form_repeat', ?, ?, 1, null)"
THERE = "insert into entity values (?, 'form_repeat', zeroblob(16), zeroblob(16), ?, 0, 0)"


@pytest.mark.parametrize("ring", [(ROWS[0], ROWS[0]), ROWS], ids=["in itself", "in each other"])
def test_rows_that_stand_in_each_other_are_in_no_form(desks, case, ring) -> None:
    """A member's own program may say so of a row of hers: its history never came to an end."""
    for number, (row, holder) in enumerate({ring, ring[::-1]}, start=1):
        made = encode({"in": holder, "repeat": "channels"})
        desks.store.connection.execute(SAID, (number, 0, 2, row, None, made))
        desks.store.connection.execute(SAID, (number, 1, 1, row, "a.b", encode("x")))
        desks.store.connection.execute(THERE, (row, number))
    with desks.store.begin(desks.template.caseworker) as work:
        assert work.history.change(bytes(16).hex(), f"{bytes(16).hex()}.1.1") is None
    assert case
