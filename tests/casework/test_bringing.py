"""Tables brought in: by layout, row by row, as a whole, undone as a whole, and never a consent."""

from __future__ import annotations

import csv
import json
import os
import signal
from io import StringIO

import pytest
from make import Desks

from casework.changes import Change
from casework.consent.grant import Purpose
from casework.files.bringing import BringingRefused, Wish
from casework.files.cell import CellRefused, answers_of
from casework.files.layout import FORMS, OWN, askable, layout_of, layouts
from casework.records.case import CaseStatus
from casework.team.seat import NotFound
from casework.team.worker import Act, NotPermitted
from db.answers import bringing
from db.cases.listed import list_said, list_tasks
from db.checks.derived import untrue_tables
from db.store import open_store
from db.vault.keys import STORE
from desktop.bootstrap import Workbook, office_on
from forms.codelists import code_list
from forms.errors import SourceRefused
from forms.tables.xlsx_out import write_xlsx

GBVIMS = (
    "Incident ID",
    "Survivor code",
    "Date of incident",
    "Date of birth",
    "Sex",
    "Country of origin",
    "Incident location",
    "GBV type",
    "Alleged perpetrator sex",
    "Consent given to share information",
)
ROWS = (
    ("1", "EX-CODE-1", "05/03/2024", "1999", "female", "sd", "market", "rape", "male", "yes"),
    ("2", "EX-CODE-2", "2023-07", "14/02/2001", "Male", "", "road", "", "", "no"),
)
BAD = (
    ("3", "EX-CODE-3", "31/31/2024", "1999", "female", "", "", "", "", ""),
    ("4", "EX-CODE-4", "", "", "neither", "", "", "rape", "", ""),
    ("5", "EX-CODE-5", "", "2999", "female", "", "", "", "", ""),
)


@pytest.fixture
def office(desks):
    return desks.office(desks.template.supervisor)


def gbvims(*rows):
    return write_xlsx({"Notes": [("read me",)], "Incident data": [GBVIMS, *rows]})


def comma(*rows):
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def wish(desks, source, layout="gbvims_ir", **more):
    return Wish(source, layout, desks.template.caseworker.id, **more)


def drafts(desks):
    with desks.office()._seat.begin(Act.READ_CASES) as work:
        return list(work.cases.page(CaseStatus.DRAFT, 1000))


def test_every_row_opens_a_draft_of_the_chosen_worker(desks, office):
    change, practice = office.bringing.bring_in(wish(desks, gbvims(*ROWS)))
    assert (change.kind, practice.sheet, practice.rows, practice.well) == (
        "brought_in",
        "Incident data",
        2,
        2,
    )
    found = drafts(desks)
    assert len(found) == 2
    with desks.office()._seat.begin(Act.READ_CASES) as work:
        said = [work.documents.file_of(case, desks.clock.moment.date()).entries for case in found]
    first = next(one for one in said if one["person.sex"][0].value == "female")
    assert first["person.birth_date"][0].value == "1999"
    assert first["person.nationality"][0].value == ("sd",)
    assert first["episode.setting"][0].value == ("other",)
    assert first["episode.gbv_other"][0].value == ("rape",)
    assert first["episode.start"][0].value == "2024-03-05"
    other = next(one for one in said if one is not first)
    assert (other["person.birth_date"][0].value, other["episode.start"][0].value) == (
        "2001-02-14",
        "2023-07",
    )
    assert not desks.workbook.check().faults


def test_nothing_that_is_brought_in_is_agreed_to(desks, office):
    office.bringing.bring_in(wish(desks, gbvims(*ROWS)))
    now = desks.clock()
    with desks.office()._seat.begin(Act.READ_CASES) as work:
        for case in work.cases.page(CaseStatus.DRAFT, 10):
            consents = work.consents.of(case.id)
            assert not consents.grants
            assert not any(consents.in_force(purpose, None, now) for purpose in Purpose)
            assert not work.cases.have_limits_explained(case.id)


