"""A form from its first answer to the record: kept, carried on, finished, changed, discarded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from make import VISIT

from casework.answers.recording import AnswersRefused, UnknownForm
from casework.changes import Change
from casework.records.case import CaseStatus
from casework.referrals.letters import Order
from casework.team.seat import NotFound
from casework.team.worker import Role, Worker
from forms.answers import fill
from forms.document import FormDoc
from forms.library import library
from forms.session import open_session
from forms.xform_lists import HOUSE_LISTS

CLINIC = "Example Clinic A"
TABLES = {
    "form_fact": "select qid, repeat = x'', value from form_fact order by 1, 2, 3",
    "person": "select born_from, sex, gender from person",
    "safe_contact": "select safe_way, code_word from safe_contact",
    "episode": "select start from episode order by 1",
    "episode_tag": "select list, code, source, certainty from episode_tag order by 1, 2",
    "casefile": "select status, area, limits_explained_at is null from casefile",
    "consent": "select kind, means, language, age_band from consent_event order by at",
    "grants": "select purpose, reach, categories, items from consent_grant order by 1",
}


@pytest.fixture
def filling(desks):
    return desks.office().filling


def session_of(desks, sheet):
    return open_session(sheet.model, sheet.doc, desks.clock, sheet.language, sheet.externals)


def told(desks, sheet, **answers):
    """Return the sheet's answers with more of them, as a screen gives them."""
    session = session_of(desks, sheet)
    assert {one.code for one in fill(session, answers)} <= {"required"}
    return session.draft()


def kept(desks, case=None, form="intake", worker=None, **answers):
    """Keep some answers of a form as its window does; return the sheet."""
    filling = desks.office(worker).filling
    sheet = filling.open(case, form, language="en")
    return filling.keep(sheet, told(desks, sheet, **answers))


def finished(desks, sheet, worker=None, **answers):
    doc = told(desks, sheet, **answers) if answers else sheet.doc
    return desks.office(worker).filling.finish(sheet, doc)


def derived(desks):
    """Return all that follows from answers, without ids."""
    return {
        name: desks.store.connection.execute(query).fetchall() for name, query in TABLES.items()
    }


def actions(desks):
    rows = desks.store.connection.execute("select action from audit_entry order by seq")
    return [row[0] for row in rows]


def file_of(desks, code):
    with desks.store.begin(desks.template.supervisor) as work:
        today = desks.clock.moment.date()
        entries = work.documents.file_of(work.cases.by_code(code), today).entries
    return {field: [one.value for one in found] for field, found in entries.items()}


def sound(desks):
    return desks.workbook.check().faults == ()


# --- keeping


def test_a_blank_form_leaves_nothing_until_it_is_kept(desks, filling) -> None:
    before = desks.store.connection.total_changes
    sheet = filling.open(None, "intake", language="ar")
    assert (sheet.draft_id, sheet.case_code, sheet.saved_at, sheet.doc) == ("", "", "", None)
    assert (sheet.language, sheet.started_by, sheet.started_at) == ("ar", "Caseworker 1", "")
    # Of any other list outside a form its author is told that nobody gives it.
    assert set(sheet.externals) == HOUSE_LISTS
    assert [one["label"] for one in sheet.externals["services"]] == sorted(desks.services())
    assert desks.store.connection.total_changes == before
    assert "Caseworker 1" not in repr(sheet)


def test_the_first_keep_makes_the_case_and_the_draft_and_later_ones_change_it(
    desks, filling
) -> None:
    first = kept(desks, name_used="CANARY-FIRST")
    (case,) = desks.office().cases.all()
    assert (case.code, case.status) == (first.case_code, CaseStatus.DRAFT)
    doc = told(desks, first, name_used="CANARY-SECOND", phone="+000 55 1")
    second = filling.keep(first, doc)
    assert (second.draft_id, second.case_code) == (first.draft_id, first.case_code)
    assert second.saved_at > first.saved_at
    again = filling.carry_on(first.draft_id)
    assert (again.doc.values, again.saved_at) == (doc.values, second.saved_at)
    assert filling.keep(second, doc).saved_at == second.saved_at
    assert sound(desks)


