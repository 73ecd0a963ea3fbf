"""A store that is an older copy of itself sends nothing: its next numbers are taken.

It shows what it has, and others show what it had; neither would ever hear of the other. Who knows
more of a lane only by the word of whoever summed it up says by whose.
"""

from __future__ import annotations

import struct
from functools import partial
from typing import TYPE_CHECKING, Final

from db.exchange.set_back import ByWord, is_set_back
from ledger.ops import lane_id
from sync.members.member import MemberRefused
from sync.members.standing import speaker
from sync.wire.bundle import BundleRefused, Part, PartKind, said_of_lanes
from sync.wire.frames import author_id, vouch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.store import Store
    from sync.members.member import Member

_REFUSED: Final = "bundle.words"
_WHO: Final = struct.Struct(">16s16s16s")
_WORD: Final = struct.Struct(">16sQQ16s")
_SAID: Final = b"alongside words 1"
# What this workbook knows: of a lane of its own, by its id, a batch that another copy of it signed.
_COPIED: Final = "copied."


def require_latest(member: Member, store: Store) -> None:
    """Refuse to go on where others have had more from this workbook than it knows of itself.

    Or where another copy of it is known to go on beside it.
    """
    roster = member.roster
    # Whoever was let out says nothing more of others: a false word of hers ends with that.
    others = {one for one, known in roster.workbooks.items() if not known.revoked}
    is_old = is_set_back(store.connection, _own(member), others, roster.is_active)
    if is_old or copied(member):
        raise MemberRefused("exchange.set_back")


def note_copied(member: Member, lane: bytes, name: bytes) -> None:
    """Keep which batch another copy of this workbook signed, in a lane of it."""
    member.exchange.keep_secrets({f"{_COPIED}{lane.hex()}": name})


def copied(member: Member) -> set[bytes]:
    """Return the streams in which another copy of this workbook is known to have written."""
    known = member.exchange.secrets()
    return {stream for lane, stream in _own(member).items() if f"{_COPIED}{lane.hex()}" in known}


def words(member: Member) -> Iterator[Part]:
    """Yield of which lanes this workbook knows the end by whose word, and how far by batches."""
    me, told = member.me, member.exchange.told_ends()
    unproven = {lane: one for lane, one in told.items() if not one.proven}
    if not unproven:
        return
    body = _WHO.pack(member.roster.org, me.workbook, me.author) + b"".join(
        _WORD.pack(lane, one.end.aseq, one.before.aseq, author_id(one.by))
        for lane, one in sorted(unproven.items())
    )
    yield Part(PartKind.WORDS, body + vouch(_SAID, body, me.seed))


def hear_words(member: Member, body: bytes) -> None:
    """Keep by whose word somebody knows so much of what was written at this workbook."""
    org, author = member.roster.org, partial(speaker, member.roster)
    try:
        workbook, _name, rows = said_of_lanes(body, org, author, (_SAID, _WORD))
    except BundleRefused as refused:
        raise BundleRefused(_REFUSED) from refused
    own = _own(member)
    member.exchange.keep_words(workbook, [ByWord(*row) for row in rows if row[0] in own])


def _own(member: Member) -> dict[bytes, bytes]:
    """Return the lanes of this workbook, each with its stream."""
    roster, here = member.roster, member.me.workbook
    return {
        lane_id(one.public, stream): stream
        for one in roster.authors.values()
        if one.workbook == here
        for stream in roster.streams
    }
