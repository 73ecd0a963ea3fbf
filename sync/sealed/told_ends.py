"""A lane that ends by somebody's word: what its author says of that, as long as it is not proven.

Whoever sums a stream up says how the lanes of others end. Each batch of such a lane is signed by
its author and names the one before it, so her next one proves the end, or shows that it is another.
What somebody said who belongs no more counts no longer then; as long as she belongs people are told
(`lane.fork`), and nothing changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.backlog import Link
from ledger.ops import lane_id
from sync.sealed.known import KnownHere
from sync.wire import frames
from sync.wire.documents import taken_apart
from sync.wire.frames import FrameRefused, author_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from db.homes.told_ends import ToldEnd
    from ledger.summary import LaneEnd
    from sync.members.member import Member


def weighed(member: Member, batches: Iterable[bytes]) -> KnownHere:
    """Return what is known here once it was looked at what batches say of ends that were told."""
    _come_no_more(member)
    told = member.exchange.told_ends()
    if told:
        said: dict[bool | None, set[bytes]] = {True: set(), False: set(), None: set()}
        waiting = member.exchange.backlogs().keys()
        for batch in batches:
            lane, link = _link(member, batch, told)
            if link is None:
                continue
            is_so = told[lane].is_so(link)
            if is_so is None and (lane in waiting or not told[lane].is_inside(link.aseq)):
                continue
            if lane not in said[is_so] and _is_hers(member, batch):
                said[is_so].add(lane)
        proven = {lane: told[lane]._replace(proven=True) for lane in said[True]}
        differs = {lane: told[lane]._replace(differs=True) for lane in said[False]}
        lacking = {lane: told[lane]._replace(lacking=True) for lane in said[None]}
        _keep(member, told, told | lacking | differs | proven)
    return KnownHere(member)


def weigh_ends(member: Member, workbook: bytes, there: Mapping[bytes, tuple[int, bytes]]) -> None:
    """Look at what a workbook says of lanes of its own, where it was told how they end."""
    told, roster = member.exchange.told_ends(), member.roster
    found: dict[bytes, ToldEnd] = {}
    for lane in told.keys() & there.keys():
        one, (aseq, digest) = told[lane], there[lane]
        if one.proven or roster.authors[author_id(one.author)].workbook != workbook:
            continue
        # A stick of before says less than there is: of that nothing is kept for later.
        is_less = one.before.aseq <= aseq < one.end.aseq and not _belongs(member, one.by)
        if (aseq, digest) == one.end:
            found[lane] = one._replace(proven=True)
        elif is_less or aseq == one.end.aseq:
            found[lane] = one._replace(differs=True)
    _keep(member, told, told | found)


def weigh_summary(member: Member, manifest: bytes, ends: Iterable[LaneEnd]) -> None:
    """Look at what somebody who belongs sums up of lanes of which another told how they end."""
    told, signer = member.exchange.told_ends(), taken_apart(manifest).signer
    found: dict[bytes, ToldEnd] = {}
    there: set[bytes] = set()
    for end in ends if member.roster.is_active(signer) else ():
        one = told.get(end.lane)
        if one and not one.proven and one.end.aseq == end.aseq and one.end.digest != end.digest:
            # Whoever says otherwise now has taken it back herself.
            by = b"" if author_id(one.by) == signer else one.by
            found[end.lane] = one._replace(differs=True, by=by)
        elif one and end.aseq >= member.lane(end.lane).aseq:
            there.add(end.lane)
    _keep(member, told, told | found, there)


def end_lacking(member: Member) -> None:
    """Give up what was told of lanes of which less came than that, when all came that there is."""
    told = member.exchange.told_ends()
    found = {
        lane: one._replace(differs=True)
        for lane, one in told.items()
        if one.lacking and not one.proven
    }
    _keep(member, told, told | found)


def _link(member: Member, batch: bytes, told: Mapping[bytes, ToldEnd]) -> tuple[bytes, Link | None]:
    """Return the lane of a batch, and where it stands there if it was told how that lane ends."""
    header = frames.parse(batch)
    public = member.roster.author_key(header.author)
    lane = lane_id(public, header.stream) if public else b""
    if lane not in told or told[lane].proven:
        return lane, None
    if not member.roster.may_write(header.author, header.stream, header.aseq):
        return lane, None
    return lane, Link(header.aseq, frames.batch_id(batch), header.prev)


def _is_hers(member: Member, batch: bytes) -> bool:
    """Return whether a batch is signed by its author."""
    header = frames.parse(batch)
    try:
        frames.verify(batch, member.roster.author_key(header.author) or b"")
    except FrameRefused:
        return False
    return header.org == member.roster.org


def _belongs(member: Member, public: bytes) -> bool:
    return member.roster.is_active(author_id(public))


def _keep(
    member: Member,
    before: Mapping[bytes, ToldEnd],
    told: Mapping[bytes, ToldEnd],
    there: Collection[bytes] = (),
) -> None:
    """Keep what is not proven; go back where it is false by the word of who belongs no more.

    So does all else that came by her word in that stream: what stands there replaced what she may
    have left out, and is told from it only if all comes again. What nobody else has stays; of what
    is `there` somebody has just said that she has it.
    """
    by_word: dict[tuple[bytes, bytes], dict[bytes, ToldEnd]] = {}
    for lane, known in told.items():
        beyond = not known.proven and _is_beyond(member, lane, known)
        one = known._replace(differs=True) if beyond else known
        by_word.setdefault((one.by, one.stream), {})[lane] = one
    left: dict[bytes, ToldEnd] = {}
    false: list[bytes] = []
    for (by, _stream), lanes in by_word.items():
        if all(one.proven and not one.doubted for one in lanes.values()):
            continue
        is_false = any(one.doubted or one.differs > one.proven for one in lanes.values())
        if is_false and not _belongs(member, by):
            left |= {lane: one._replace(doubted=True) for lane, one in lanes.items()}
            false += [
                lane
                for lane, one in lanes.items()
                if lane in there or _comes_again(member, lane, one)
            ]
        else:
            left |= lanes
    if false or left != before:
        member.exchange.keep_told_ends(left, false)


def _is_beyond(member: Member, lane: bytes, one: ToldEnd) -> bool:
    """Return whether somebody said of her own lane that it goes further than it counts.

    That was said when she was let out, and nobody else may have so much of it.
    """
    cut = member.roster.cuts.get(lane)
    return cut is not None and one.by == one.author and one.end.aseq > cut


def _comes_again(member: Member, lane: bytes, one: ToldEnd) -> bool:
    """Return whether a lane goes back: it is known to be another, or somebody else gives it."""
    if one.differs > one.proven or _belongs(member, one.author):
        return True
    return member.exchange.has_come_elsewhere(lane, _others(member))


def _others(member: Member) -> set[bytes]:
    books = {name for name, known in member.roster.workbooks.items() if not known.revoked}
    return books - {member.me.workbook}


def _come_no_more(member: Member) -> None:
    """Let lanes that went back end as before where whoever wrote them was let out since.

    Unless somebody else has as much: from her it comes again. What came is awaited no longer.
    """
    over = {
        lane
        for lane, one in member.exchange.gone_back().items()
        if member.lane(lane).aseq >= one.end.aseq
        or (
            not _belongs(member, one.author)
            and not _is_beyond(member, lane, one)
            and not member.exchange.has_come_elsewhere(lane, _others(member), one.end)
        )
    }
    if over:
        member.exchange.come_no_more(over)
