"""What is suspended holds for nobody until it is lifted; what is narrowed never grows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from agreeing import agree_for, issued

from casework.answers.desk import AnswersRefused
from casework.consent.agreement import ConsentLine
from casework.consent.grant import GrantState, Pause, Purpose
from casework.consent.narrowing import Less
from casework.disclosure import Reason
from casework.referrals.letters import Order
from casework.team.seat import NotFound

CLINIC = "Example Clinic A"
CHILD = {"birth_precision": "year", "birth_year": 2012}


def states(desks, case):
    return {view.state for view in desks.office().grants.of(case)}


@pytest.mark.parametrize("why", list(Pause))
def test_a_suspension_holds_at_once_and_lifting_it_gives_back_what_was_there(desks, why) -> None:
    case = desks.visit(**CHILD)
    agree_for(desks, case, "caregiver")
    desks.office().suspensions.suspend(case, why)
    assert issued(desks, case) == "consent_suspended"
    assert states(desks, case) == {GrantState.SUSPENDED}
    desks.office().suspensions.lift(case, why)
    assert len(issued(desks, case)) == 7


@pytest.mark.parametrize(
    ("why", "left"),
    [
        (Pause.CAREGIVER_UNSAFE, GrantState.ACTIVE),
        (Pause.CAPACITY_DOUBT, GrantState.SUSPENDED),
        (Pause.CONFLICT_FOUND, GrantState.SUSPENDED),
    ],
)
def test_a_caregiver_who_is_not_safe_takes_only_her_own_yes_with_her(desks, why, left) -> None:
    case = desks.visit()
    desks.agree(case)
    desks.office().suspensions.suspend(case, why)
    assert states(desks, case) == {left}
    desks.clock.pass_days(1)
    desks.agree(case)
    assert len(issued(desks, case)) == 7


def test_one_reason_that_is_gone_leaves_the_other(desks) -> None:
    case = desks.visit(**CHILD)
    agree_for(desks, case, "caregiver")
    desks.office().suspensions.suspend(case, Pause.CAREGIVER_UNSAFE)
    desks.office().suspensions.suspend(case, Pause.CONFLICT_FOUND)
    desks.office().suspensions.lift(case, Pause.CAREGIVER_UNSAFE)
    assert issued(desks, case) == "consent_suspended"


def test_what_she_takes_back_while_it_is_suspended_stays_taken_back(desks) -> None:
    case = desks.visit(**CHILD)
    agree_for(desks, case, "caregiver")
    desks.office().suspensions.suspend(case, Pause.CONFLICT_FOUND)
    desks.office().grants.withdraw(case, Purpose.REFERRAL)
    desks.office().suspensions.lift(case, Pause.CONFLICT_FOUND)
    assert issued(desks, case) == "consent_missing"


def test_a_reason_is_recorded_once_and_only_what_is_suspended_is_lifted(desks) -> None:
    case = desks.visit()
    with pytest.raises(NotFound, match="not_suspended"):
        desks.office().suspensions.lift(case, Pause.CONFLICT_FOUND)
    desks.office().suspensions.suspend(case, Pause.CONFLICT_FOUND)
    with pytest.raises(NotFound, match="suspended_already"):
        desks.office().suspensions.suspend(case, Pause.CONFLICT_FOUND)


def test_the_list_says_of_a_case_as_before_once_a_suspension_is_lifted(desks) -> None:
    case = desks.visit()
    suspensions = desks.office().suspensions

    def listed():
        (line,) = desks.office().caselist.lines([1])
        return line.consent, line.next

    before = listed()
    assert before[0] is ConsentLine.NOT_ASKED
    suspensions.suspend(case, Pause.CAPACITY_DOUBT)
    assert listed()[0] is ConsentLine.SHARING_NONE
    suspensions.lift(case, Pause.CAPACITY_DOUBT)
    assert listed() == before


def test_a_yes_that_came_after_a_suspension_is_suspended_for_the_same_reason(desks) -> None:
    case = desks.visit()
    desks.agree(case)
    desks.office().suspensions.suspend(case, Pause.CAPACITY_DOUBT)
    assert desks.office().grants.sheet(case).wholly_paused == {Pause.CAPACITY_DOUBT}
    desks.clock.pass_days(1)
    desks.agree(case)
    assert desks.office().grants.sheet(case).wholly_paused == frozenset()
    desks.office().suspensions.suspend(case, Pause.CAPACITY_DOUBT)
    assert states(desks, case) == {GrantState.SUSPENDED}
    desks.office().suspensions.lift(case, Pause.CAPACITY_DOUBT)
    assert GrantState.ACTIVE in states(desks, case)


def test_what_is_narrowed_together_ends_with_a_caregiver_who_is_not_safe(desks) -> None:
    case, service = desks.visit(**CHILD), desks.services()[CLINIC]
    explained = {"exception_reason": "EX-REASON", "second_person": "EX-SECOND"}
    agree_for(desks, case, "other_adult", **explained)
    until = (desks.clock.moment + timedelta(days=90)).date().isoformat()
    wide = {"any_of_kind": "yes", "recipient_kind": "health", "categories": ["contact"]}
    grant = {"purpose": "referral", "valid_until": until} | wide
    desks.clock.pass_days(1)
    agree_for(desks, case, "caregiver", grants=[grant])
    desks.office().grants.narrow(case, Purpose.REFERRAL, service, Less(frozenset({"needs"})))
    desks.office().suspensions.suspend(case, Pause.CAREGIVER_UNSAFE)
    assert issued(desks, case) == "consent_suspended"


def test_an_unsafe_adult_never_signs_and_never_stands_in_a_letter(desks) -> None:
    case = desks.visit(**CHILD, caregiver_informed="informed")
    agree_for(desks, case, "caregiver")
    desks.office().suspensions.suspend(case, Pause.CAREGIVER_UNSAFE)
    with pytest.raises(AnswersRefused, match="given_by unsafe_adult"):
        agree_for(desks, case, "caregiver")
    explained = {"exception_reason": "no safe adult", "second_person": "Supervisor 1"}
    grant = {
        "purpose": "referral",
        "recipient": desks.services()[CLINIC],
        "categories": ["demographic", "family"],
        "valid_until": "2026-09-01",
    }
    agree_for(desks, case, "survivor_alone", child_assent="", grants=[grant], **explained)
    seen = desks.office().letters.preview(Order(case, CLINIC))
    held = {one.item: one.reason for one in seen.withheld}
    assert held["caregiver_informed"] is Reason.UNSAFE_ADULT
    assert "caregiver_informed" not in {one.item for one in seen.told}


@pytest.mark.parametrize("named", ["Caseworker 1", " CASEWORKER 1 "])
def test_who_records_it_is_no_second_person_for_it(desks, named) -> None:
    case = desks.visit(**CHILD)
    explained = {"exception_reason": "no safe adult", "second_person": named}
    with pytest.raises(AnswersRefused, match="second_person exception_explained"):
        agree_for(desks, case, "other_adult", **explained)


@pytest.mark.parametrize("missing", ["exception_reason", "second_person"])
def test_a_child_without_a_safe_adult_needs_a_reason_and_a_second_person(desks, missing) -> None:
    case = desks.visit(**CHILD)
    explained = {"exception_reason": "no safe adult", "second_person": "Supervisor 1"}
    with pytest.raises(AnswersRefused, match=f"{missing} exception_explained"):
        agree_for(desks, case, "survivor_alone", **(explained | {missing: ""}))
    agree_for(desks, case, "survivor_alone", **explained)
    assert len(issued(desks, case)) == 7


@pytest.mark.parametrize("year", [2016, 2022])
def test_a_younger_child_is_never_asked_alone(desks, year) -> None:
    case = desks.visit(birth_precision="year", birth_year=year)
    explained = {"exception_reason": "no safe adult", "second_person": "Supervisor 1"}
    with pytest.raises(AnswersRefused, match="given_by adult_agrees_too"):
        agree_for(desks, case, "survivor_alone", **explained)


def test_what_is_narrowed_never_grows_and_the_old_grant_stays_as_it_was(desks) -> None:
    case = desks.visit()
    desks.agree(case)
    query = "select * from consent_grant order by given_at, id"
    before = desks.store.connection.execute(query).fetchall()
    less = Less(categories=frozenset({"contact"}), items=frozenset({"own_phone"}))
    desks.office().grants.narrow(case, Purpose.REFERRAL, CLINIC, less)
    assert set(before) < set(desks.store.connection.execute(query).fetchall())
    seen = desks.office().letters.preview(Order(case, CLINIC))
    assert "name_used" in {one.item for one in seen.told}
    held = {one.item: one.reason for one in seen.withheld}
    assert held["own_phone"] is held["safe_contact"] is Reason.EXCLUDED


def test_what_a_caregiver_agreed_to_is_still_hers_after_it_was_narrowed(desks) -> None:
    case = desks.visit(**CHILD)
    agree_for(desks, case, "caregiver")
    less = Less(categories=frozenset({"demographic"}))
    desks.office().grants.narrow(case, Purpose.REFERRAL, CLINIC, less)
    desks.office().suspensions.suspend(case, Pause.CAREGIVER_UNSAFE)
    assert issued(desks, case) == "consent_suspended"


def test_nothing_is_narrowed_where_nothing_is_agreed_to(desks) -> None:
    case = desks.visit()
    with pytest.raises(NotFound, match="nothing_to_narrow"):
        desks.office().grants.narrow(case, Purpose.REFERRAL, CLINIC, Less())
    with pytest.raises(NotFound, match="nothing_to_narrow"):
        desks.office().grants.narrow(case, Purpose.STATISTICS_EXTERNAL, "", Less())


def test_what_the_own_office_may_do_is_made_less_too(desks) -> None:
    case, sooner = desks.visit(), (desks.clock.moment + timedelta(days=5)).date()
    desks.agree(case, purpose="statistics_external", recipient=None, categories=None, items=None)
    desks.clock.pass_days(1)
    desks.office().grants.narrow(case, Purpose.STATISTICS_EXTERNAL, "", Less(until=sooner))
    views = desks.office().grants.of(case)
    ends = {one.state: one.valid_to for one in views if one.purpose is Purpose.STATISTICS_EXTERNAL}
    assert ends[GrantState.ACTIVE] == sooner
