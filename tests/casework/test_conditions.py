"""A condition on which she agreed is seen where something is told, and stands on her papers."""

from __future__ import annotations

from io import BytesIO

import pytest
from agreeing import CLINIC
from reading import heard

from casework.consent.grant import Purpose
from casework.consent.narrowing import Less
from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.referrals.letters import Order
from casework.referrals.referral import Need

WARD = "Example Ward B"
ONLY_IF = "CANARY-ONLY-IF"


def conditions(desks, case, service=CLINIC):
    return desks.office().letters.draft(Order(case, service)).seen.conditions


def test_a_letter_shows_on_which_condition_it_was_agreed_to(desks) -> None:
    case = desks.visit()
    desks.agree(case, conditions=ONLY_IF)
    desks.agree(case, WARD)
    seen = desks.office().letters.draft(Order(case, CLINIC)).seen
    assert seen.conditions == (ONLY_IF,)
    assert ONLY_IF not in repr(seen)
    assert conditions(desks, case, WARD) == ()


def test_each_condition_of_all_that_holds_stands_once(desks) -> None:
    case = desks.visit()
    kind = {"recipient": None, "any_of_kind": "yes", "recipient_kind": "health"}
    desks.agree(case, conditions=ONLY_IF)
    desks.agree(case, **kind, conditions="CANARY-AND-IF")
    desks.agree(case, **kind | {"recipient_kind": "legal"}, conditions="CANARY-NOT-HERE")
    assert conditions(desks, case) == ("CANARY-AND-IF", ONLY_IF)


def test_less_keeps_the_condition_and_a_yes_without_one_takes_it_away(desks) -> None:
    case = desks.visit()
    desks.agree(case, conditions=ONLY_IF)
    less = Less(items=frozenset({"own_phone"}))
    desks.office().grants.narrow(case, Purpose.REFERRAL, CLINIC, less)
    assert conditions(desks, case) == (ONLY_IF,)
    desks.agree(case)
    assert conditions(desks, case) == ()


def test_what_is_told_aloud_is_told_on_it_too(desks) -> None:
    case = desks.visit()
    desks.agree(case, conditions=ONLY_IF)
    referral = desks.office().referrals.begin(case, Need(), CLINIC).subject_id
    assert desks.office().talks.foresee(case, referral).conditions == (ONLY_IF,)


def test_a_file_is_copied_out_on_it_too(desks) -> None:
    case, files = desks.visit(), desks.office().attachments
    desks.agree(case, categories=["attachments"], items=["medical_certificate"], conditions=ONLY_IF)
    sorts = Sort.MEDICAL_CERTIFICATE, Sort.PHOTO, Sort.MESSAGE
    given, not_agreed, of_no_paper = (
        files.add(Coming(case, one), BytesIO(b"a")).subject_id for one in sorts
    )
    assert files.conditions(case, given, CLINIC) == (ONLY_IF,)
    assert files.conditions(case, given, WARD) == ()
    assert files.conditions(case, not_agreed, CLINIC) == ()
    assert files.conditions(case, of_no_paper, CLINIC) == ()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_her_papers_say_the_condition_and_the_letter_does_not(desks, language) -> None:
    case = desks.visit()
    desks.agree(case, conditions=ONLY_IF)
    office = desks.office()
    papers = [
        make(case, language) for make in (office.printouts.consent_copy, office.printouts.printout)
    ]
    papers.append(office.letters.issue(Order(case, CLINIC, language=language)).pdf)
    said = ["".join(words for _, words in heard(pdf)) for pdf in papers]
    assert [ONLY_IF in words for words in said] == [True, True, False]
