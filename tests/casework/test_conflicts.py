"""What two laptops said differently: who sees it, what holds until then, and how it is decided."""

from __future__ import annotations

import pytest
from disagreeing import OtherLaptop, form_of, says_here, two_hours, two_say
from make import START

from casework.answers.desk import AnswersRefused
from casework.cases.caseline import View
from casework.records.conflict import ConflictRefused, DecideLine
from casework.records.uncalled import UNDECIDED
from casework.team.seat import NotFound
from casework.team.wall import Nearness
from db.log.cells import op_of
from forms.document import FormDoc

HERE, THERE = "CANARY 10:00-12:00", "CANARY 14:00-16:00"
DAY = START.date()
LAST = "select * from op where field = ? order by hlc desc limit 1"


def rows(desks, sql, *values):
    return desks.store.connection.execute(sql, values).fetchall()


def is_whole(desks):
    """Return whether nothing is left to decide, and the store is what its log says."""
    beside = rows(desks, "select * from cell_conflict")
    assert desks.store.examine().faults == ()
    return beside == []


def test_both_answers_stand_until_one_is_chosen_and_the_other_stays_in_the_history(desks):
    case, office = desks.visit(), desks.office()
    two_hours(desks, case)

    (line,) = office.conflicts.all("en")
    assert (line.case_code, line.question["name"], line.is_safety) == (case, "safe_hours", True)
    assert "CANARY" not in repr(line)
    assert "CANARY" not in str([who.at for who in line.who])
    (one,) = office.conflicts.of(case, "en")
    assert {head.value for head in one.heads} == {HERE, THERE}
    assert [(head.who.by, head.who.is_here) for head in one.heads if head.value == HERE] == [
        ("Supervisor 1", True)
    ]
    assert [head.who.is_here for head in one.heads if head.value == THERE] == [False]
    assert (one.before, one.shown, one.takes) == ("CANARY-HOURS", THERE, (True, True))
    contact = office.overview.of(case).contact
    assert contact.is_undecided
    assert {contact.safe_hours, *(said.safe_hours for said in contact.also_said)} == {HERE, THERE}

    number = [head.value for head in one.heads].index(HERE) + 1
    change = office.conflicts.take(case, "safe_hours", number)

    assert (change.kind, change.reason, office.waiting.number().number) == (
        "conflict_decided",
        "intake",
        0,
    )
    contact = office.overview.of(case).contact
    assert (contact.safe_hours, contact.is_undecided) == (HERE, False)
    decided = next(one for one in office.history.of(case) if one.act == "conflict_decided")
    assert [(one.before, one.after) for one in decided.changes] == [(THERE, HERE)]
    assert is_whole(desks)


def test_what_is_shown_already_is_chosen_by_an_operation_that_names_both(desks):
    case, office = desks.visit(), desks.office()
    two_hours(desks, case)
    before = rows(desks, "select count(*) from op")
    (one,) = office.conflicts.of(case, "en")
    number = [head.value for head in one.heads].index(one.shown) + 1

    office.conflicts.take(case, one.line.id, number)

    op = op_of(rows(desks, LAST, "intake.safe_hours")[0])
    assert (op.value, len(op.parents)) == (THERE, 2)
    assert rows(desks, "select count(*) from op")[0][0] == before[0][0] + 1
    assert is_whole(desks)


def test_a_new_answer_is_checked_as_if_it_were_recorded_now(desks):
    case, office = desks.visit(), desks.office()
    two_say(desks, case, "phone", "+000 55 1234567", "+000 55 2345678")
    lines = rows(desks, "select count(*) from op")
    with pytest.raises(AnswersRefused) as refused:
        office.conflicts.write(case, "phone", "CANARY")
    assert [problem.question for problem in refused.value.problems] == ["phone"]
    for name, number in (("nothing", 1), ("phone", 3), ("phone", 0)):
        with pytest.raises(NotFound):
            office.conflicts.take(case, name, number)
    assert rows(desks, "select count(*) from op") == lines

    office.conflicts.write(case, "phone", "+000 55 3456789")

    assert office.overview.of(case).contact.phone == "+000 55 3456789"
    assert is_whole(desks)


CHANNEL = {"channel": "email", "channel_value": "CANARY-MAIL", "channel_safe": "yes"}


@pytest.mark.parametrize("number", [1, 2])
def test_what_one_took_away_and_another_changed_is_kept_or_let_go(desks, number):
    case, office = desks.visit(channels=[CHANNEL]), desks.office()
    entry = office.filling.entries(case, "intake")[0].id
    channels = office.filling.amend(case, entry).doc.values["intake.channels"]
    row = {**channels[0], "intake.channel_value": "CANARY-OTHER"}
    says_here(desks, case, channels=[row])
    OtherLaptop(desks).takes_away(bytes.fromhex(row["_id"]))

    (one,) = office.conflicts.of(case, "en")
    assert [head.is_gone for head in one.heads] == [True, False]
    assert [(name, value) for _, name, value in one.changed] == [
        ("intake.channel_value", "CANARY-OTHER")
    ]
    assert office.overview.of(case).contact.is_undecided
    with pytest.raises(ConflictRefused, match=r"^conflict_take_one$"):
        office.conflicts.write(case, one.line.id, "x")

    office.conflicts.take(case, one.line.id, number)

    ways = office.overview.of(case).contact.others
    assert [way.value for way in ways] == ([] if number == 1 else ["CANARY-OTHER"])
    assert office.waiting.number().number == 0
    assert is_whole(desks)