def test_a_draft_is_on_no_record(desks) -> None:
    code = kept(desks, **VISIT).case_code
    assert file_of(desks, code) == {}
    office = desks.office()
    assert office.cases.find("CANARY-NAME") == []
    assert [one.code for one in office.cases.find(code)] == [code]
    assert office.filling.entries(code, "intake") == []
    found = derived(desks)
    assert found.pop("casefile") == [("draft", "", 1)]
    assert not any(found.values())
    assert sound(desks)


def test_a_letter_says_nothing_of_a_draft(desks) -> None:
    code = desks.visit()
    desks.agree(code)
    before = desks.office().letters.preview(Order(code, CLINIC)).told
    kept(desks, code, name_used="CANARY-OTHER", sex="male")
    assert desks.office().letters.preview(Order(code, CLINIC)).told == before


def test_what_is_kept_every_second_leaves_no_act_but_its_operations(desks, filling) -> None:
    sheet = kept(desks, name_used="a")
    before = len(actions(desks))
    for word in ("ab", "abc", "abc", "abcd"):
        sheet = filling.keep(sheet, told(desks, sheet, name_used=word))
    assert actions(desks)[before:] == ["written"] * 3
    ops = desks.store.connection.execute(
        'select kind, field from op where entity = ? and "table" = ? order by hlc',
        (bytes.fromhex(sheet.draft_id), "form_instance"),
    ).fetchall()
    assert ops[1:] == [(1, "intake.name_used")] * 3


def test_opening_a_form_again_carries_on_with_what_was_kept_last(desks, filling) -> None:
    code = desks.visit()
    sheet = kept(desks, code, name_used="CANARY-HALF")
    again = filling.open(code, "intake")
    assert again == sheet
    assert again.doc.values["intake.name_used"] == "CANARY-HALF"
    assert filling.open(code, "intake", language="ar").language == "ar"
    # Another case, another form and a new case are blank.
    assert filling.open(desks.visit(), "intake").doc is None
    assert filling.open(code, "episode").doc is None
    assert filling.open(None, "intake").doc is None


def test_the_language_that_a_form_is_asked_in_is_kept_with_it(desks, filling) -> None:
    sheet = kept(desks, name_used="a")
    doc = replace(told(desks, sheet), language="ar")
    assert filling.keep(sheet, doc).language == "ar"
    assert filling.carry_on(sheet.draft_id).language == "ar"
    assert sound(desks)


def test_drafts_are_listed_with_how_far_they_are_the_last_kept_first(desks, filling) -> None:
    first = kept(desks, name_used="a")
    second = kept(desks, first.case_code, "episode", own_words="b")
    filling.keep(first, told(desks, first, name_used="ab", phone="+000 55 12345"))
    lines = filling.drafts()
    assert [(one.id, one.form_id) for one in lines] == [
        (first.draft_id, "intake"),
        (second.draft_id, "episode"),
    ]
    assert {one.case_code for one in lines} == {first.case_code}
    assert 0 < lines[1].groups_done < lines[0].groups_done < lines[0].groups
    assert desks.office(desks.template.colleague).filling.drafts() == []


def test_unknown_forms_and_consent_without_a_case_are_refused(filling) -> None:
    with pytest.raises(UnknownForm, match=r"^nothing$"):
        filling.open(None, "nothing")
    with pytest.raises(NotFound, match=r"^case_not_found$"):
        filling.open(None, "consent")


# --- finishing


@pytest.mark.parametrize(
    ("form", "answers"),
    [
        ("intake", VISIT | {"region": "capital", "area": "capital_towns"}),
        ("episode", {"own_words": "CANARY-OWN", "continuum": ["survival_sex"]}),
    ],
)
def test_a_finished_draft_is_what_recording_at_once_would_be(
    desks, template, tmp_path, form, answers
) -> None:
    case = desks.visit()
    sheet = kept(desks, case, form)
    for name, value in answers.items():
        sheet = desks.office().filling.keep(sheet, told(desks, sheet, **{name: value}))
    change = finished(desks, sheet)
    assert change == Change("answers_recorded", change.case_id, case, sheet.draft_id, form)
    found, file = derived(desks), file_of(desks, case)
    assert desks.office().filling.drafts() == []
    assert [one.code for one in desks.office().cases.find("CANARY")] == [case]
    assert sound(desks)
    other = type(desks)(template, tmp_path / "other", desks.clock)
    case = other.visit()
    other.office().answers.record(case, form, answers, "en")
    assert (derived(other), file_of(other, case)) == (found, file)
    other.close()


