"""A referral goes only where the table of its states lets it go."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest

from casework.referral import Referral, ReferralStatus, ReferralStepNotAllowed, step

# Before anything went out; any of these she may still decline.
BEFORE = {
    "idea": {"discussed", "agreed", "declined_by_survivor"},
    "discussed": {"agreed", "declined_by_survivor"},
    "agreed": {"letter_issued", "told_verbally", "declined_by_survivor"},
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
ANY_TIME = {"withdrawn_by_survivor", "provider_unavailable"}
OVER = {
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
