"""The lists of the field: words in every language, no order of weight, honest mappings."""

from __future__ import annotations

import operator
import re
import tomllib
from importlib import resources

import pytest

import texts
from forms.codelists import (
    Code,
    CodeUnknown,
    _code,
    code_list,
    code_list_ids,
    in_display_order,
    label,
)

LISTS = code_list_ids()
NON_ANSWERS = {"does_not_want_to_say", "not_asked", "not_known"}
THREE = ("does_not_want_to_say", "not_known", "not_asked")
SIX = {
    "commercial_sexual_exploitation",
    "other_exploitative_relationship",
    "solicitation_transactional_sex",
    "survival_sex",
    "trafficking_sexual_exploitation",
    "transactional_sex",
}
MINIMUM = """
continuum act means palermo_purpose control recruitment exchange gain exploiter_role relationship
setting service_type referral_answer refusal_reason closure_reason contact_outcome law_area
inequality lawful_basis consent_means withdrawal_reason age_band_report
"""


def test_the_lists_that_the_domain_asks_for_are_there():
    assert set(MINIMUM.split()) - set(LISTS) == set()


@pytest.mark.parametrize("list_id", LISTS)
def test_every_code_has_words_in_every_finished_language(list_id):
    finished = [code for code, one in texts.languages().items() if one.finished]
    found = code_list(list_id)
    wordings = [found.labels, *(code.labels for code in found.codes.values())]
    defined = [code.definition for code in found.codes.values() if code.definition]
    assert found.id == list_id
    assert [
        words
        for words in wordings + defined
        if not all(words.get(one, "").strip() for one in finished)
    ] == []


