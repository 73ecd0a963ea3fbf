"""What a server is told of a roster: who may ask, who may write, in which streams; no names."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from sync.members.entries import FAMILIES
from sync.wire.documents import Acl, Right, Said, Signs, sign, taken_apart

if TYPE_CHECKING:
    from sync.members.roster import Roster

_KINDS: Final = {family: number for number, family in enumerate(FAMILIES, 1)}
_READS: Final = Right.READ
_WRITES: Final = Right.READ | Right.WRITE | Right.SNAPSHOT | Right.BLOB


def rights_of(roster: Roster, version: int) -> Acl:
    """Return the rights that a roster comes to, under the number that they are to have.

    Authors who left stay named, under a workbook that administers: others may give a new server
    what they once wrote, and nothing they write from now on counts anywhere.
    """
    streams = sorted(roster.streams)
    books = sorted(name for name, one in roster.workbooks.items() if not one.revoked)
    writing = _writing(roster)
    lead = min(one.workbook for name, one in roster.authors.items() if roster.administers(name))
    authors = sorted(
        (
            one.public,
            one.workbook if roster.is_active(name) else lead,
            int(Signs.ADMIN) if roster.administers(name) else 0,
        )
        for name, one in roster.authors.items()
    )
    readers = roster.all_readers()
    rights = [
        (who, where, int(_WRITES if (book, stream) in writing else _READS))
        for who, book in enumerate(books)
        for where, stream in enumerate(streams)
        if book in readers[stream]
    ]
    return Acl(
        roster.org,
        version,
        [
            (name, _KINDS[roster.streams[name].family], roster.streams[name].generation)
            for name in streams
        ],
        [(name, roster.workbooks[name].transport) for name in books],
        authors,
        rights,
    )


def _writing(roster: Roster) -> set[tuple[bytes, bytes]]:
    """Return in which streams which workbooks have somebody who writes."""
    return {
        (one.workbook, stream)
        for name, one in roster.authors.items()
        if roster.is_active(name)
        for stream in roster.streams
        if roster.may_write(name, stream)
    }


def digest_of(rights: Acl) -> bytes:
    """Return a hash of what rights say, whatever their number."""
    plain = Acl(rights.org, 0, rights.streams, rights.replicas, rights.authors, rights.rights)
    return blake2b(plain.pack(), digest_size=32).digest()


def digest_of_document(document: bytes) -> bytes:
    """Return the same of a signed document."""
    return digest_of(Acl.unpack(taken_apart(document).body))


def signed(rights: Acl, seed: bytes) -> bytes:
    """Return rights as a document of the administrator who signs them."""
    return sign(Said.ACL, rights.pack(), seed)
