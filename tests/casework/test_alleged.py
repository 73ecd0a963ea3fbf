"""What is said of an alleged exploiter: alleged for ever, and told for justice alone."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from models import model_of

import texts
from casework.consent.grant import Consents, Grant, Purpose, Reach, Recipient, Scope
from casework.disclosure import Reason, Request, disclose, preview
from casework.need_to_know import items
from casework.records.casefile import Entry, case_file
from casework.referrals.letters import Order
from forms.codelists import code_list
from forms.library import library

HOUSE = Path(__file__).parents[2]
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
ALLEGED = items()["alleged_exploiter"]
KINDS = tuple(code_list("recipient_kind").codes)
SAID = {
    "known_as": "CANARY-ALLEGED",
    "sex": "male",
    "relationship": "employer",
    "role": ["controller", "recruiter"],
    "occupation": "aid_worker",
    "position": "aid_worker",
    "left_out": "CANARY-LINE",
    "past_harm": ["harmed_others"],
    "safety": "CANARY-SAFETY",
}
FILE = case_file(
    "c1",
    "K7M2-4QX9",
    [Entry(name, "alleged_exploiter", "canary") for name in ALLEGED.fields],
)


@given(st.sampled_from(Purpose), st.sampled_from(KINDS), st.booleans())
def test_what_is_said_of_an_alleged_exploiter_leaves_for_justice_alone(purpose, kind, by_tick):
    """However much was agreed to: by its own tick, its fields and its category."""
    recipient = Recipient("s-1", kind, "Example service")
    grant = Grant(
        id="a1",
        event_id="e1",
        purpose=purpose,
        scope=Scope(Reach.SERVICE, "s-1"),
        given_at=NOON,
        valid_from=NOON.date(),
        valid_until=NOON.date(),
        categories=frozenset({"alleged_exploiter"}),
        items=frozenset({"alleged_exploiter", *ALLEGED.fields} if by_tick else ()),
    )
    request = Request(purpose, recipient, (ALLEGED,), NOON)
    told = disclose(FILE, Consents((grant,)), request).told
    if purpose is not Purpose.JUSTICE_REPORT:
        assert told == ()
        assert preview(FILE, Consents((grant,)), request).withheld[0].reason in {
            Reason.ONLY_FOR_JUSTICE,
            Reason.NOT_NEEDED,
        }
    else:
        assert bool(told) is (by_tick and kind in {"legal", "shelter", "police"})


def test_no_letter_of_help_asks_for_it() -> None:
    for path in sorted((HOUSE / "reports" / "letters").glob("*.toml")):
        template = tomllib.loads(path.read_text("utf-8"))
        asked = {one["id"] for part in template.get("section", ()) for one in part["items"]}
        if "alleged_exploiter" in asked:
            assert template["purpose"] == Purpose.JUSTICE_REPORT, path.name


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_is_called_alleged_wherever_it_has_a_name(language) -> None:
    alleged = {"en": "alleged", "ar": "المشتبه"}[language]
    for name in ("item.alleged_exploiter", "form_name.exploiter"):
        assert alleged in texts.say(name, language=language).casefold(), name
    assert alleged in code_list("told_item").codes["alleged_exploiter"].label(language).casefold()
    assert (
        alleged in code_list("data_category").codes["alleged_exploiter"].label(language).casefold()
    )


def test_every_question_about_it_is_in_its_own_compartment() -> None:
    model = model_of("exploiter")
    asked = [one for one in model.questions() if not one.is_note]
    assert {one.category for one in asked} == {"alleged_exploiter"}
    for form in library():
        if form != "exploiter":
            others = model_of(form).questions()
            assert not [one.qid for one in others if one.category == "alleged_exploiter"]


def test_a_service_is_told_nothing_of_it_and_no_search_finds_it(desks) -> None:
    case = desks.visit()
    desks.office().answers.record(case, "exploiter", SAID, "en")
    desks.agree(case, categories=["alleged_exploiter", "needs"], items=["alleged_exploiter"])
    seen = desks.office().letters.preview(Order(case, "Example Clinic A"))
    assert not [one for one in seen.told if "CANARY" in one.value]
    held = {one.item: one.reason for one in seen.withheld}
    assert held["alleged_exploiter"] is Reason.ONLY_FOR_JUSTICE
    for words, _ in product(("CANARY-ALLEGED", "CANARY-LINE", "CANARY-SAFETY"), "x"):
        assert desks.office().cases.find(words) == []


def test_reading_it_stands_in_the_history_of_the_case_by_itself(desks) -> None:
    case = desks.visit()
    told = desks.office().answers.record(case, "episode", {}, "en").subject_id
    linked = [{"linked_episode": told, "linked_role": ["recruiter"]}]
    desks.office().answers.record(case, "exploiter", SAID | {"linked": linked}, "en")
    (one,) = desks.office().exploiters.of(case)
    assert (one.known_as, one.left_out) == ("CANARY-ALLEGED", "CANARY-LINE")
    assert one.roles == {"controller", "recruiter"}
    assert one.by_own_path
    assert [(part.episode_id, part.roles) for part in one.episodes] == [(told, {"recruiter"})]
    assert "CANARY" not in repr(one)
    assert desks.office().history.of(case)[0].act == "exploiters_read"