def test_a_form_may_be_finished_without_ever_having_been_kept(desks, filling) -> None:
    sheet = filling.open(None, "intake", language="en")
    change = filling.finish(sheet, told(desks, sheet, **VISIT))
    assert file_of(desks, change.case_code)["person.name_used"] == ["CANARY-NAME"]
    (entry,) = filling.entries(change.case_code, "intake")
    assert (entry.id, entry.recorded_by) == (change.subject_id, "Caseworker 1")
    assert sound(desks)


def test_what_is_finished_last_stands_last_whenever_it_was_begun(desks, filling) -> None:
    code = desks.visit()
    sheet = kept(desks, code, limits_explained="yes", sex="male")
    desks.office().answers.record(code, "intake", VISIT | {"sex": "intersex"}, "en")
    finished(desks, sheet, sex="male")
    assert file_of(desks, code)["person.sex"] == ["male"]
    assert filling.entries(code, "intake")[0].id == sheet.draft_id
    assert sound(desks)


def test_answers_that_are_refused_name_every_problem_and_keep_the_draft(desks, filling) -> None:
    sheet = kept(desks, name_used="CANARY")
    values = told(desks, sheet).values | {"intake.phone": "CANARY", "intake.sex": "nothing"}
    before = actions(desks)
    with pytest.raises(AnswersRefused) as refused:
        filling.finish(sheet, FormDoc("intake", "1", values))
    assert {one.code for one in refused.value.problems} >= {"required", "not_a_choice"}
    assert {one.question for one in refused.value.problems} >= {"limits_explained", "sex", "phone"}
    assert "CANARY" not in str(refused.value)
    assert actions(desks) == before
    assert filling.carry_on(sheet.draft_id).doc.values["intake.name_used"] == "CANARY"
    assert sound(desks)


def test_the_limits_count_as_explained_when_the_form_is_finished(desks) -> None:
    sheet = kept(desks, **VISIT)
    assert derived(desks)["casefile"] == [("draft", "", 1)]
    finished(desks, sheet, **VISIT)
    assert derived(desks)["casefile"] == [("draft", "", 0)]


def grant(desks):
    return {
        "purpose": "referral",
        "recipient": desks.services()[CLINIC],
        "categories": ["demographic", "contact", "needs"],
        "valid_until": "2026-06-01",
    }


def test_a_finished_consent_is_an_event_and_no_draft_of_it_is_left(desks, filling) -> None:
    code = desks.visit()
    answers = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}
    sheet = kept(desks, code, "consent", **answers, case_service="given", grants=[grant(desks)])
    assert derived(desks)["grants"] == []
    change = filling.finish(sheet, sheet.doc)
    assert change.kind == "consent_recorded"
    assert [one[0] for one in derived(desks)["grants"]] == ["case_service", "referral"]
    assert desks.office().letters.preview(Order(code, CLINIC)).told
    assert filling.drafts() == filling.entries(code, "consent") == []
    with pytest.raises(NotFound, match=r"^draft_not_found$"):
        filling.finish(sheet, FormDoc("consent", "1"))
    assert sound(desks)


