"""How each lane ends where somebody is: two who have it otherwise at one number are told apart.

Whoever signs two batches of one number, and gives one to each of two, is found out as soon as these
hear of each other.
"""

from __future__ import annotations

import struct
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from sync.members.standing import speaker
from sync.sealed.setback import hear_words, words
from sync.sealed.told_ends import weigh_ends
from sync.wire.bundle import BundleRefused, Have, Part, PartKind, said_of_lanes
from sync.wire.frames import vouch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from sync.members.member import Member

FORKED: Final = "lane.fork"
_REFUSED: Final = "bundle.ends"
_WHO: Final = struct.Struct(">16s16s16s")
_END: Final = struct.Struct(">16sQ32s")
_SAID: Final = b"alongside ends 1"


@dataclass(frozen=True, slots=True)
class Ends:
    """How each lane ends, by its number and the id of that batch, said by an author."""

    org: bytes
    workbook: bytes
    author: bytes
    lanes: Mapping[bytes, tuple[int, bytes]]

    def said(self, seed: bytes) -> Part:
        """Return this as a part of a stick, signed by the author."""
        who = _WHO.pack(self.org, self.workbook, self.author)
        body = who + b"".join(_END.pack(lane, *at) for lane, at in sorted(self.lanes.items()))
        return Part(PartKind.ENDS, body + vouch(_SAID, body, seed))


def told(member: Member) -> Iterator[Part]:
    """Yield how far this workbook knows each lane, and how each ends here."""
    me, here = member.me, member.exchange.lanes()
    who = member.roster.org, me.workbook, me.author
    yield Have(*who, {lane: at.aseq for lane, at in here.items()}).said(me.seed)
    yield Ends(*who, {lane: (at.aseq, at.digest) for lane, at in here.items()}).said(me.seed)
    yield from words(member)


def read_ends(
    body: bytes, org: bytes, author: Callable[[bytes], tuple[bytes, bytes] | None]
) -> Ends:
    """Return how lanes end at a workbook of ours, or refuse who says so.

    `author` gives the key of an author by her id, and her workbook: she speaks for no other.
    """
    try:
        workbook, name, rows = said_of_lanes(body, org, author, (_SAID, _END))
    except BundleRefused as refused:
        raise BundleRefused(_REFUSED) from refused
    lanes = {lane: (aseq, digest) for lane, aseq, digest in rows}
    if [(lane, *at) for lane, at in sorted(lanes.items())] != rows:
        raise BundleRefused(_REFUSED)
    return Ends(org, workbook, name, lanes)


def heard(member: Member, found: dict[str, list[bytes]]) -> Counter[str]:
    """Take what parts of a stick say of how lanes end; return what is wrong of it, by code."""
    wrong = compared(member, found.pop("ends", []))
    for body in found.pop("words", []):
        try:
            hear_words(member, body)
        except BundleRefused as refused:
            wrong[str(refused)] += 1
    return wrong


def compared(member: Member, bodies: Iterable[bytes]) -> Counter[str]:
    """Return how many lanes end otherwise at others than here, at one number, by code."""
    found = Counter[str]()
    author = partial(speaker, member.roster)
    for body in bodies:
        try:
            said = read_ends(body, member.roster.org, author)
        except BundleRefused as refused:
            found[str(refused)] += 1
            continue
        # What she says of whose word it is stands beside: without it she has all that herself.
        member.exchange.keep_words(said.workbook, ())
        weigh_ends(member, said.workbook, said.lanes)
        here = member.exchange.lanes()
        for lane, (aseq, digest) in said.lanes.items():
            if lane in here and here[lane].aseq == aseq and here[lane].digest != digest:
                found[FORKED] += 1
    return found