def test_columns_have_rules_of_their_own_and_what_protects_is_not_loosened_here(desks):
    case, office, there = desks.visit(), desks.office(), OtherLaptop(desks)
    task = office.tasks.add(case, "CANARY task").subject_id
    office.tasks.done(task)
    there.says(bytes.fromhex(task), "status", "cancelled")
    there.says(bytes.fromhex(task), "done_on", "2026-03-01")
    wall = office.walls.keep_from(case, desks.template.colleague.id, Nearness.RELATIVE).subject_id
    desks.step_in(case)
    desks.office(desks.template.supervisor).walls.lift(case, wall)
    there.says(bytes.fromhex(wall), "status", "standing")
    there.says(bytes.fromhex(wall), "set_by", bytes.fromhex(desks.template.colleague.id))

    # What only says when or by whom is nobody's to decide.
    lines = {f"{line.table}.{line.name}": line for line in office.conflicts.all("en")}
    assert lines.keys() == {"task.status", "conflict_link.status"}
    found = {one.line.table: one for one in office.conflicts.of(case, "en")}
    assert (found["task"].shown, found["conflict_link"].shown) == ("done", "standing")
    loose = [head.value for head in found["conflict_link"].heads].index("lifted") + 1
    with pytest.raises(ConflictRefused, match=r"^conflict_strict$"):
        office.conflicts.take(case, "conflict_link.status", loose)
    office.conflicts.take(case, "conflict_link.status", 3 - loose)
    cancelled = [head.value for head in found["task"].heads].index("cancelled") + 1
    office.conflicts.take(case, "task.status", cancelled)

    assert rows(desks, "select status from task") == [("cancelled",)]
    assert office.waiting.number().number == 0
    assert is_whole(desks)


def test_what_is_written_into_a_column_has_to_fit_it(desks):
    case, office = desks.visit(), desks.office()
    task = office.tasks.add(case, "CANARY task", DAY).subject_id
    office.tasks.add(case, "CANARY other", DAY)
    says = OtherLaptop(desks).says
    for due in ("2026-04-01", "2026-04-02"):
        says(bytes.fromhex(task), "due", due)
    with pytest.raises(ConflictRefused, match=r"^conflict_day$"):
        office.conflicts.write(case, "task.due", "next week")
    office.conflicts.write(case, "task.due", "2026-05-01")
    assert rows(desks, "select due from task where id = ?", bytes.fromhex(task)) == [
        ("2026-05-01",)
    ]
    assert rows(desks, "select due from casefile") == [(DAY.isoformat(),)]
    assert is_whole(desks)


def test_only_who_reaches_a_case_learns_that_anything_is_to_decide(desks):
    case, office = desks.visit(), desks.office()
    note = {"text": "CANARY-NOTE", "restricted": "yes"}
    office.answers.record(case, "note", note, "en")
    there = OtherLaptop(desks)
    entry = form_of(desks, case, "note")
    for words in ("CANARY-ONE", "CANARY-TWO"):
        there.says(entry, "note.text", words)
    two_hours(desks, case)
    assert [line.form_id for line in office.conflicts.all("en")] == ["intake", "note"]

    colleague = desks.office(desks.template.colleague)
    assert (colleague.waiting.number().number, list(colleague.conflicts.all("en"))) == (0, [])
    for ask in (colleague.conflicts.of, colleague.conflicts.take):
        with pytest.raises(NotFound, match=r"^case_not_found$"):
            ask(case, *(("en",) if ask == colleague.conflicts.of else ("safe_hours", 1)))
    # Who works along sees it, but no note that is not for her.
    office.caseload.share(case, desks.template.colleague.id)
    assert [line.form_id for line in colleague.conflicts.all("en")] == ["intake"]
    office.caseload.unshare(case, desks.template.colleague.id)

    supervisor = desks.office(desks.template.supervisor)
    (line,) = supervisor.conflicts.all("en")
    assert line == DecideLine(case, masked=True)
    assert supervisor.waiting.number().number == 0
    with pytest.raises(NotFound, match=r"^case_masked$"):
        supervisor.conflicts.of(case, "en")
    office.walls.keep_from(case, desks.template.supervisor.id, Nearness.RELATIVE)
    assert list(supervisor.conflicts.all("en")) == []


def test_a_draft_is_decided_without_being_finished(desks):
    case, office = desks.visit(), desks.office()
    sheet = office.filling.open(case, "episode")
    told = FormDoc("episode", sheet.model.version, {"episode.own_words": "CANARY-HERE"})
    draft = office.filling.keep(sheet, told).draft_id
    there = OtherLaptop(desks)
    for words in ("CANARY-ONE", "CANARY-TWO"):
        there.says(bytes.fromhex(draft), "episode.own_words", words)
    (one,) = office.conflicts.of(case, "en")
    office.conflicts.take(
        case, "own_words", [one.value for one in one.heads].index("CANARY-ONE") + 1
    )
    assert office.filling.carry_on(draft).doc.values == {"episode.own_words": "CANARY-ONE"}
    assert is_whole(desks)


def test_the_list_and_today_call_nobody_whom_the_case_says_not_to_call(desks):
    case, other, office = desks.visit(), desks.visit(), desks.office()
    for code in (case, other):
        office.tasks.add(code, "CANARY task", DAY)

    def ways():
        listed = office.caselist.lines(office.caselist.numbers(View.DRAFTS))
        told = {line.code: line.safe_way for line in listed}
        assert told == {line.case_code: line.safe_way for line in office.tasks.today().today}
        return told

    before = ways()
    two_say(desks, case, "name_used", "CANARY-ONE", "CANARY-TWO")
    assert ways() == before
    two_hours(desks, case)
    assert ways() == before | {case: UNDECIDED}
    office.conflicts.take(case, "safe_hours", 1)
    assert ways() == before
