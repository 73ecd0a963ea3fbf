"""The table of what a recipient needs to know, and the data beside it, against the design."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import texts
from casework.consent.grant import Purpose
from forms.codelists import code_list
from forms.library import FORMS, built_in

HOUSE = Path(__file__).parents[2]
KINDS = ("health", "mhpss", "legal", "shelter", "police", "social", "cash")
RULE = {"I": "in", "A": "ask", "N": "never"}
# One letter a kind of recipient, in the order of KINDS: in, ask, never.
PROPOSED = """
letter_ref IIIIIII            case_number NNNNNNN          name_used AAAAAAA
legal_name AAAAAAA            age_group IIIIIII            birth_date ANANAAA
sex_gender IIAIAAA            sexuality_gender_identity AAAANNN
nationality_ethnicity_religion NNAANAN                     status_id_numbers NNANNAN
language_interpreter IIIIIII  access_needs IIIIIII         service_asked IIIIIII
urgency IIIIIII               caseworker_role IIIIIII      caseworker_name AAAAAAA
safe_contact IIIIAIA          own_phone AAAAAAA            home_address NNANAAN
shelter_location NNNNNNN      must_not_do IIIIIII          violence_kind AAANANN
incident_date_place NNANANN   account NNNNNNN              alleged_exploiter NNAAANN
injuries_medication AANANNN   pregnancy AANANNN            hiv_sti ANNNNNN
mental_health AANNNNN         substance_use AANANNN        exploitation_history NNANNNN
medical_certificate ANANANN   children AAAINAA             family_names NNANNAN
caregiver_informed IIIIIII    other_services NNNNNNN       money_need NNNNNNA
photo_signature NNNNNNN       consent_line IIIIIII         feedback_slip IIIIIII
qr IIIIIII
"""
# Fields that the desk fills from elsewhere than a form.
FROM_THE_DESK = {"case.code", "worker.name", "attachment.photo", "attachment.signature"}


def data(name):
    return tomllib.loads((HOUSE / "casework" / name).read_text("utf-8"))


def table():
    return data("need_to_know.toml")["item"]


def on_record():
    """Return the questions of a person's forms that map to a field."""
    forms = [form for form in FORMS if form in ("intake", "episode", "exploiter")]
    return [row for form in forms for row in built_in(form)["survey"] if row.get("bind::sx:map")]


def test_the_rules_are_those_of_the_table_proposed_for_experts():
    found = {row["id"]: row["needs"] for row in table() if not row.get("inside")}
    names, rules = PROPOSED.split()[::2], PROPOSED.split()[1::2]
    assert len(names) == 41
    assert found == {
        name: dict(zip(KINDS, map(RULE.get, rule), strict=True))
        for name, rule in zip(names, rules, strict=True)
    }


def test_what_stays_inside_is_never_told_to_anybody():
    inside = [row for row in table() if row.get("inside")]
    assert inside
    assert {rule for row in inside for rule in row["needs"].values()} == {"never"}


def test_every_recorded_field_is_in_exactly_one_item():
    fed = [field for row in table() for field in row["fields"]]
    assert len(fed) == len(set(fed))
    assert set(fed) - FROM_THE_DESK == {row["bind::sx:map"] for row in on_record()}


def test_an_item_told_by_category_is_asked_under_that_category():
    asked = {}
    for row in on_record():
        asked.setdefault(row["bind::sx:map"], set()).add(row["bind::sx:category"])
    strays = {
        (row["id"], field): asked[field]
        for row in table()
        if "in" in row["needs"].values()
        for field in row["fields"]
        if asked[field] != {row["category"]}
    }
    assert strays == {}


def test_fixed_parts_hold_no_value_of_a_case():
    fixed = {row["id"] for row in table() if row.get("fixed")}
    assert fixed == {"letter_ref", "caseworker_role", "consent_line", "feedback_slip", "qr"}
    assert [row["id"] for row in table() if bool(row["fields"]) == row.get("fixed", False)] == []


def test_categories_and_kinds_are_those_of_the_lists():
    categories = {row["category"] for row in table()} - {""}
    assert categories <= set(code_list("data_category").codes)
    assert set(KINDS) == set(code_list("recipient_kind").codes)


def test_purposes_are_those_that_grants_know():
    assert set(code_list("purpose").codes) == {purpose.value for purpose in Purpose}


def test_every_single_tick_of_the_consent_form_is_an_item_that_somebody_may_ask_for():
    asked = {row["id"] for row in table() if "ask" in row["needs"].values()}
    assert set(code_list("told_item").codes) == asked


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_item_has_a_name_and_its_tick_reads_the_same(language):
    ticks = code_list("told_item").codes
    for row in table():
        words = texts.say(f"item.{row['id']}", language=language)
        assert words
        if row["id"] in ticks:
            assert ticks[row["id"]].label(language) == words


def test_no_treaty_is_taken_as_verified_or_ratified():
    rows = data("data/treaties.toml")["treaty"]
    assert len({row["id"] for row in rows}) == len(rows) > 30
    assert [row["id"] for row in rows if row["verified"] or row["parties"]] == []
    assert [row["id"] for row in rows if not (row["summary"] and row["articles"])] == []


def test_the_bands_of_childhood_meet_without_gap():
    rules = data("data/child_rules.toml")
    bands = rules["band"]
    assert [band["id"] for band in bands] == list(code_list("consent_age_band").codes)
    assert bands[0]["from"] == 0
    assert [b["from"] for b in bands[1:]] == [a["to"] + 1 for a in bands[:-1]]
    assert bands[-1]["from"] == rules["majority"]
    givers = code_list("consent_given_by").codes
    assert {who for band in bands for who in band["otherwise"]} <= set(givers)


def test_every_band_that_can_answer_has_a_wording_in_both_languages():
    rows = data("data/consent_texts.toml")["text"]
    assert {row["age_band"] for row in rows} == {"adult", "15_17", "12_14", "6_11"}
    assert [row["id"] for row in rows if row["id"] != f"{row['age_band']}-{row['version']}"] == []
    for row in rows:
        for language in ("en", "ar"):
            assert 5 <= len(row[language].strip().splitlines()) <= 8
