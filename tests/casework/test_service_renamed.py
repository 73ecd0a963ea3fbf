"""A yes names one service: what becomes another one by its name or kind is asked about anew."""

from __future__ import annotations

from datetime import date

import pytest
from make import Clock, agreed

from casework.consent.grant import Purpose
from casework.consent.override import Basis, ToldHer
from casework.disclosure import ConsentMissing
from casework.persons.spelling import is_spelled_otherwise
from casework.referrals.letters import Order
from casework.referrals.overrides import Proposal
from casework.team.seat import NotFound
from forms.filling import fill
from forms.session import open_session

CLINIC, LIAISON = "Example Clinic A", "Example Police Liaison"


pytestmark = pytest.mark.begins(after=agreed)


def changed(desks, named, **answers):
    office = desks.office()
    (service,) = [one for one in office.services.all() if one.name == named]
    sheet = office.filling.amend("", service.id)
    session = open_session(sheet.model, sheet.doc, Clock(), "en", sheet.externals)
    fill(session, answers)
    return service.code, office.filling.finish(sheet, session.finish())


@pytest.mark.parametrize(
    "answers",
    [
        {"kind": "legal"},
        {"name": "Example Clinic B"},
        {"name": "Another House"},
        {"name": "Example Clinic"},
        {"name": "Example Clinic A North"},
    ],
)
def test_by_another_name_or_kind_it_is_another_service_that_nobody_agreed_to(
    desks, case, answers
) -> None:
    code, change = changed(desks, CLINIC, **answers)
    assert change.kind == "service_replaced"
    assert change.reason != code
    office = desks.office()
    now = {one.code: one for one in office.services.everyone()}
    assert (now[code].name, now[code].kind, now[code].active) == (CLINIC, "health", False)
    assert now[change.reason].active
    for other in (change.reason, code):
        with pytest.raises(Exception, match=r"consent_missing|service_not_found"):
            office.letters.issue(Order(case, other))
    # What was agreed to for the earlier one is still there to be taken back.
    assert office.grants.withdraw(case, Purpose.REFERRAL, code).change.kind == "consent_withdrawn"


@pytest.mark.parametrize("name", ["EXAMPLE  clinic a", "Exmaple Clinic A", "Éxample Clinic-A"])
def test_a_spelling_is_corrected_and_letters_go_on(desks, case, name) -> None:
    code, change = changed(desks, CLINIC, name=name)
    assert (change.kind, change.reason) == ("service_changed", code)
    assert len(desks.office().letters.issue(Order(case, code)).number) == 7


def test_what_was_decided_for_an_authority_is_not_carried_out_to_another(desks, case) -> None:
    why = Basis.LEGAL_OBLIGATION, frozenset({"age_group"}), "x", ToldHer.BEFORE
    proposal = Proposal(LIAISON, *why, date(2026, 5, 1))
    override = desks.office().overrides.propose(case, proposal).subject_id
    desks.decide(case, override)
    changed(desks, LIAISON, name="Another Landlord")
    with pytest.raises(NotFound, match="service_not_found"):
        desks.office().overrides.carry_out(case, override)


def test_the_store_lets_no_kind_change(desks) -> None:
    with pytest.raises(Exception, match="consent:service"):
        desks.store.connection.execute("update service set kind = 'legal'")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Example House", "example house", True),
        ("Example House", "Examples House", True),
        ("Example House", "Exampel House", True),
        ("Clinic 12", "Clinic 13", False),
        ("Mercy", "Percy", False),
        ("North Clinic", "South Clinic", False),
        ("Legal aid", "Legalaid", True),
        ("", "Example", False),
    ],
)
def test_only_a_slip_in_a_long_word_is_a_spelling(one, other, same) -> None:
    assert is_spelled_otherwise(one, other) is same
    assert is_spelled_otherwise(other, one) is same


def test_a_yes_for_a_new_name_of_another_kind_is_none_for_the_known_one(desks, case) -> None:
    new = {"recipient_new_name": LIAISON.lower(), "recipient_kind": "shelter"}
    desks.agree(case, recipient=None, **new)
    known = desks.office().services.all()
    kinds = {one.kind: one.code for one in known if one.name.casefold() == LIAISON.casefold()}
    assert set(kinds) == {"police", "shelter"}
    with pytest.raises(ConsentMissing):
        desks.office().letters.issue(Order(case, kinds["police"]))
    assert desks.office().letters.issue(Order(case, kinds["shelter"])).number
