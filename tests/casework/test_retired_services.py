"""A service that left the directory is told nothing more, and what was agreed for it can end."""

from __future__ import annotations

import pytest

from casework.consent.consequences import Effect
from casework.consent.grant import GrantState, Purpose
from casework.consent.narrowing import Less
from casework.referrals.letters import Order
from casework.referrals.referral import Need, ReferralStatus
from casework.tasks.task import TaskKind
from casework.team.seat import NotFound

CLINIC, WARD = "Example Clinic A", "Example Ward B"


def begin(desks):
    return next(one.code for one in desks.office().services.all() if one.name == CLINIC)


pytestmark = pytest.mark.begins(after=begin)


@pytest.fixture
def code(start):
    return start.kept


@pytest.fixture
def case(desks):
    case = desks.visit()
    for service in (CLINIC, WARD):
        desks.agree(case, service)
    return case


@pytest.mark.parametrize("named", [True, False])
def test_a_yes_for_it_is_taken_back_with_all_that_rests_on_it(desks, case, code, named) -> None:
    office = desks.office()
    letter = office.letters.issue(Order(case, CLINIC)).number
    other = office.letters.issue(Order(case, WARD)).number
    office.services.retire(code)
    asked = CLINIC if named else code
    foreseen = office.grants.foresee(case, Purpose.REFERRAL, asked)
    done = office.grants.withdraw(case, Purpose.REFERRAL, asked)
    assert tuple(foreseen) == done.consequences
    said = {(one.effect, one.subject) for one in done.consequences}
    assert {(Effect.LETTER_RECALLED, letter), (Effect.REFERRAL_STOPS, CLINIC)} <= said
    assert (Effect.NO_NEW_LETTER_TO, CLINIC) in said
    recalled = {one.number: one.recalled for one in office.letters.register()}
    assert recalled == {letter: True, other: False}
    tasks = [(one.kind, one.subject) for one in office.overview.of(case).tasks]
    assert (TaskKind.TELL_SERVICE, CLINIC) in tasks
    assert (TaskKind.REPLY, CLINIC) not in tasks
    status = {one.service: one.status for one in office.referrals.of(case).lines}
    assert status[CLINIC] is ReferralStatus.WITHDRAWN_BY_SURVIVOR
    office.services.bring_back(code)
    assert not office.letters.choices(case).addressees[0].agreed
    assert {one.state for one in office.grants.of(case) if one.recipient == WARD} == {"active"}


def test_all_that_was_agreed_to_ends_for_it_by_name_too(desks, case, code) -> None:
    office = desks.office()
    office.letters.issue(Order(case, CLINIC))
    office.services.retire(code)
    said = office.grants.withdraw(case, Purpose.CASE_SERVICE).consequences
    assert (Effect.REFERRAL_STOPS, CLINIC) in {(one.effect, one.subject) for one in said}


def test_a_yes_for_it_is_narrowed(desks, case, code) -> None:
    office = desks.office()
    office.services.retire(code)
    office.grants.narrow(case, Purpose.REFERRAL, code, Less(categories=frozenset({"contact"})))
    office.services.bring_back(code)
    seen = office.letters.preview(Order(case, CLINIC))
    told = {one.item for one in office.letters.preview(Order(case, WARD)).told}
    assert "own_phone" in told
    assert "own_phone" not in {one.item for one in seen.told}


def test_what_two_services_bear_names_none_of_them_in_or_out_of_use(desks, case, code) -> None:
    office = desks.office()
    office.services.retire(code)
    desks.store.connection.execute("update service set name = ? where name = ?", (CLINIC, WARD))
    with pytest.raises(NotFound, match=r"^service_ambiguous$"):
        office.grants.withdraw(case, Purpose.REFERRAL, CLINIC)
    office.grants.withdraw(case, Purpose.REFERRAL, code)
    states = [one.state for one in office.grants.of(case) if one.purpose is Purpose.REFERRAL]
    assert set(states) == {GrantState.WITHDRAWN, GrantState.ACTIVE}


def test_nothing_is_told_aloud_to_it(desks, case, code) -> None:
    office = desks.office()
    referral = office.referrals.begin(case, Need(), CLINIC).subject_id
    office.services.retire(code)
    for ask in (office.talks.foresee, office.talks.tell):
        with pytest.raises(NotFound, match=r"^service_not_found$"):
            ask(case, referral)
    office.services.bring_back(code)
    assert office.talks.foresee(case, referral).told
    assert office.talks.tell(case, referral).kind == "referral_told"


def test_what_was_agreed_for_it_names_it_still(desks, case, code) -> None:
    office = desks.office()
    office.services.retire(code)
    lines = {one.scope.id: one.name for one in office.grants.sheet(case).lines}
    assert lines[code] == CLINIC
    assert CLINIC in {one.recipient for one in office.grants.of(case)}