def test_bad_rows_are_refused_one_by_one_with_sheet_row_column_and_reason(desks, office):
    asked = wish(desks, gbvims(*ROWS, *BAD))
    practice = office.bringing.practise(asked)
    assert (practice.rows, practice.well) == (5, 2)
    assert [(one.sheet, one.row, one.column, one.code) for one in practice.problems] == [
        ("Incident data", 4, "C", "not_a_date"),
        ("Incident data", 5, "E", "code_unknown"),
        ("Incident data", 6, "D", "constraint"),
    ]
    with pytest.raises(BringingRefused, match=r"^bring_bad_rows$"):
        office.bringing.bring_in(asked)
    assert drafts(desks) == []
    office.bringing.bring_in(wish(desks, gbvims(*ROWS, *BAD), leave_out=True))
    assert len(drafts(desks)) == 2


def test_a_practice_run_leaves_nothing_but_that_it_was_made(desks, office):
    office.bringing.practise(wish(desks, gbvims(*ROWS)))
    assert drafts(desks) == []
    assert office.bringing.all() == []


def test_a_table_of_ones_own_names_questions_by_heading_or_choice(desks, office):
    source = comma(
        ("intake.sex", "Years", "Remark"), ("female", "2001-05", "EX-NOTE"), ("أنثى", "", "")
    )
    asked = wish(desks, source, OWN, chosen={"Years": "intake.birth_date"})
    practice = office.bringing.practise(asked)
    assert [(one.head, one.question) for one in practice.columns] == [
        ("intake.sex", "intake.sex"),
        ("Years", "intake.birth_date"),
        ("Remark", ""),
    ]
    assert (practice.rows, practice.well) == (2, 2)
    unknown = comma(("one",), ("x",))
    assert office.bringing.practise(wish(desks, unknown, OWN)).columns[0].question == ""
    with pytest.raises(BringingRefused, match=r"^bring_no_columns$"):
        office.bringing.bring_in(wish(desks, unknown, OWN))
    with pytest.raises(BringingRefused, match=r"^bring_no_columns$"):
        office.bringing.practise(wish(desks, unknown))
    with pytest.raises(SourceRefused):
        office.bringing.practise(wish(desks, b"PK\x03\x04", OWN))


def test_what_many_cases_say_again_is_what_each_would_have_said(desks, office):
    cells = (
        *("intake.name_used", "intake.phone", "intake.birth_date", "intake.region"),
        *("intake.safe_way", "intake.code_word", "episode.continuum", "episode.gbv_other"),
        *("episode.own_words", "intake.languages", "intake.pronouns", "intake.occupation"),
    )
    known = {one for one, _words in office.bringing.questions("en")}
    heads = tuple(one for one in cells if one in known)
    assert len(heads) > 6
    said = {
        "intake.name_used": "EX-ONE EX-TWO",
        "intake.phone": "+000 555 0100",
        "intake.birth_date": "2001-05",
        "episode.own_words": "EX-WORDS",
        # The form asks for them in this order, and a document is kept in that of the ids.
        "intake.pronouns": "EX-FIRST",
        "intake.occupation": "EX-SECOND",
    }
    plain = wish(desks, comma(heads, tuple(said.get(one, "") for one in heads)), OWN)
    office.bringing.bring_in(plain)
    office.bringing.bring_in(wish(desks, gbvims(*ROWS)))
    connection = desks.store.connection
    assert connection.execute("select count(*) from trait").fetchone()[0] > 2
    assert connection.execute("select count(*) from episode_tag").fetchone()[0] > 0
    assert untrue_tables(connection, desks.store._shelf) == []
    query = "select id, due, experiences, safe_way, code_word from casefile order by id"
    listed = connection.execute(query).fetchall()
    for case, *_said in listed:
        list_said(connection.cursor(), case)
        list_tasks(connection.cursor(), case)
    assert connection.execute(query).fetchall() == listed
    assert desks.office().cases.find("EX-TWO")
    assert not desks.workbook.check().faults


def test_no_two_cases_get_one_code(desks, office):
    there = desks.visit()
    with office._seat.begin(Act.BRING_IN) as work:
        twice = [(there, ()), ("EX-CODE", ()), ("EX-CODE", ())]
        assert work.bringings.add(OWN, desks.template.caseworker.id, twice)[1] == len(twice)
        work.commit(Change("brought_in"))
    codes = [case.code for case in drafts(desks)]
    assert {there, "EX-CODE"} < set(codes)
    assert len(codes) == len(set(codes)) == 1 + len(twice)


