"""The steps of a referral, as far as its row and the slips of its letters still tell them."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from casework.referrals.referral import SLIP_ANSWERS, ReferralStatus
from db.rows.moments import read, stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Step(NamedTuple):
    """Where a referral came to: the moment, in UTC, and its day of the office."""

    status: ReferralStatus
    at: str
    day: str


def step_before(text: str) -> Step:
    """Return where a referral stood before; older versions kept no day, then it is that of UTC."""
    status, since, *day = text.split(" ")
    at = stored(read(since))
    return Step(ReferralStatus(status), at, day[0] if day else at[: len("2000-01-01")])


def slip_steps(replies: str) -> Sequence[Step]:
    """Return what slips say, each as its answer, its moment and its day."""
    told = (reply.split(" ") for reply in filter(None, replies.split(",")))
    return [Step(SLIP_ANSWERS[word], at, day) for word, at, day in told if word in SLIP_ANSWERS]


def in_turn(steps: Iterable[Step]) -> Sequence[Step]:
    """Return steps in their order; what several sources tell, one after the other, is one step.

    It is of the day on which it was known first; of one moment, by the source that comes first.
    """
    listed = sorted(steps, key=attrgetter("at"))
    return [next(same) for _status, same in groupby(listed, key=attrgetter("status"))]
