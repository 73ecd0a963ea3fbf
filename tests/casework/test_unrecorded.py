"""Help without a record leaves a count, and nothing of anybody."""

from __future__ import annotations

import dataclasses
import json

import pytest
from make import VISIT

from casework.records.case import StepNotAllowed
from casework.services.helped import Helped
from casework.team.seat import NotFound
from forms.document import FormDoc

TYPED = [str(word) for word in VISIT.values() if "CANARY" in str(word)] + ["7654321"]
EVERY = 'select * from "{}"'
# What says that something was erased, and what was done: ids and codes only.
VOUCH = {"audit_entry", "tombstone", "entity", "op", "log_head"}


def everything(desks):
    """Return what stands in every table of the store, the hidden ones of the index included."""
    connection = desks.store.connection
    tables = [
        row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")
    ]
    return {
        table: [
            repr([one.hex() if isinstance(one, bytes) else one for one in row])
            for row in connection.execute(EVERY.format(table))
        ]
        for table in tables
        if table != "case_search"
    }


def hexed(word):
    return word.encode().hex()


def holds(desks, word):
    whole = json.dumps(everything(desks), ensure_ascii=False)
    lower = word.lower()
    return any(one in whole for one in (word, lower, hexed(word), hexed(lower)))


def case_id(desks, case):
    query = "select id from casefile where code = ?"
    return desks.store.connection.execute(query, (case,)).fetchone()[0].hex()


def test_help_without_a_record_is_a_day_a_kind_and_an_age_and_no_more(desks) -> None:
    desks.office().unrecorded.count("health_emergency", "adult")
    helped = Helped(desks.clock.moment.date(), "health_emergency", "adult")
    assert desks.office().unrecorded.counted() == (helped,)
    columns = desks.store.connection.execute("pragma table_info(help_without_record)").fetchall()
    assert {row[1] for row in columns} == {"id", "helped_on", "service_type", "age_group"}
    assert {one.name for one in dataclasses.fields(Helped)} == {"on", "service_type", "age_group"}


@pytest.mark.parametrize("choice", [("a_service", "adult"), ("housing", "37"), ("", "")])
def test_only_choices_of_the_lists_are_counted(desks, choice) -> None:
    with pytest.raises(NotFound, match="unknown_choice"):
        desks.office().unrecorded.count(*choice)


def test_a_draft_that_nobody_wants_leaves_nothing_with_a_person_key(desks) -> None:
    office = desks.office()
    other = {"limits_explained": "yes", "name_used": "Kept Invented"}
    kept = office.answers.record(None, "intake", other, "en").case_code
    case = desks.visit()
    sheet = office.filling.open(case, "intake")
    office.filling.keep(sheet, FormDoc("intake", sheet.model.version, {}, "en"))
    no = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}
    office.answers.record(case, "consent", no | {"case_service": "refused"}, "en")
    office.tasks.add(case, "CANARY-TASK")
    key = case_id(desks, case)
    assert all(holds(desks, word) for word in (*TYPED, "CANARY-TASK", case, key))

    office.unrecorded.discard(case, "crisis_safety", "not_known")

    left = everything(desks)
    assert not any(holds(desks, word) for word in (*TYPED, "CANARY-TASK", case))
    assert {table for table, rows in left.items() if key in "".join(rows)} <= VOUCH
    assert not office.cases.find("CANARY")
    assert [one.code for one in office.cases.find("Kept")] == [kept]
    counted = office.unrecorded.counted()
    assert [(one.service_type, one.age_group) for one in counted] == [
        ("crisis_safety", "not_known")
    ]
    assert desks.workbook.check().faults == ()


def test_what_is_more_than_a_draft_is_not_discarded(desks) -> None:
    case = desks.visit()
    desks.agree(case)
    desk = desks.office().unrecorded
    assert [desk.may_discard(one) for one in ("", desks.visit(), case)] == [True, True, False]
    with pytest.raises(StepNotAllowed):
        desk.discard(case, "housing", "adult")
    assert holds(desks, "CANARY-NAME")
    assert desks.office().unrecorded.counted() == ()