def test_undoing_takes_exactly_what_was_made_and_says_what_it_kept(desks, office):
    before = desks.visit()
    change, _ = office.bringing.bring_in(wish(desks, gbvims(*ROWS)))
    kept = drafts(desks)[0].code
    if kept == before:
        kept = drafts(desks)[1].code
    desks.office().answers.record(kept, "note", {"text": "EX-WORDS"}, "en")
    _, undone = office.bringing.undo(change.subject_id)
    assert (undone.taken, undone.kept) == (1, (kept,))
    assert sorted(case.code for case in drafts(desks)) == sorted((before, kept))
    (line,) = office.bringing.all()
    assert (line.undone, line.cases, line.left) == (True, 2, 1)
    assert not desks.workbook.check().faults


def test_undone_is_gone_from_every_page(desks, office):
    change, _ = office.bringing.bring_in(wish(desks, gbvims(*ROWS)))
    assert [one.code for one in desks.office().cases.find("EX-CODE-1")] == []
    office.bringing.undo(change.subject_id)
    assert drafts(desks) == []
    for typed in (bytes(16).hex(), "no number"):
        with pytest.raises(NotFound, match="bringing_not_found"):
            office.bringing.undo(typed)
    assert not desks.workbook.check().faults


def test_what_was_brought_in_one_day_is_undone_on_another(template, tmp_path, clock):
    desks = Desks(template, tmp_path / "home", clock)
    change, _ = desks.office(template.supervisor).bringing.bring_in(wish(desks, gbvims(*ROWS)))
    desks.close()
    store = open_store(desks.home, template.unlocked(), clock)
    _, undone = office_on(store, template.supervisor, clock).bringing.undo(change.subject_id)
    assert (undone.taken, undone.kept) == (2, ())
    store.close()


def test_only_who_may_bring_in_may_look(desks):
    for call in (desks.office().bringing.layouts, desks.office().bringing.all):
        with pytest.raises(NotPermitted):
            call()


def test_somebody_has_to_work_with_what_is_brought_in(office):
    for nobody in ("", bytes(16).hex()):
        with pytest.raises(BringingRefused, match=r"^bring_no_worker$"):
            office.bringing.bring_in(Wish(gbvims(*ROWS), "gbvims_ir", nobody))


def test_every_column_of_every_layout_has_a_question_or_says_what_is_lost(desks):
    with desks.office(desks.template.supervisor)._seat.begin(Act.READ_CASES) as work:
        models = {form: work.documents.model(form) for form in FORMS}
    asked = {one.qid: one for one in askable(list(models.values()))}
    assert len(layouts()["gbvims_ir"].columns) == 42
    for layout in layouts().values():
        for column in layout.columns:
            assert column.question or column.loss or column.always, column.head
            assert not column.question or column.question in asked, column.head
            listed = asked[column.question].list_name if column.question else ""
            ours = set(code_list(listed).codes) if listed else set()
            said = (*column.codes.values(), *column.written, *column.first)
            assert not listed or ours.issuperset(code for code in said if code), column.head
    assert layout_of(OWN, list(models.values())).columns