@pytest.mark.parametrize("list_id", LISTS)
def test_codes_are_ids_that_stay(list_id):
    codes = code_list(list_id).codes
    assert [code for code in codes if not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", code)] == []
    text = (resources.files("forms") / "codes" / f"{list_id}.toml").read_text("utf-8")
    assert len(codes) == len(tomllib.loads(text)["code"])


@pytest.mark.parametrize("list_id", LISTS)
def test_no_two_codes_of_a_list_read_alike(list_id):
    for language in ("en", "ar"):
        words = [code.label(language) for code in code_list(list_id).codes.values()]
        assert len(words) == len(set(words))


@pytest.mark.parametrize("list_id", LISTS)
def test_the_three_non_answers_stay_apart_or_are_all_absent(list_id):
    codes = code_list(list_id).codes
    found = {code.id for code in codes.values() if code.non_answer}
    assert found in (set(), NON_ANSWERS)
    assert NON_ANSWERS & set(codes) == found


def test_what_is_asked_of_a_person_offers_the_three_answers_that_are_none():
    asked = ("yes_no_answer", "exchange", "sex", "language", "difficulty", "need_met")
    words = {tuple(code_list(one).codes[non].label("en") for non in THREE) for one in asked}
    assert words == {("Prefers not to say", "Does not know", "Not asked today")}


def test_of_what_somebody_else_notes_it_is_not_said_that_the_person_does_not_know():
    noted = ("yes_no_noted", "certainty", "cost", "exploiter_sex", "deciding_body", "may_consent")
    assert {label(one, "not_known", "en") for one in noted} == {"Not known"}


@pytest.mark.parametrize("list_id", LISTS)
def test_every_code_is_mapped_or_its_loss_is_said_where_a_standard_knows_the_concept(list_id):
    found = code_list(list_id)
    for code in found.codes.values():
        assert [row.standard for row in code.mapping] == list(found.standards)
        assert [row for row in code.mapping if not (row.code or row.loss) or not row.version] == []


@pytest.mark.parametrize("standard", ["HTCDS", "GBVIMS", "CTDC"])
def test_codes_that_a_standard_cannot_tell_apart_say_what_is_lost(standard):
    """Where three non-answers become one, the loss must not be silent."""
    rows = [
        row
        for list_id in LISTS
        for code in code_list(list_id).codes.values()
        for row in code.mapping
        if code.non_answer and row.standard == standard
    ]
    assert rows
    assert all(row.loss for row in rows)


def test_every_mapping_names_a_standard_and_version_that_is_described():
    text = (resources.files("forms") / "standards.toml").read_text("utf-8")
    described = {(row["id"], row["version"]) for row in tomllib.loads(text)["standard"]}
    used = {
        (row.standard, row.version)
        for list_id in LISTS
        for code in code_list(list_id).codes.values()
        for row in code.mapping
    }
    assert used == described


def test_the_continuum_has_six_kinds_and_nothing_to_rank_them_by():
    continuum = code_list("continuum")
    assert set(continuum.codes) == SIX
    assert list(continuum.codes) == sorted(continuum.codes)
    assert not continuum.in_file_order
    text = (resources.files("forms") / "codes" / "continuum.toml").read_text("utf-8")
    for row in tomllib.loads(text)["code"]:
        assert set(row) <= {"id", "label", "definition", "mapping"}
        assert not any(isinstance(value, int | float) for value in row.values())


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
def test_codes_cannot_be_compared(compare):
    first, second = list(code_list("continuum").codes.values())[:2]
    with pytest.raises(TypeError):
        compare(first, second)


def test_the_continuum_reads_from_a_to_z_in_each_language():
    english = [code.label("en") for code in in_display_order("continuum", "en")]
    assert english == sorted(english)
    arabic = [code.id for code in in_display_order("continuum", "ar")]
    assert arabic == [
        "trafficking_sexual_exploitation",
        "commercial_sexual_exploitation",
        "transactional_sex",
        "survival_sex",
        "solicitation_transactional_sex",
        "other_exploitative_relationship",
    ]


def test_other_comes_last_and_non_answers_after_it():
    shown = [code.id for code in in_display_order("control", "en")]
    assert shown[-4] == "other"
    assert shown[-3:] == list(THREE)
    assert [code.id for code in in_display_order("yes_no_answer", "ar")][-3:] == list(THREE)


def test_letters_with_marks_sort_with_their_plain_letters():
    shown = [code.id for code in in_display_order("country", "en")]
    assert shown.index("ax") < shown.index("al")


def test_ages_keep_their_own_order():
    shown = [code.id for code in in_display_order("age_band_report", "ar")]
    assert shown[:3] == ["0_5", "6_11", "12_14"]


def test_a_retired_code_is_readable_and_not_offered(monkeypatch):
    found = code_list("cost")
    row = {"id": "barter", "label": {"en": "Barter", "ar": "مقايضة"}, "retired": True}
    codes = {**found.codes, "barter": _code(row)}
    longer = type(found)("cost", found.labels, codes, in_file_order=False, standards=())
    monkeypatch.setattr("forms.codelists.code_list", lambda _: longer)
    assert label("cost", "barter", "ar") == "مقايضة"
    assert "barter" not in [code.id for code in in_display_order("cost", "en")]


def test_a_missing_translation_falls_back_to_the_first_language():
    assert label("yes_no", "yes", "uk") == "Yes"


def test_lists_are_read_once():
    assert code_list("continuum") is code_list("continuum")


@pytest.mark.parametrize("ask", [("no_such_list", "yes"), ("yes_no", "maybe"), ("../limits", "x")])
def test_a_code_that_is_not_known_here_is_shown_as_it_is(ask):
    assert label(*ask, "en") == ask[1]


def test_an_unknown_list_is_refused_by_its_id():
    with pytest.raises(CodeUnknown):
        code_list("../limits")


def test_a_parent_is_a_code_of_the_list_above():
    for child, above in {"area": "region", "service_type": "need_area"}.items():
        parents = {code.parent for code in code_list(child).codes.values()} - {""}
        assert parents <= set(code_list(above).codes)


def test_a_code_is_frozen():
    code = code_list("yes_no").codes["yes"]
    assert isinstance(code, Code)
    with pytest.raises(AttributeError):
        code.id = "no"


def test_who_buys_or_asks_is_called_by_no_word_of_a_trade() -> None:
    buyer = code_list("exploiter_role").codes["buyer_solicitor"]
    student = code_list("exploiter_occupation").codes["student"]
    assert student.label("ar") not in buyer.label("ar").split()
    # In many countries that is a lawyer.
    assert "solicitor" not in buyer.label("en").split()
