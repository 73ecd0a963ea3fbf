"""What a laptop wrote that was let out by then: a person decides whether it counts.

It waits where it came. Once it counts others get it summed up: they may have let go of the key that
it was sealed with, and whoever wrote it gives it to nobody any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile
from typing import TYPE_CHECKING

from ledger.clock import milliseconds
from ledger.ops import OpRefused, decode_batch, lane_id
from ledger.pieces import is_reserved
from sync.wire import frames
from sync.wire.envelope import EnvelopeRefused, unseal
from sync.wire.lanes import LATE, LEFT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from db.exchange.batches import Parked
    from ledger.ops import Op
    from sync.members.joining import Membership
    from sync.post import Came, Post


@dataclass(frozen=True, slots=True)
class Late:
    """What one laptop wrote after it was let out: how much, and when by its own clock.

    Of its batches so many `follow` on what came; all others wait for number `lacks` of a lane.
    """

    workbook: bytes
    batches: int
    changes: int
    first: datetime | None
    last: datetime | None
    follow: int = 0
    lacks: int = 0


def late(member: Membership) -> list[Late]:
    """Return what waits for a decision, laptop by laptop."""
    found: dict[bytes, list[Parked]] = {}
    for one in member.exchange.laid_aside(LATE):
        author = member.roster.authors.get(one.lane)
        if author is not None:
            found.setdefault(author.workbook, []).append(one)
    return [_late(member, workbook, some) for workbook, some in sorted(found.items())]


def take_late(post: Post, workbook: bytes) -> Came:
    """Let what a laptop wrote count, for everybody; return what became of it.

    What nobody can open here any more is left aside: if it counted all would wait for it for ever.
    """
    member = post.membership
    counting: list[tuple[bytes, bytes, int]] = []
    last: dict[bytes, int] = {}
    for lane, by_number in _by_lane(member, _of(member, workbook)).items():
        lost = min((n for n, one in by_number.items() if not _opens(member, one)), default=None)
        if lost is not None:
            aside = [by_number.pop(n) for n in sorted(by_number) if n >= lost]
            _leave(member, aside)
        follow = _following(member, lane, by_number)
        if follow:
            last[lane] = follow[-1]
            counting += [(by_number[number].batch_id, lane, number) for number in follow]
    member.accept(last)
    came = post.take(())
    member.exchange.bridge(counting)
    return came


def leave_late(post: Post, workbook: bytes) -> None:
    """Let what a laptop wrote count for nothing; it comes up no more."""
    _leave(post.membership, _of(post.membership, workbook))


def _leave(member: Membership, some: list[Parked]) -> None:
    for one in some:
        member.exchange.unpark(one.batch_id)
        member.exchange.park(one._replace(why=LEFT))


def _by_lane(member: Membership, some: Iterable[Parked]) -> dict[bytes, dict[int, Parked]]:
    """Return batches by their lane and number."""
    found: dict[bytes, dict[int, Parked]] = {}
    for one in some:
        lane = lane_id(member.roster.author_key(one.lane) or b"", one.stream)
        found.setdefault(lane, {})[one.aseq] = one
    return found


def _following(member: Membership, lane: bytes, by_number: Mapping[int, Parked]) -> Sequence[int]:
    """Return the numbers of a lane that can count: each the next one, from its last that does."""
    first = _cut(member, lane) + 1
    return [*takewhile(by_number.__contains__, range(first, first + len(by_number)))]


def _cut(member: Membership, lane: bytes) -> int:
    return max(member.roster.last_accepted(lane) or 0, member.lane(lane).aseq)


def _opens(member: Membership, one: Parked) -> bool:
    return member.key(one.stream, one.epoch) is not None


def _of(member: Membership, workbook: bytes) -> list[Parked]:
    authors = {name for name, one in member.roster.authors.items() if one.workbook == workbook}
    return [one for one in member.exchange.laid_aside(LATE) if one.lane in authors]


def _late(member: Membership, workbook: bytes, some: list[Parked]) -> Late:
    changes, clocks = 0, set[int]()
    for one in some:
        # Of what a batch says no more is kept: a few bytes may open to many.
        moments = [op.hlc for op in _said(member, one)]
        changes += len(moments)
        clocks = {min(clocks.union(moments)), max(clocks.union(moments))} if moments else clocks
    first, last = (_at(min(clocks)), _at(max(clocks))) if clocks else (None, None)
    follow, lacks = 0, []
    for lane, by_number in _by_lane(member, some).items():
        numbers = _following(member, lane, by_number)
        follow += len(numbers)
        if len(numbers) < len(by_number):
            lacks.append(_cut(member, lane) + len(numbers) + 1)
    return Late(workbook, len(some), changes, first, last, follow, min(lacks, default=0))


def _at(moment: int) -> datetime:
    return datetime.fromtimestamp(milliseconds(moment) / 1000, UTC)


def _said(member: Membership, one: Parked) -> list[Op]:
    key = member.key(one.stream, one.epoch)
    if key is None:
        return []
    header = frames.parse(one.content)
    try:
        ops = decode_batch(unseal(one.content, key), one.lane, header.aseq)
    except (EnvelopeRefused, OpRefused):
        return []
    return [op for op in ops if not is_reserved(op)]