def test_a_consent_that_nobody_signed_stays_a_draft(desks, filling) -> None:
    code = desks.visit(birth_precision="year", birth_year=2016)
    answers = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}
    sheet = kept(desks, code, "consent", **answers, case_service="given")
    with pytest.raises(AnswersRefused, match="given_by"):
        filling.finish(sheet, sheet.doc)
    assert derived(desks)["consent"] == []
    assert [one.id for one in filling.drafts()] == [sheet.draft_id]


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.DATA_STEWARD])
def test_an_entry_of_the_directory_is_filled_in_without_a_case(desks, role) -> None:
    worker = desks.template.caseworker
    if role is Role.DATA_STEWARD:
        worker = Worker(b"\x07".hex() * 16, role, "Worker 7")
    filling = desks.office(worker).filling
    sheet = kept(desks, None, "service", worker, name="Example Room C")
    assert (sheet.case_code, filling.drafts()[0].case_code) == ("", "")
    again = filling.open(None, "service")
    assert (again.draft_id, again.doc.values) == (sheet.draft_id, sheet.doc.values)
    with pytest.raises(AnswersRefused, match="kind required"):
        filling.finish(again, again.doc)
    change = finished(desks, again, worker, kind="mhpss")
    assert change.kind == "service_added"
    assert "Example Room C" in desks.services()
    assert (desks.office().cases.all(), filling.drafts()) == ([], [])
    assert sound(desks)


# --- changing what is finished


@pytest.fixture
def visited(desks):
    """Return a case with one finished form, and a sheet that changes it."""
    code = desks.visit(region="capital", area="capital_towns")
    (entry,) = desks.office().filling.entries(code, "intake")
    return code, desks.office().filling.amend(code, entry.id)


def test_changed_answers_go_into_the_form_they_change(desks, filling, visited) -> None:
    code, sheet = visited
    assert (sheet.draft_id, sheet.doc.values["intake.name_used"]) == ("", "CANARY-NAME")
    doc = told(desks, sheet, name_used="CANARY-NEW", sex="male", phone=None, region=None)
    draft = filling.keep(sheet, doc)
    assert file_of(desks, code)["person.name_used"] == ["CANARY-NAME"]
    assert sound(desks)
    change = filling.finish(draft, doc)
    assert (change.kind, change.subject_id) == ("answers_changed", sheet.entry_id)
    file, found = file_of(desks, code), derived(desks)
    assert (file["person.name_used"], file["person.sex"]) == (["CANARY-NEW"], ["male"])
    assert "contact.phone" not in file
    assert (file["contact.safe_hours"], file["contact.must_not"]) == (
        ["CANARY-HOURS"],
        ["CANARY-MUST-NOT"],
    )
    assert found["casefile"] == [("draft", "", 0)]
    assert ("intake.sex", 1, "female") not in found["form_fact"]
    assert ("intake.sex", 1, "male") in found["form_fact"]
    assert [one.id for one in filling.entries(code, "intake")] == [sheet.entry_id]
    assert [one.code for one in desks.office().cases.find("CANARY-NEW")] == [code]
    assert desks.office().cases.find("CANARY-NAME") == []
    assert filling.drafts() == []
    assert sound(desks)


def test_only_what_was_changed_is_an_operation_on_the_form(desks, filling, visited) -> None:
    _, sheet = visited
    filling.finish(sheet, told(desks, sheet, name_used="CANARY-NEW"))
    ops = desks.store.connection.execute(
        "select kind, field from op where entity = ? order by hlc, idx",
        (bytes.fromhex(sheet.entry_id),),
    ).fetchall()
    assert ops == [(2, None), (1, "intake.name_used")]


def test_a_change_that_is_discarded_leaves_the_form_as_it_was(desks, filling, visited) -> None:
    code, sheet = visited
    before = file_of(desks, code), derived(desks)
    draft = filling.keep(sheet, told(desks, sheet, name_used="CANARY-NEW"))
    assert filling.amend(code, sheet.entry_id).draft_id == draft.draft_id
    assert filling.open(code, "intake").doc is None
    assert filling.discard(draft.draft_id).kind == "draft_discarded"
    assert (file_of(desks, code), derived(desks)) == before
    assert filling.amend(code, sheet.entry_id).draft_id == ""
    assert sound(desks)


def test_what_a_colleague_changed_meanwhile_stays(desks, filling, visited) -> None:
    code, sheet = visited
    draft = filling.keep(sheet, told(desks, sheet, name_used="CANARY-MINE"))
    boss = desks.template.supervisor
    desks.step_in(code)
    finished(desks, sheet, boss, sex="male", safe_hours="CANARY-LATER")
    filling.finish(draft, draft.doc)
    file = file_of(desks, code)
    assert (file["person.name_used"], file["person.sex"]) == (["CANARY-MINE"], ["male"])
    assert file["contact.safe_hours"] == ["CANARY-LATER"]
    assert sound(desks)