def bring_and_die(template, home, clock, source):
    """Bring a table in within a process of its own that is killed after its third chunk."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    desks = Desks(template, home, clock)
    write, written = bringing.BulkCases.write, []

    def cut_off(bulk, cases):
        made = write(bulk, cases)
        written.append(made)
        if len(written) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return made

    bringing.CHUNK, bringing.BulkCases.write = 200, cut_off
    desks.store.connection.execute("pragma cache_size = 10")
    desks.office(desks.template.supervisor).bringing.bring_in(wish(desks, source))
    os._exit(0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that can be killed")
def test_a_cut_in_the_middle_leaves_nothing_behind(template, tmp_path, clock):
    home = tmp_path / "home"
    ended = bring_and_die(template, home, clock, gbvims(*(ROWS * 500)))
    assert os.WTERMSIG(ended) == signal.SIGKILL
    assert (home / f"{STORE}-wal").stat().st_size > 500_000, "it was in the middle of writing"
    store = open_store(home, template.unlocked(), clock)
    with office_on(store, template.supervisor, clock)._seat.begin(Act.READ_CASES) as work:
        assert list(work.cases.page(CaseStatus.DRAFT, 10)) == []
        assert work.bringings.all() == []
    assert not Workbook(home, template.unlocked(), store, clock).check().faults
    store.close()


def test_every_word_of_a_standard_means_one_code_here(desks):
    with desks.office(desks.template.supervisor)._seat.begin(Act.READ_CASES) as work:
        models = {form: work.documents.model(form) for form in FORMS}
    asked = {one.qid: (one, model) for model in models.values() for one in model.questions()}
    for layout in layouts().values():
        for column in layout.columns:
            question, model = asked.get(column.question, (None, None))
            # One word for several languages is for a person to settle.
            if question and question.list_name and question.list_name != "language":
                for word in words_of(layout.standard, question.list_name):
                    found = read_word(word, column, question, (layout, model))
                    assert found <= set(code_list(question.list_name).codes), word


def words_of(standard, list_name):
    return {
        mapped.code
        for code in code_list(list_name).codes.values()
        for mapped in code.mapping
        if mapped.standard == standard and mapped.code and not code.non_answer
    }


def read_word(word, column, question, tools):
    try:
        found = answers_of(word, column, question, tools).get(question.qid, [])
    except CellRefused as refused:
        raise AssertionError(f"{column.head}, {word}: {refused.code}") from None
    return {found} if isinstance(found, str) else set(found)


OWN_ROWS = (("Sex", "Years", "Remark"), ("female", "1999", "EX-NOTE"))
MATCHED = {"Sex": "intake.sex", "Years": "intake.birth_date", "Remark": "-"}


def questions(found):
    return [one.question for one in found.columns]


def test_columns_that_were_matched_once_are_matched_when_they_come_again(desks, office):
    first = wish(desks, comma(*OWN_ROWS), OWN, chosen=MATCHED)
    assert office.bringing.practise(first).mapping == ""
    kept = office.bringing.match(first)
    assert kept.mapping
    # In another order, spelled otherwise, by another person, with other rows.
    again = comma(("YEARS", "remark", "sex"), ("2001", "other", "male"))
    found = office.bringing.practise(wish(desks, again, OWN))
    assert (questions(found), found.mapping) == (
        ["intake.birth_date", "", "intake.sex"],
        kept.mapping,
    )
    # What one chooses now goes before it; one column more is another table.
    other = wish(desks, again, OWN, chosen={"remark": "intake.name_used"})
    assert questions(office.bringing.practise(other))[1] == "intake.name_used"
    wider = wish(desks, comma((*OWN_ROWS[0], "More")), OWN)
    for unknown in (wider, wish(desks, again, OWN, as_before=False)):
        found = office.bringing.practise(unknown)
        assert (set(questions(found)), found.well, found.mapping) == ({""}, 0, "")
        with pytest.raises(BringingRefused, match=r"^bring_no_columns$"):
            office.bringing.bring_in(unknown)


def test_how_columns_were_matched_is_kept_without_a_word_of_it_and_can_be_forgotten(desks, office):
    office.bringing.bring_in(wish(desks, comma(*OWN_ROWS), OWN, chosen=MATCHED))
    found = office.bringing.practise(wish(desks, comma(*OWN_ROWS), OWN))
    rows = "select value from setting where key like 'mapping.%'"
    ((words,),) = desks.store.connection.execute(rows).fetchall()
    # Where a table has no headings, those were somebody's answers.
    assert sorted(json.loads(words).values()) == sorted(MATCHED.values())
    assert not {"sex", "years", "remark"} & set(json.loads(words))
    office.bringing.forget(found.mapping)
    assert desks.store.connection.execute(rows).fetchall() == []
    with pytest.raises(NotFound, match=r"^mapping_not_found$"):
        office.bringing.forget(found.mapping)
    with pytest.raises(NotPermitted):
        desks.office().bringing.match(wish(desks, comma(*OWN_ROWS), OWN))
    office.bringing.match(wish(desks, comma(*OWN_ROWS), OWN, chosen=MATCHED))
    assert office.bringing.practise(wish(desks, comma(*OWN_ROWS), OWN)).mapping == found.mapping


def test_what_parts_the_columns_can_be_said_where_the_first_line_misleads(desks, office):
    source = b"intake.sex|Town, street, house\nfemale|Example\n"
    assert office.bringing.practise(wish(desks, source, OWN)).well == 0
    found = office.bringing.practise(wish(desks, source, OWN, separator="bar"))
    assert ([one.head for one in found.columns], found.well) == (
        ["intake.sex", "Town, street, house"],
        1,
    )
    with pytest.raises(SourceRefused, match=r"^table\.separator_unknown$"):
        office.bringing.practise(wish(desks, source, OWN, separator="x"))
