"""The second belt: what each kind of recipient needs to know, item by item; only ever tighter."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest

import texts
from casework.consent.grant import Consents, Grant, Purpose, Reach, Recipient, Scope
from casework.disclosure import Reason, Request, preview
from casework.need_to_know import Need, items, need_of, needed
from casework.records.casefile import Entry, case_file
from casework.services.service import Service
from forms.codelists import code_list, label

KINDS = ("health", "mhpss", "legal", "shelter", "police", "social", "cash")
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
# In, ask, never: one sign a kind, in the order of KINDS. The 36 items of the table that hold a
# value of a case; its five fixed parts (reference, role, consent line, slip, QR) hold none.
TABLE = """
case_number NNNNNNN              name_used AAAAAAA             legal_name AAAAAAA
age_group IIIIIII                birth_date ANANAAA            sex_gender IIAIAAA
sexuality_gender_identity AAAANNN                              language_interpreter IIIIIII
nationality_ethnicity_religion NNAANAN                         status_id_numbers NNANNAN
access_needs IIIIIII             service_asked IIIIIII         urgency IIIIIII
caseworker_name AAAAAAA          safe_contact IIIIAIA          own_phone AAAAAAA
home_address NNANAAN             shelter_location NNNNNNN      must_not_do IIIIIII
violence_kind AAANANN            incident_date_place NNANANN   account NNNNNNN
alleged_exploiter NNAAANN        injuries_medication AANANNN   pregnancy AANANNN
hiv_sti ANNNNNN                  mental_health AANNNNN         substance_use AANANNN
exploitation_history NNANNNN     medical_certificate ANANANN   children AAAINAA
family_names NNANNAN             caregiver_informed IIIIIII    other_services NNNNNNN
money_need NNNNNNA               photo_signature NNNNNNN
"""
FIXED = ("letter_ref", "caseworker_role", "consent_line", "feedback_slip", "qr")
RULES = dict(zip(TABLE.split()[::2], TABLE.split()[1::2], strict=True))
SIGNS = {"I": Need.IN, "A": Need.ASK, "N": Need.NEVER}
CELLS = [
    (name, kind, SIGNS[sign])
    for name, rule in RULES.items()
    for kind, sign in zip(KINDS, rule, strict=True)
]


def told_about(item, kind, *, category=False, tick=False):
    """Return whether an item is told to a kind that was granted its category or its own tick."""
    field = item.fields[0]
    # Of an alleged exploiter nothing is told for any other purpose, whatever the table allows.
    alleged = item.id == "alleged_exploiter"
    purpose = Purpose.JUSTICE_REPORT if alleged else Purpose.REFERRAL
    file = case_file("c1", "K7M2-4QX9", [Entry(field, item.category, "canary")])
    grant = Grant(
        id="a1",
        event_id="e1",
        purpose=purpose,
        scope=Scope(Reach.KIND, kind),
        given_at=NOON,
        valid_from=NOON.date(),
        valid_until=NOON.date(),
        categories=frozenset({item.category} if category else ()),
        items=frozenset({item.id} if tick else ()),
    )
    request = Request(purpose, Recipient("s-1", kind, "Example"), (item,), NOON)
    seen = preview(file, Consents((grant,)), request)
    return bool(seen.told), [one.reason for one in seen.withheld]


def test_the_table_has_41_rows_for_7_kinds() -> None:
    assert len(RULES) + len(FIXED) == 41
    assert set(KINDS) == set(code_list("recipient_kind").codes)
    assert not set(FIXED) & set(items())


@pytest.mark.parametrize(("name", "kind", "need"), CELLS)
def test_each_cell_of_the_table_is_kept_by_the_one_door(name, kind, need) -> None:
    item = items()[name]
    assert need_of(item, kind) is need
    assert told_about(item, kind, category=True)[0] is (need is Need.IN)
    told, reasons = told_about(item, kind, category=True, tick=True)
    assert told is (need is not Need.NEVER)
    assert reasons == ([Reason.NOT_NEEDED] if need is Need.NEVER else [])
    assert told_about(item, kind)[0] is False


def test_what_is_only_kept_inside_is_told_to_nobody() -> None:
    inside = set(items()) - set(RULES)
    assert inside
    for name, kind in product(inside, KINDS):
        assert need_of(items()[name], kind) is Need.NEVER


@pytest.mark.parametrize("kind", ["", "own", "Health", "press"])
def test_a_kind_that_the_table_does_not_know_is_told_nothing(kind) -> None:
    assert {need_of(item, kind) for item in items().values()} == {Need.NEVER}


def test_the_table_itself_cannot_be_written() -> None:
    with pytest.raises(TypeError):
        items()["account"] = items()["age_group"]
    with pytest.raises(TypeError):
        items()["account"].needs["police"] = Need.IN


ASKED = items()["service_asked"]
BOTH = Entry("needs.services", "needs", ("health_emergency", "legal_immigration"), "service_type")


@pytest.mark.parametrize(
    ("kind", "mine", "rest"),
    [
        ("health", ("health_emergency",), ("legal_immigration",)),
        ("legal", ("legal_immigration",), ("health_emergency",)),
        ("cash", None, ("health_emergency", "legal_immigration")),
    ],
)
def test_a_service_hears_of_the_help_it_gives_and_of_no_other(kind, mine, rest) -> None:
    assert ASKED.narrow
    recipient = Service("01" * 16, "s-1", "Example", kind).recipient
    told, stays = needed(ASKED, BOTH, recipient)
    assert (told and told.value, stays and stays.value) == (mine, rest)


def test_a_single_need_is_narrowed_too_and_nothing_is_left_over() -> None:
    recipient = Service("01" * 16, "s-1", "Example", "health").recipient
    one = Entry("needs.services", "needs", "health_emergency", "service_type")
    assert needed(ASKED, one, recipient) == (
        Entry(one.field, "needs", (one.value,), one.codes_of),
        None,
    )


def test_a_service_that_says_what_it_offers_is_taken_at_its_word() -> None:
    details = {"service_types": "legal_immigration"}
    recipient = Service("01" * 16, "s-1", "Example", "health", details).recipient
    told, _ = needed(ASKED, BOTH, recipient)
    assert told is not None
    assert told.value == ("legal_immigration",)


def test_what_is_not_narrow_is_told_whole() -> None:
    phone = Entry("contact.phone", "contact", "canary")
    recipient = Service("01" * 16, "s-1", "Example", "health").recipient
    assert needed(items()["own_phone"], phone, recipient) == (phone, None)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_tick_is_called_what_the_six_experiences_are_called(language) -> None:
    """They leave by the tick for exploitation; what is called as they are would promise them."""
    six = label("data_category", "exploitation_category", language)
    names = {texts.say(one.label_id, language=language) for one in items().values()}
    assert six not in names
    assert texts.say("consent.told.violence_kind", language=language) in names
    for one in items().values():
        if one.id in code_list("told_item").codes:
            said = texts.say(one.label_id, language=language)
            assert label("told_item", one.id, language) == said


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_item_has_a_name_that_can_be_read_aloud(language) -> None:
    for item in items().values():
        assert texts.say(item.label_id, language=language).strip()
