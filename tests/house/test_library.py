"""The forms that come with the program: complete, in both languages, and asking for little."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

import texts
from forms.codelists import code_list, code_list_ids
from forms.filling import fill
from forms.library import FORMS, LABEL_COLUMNS, built_in, library
from forms.loading import load_form
from forms.session import open_session

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
# There is a question of the type "end": when somebody was through.
CLOSING = re.compile(r"end[ _]")
NAMED = re.compile(r"\$\{(\w+)\}")
CONDITIONS = ("relevant", "constraint", "choice_filter", "calculation", "required", "readonly")
# The only questions that must be answered: the limits explained, and what a consent consists of.
MUST = {
    "intake.limits_explained",
    "consent.limits_explained",
    "consent.means",
    "consent.given_by",
    "consent.purpose",
    "consent.recipient_kind",
    "consent.recipient_new_name",
    "consent.valid_until",
    "service.name",
    "service.kind",
}
SERVICES = {"services": [{"name": "SVC-1", "label": "Example clinic", "kind": "health"}]}
CONSENT = {"limits_explained": "yes", "given_by": "survivor", "means": "verbal"}
GRANT = {
    "purpose": "referral",
    "recipient": "SVC-1",
    "categories": ["identity", "contact"],
    "valid_until": "2027-02-01",
}


@cache
def sources():
    return library()


@cache
def model(form):
    return load_form(sources()[form].decode())


@cache
def rows(form):
    return [row for row in built_in(form)["survey"] if not CLOSING.match(row["type"])]


def asked(form):
    return [row for row in rows(form) if not row["type"].startswith(("begin", "note"))]


def answered(form, answers):
    session = open_session(model(form), None, lambda: NOW, "en", SERVICES)
    problems = fill(session, answers)
    return {(one.question, one.code) for one in problems} or session.finish().values


@pytest.mark.parametrize("form", FORMS)
def test_every_form_loads_without_a_warning(form):
    assert model(form).form_id == form
    assert list(model(form).warnings) == []


@pytest.mark.parametrize("form", FORMS)
def test_every_question_has_a_stable_id_and_a_category_that_consent_knows(form):
    categories = code_list("data_category").codes
    assert [row["name"] for row in asked(form) if row["bind::sx:category"] not in categories] == []
    assert {row["bind::sx:qid"] for row in asked(form)} == {
        f"{form}.{row['name']}" for row in asked(form)
    }
    kept = {one.qid: (one.category, one.map) for one in model(form).questions() if not one.is_note}
    assert kept == {
        row["bind::sx:qid"]: (row["bind::sx:category"], row.get("bind::sx:map", ""))
        for row in asked(form)
    }


@pytest.mark.parametrize("form", FORMS)
def test_every_condition_names_an_earlier_question(form):
    seen, unknown = set(), []
    for row in rows(form):
        own = seen | {row["name"]}
        conditions = " ".join(str(row.get(column, "")) for column in CONDITIONS)
        unknown += [(row["name"], name) for name in NAMED.findall(conditions) if name not in own]
        seen.add(row["name"])
    assert unknown == []


@pytest.mark.parametrize("form", FORMS)
def test_every_word_is_there_in_every_finished_language(form):
    finished = {code for code, one in texts.languages().items() if one.finished}
    assert finished <= set(LABEL_COLUMNS)
    columns = {column for row in rows(form) for column in row if "::" in column}
    kinds = {column.partition("::")[0] for column in columns} - {"bind"}
    missing = [
        (row["name"], kind, language)
        for row in rows(form)
        for kind in kinds
        for language, column in LABEL_COLUMNS.items()
        if kind == "label" or any(column.startswith(f"{kind}::") for column in row)
        if not str(row.get(column.replace("label", kind), "")).strip()
    ]
    assert missing == []


@pytest.mark.parametrize("form", FORMS)
def test_arabic_words_are_written_in_arabic_letters(form):
    strange = [
        row["name"]
        for row in rows(form)
        if not re.search("[\u0600-\u06ff]", row[LABEL_COLUMNS["ar"]])
    ]
    assert strange == []


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_mandatory_but_the_limits_and_what_consent_needs(form):
    must = {row["bind::sx:qid"] for row in asked(form) if row.get("required")}
    assert must == {qid for qid in MUST if qid.startswith(f"{form}.")}
    assert {one.qid for one in model(form).questions() if one.required and one.sensitive} == set()


@pytest.mark.parametrize("form", FORMS)
def test_a_sensitive_question_says_why_it_is_asked(form):
    silent = [
        row["name"]
        for row in asked(form)
        if row.get("bind::sx:sensitive") or row["bind::sx:category"] in ("sensitive", "health")
        if not row.get(LABEL_COLUMNS["en"].replace("label", "hint"))
    ]
    assert silent == []


@pytest.mark.parametrize("form", FORMS)
def test_names_accounts_and_health_are_never_searched_in_clear(form):
    guarded = {"narrative", "health", "staff_notes", "sensitive", "alleged_exploiter"}
    open_texts = [
        row["name"]
        for row in asked(form)
        if row["type"] == "text" and row["bind::sx:category"] in guarded
        if not row.get("bind::sx:sensitive") and row["name"] != "limits_explained_by"
    ]
    assert open_texts == []


@pytest.mark.parametrize("form", FORMS)
def test_every_list_that_a_form_names_exists(form):
    kinds = [row["type"].split() for row in asked(form) if row["type"].startswith("select")]
    names = {name for kind, name in kinds if not kind.endswith("from_file")}
    assert names - set(code_list_ids()) == set()


@pytest.mark.parametrize("form", FORMS)
def test_one_page_asks_at_most_six_things(form):
    counts, open_groups = {}, []
    for row in built_in(form)["survey"]:
        if row["type"].startswith("begin"):
            open_groups.append(row["name"])
        elif CLOSING.match(row["type"]):
            open_groups.pop()
        elif row["type"] not in ("note", "calculate"):
            counts[open_groups[-1]] = counts.get(open_groups[-1], 0) + 1
    assert {page: count for page, count in counts.items() if count > 6} == {}


@pytest.mark.parametrize("form", FORMS)
def test_a_statistic_reads_choices_and_numbers_only(form):
    told = [one for one in model(form).questions() if one.report]
    assert [one.qid for one in told if one.type == "text"] == []
    guarded = {"narrative", "identity", "contact", "staff_notes"}
    assert [one.qid for one in told if one.category in guarded] == []


def test_a_first_visit_needs_only_the_answer_about_limits():
    assert answered("intake", {}) == {("limits_explained", "required")}
    assert answered("intake", {"limits_explained": "yes"}) == {"intake.limits_explained": "yes"}


def test_the_account_opens_only_after_the_limits_were_explained():
    told = {"account": "An invented account."}
    assert answered("intake", {"limits_explained": "no", **told}) == {("account", "not_relevant")}
    kept = answered("intake", {"limits_explained": "yes", **told})
    assert kept["intake.account"] == told["account"]


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ({"birth_date": "2008-11-25"}, "adult"),
        ({"birth_date": "2008-11-26"}, "under_18"),
        ({"birth_date": "2000-02-29"}, "adult"),
        ({"birth_precision": "month", "birth_month": "2008-10"}, "adult"),
        ({"birth_precision": "month", "birth_month": "2008-11"}, "not_known"),
        ({"birth_precision": "month", "birth_month": "2008-12"}, "under_18"),
        ({"birth_precision": "year", "birth_year": 2007}, "adult"),
        ({"birth_precision": "year", "birth_year": 2008}, "not_known"),
        ({"birth_precision": "year", "birth_year": 2009}, "under_18"),
        (
            {
                "birth_precision": "estimated_range",
                "age_estimate_low": 16,
                "age_estimate_high": 20,
            },
            "not_known",
        ),
        ({"birth_precision": "estimated_range", "age_estimate_low": 19}, "adult"),
        ({"age_group_said": "under_18"}, "under_18"),
    ],
)
def test_an_uncertain_age_stays_uncertain(said, group):
    kept = answered("intake", {"limits_explained": "yes", **said})
    assert kept["intake.age_group"] == group


def test_areas_follow_the_region_and_services_the_kind_of_help():
    here = {"limits_explained": "yes", "region": "north", "need_areas": ["health"]}
    fits = {"area": "north_towns", "services_asked": ["health_emergency"]}
    assert answered("intake", {**here, **fits})["intake.area"] == "north_towns"
    strays = {"area": "south_towns", "services_asked": ["housing"]}
    assert answered("intake", {**here, **strays}) == {
        ("area", "not_a_choice"),
        ("services_asked", "not_a_choice"),
    }


def test_areas_of_a_service_are_asked_where_its_regions_are_known():
    session = open_session(model("service"), None, lambda: NOW, "en")
    ref = {session.item(one.ref).name: one.ref for one in session.states()}
    for said, shown in (("", False), ("not_known", False), ("north", True), ("north east", True)):
        session.set(ref["regions"], said)
        assert session.state(ref["areas"]).shown is shown


def test_a_non_answer_stands_alone():
    said = {"limits_explained": "yes", "inequalities": ["age", "not_asked"]}
    assert answered("intake", said) == {("inequalities", "constraint")}


def test_the_shortest_consent_to_a_referral_is_enough():
    kept = answered("consent", {**CONSENT, "grants": [GRANT]})
    (grant,) = kept["consent.grants"]
    assert grant["consent.answer"] == "given"
    assert grant["consent.categories"] == ["identity", "contact"]


def test_consent_to_the_work_alone_asks_for_no_sharing():
    kept = answered("consent", {**CONSENT, "case_service": "given"})
    assert "consent.grants" not in kept


def test_no_consent_is_kept_before_the_limits_were_explained():
    said = {**CONSENT, "limits_explained": "no", "grants": [GRANT]}
    assert answered("consent", said) == {("limits_explained", "constraint")}


@pytest.mark.parametrize(
    ("days", "fits"), [(-1, False), (0, False), (1, True), (366, True), (367, False)]
)
def test_a_yes_ends_within_366_days(days, fits):
    until = (NOW.date() + timedelta(days=days)).isoformat()
    kept = answered("consent", {**CONSENT, "grants": [{**GRANT, "valid_until": until}]})
    assert (kept != {("valid_until", "constraint")}) is fits


def test_a_forgotten_name_never_widens_a_grant_to_every_service_of_a_kind():
    bare = {"purpose": "referral", "recipient_kind": "health", "valid_until": "2027-02-01"}
    forgotten = answered("consent", {**CONSENT, "grants": [bare]})
    assert forgotten == {("recipient_new_name", "required")}
    wider = answered("consent", {**CONSENT, "grants": [{**bare, "any_of_kind": "yes"}]})
    assert wider["consent.grants"][0]["consent.recipient_kind"] == "health"


@pytest.mark.parametrize("purpose", ["case_service", "statistics_external", "follow_up_contact"])
def test_a_purpose_of_the_own_office_names_no_recipient(purpose):
    row = {"purpose": purpose, "recipient": "SVC-1", "valid_until": "2027-02-01"}
    problems = answered("consent", {**CONSENT, "grants": [row]})
    assert problems == {("recipient", "not_relevant")}


def test_a_refusal_needs_no_date():
    said = {**CONSENT, "grants": [{"purpose": "statistics_external", "answer": "refused"}]}
    assert answered("consent", said)["consent.grants"][0]["consent.answer"] == "refused"


def test_an_unsafe_adult_never_signs():
    said = {**CONSENT, "given_by": "caregiver", "giver_unsafe": "yes", "grants": [GRANT]}
    assert answered("consent", said) == {("giver_unsafe", "constraint")}


def test_an_experience_may_carry_no_kind_or_all_six():
    assert answered("episode", {}) == {}
    every = sorted(code_list("continuum").codes)
    assert answered("episode", {"continuum": every})["episode.continuum"] == every


def test_more_is_said_only_about_kinds_that_were_named():
    said = {"continuum": ["survival_sex"], "tags": [{"tag": "transactional_sex"}]}
    assert answered("episode", said) == {("tag", "not_a_choice")}
