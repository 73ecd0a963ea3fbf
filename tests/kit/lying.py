"""A laptop whose own program says in a summary what is not so."""

from __future__ import annotations

from contextlib import contextmanager
from unittest.mock import patch

from apart import summed_up

from db.exchange.summing import Summing
from ledger.ops import lane_id
from ledger.summary import LaneEnd
from sync.members.member import caseload_of

NO_BATCH = bytes(32)


def lane_of(first):
    """Return the lane in which the first supervisor writes her own cases."""
    return _lane(first.post)


def own_lane(laptop):
    """Return the lane in which somebody at a laptop writes her own cases."""
    with laptop.post() as post:
        return _lane(post)


def _lane(post):
    member = post.membership
    return lane_id(member.me.public, caseload_of(member.roster.org, member.user))


def at_of(laptop, lane):
    """Return how far a lane is known at a laptop."""
    with laptop.post() as post:
        return post.exchange.lanes()[lane].aseq


@contextmanager
def lying(ends, omit=()):
    """Within: whoever sums up says that lanes end at other numbers, and leaves things out."""
    lanes, rows, operations = Summing.lanes, Summing.rows, Summing.operations

    def false_lanes(self):
        return [
            LaneEnd(one.lane, one.author, ends[one.lane], NO_BATCH) if one.lane in ends else one
            for one in lanes(self)
        ]

    def some_rows(self, table):
        return (op for op in rows(self, table) if op.entity not in omit)

    def some_operations(self, *asked, **more):
        return [op for op in operations(self, *asked, **more) if op.entity not in omit]

    false = {"lanes": false_lanes, "rows": some_rows, "operations": some_operations}
    with patch.multiple(Summing, **false):
        yield


def false_summary(laptop, ends, omit=()):
    """Return a stick on which a laptop sums up falsely."""
    with laptop.post() as post, lying(ends, omit):
        return summed_up(post)