def test_rows_of_a_repeat_keep_their_ids_through_a_change(desks, filling) -> None:
    code = desks.visit()
    tags = [{"tag": "survival_sex", "tag_source": "worker"}]
    answers = {"own_words": "a", "continuum": ["survival_sex", "transactional_sex"], "tags": tags}
    desks.office().answers.record(code, "episode", answers, "en")
    (entry,) = filling.entries(code, "episode")
    sheet = filling.amend(code, entry.id)
    (row,) = sheet.doc.values["episode.tags"]
    more = [*tags, {"tag": "transactional_sex", "tag_source": "survivor"}]
    draft = filling.keep(sheet, told(desks, sheet, tags=more))
    assert sound(desks)
    filling.finish(draft, draft.doc)
    rows = filling.amend(code, entry.id).doc.values["episode.tags"]
    assert [one["_id"] == row["_id"] for one in rows] == [True, False]
    assert [one[2] for one in derived(desks)["episode_tag"]] == ["worker", "survivor"]
    assert sound(desks)


def test_a_choice_that_was_retired_since_may_stay_in_the_form(desks, filling) -> None:
    code = desks.visit()
    (entry,) = filling.entries(code, "intake")
    desks.office().answers.record(code, "episode", {"own_words": "CANARY"}, "en")
    sheet = filling.amend(code, entry.id)
    stale = FormDoc("intake", "1", sheet.doc.values | {"intake.sex": "nothing"}, "en")
    with pytest.raises(AnswersRefused, match="sex not_a_choice"):
        filling.finish(sheet, stale)


def test_what_is_no_form_of_a_case_cannot_be_changed(desks, filling, visited) -> None:
    _, sheet = visited
    draft = kept(desks, desks.visit(), name_used="a")
    for entry in (sheet.entry_id, draft.draft_id):
        with pytest.raises(NotFound, match=r"^entry_not_found$"):
            filling.amend(draft.case_code, entry)


# --- taking back what was just finished


NOTED = {"text": "CANARY-NOTE"}


@pytest.fixture
def told_episode(desks):
    """Return a case and an episode that was put on record just now, with rows of its own."""
    code = desks.visit()
    tags = [{"tag": "survival_sex", "tag_source": "worker"}]
    answers = {"own_words": "CANARY", "continuum": ["survival_sex"], "tags": tags}
    return code, desks.office().answers.record(code, "episode", answers, "en").subject_id


def test_what_was_just_finished_is_a_draft_again_with_every_word(desks, filling) -> None:
    code = desks.visit()
    before = derived(desks)
    filling.entries(code, "episode")
    answers = {"own_words": "CANARY", "continuum": ["survival_sex"]}
    done = desks.office().answers.record(code, "episode", answers, "en")
    assert derived(desks) != before
    change = filling.take_back(code, done.subject_id)
    assert (change.kind, change.case_code, change.reason) == ("answers_taken_back", code, "episode")
    assert derived(desks) == before
    assert filling.entries(code, "episode") == []
    assert "CANARY" not in str(file_of(desks, code).get("episode.own_words"))
    sheet = filling.open(code, "episode")
    assert sheet.draft_id == done.subject_id
    assert sheet.doc.values["episode.own_words"] == "CANARY"
    assert sound(desks)


def test_what_was_taken_back_is_finished_again_as_the_same(desks, filling, told_episode) -> None:
    code, entry = told_episode
    before = derived(desks), filling.amend(code, entry).doc.values
    filling.take_back(code, entry)
    sheet = filling.carry_on(entry)
    assert filling.finish(sheet, sheet.doc).subject_id == entry
    assert (derived(desks), filling.amend(code, entry).doc.values) == before
    assert sound(desks)


def test_history_tells_that_it_was_recorded_and_taken_back(desks, filling, told_episode) -> None:
    code, entry = told_episode
    filling.take_back(code, entry)
    acts = [line.act for line in desks.office().history.of(code)]
    assert acts[acts.index("answers_taken_back") :][:2] == [
        "answers_taken_back",
        "answers_recorded",
    ]


