"""Less agreed to, or a wall around a case, calls back the letters that say otherwise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from agreeing import CLINIC, issued
from make import agreed

from casework.consent.grant import Purpose
from casework.consent.narrowing import Less
from casework.persons.pair import PairAnswer
from casework.referrals.desk import Move
from casework.referrals.letters import Order
from casework.referrals.referral import Need, ReferralStatus
from casework.tasks.task import TaskKind
from casework.team.wall import Nearness

WARD = "Example Ward B"


pytestmark = pytest.mark.begins(after=agreed)


def recalled(desks):
    return {one.number: one.recalled for one in desks.office().letters.register() if one.number}


def to_tell(desks):
    return [one for one in desks.office().tasks.today().today if one.kind is TaskKind.TELL_SERVICE]


def narrow(desks, case, **less):
    desks.office().grants.narrow(case, Purpose.REFERRAL, CLINIC, Less(**less))


@pytest.mark.parametrize(
    "less", [{"items": frozenset({"name_used"})}, {"categories": frozenset({"demographic"})}]
)
def test_a_letter_that_tells_more_than_is_agreed_to_now_is_recalled(desks, case, less) -> None:
    number = issued(desks, case)
    narrow(desks, case, **less)
    assert recalled(desks) == {number: True}
    assert [task.subject for task in to_tell(desks)] == [CLINIC]
    assert [one.number for one in desks.office().recalls.due(case)] == [number]
    # The help itself goes on, and a letter that tells less follows.
    assert len(issued(desks, case)) == 7


def test_a_letter_that_lasts_longer_than_is_agreed_to_now_is_recalled(desks, case) -> None:
    number = issued(desks, case)
    narrow(desks, case, until=(desks.clock.moment + timedelta(days=3)).date())
    assert recalled(desks) == {number: True}


def test_a_letter_that_tells_no_more_than_is_agreed_to_now_holds(desks, case) -> None:
    office = desks.office()
    number = office.letters.issue(Order(case, CLINIC, left_out=frozenset({"name_used"}))).number
    desks.agree(case, WARD)
    other = office.letters.issue(Order(case, WARD)).number
    narrow(desks, case, items=frozenset({"name_used"}))
    assert recalled(desks) == {number: False, other: False}
    assert to_tell(desks) == []


def test_what_is_narrowed_in_one_case_calls_back_what_went_out_of_another_of_hers(
    desks, case
) -> None:
    other = desks.visit()
    desks.office().likeness.say(case, other, PairAnswer.SAME)
    desks.clock.pass_days(1)
    desks.agree(other, recipient="", any_of_kind="yes", recipient_kind="health")
    numbers = issued(desks, case), issued(desks, other)
    narrow(desks, case, items=frozenset({"name_used"}))
    assert recalled(desks) == dict.fromkeys(numbers, True)
    assert {task.case_code for task in to_tell(desks)} == {case, other}


@pytest.mark.parametrize(
    ("kind", "stands"),
    [
        (Nearness.HER_WISH, ReferralStatus.WITHDRAWN_BY_SURVIVOR),
        (Nearness.RELATIVE, ReferralStatus.RECALLED),
    ],
)
def test_a_wall_calls_back_what_went_to_the_service_in_all_her_cases(
    desks, case, kind, stands
) -> None:
    other = desks.visit()
    desks.agree(other)
    numbers = issued(desks, case), issued(desks, other)
    desks.agree(case, WARD)
    kept = desks.office().letters.issue(Order(case, WARD)).number
    desks.office().likeness.say(case, other, PairAnswer.SAME)
    desks.office().walls.keep_service_from(case, CLINIC, kind)
    assert recalled(desks) == {numbers[0]: True, numbers[1]: True, kept: False}
    for one in (case, other):
        assert stands in {line.status for line in desks.office().referrals.of(one).lines}
    assert {task.case_code for task in to_tell(desks)} == {case, other}


def test_a_wall_ends_what_was_only_thought_of_too(desks, case) -> None:
    desks.office().referrals.begin(case, Need(), CLINIC)
    desks.office().walls.keep_service_from(case, CLINIC, Nearness.SAME_UNIT)
    (line,) = desks.office().referrals.of(case).lines
    assert line.status is ReferralStatus.PROVIDER_UNAVAILABLE
    assert to_tell(desks) == []


def test_a_wall_asks_whoever_was_told_aloud_to_forget_it_though_help_was_had(desks, case) -> None:
    office = desks.office()
    referral = office.referrals.begin(case, Need(), CLINIC).subject_id
    office.talks.tell(case, referral)
    for status in (ReferralStatus.ACCEPTED, ReferralStatus.COMPLETED):
        office.referrals.move(case, referral, Move(status))
    office.walls.keep_service_from(case, CLINIC, Nearness.RELATIVE)
    assert [task.subject for task in to_tell(desks)] == [CLINIC]
