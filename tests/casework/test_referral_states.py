"""A referral goes only where the table of its states lets it go."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.referrals.referral import (
    Referral,
    ReferralStatus,
    ReferralStepNotAllowed,
    answer_of,
    following,
    step,
)
from db.rows.referrals import ReferralRow
from forms.codelists import code_list

# Before anything went out; any of these she may still decline.
BEFORE = {
    "idea": {"discussed", "agreed", "declined_by_survivor", "provided_here"},
    "discussed": {"agreed", "declined_by_survivor", "provided_here"},
    "agreed": {"letter_issued", "told_verbally", "declined_by_survivor", "provided_here"},
}
# After something went out; a letter can be written anew and can be recalled.
AFTER = {
    "letter_issued": {"received", "accepted", "refused", "waiting_list", "no_answer"},
    "told_verbally": {"received", "accepted", "refused", "waiting_list", "no_answer"},
    "received": {"accepted", "refused", "waiting_list", "no_answer"},
    "accepted": {"attended", "completed"},
    "waiting_list": {"accepted", "refused", "waiting_list", "no_answer"},
    "no_answer": {"accepted", "refused", "waiting_list", "no_answer", "told_verbally"},
    "attended": {"completed"},
}
ANY_TIME = {
    "withdrawn_by_survivor",
    "provider_unavailable",
    "already_received",
    "not_applicable",
}
OVER = {
    "provided_here",
    "already_received",
    "not_applicable",
    "completed",
    "declined_by_survivor",
    "recalled",
    "refused",
    "withdrawn_by_survivor",
    "provider_unavailable",
}
NEXT = (
    {old: new | ANY_TIME for old, new in BEFORE.items()}
    | {old: new | ANY_TIME | {"letter_issued", "recalled"} for old, new in AFTER.items()}
    | {old: set() for old in OVER}
)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(("old", "new"), list(product(ReferralStatus, ReferralStatus)))
def test_a_referral_goes_only_where_its_table_says(old, new) -> None:
    if new.value in NEXT[old.value]:
        assert step(old, new) is new
    else:
        with pytest.raises(ReferralStepNotAllowed, match=f"^{old.value} {new.value}$"):
            step(old, new)


def test_the_table_names_every_status_there_is() -> None:
    assert set(NEXT) == {status.value for status in ReferralStatus}


@pytest.mark.parametrize("status", list(ReferralStatus))
def test_she_may_withdraw_from_everything_that_is_under_way(status) -> None:
    referral = Referral("a1", "c1", "s1", status, NOON, NOON)
    assert referral.is_under_way is (status.value not in OVER)
    if referral.is_under_way:
        stopped = step(status, ReferralStatus.WITHDRAWN_BY_SURVIVOR)
        assert stopped is ReferralStatus.WITHDRAWN_BY_SURVIVOR


def test_every_answer_that_a_form_knows_is_the_answer_of_a_status() -> None:
    known = {code.id for code in code_list("referral_answer").codes.values() if not code.non_answer}
    said = {answer_of(status) for status in ReferralStatus}
    assert said - {""} == known
    undecided = {status.value for status in ReferralStatus if not answer_of(status)}
    assert undecided == {"idea", "discussed", "agreed"}


@given(st.lists(st.sampled_from(list(ReferralStatus)), max_size=12))
def test_no_way_through_the_states_sends_anything_before_she_agreed(steps) -> None:
    status, agreed, gone = ReferralStatus.IDEA, False, False
    for wanted in steps:
        if wanted not in following(status):
            continue
        status = step(status, wanted)
        agreed = agreed or status is ReferralStatus.AGREED
        gone = gone or status in {ReferralStatus.LETTER_ISSUED, ReferralStatus.TOLD_VERBALLY}
        assert agreed or not gone
    over = not following(status)
    assert over is (status.value in OVER)


def test_what_she_took_back_wins_over_everything_else_in_any_order() -> None:
    rule = ReferralRow.__table__.c.status.info["rule"]
    assert set(rule.safest) == {status.value for status in ReferralStatus}
    assert rule.safest[-2:] == ("declined_by_survivor", "withdrawn_by_survivor")


def test_a_step_can_be_taken_back_unless_it_is_for_good() -> None:
    idea = Referral("a1", "c1", "s1", ReferralStatus.IDEA, NOON, NOON)
    later = NOON.replace(hour=13)
    assert idea.moved(ReferralStatus.DISCUSSED, later).before == (ReferralStatus.IDEA, NOON)
    stopped = idea.moved(ReferralStatus.WITHDRAWN_BY_SURVIVOR, later, for_good=True)
    assert stopped.before is None
