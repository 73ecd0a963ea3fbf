"""A second yes, narrower or shorter than the first, calls back the letters that tell more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from agreeing import CLINIC, issued
from make import agreed

from casework.consent.grant import Pause, Purpose
from casework.consent.narrowing import Less
from casework.persons.pair import PairAnswer
from casework.referrals.letters import Order
from casework.tasks.task import TaskKind

WARD, LEGAL = "Example Ward B", "Example Legal Desk"

pytestmark = pytest.mark.begins(after=agreed)


def recalled(desks):
    return {one.number: one.recalled for one in desks.office().letters.register() if one.number}


def to_tell(desks):
    return [one for one in desks.office().tasks.today().today if one.kind is TaskKind.TELL_SERVICE]


def day(desks, days):
    return (desks.clock.moment + timedelta(days=days)).date().isoformat()


TICKED = {"name_used", "own_phone"}
NARROWER = [
    {"items": ["own_phone"]},
    {"items": None, "categories": ["needs", "contact"]},
    {"not_categories": ["identity"]},
]


@pytest.mark.parametrize("less", NARROWER)
def test_a_narrower_yes_calls_back_the_letter_that_tells_more(desks, case, less) -> None:
    number = issued(desks, case)
    desks.clock.pass_days(1)
    desks.agree(case, **less)
    assert recalled(desks) == {number: True}
    assert [task.subject for task in to_tell(desks)] == [CLINIC]
    assert [one.number for one in desks.office().recalls.due(case)] == [number]


def test_a_shorter_yes_calls_back_the_letter_that_lasts_longer(desks, case) -> None:
    number = issued(desks, case)
    desks.agree(case, valid_until=day(desks, 2))
    assert recalled(desks) == {number: True}
    shorter = issued(desks, case)
    desks.agree(case, valid_until=day(desks, 2))
    assert recalled(desks) == {number: True, shorter: False}


def test_a_yes_that_begins_later_calls_back_what_it_replaces(desks, case) -> None:
    number = issued(desks, case)
    desks.agree(case, valid_from=day(desks, 3))
    assert recalled(desks) == {number: True}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"items": ["name_used", "own_phone", "birth_date"]},
        {"categories": ["demographic", "contact", "needs", "family"]},
        {"recipient": None, "any_of_kind": "yes", "recipient_kind": "health"},
        # For others of that kind; what is agreed to for this one by name is closer.
        {
            "recipient": None,
            "any_of_kind": "yes",
            "recipient_kind": "health",
            "items": None,
            "valid_until": "2026-03-12",
        },
        {"purpose": "transfer", "items": None, "valid_until": "2026-03-12"},
    ],
)
def test_a_yes_that_takes_nothing_away_leaves_letters_standing(desks, case, more) -> None:
    number = issued(desks, case)
    desks.agree(case, **more)
    assert recalled(desks) == {number: False}
    assert to_tell(desks) == []


def test_a_letter_that_told_no_more_than_the_narrower_yes_stands(desks, case) -> None:
    office = desks.office()
    number = office.letters.issue(Order(case, CLINIC, left_out=frozenset({"name_used"}))).number
    desks.agree(case, WARD)
    other = office.letters.issue(Order(case, WARD)).number
    desks.agree(case, items=["own_phone"])
    assert recalled(desks) == {number: False, other: False}


def test_an_experience_left_out_calls_back_what_told_of_it(desks, case) -> None:
    record = desks.office().answers.record
    first, second = (
        record(case, "episode", {"exchange_given": [what]}, "en").subject_id
        for what in ("food", "drugs")
    )
    desks.agree(case, LEGAL, items=["exploitation_history"])
    number = desks.office().letters.issue(Order(case, LEGAL)).number
    desks.agree(case, LEGAL, items=["exploitation_history"], not_episodes=[second])
    assert recalled(desks) == {number: True}
    again = desks.office().letters.issue(Order(case, LEGAL)).number
    # Another may be told of now; the letter tells no more than before.
    desks.agree(case, LEGAL, items=["exploitation_history"])
    assert recalled(desks)[again] is False
    desks.agree(case, LEGAL, items=["exploitation_history"], not_episodes=[first, second])
    assert recalled(desks)[again] is True


def test_a_narrower_yes_after_a_pause_is_measured_too(desks, case) -> None:
    number = issued(desks, case)
    desks.office().suspensions.suspend(case, Pause.CAPACITY_DOUBT)
    desks.agree(case, WARD)
    assert recalled(desks) == {number: False}
    desks.agree(case, items=["own_phone"])
    assert recalled(desks) == {number: True}


def test_what_she_says_in_one_case_calls_back_what_it_replaces_in_another(desks, case) -> None:
    other = desks.visit()
    desks.office().likeness.say(case, other, PairAnswer.SAME)
    desks.agree(other)
    number = issued(desks, other)
    desks.clock.pass_days(1)
    desks.agree(case, items=["own_phone"])
    assert recalled(desks) == {number: True}
    assert {task.case_code for task in to_tell(desks)} == {other}


@pytest.fixture
def two(desks, case):
    """Return a case and another of the same person, from which a letter is out, and its number."""
    other = desks.visit()
    desks.office().likeness.say(case, other, PairAnswer.SAME)
    desks.agree(other)
    number = issued(desks, other)
    desks.clock.pass_days(1)
    return case, number


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"items": ["name_used", "own_phone", "birth_date"]},
        {"categories": ["demographic", "contact", "needs", "family"]},
    ],
)
def test_the_same_or_more_in_one_case_leaves_the_letter_of_another_standing(desks, two, more):
    case, number = two
    desks.agree(case, **more)
    assert recalled(desks) == {number: False}
    assert to_tell(desks) == []


@pytest.mark.parametrize(
    "less",
    [
        *NARROWER,
        {"not_categories": ["contact"]},
        {"purpose": "referral", "answer": "refused", "categories": None, "items": None},
    ],
)
def test_less_in_one_case_calls_back_the_letter_of_another(desks, two, less) -> None:
    case, number = two
    desks.agree(case, **less)
    assert recalled(desks) == {number: True}


@pytest.mark.parametrize(("days", "over"), [(2, True), (29, False)])
def test_a_shorter_yes_in_one_case_calls_back_the_letter_of_another(desks, two, days, over) -> None:
    case, number = two
    desks.agree(case, valid_until=day(desks, days))
    assert recalled(desks) == {number: over}


@pytest.mark.parametrize("less", NARROWER)
def test_less_after_the_same_yes_calls_back_the_letter_that_rested_on_it(desks, two, less) -> None:
    case, number = two
    desks.agree(case)
    assert recalled(desks) == {number: False}
    desks.clock.pass_days(1)
    desks.agree(case, **less)
    assert recalled(desks) == {number: True}


def test_a_shorter_yes_after_the_same_one_calls_back_the_letter_of_another(desks, two) -> None:
    case, number = two
    desks.agree(case)
    desks.clock.pass_days(1)
    desks.agree(case, valid_until=day(desks, 2))
    assert recalled(desks) == {number: True}


@pytest.mark.parametrize(("less", "over"), [({"items": ["own_phone"]}, True), ({}, False)])
def test_less_in_one_case_is_measured_while_she_is_paused(desks, two, less, over) -> None:
    case, number = two
    desks.office().suspensions.suspend(case, Pause.CAPACITY_DOUBT)
    desks.agree(case, **less)
    assert recalled(desks) == {number: over}


@pytest.mark.parametrize(
    ("left_out", "less", "over"),
    [
        ({"name_used"}, {"items": ["own_phone"]}, False),
        ({"name_used"}, {"items": ["own_phone"], "not_categories": ["attachments"]}, True),
        (TICKED, {"items": None, "not_categories": ["attachments"]}, False),
        (TICKED, {"items": None, "categories": ["demographic", "contact"]}, False),
        (TICKED, {"items": None, "categories": ["demographic", "needs"]}, True),
        (TICKED, {"items": None, "not_categories": ["contact"]}, True),
    ],
)
def test_what_the_letter_of_another_case_did_not_tell_may_be_taken_out(
    desks, case, left_out, less, over
) -> None:
    other, office = desks.visit(), desks.office()
    office.likeness.say(case, other, PairAnswer.SAME)
    desks.agree(other)
    number = office.letters.issue(Order(other, CLINIC, left_out=frozenset(left_out))).number
    desks.clock.pass_days(1)
    desks.agree(case, **less)
    assert recalled(desks) == {number: over}


# --- after a clock that ran ahead

AHEAD = 35


def ahead(desks, case):
    """Record an answer while the clock is ahead by more than a letter lasts."""
    desks.clock.pass_days(AHEAD)
    counted = {"purpose": "statistics_external", "valid_until": day(desks, 30)}
    said = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}
    desks.office().answers.record(case, "consent", said | {"grants": [counted]}, "en")
    desks.clock.pass_days(-AHEAD)


def test_less_holds_today_after_a_clock_ahead_and_calls_back(desks, case) -> None:
    ahead(desks, case)
    number = issued(desks, case)
    less = Less(items=frozenset({"name_used"}))
    desks.office().grants.narrow(case, Purpose.REFERRAL, CLINIC, less)
    assert recalled(desks) == {number: True}
    assert [task.subject for task in to_tell(desks)] == [CLINIC]
    again = desks.office().letters.preview(Order(case, CLINIC)).told
    assert {"own_phone"} <= {one.item for one in again} - {"name_used"}
    assert len(issued(desks, case)) == 7


@pytest.mark.parametrize("way", ["withdraw", "refuse", "narrower"])
def test_whom_to_tell_is_due_today_after_a_clock_ahead(desks, case, way) -> None:
    ahead(desks, case)
    number = issued(desks, case)
    if way == "withdraw":
        desks.office().grants.withdraw(case, Purpose.REFERRAL)
    else:
        desks.agree(case, **({"answer": "refused"} if way == "refuse" else {"items": None}))
    assert recalled(desks) == {number: True}
    assert [task.subject for task in to_tell(desks)] == [CLINIC]
    today = desks.clock.moment.date()
    assert [one.recalled_on for one in desks.office().recalls.due(case)] == [today]


def test_the_work_begins_today_after_a_clock_ahead_by_years(desks) -> None:
    case = desks.visit()
    desks.clock.pass_days(800)
    said = {"limits_explained": "yes", "means": "verbal", "given_by": "survivor"}
    no = {"grants": [{"purpose": "statistics_external", "answer": "refused"}]}
    desks.office().answers.record(case, "consent", said | no, "en")
    desks.clock.pass_days(-800)
    desks.agree(case)
    assert desks.office().overview.of(case).status == "open"
