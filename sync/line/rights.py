"""What an administrator's workbook says for all at a server: who may do what, and where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.line.calls import CallRefused
from sync.members.address import Address, AddressRefused
from sync.members.rights import digest_of, digest_of_document, rights_of, signed
from sync.wire.documents import DocumentRefused

if TYPE_CHECKING:
    from sync.line.ground import Ground


class Leading:
    """Lets a server's rights be those of the roster, and leads everybody to another server."""

    def __init__(self, ground: Ground) -> None:
        self._ground, self._wanted = ground, b""

    def is_due(self, *, early: bool) -> bool:
        """Return whether the server's rights are to be looked at by whoever may tell them."""
        ground = self._ground
        if not self._administers:
            return False
        self._wanted = digest_of(rights_of(ground.member.roster, 0))
        is_other = self._wanted != ground.known.rights
        if early:
            return is_other and ground.known.acl > 0
        return is_other or ground.told_acl != ground.known.acl

    def document(self, seen: int, held: bytes) -> bytes:
        """Return the rights that are to hold after those of a number, or nothing if they do."""
        member = self._ground.member
        if held and self._said_by(held) == self._wanted:
            return b""
        return signed(rights_of(member.roster, seen + 1), member.me.seed)

    def keep(self, number: int) -> None:
        """Keep which rights hold there now."""
        ground = self._ground
        ground.lines.keep_rights(ground.known.n, number, self._wanted)
        ground.known = ground.known._replace(acl=number, rights=self._wanted)
        ground.told_acl = number

    @staticmethod
    def _said_by(document: bytes) -> bytes:
        try:
            return digest_of_document(document)
        except DocumentRefused:
            return b""

    @property
    def _administers(self) -> bool:
        heard, me = self._ground.member.heard, self._ground.member.me
        return heard.chain.fork is None and heard.roster.administers(me.author)

    def movable(self, typed: str) -> Address:
        """Return an address to which this person may lead everybody; alone, she begins with it."""
        try:
            where = Address.of(typed)
        except AddressRefused as refused:
            raise CallRefused(str(refused)) from None
        self.demand()
        return where

    def demand(self) -> None:
        """Refuse to speak for everybody where this person may not."""
        member = self._ground.member
        if not member.belongs:
            self._ground.post.found()
        if member.heard.chain.fork:
            raise CallRefused("exchange.fork")
        if not self._administers:
            raise CallRefused("roster.by")

    def founding(self) -> bytes:
        """Return what makes this organisation on a server."""
        member = self._ground.member
        return member.me.public + signed(rights_of(member.roster, 1), member.me.seed)

    def founded(self, name: str) -> None:
        """Keep that a server holds these first rights."""
        lines = self._ground.lines_of(name)
        wanted = digest_of(rights_of(self._ground.member.roster, 0))
        lines.keep_rights(lines.begin().n, 1, wanted)

    def move(self, address: str, pin: bytes) -> None:
        """Say to everybody where the server is; another one begins its logs anew."""
        member = self._ground.member
        roster = member.roster
        if (roster.address, roster.pin) == (address, pin):
            return
        before, after = (Address.of(one).name if one else "" for one in (roster.address, address))
        if before and after and before != after:
            member.reset_logs(roster.streams)
        member.move(address, pin)
        self._ground.__dict__.pop("lines", None)

    def settle(self) -> int:
        """Let the server's logs count anew as they are now; return how many.

        All of them: what fell back in one did in the others, as others may have seen. Also where
        there is no alarm here: one may stand at the laptop of somebody who may settle nothing.
        """
        ground = self._ground
        self.demand()
        if not ground.address:
            raise CallRefused("line.none")
        ground.known = ground.lines.begin()
        streams = ground.member.roster.streams
        ground.member.reset_logs(streams)
        return len(streams)