def test_only_what_she_finished_herself_today_and_nobody_changes_is_taken_back(
    desks, filling, told_episode
) -> None:
    code, entry = told_episode
    (visit,) = filling.entries(code, "intake")

    def stands(entry, worker=None):
        with pytest.raises(NotFound, match=r"^entry_stands$"):
            desks.office(worker).filling.take_back(code, entry)

    # What follows from a first visit does not go with it.
    stands(visit.id)
    desks.step_in(code)
    stands(entry, desks.template.supervisor)
    begun = filling.amend(code, entry)
    begun = filling.keep(begun, told(desks, begun, own_words="CANARY-NEW"))
    stands(entry)
    filling.discard(begun.draft_id)
    desks.clock.pass_days(1)
    stands(entry)
    with pytest.raises(NotFound, match=r"^entry_not_found$"):
        filling.take_back(desks.visit(), entry)
    assert [one.id for one in filling.entries(code, "episode")] == [entry]


def test_a_note_for_few_that_was_taken_back_is_for_nobody_else(desks, filling) -> None:
    code = desks.visit()
    note = desks.office().answers.record(code, "note", NOTED | {"restricted": "yes"}, "en")
    filling.take_back(code, note.subject_id)
    assert filling.open(code, "note").draft_id == note.subject_id
    desks.office(desks.template.supervisor).caseload.share(code, desks.template.colleague.id)
    theirs = desks.office(desks.template.colleague).filling
    assert theirs.open(code, "note").draft_id == ""


# --- discarding, and the drafts of others


def test_a_discarded_draft_is_gone_and_its_empty_case_stays(desks, filling) -> None:
    sheet = kept(desks, name_used="CANARY", channels=[{}])
    change = filling.discard(sheet.draft_id)
    assert (change.kind, change.case_code) == ("draft_discarded", sheet.case_code)
    assert filling.drafts() == []
    assert filling.open(sheet.case_code, "intake").doc is None
    for ask in (
        lambda: filling.carry_on(sheet.draft_id),
        lambda: filling.discard(sheet.draft_id),
        lambda: filling.keep(sheet, FormDoc("intake", "1")),
        lambda: filling.finish(sheet, FormDoc("intake", "1")),
    ):
        with pytest.raises(NotFound, match=r"^draft_not_found$"):
            ask()
    assert sound(desks)


def test_a_supervisor_carries_on_with_what_a_caseworker_began(desks) -> None:
    sheet = kept(desks, **VISIT)
    boss = desks.office(desks.template.supervisor)
    desks.step_in(sheet.case_code)
    seen = boss.filling.open(sheet.case_code, "intake")
    assert (seen.draft_id, seen.started_by) == (sheet.draft_id, "Caseworker 1")
    assert boss.filling.drafts() == []
    boss.filling.finish(seen, seen.doc)
    (entry,) = boss.filling.entries(sheet.case_code, "intake")
    assert entry.recorded_by == "Supervisor 1"
    assert sound(desks)


def test_an_answer_for_another_form_than_the_drafts_is_not_kept(desks, filling) -> None:
    sheet = kept(desks, name_used="a")
    with pytest.raises(NotFound, match=r"^draft_not_found$"):
        filling.keep(sheet, FormDoc("episode", "1", {"episode.own_words": "x"}))


def test_a_draft_goes_on_in_the_version_that_it_was_begun_in(desks, filling) -> None:
    sheet = kept(desks, **VISIT)
    newer = library()["intake"].replace(b'"version": "1"', b'"version": "2"', 1)
    with desks.store.begin(desks.template.supervisor) as work:
        work.documents.publish({"intake": newer}, desks.clock())
        work.commit(Change("forms_published"))
    assert filling.open(None, "intake").model.version == "2"
    seen = filling.carry_on(sheet.draft_id)
    assert seen.model.version == "1"
    filling.finish(seen, seen.doc)
    (entry,) = filling.entries(sheet.case_code, "intake")
    assert filling.amend(sheet.case_code, entry.id).model.version == "1"
    assert sound(desks)
