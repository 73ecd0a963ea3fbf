"""A second yes and what the first left out: it stands on the sheet, on her papers, in the rule."""

from __future__ import annotations

import pytest
from reading import heard

from casework.consent.grant import Purpose
from casework.consent.narrowing import Less
from casework.referrals.letters import Order
from forms.codelists import label

CLINIC, LEGAL = "Example Clinic A", "Example Legal Desk"
SINGLE = frozenset({"safe_contact"})


def told(desks, case, service=CLINIC):
    return {one.item for one in desks.office().letters.preview(Order(case, service)).told}


def line(desks, case, service=CLINIC):
    return desks.office().grants.sheet(case).line(Purpose.REFERRAL, desks.services()[service])


def less(desks, case, items=SINGLE):
    desks.office().grants.narrow(case, Purpose.REFERRAL, CLINIC, Less(items=items))


def test_a_line_says_what_is_left_out(desks) -> None:
    case = desks.visit()
    desks.office().answers.record(case, "episode", {"exchange_given": ["food"]}, "en")
    second = desks.office().answers.record(case, "episode", {"exchange_given": ["drugs"]}, "en")
    desks.agree(case, not_categories=["location"], not_episodes=[second.subject_id])
    said = line(desks, case)
    assert said.excluded == {"location"}
    assert said.excluded_episodes == ((second.subject_id, 2),)


def test_what_one_of_two_answers_in_one_breath_leaves_out_the_line_leaves_out(desks) -> None:
    case = desks.visit()
    row = {
        "purpose": "referral",
        "recipient": desks.services()[CLINIC],
        "valid_until": "2026-06-01",
    }
    said = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}
    rows = [
        row | {"items": ["own_phone"]},
        row | {"items": ["name_used"], "not_categories": ["location"]},
    ]
    desks.office().answers.record(case, "consent", said | {"grants": rows}, "en")
    assert line(desks, case).excluded == {"location"}


def test_a_yes_to_a_kind_brings_back_no_single_thing_she_took_out(desks) -> None:
    case = desks.visit()
    desks.agree(case, items=["safe_contact", "name_used"])
    assert told(desks, case) >= SINGLE
    less(desks, case)
    desks.agree(case)
    assert not told(desks, case) & SINGLE
    desks.agree(case)
    assert not told(desks, case) & SINGLE


def test_a_yes_by_name_brings_it_back(desks) -> None:
    case = desks.visit()
    desks.agree(case, items=["safe_contact"])
    less(desks, case)
    desks.agree(case, items=["safe_contact"])
    assert told(desks, case) >= SINGLE
    desks.agree(case)
    assert told(desks, case) >= SINGLE


def test_what_another_service_is_not_told_concerns_that_one(desks) -> None:
    case = desks.visit()
    desks.agree(case, items=["safe_contact"])
    less(desks, case)
    desks.agree(case, "Example Ward B")
    assert told(desks, case, "Example Ward B") >= SINGLE


@pytest.mark.parametrize(("language", "experience"), [("en", "Experience 1"), ("ar", "التجربة 1")])
def test_her_papers_say_what_is_not_told(desks, language, experience) -> None:
    case = desks.visit(home="CANARY-HOME")
    only = desks.office().answers.record(case, "episode", {"exchange_given": ["food"]}, "en")
    out = {"not_categories": ["location"], "not_episodes": [only.subject_id]}
    desks.agree(case, LEGAL, items=["home_address"], **out)
    printouts = desks.office().printouts
    for make in (printouts.consent_copy, printouts.printout):
        words = " ".join(words for _, words in heard(make(case, language))).replace("\xa0", " ")
        assert label("data_category", "location", language) in words
        assert experience in words
