"""The place of a workbook in its organisation: the roster and keys as its store keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from nacl.utils import random

from ledger.ops import ID_SIZE, decode, encode, lane_id
from sync.members.elapsed import passed
from sync.members.hearing import Heard, Listener, hear
from sync.members.rosterlog import Origin
from sync.members.scribe import CASELOAD, CONFIG, Me
from sync.wire import frames, keys
from sync.wire.envelope import KEY_SIZE, StreamKey
from sync.wire.lanes import BEGINNING, LaneState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from db.exchange.batches import Exchange
    from sync.members.roster import Roster
    from sync.wire.keys import KemPair

_LATTICE, _CURVE, _TRANSPORT = "kem.lattice", "kem.curve", "transport"
_OLDER: Final = "kem.older"
# What it asked with, and who had signed the roster when it was answered.
ASKED, AUTHORS = "request", "authors"
_HERS: Final = b"caseload of user"


class MemberRefused(RuntimeError):
    """A workbook can not do that in its organisation; the message is a code."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who sits at which workbook, and the seed that she signs with."""

    workbook: bytes
    user: bytes
    seed: bytes = field(repr=False)


class Older(NamedTuple):
    """A pair that was replaced: since when, by which batch that was said, and who has read that."""

    lattice: bytes
    curve: bytes
    since: str
    said: bytes
    known: bytes


def caseload_of(org: bytes, user: bytes) -> bytes:
    """Return the stream of a worker's cases: the same one whoever names it."""
    return blake2b(org + user, person=_HERS, digest_size=ID_SIZE).digest()


class Member:
    """One workbook among those of its organisation, and what it has heard of them."""

    def __init__(self, exchange: Exchange, person: Person, now: Callable[[], datetime]) -> None:
        self.exchange, self._person, self._now = exchange, person, now
        # The moment by which waiting is measured here, whatever a clock says.
        self.passed: Callable[[], datetime] = lambda: passed(exchange, now())

    @cached_property
    def me(self) -> Me:
        """This person, with the secrets that her workbook makes at the first need."""
        secrets = dict(self.exchange.secrets())
        if _TRANSPORT not in secrets:
            lattice, curve = keys.make().parts()
            secrets = {_LATTICE: lattice, _CURVE: curve, _TRANSPORT: random(KEY_SIZE)}
            self.exchange.keep_secrets(secrets)
        pair = keys.from_parts(secrets[_LATTICE], secrets[_CURVE])
        who = self._person
        return Me(who.workbook, who.user, who.seed, secrets[_TRANSPORT], pair)

    @property
    def pairs(self) -> list[KemPair]:
        """Return the key pairs that keys are wrapped to: the present one, and those before it."""
        return [self.me.pair, *(keys.from_parts(one.lattice, one.curve) for one in self.older)]

    @property
    def older(self) -> list[Older]:
        """Return the pairs that were replaced and open what is still on its way."""
        kept = self.exchange.secrets().get(_OLDER)
        rows: Any = decode(kept) if kept else ()
        return [Older(*row) for row in rows]

    def keep_older(self, pairs: Iterable[Older]) -> None:
        """Keep some pairs that were replaced; what was wrapped to others is opened no longer."""
        self.exchange.keep_secrets({_OLDER: encode(tuple(map(tuple, pairs)))})

    def replace_pair(self) -> None:
        """Receive with a fresh pair."""
        old, (lattice, curve) = self.me.pair, keys.make().parts()
        since = self.passed().isoformat()
        rows = (*self.older, Older(*old.parts(), since, b"", b""))
        kept = encode(tuple(map(tuple, rows)))
        self.exchange.keep_secrets({_LATTICE: lattice, _CURVE: curve, _OLDER: kept})
        del self.__dict__["me"]

    @property
    def user(self) -> bytes:
        """Return who works here by what whoever let her in said."""
        author = self.roster.authors.get(self.me.author) if self.belongs else None
        return author.user if author else self.me.user

    @property
    def belongs(self) -> bool:
        """Return whether this workbook has a place in an organisation."""
        return self.exchange.place is not None

    @cached_property
    def heard(self) -> Heard:
        """The roster as far as it came here."""
        return self._hear(())

    @property
    def roster(self) -> Roster:
        """Return who belongs, who may, and which streams there are."""
        return self.heard.roster

    def hear(self, batches: Iterable[bytes]) -> bool:
        """Take in what was said in the roster; return whether that changed anything."""
        before = self.roster.head
        known = set(self.exchange.roster())
        new = [batch for batch in dict.fromkeys(batches) if batch not in known]
        if not new:
            # Most of what comes says nothing of the roster, and hearing all of it takes a while.
            return False
        heard = self._hear(new)
        left = {*heard.early, *(batch for batch, _ in heard.refused)}
        for batch in new:
            if batch not in left:
                self.exchange.enter(len(known) + 1, batch)
                known.add(batch)
        self.keep_keys(heard.keys)
        self.__dict__["heard"] = heard
        adopt(self)
        return heard.roster.head != before

    def key(self, stream: bytes, epoch: int) -> StreamKey | None:
        """Return the key of a stream in an epoch, if it came here."""
        for known in self.exchange.keys(stream):
            if known.epoch == epoch:
                return StreamKey(stream, epoch, known.secret)
        return None

    def lane(self, lane: bytes) -> LaneState:
        """Return how far a lane is known here."""
        found = self.exchange.lanes().get(lane)
        return LaneState(*found) if found else BEGINNING

    def of_family(self, family: str) -> list[bytes]:
        """Return the streams of one kind that this workbook reads."""
        reading = self.roster.reading(self.me.workbook)
        known = self.roster.streams
        return sorted(stream for stream in reading if known[stream].family == family)

    @property
    def caseloads(self) -> list[bytes]:
        """Return the streams of cases that this workbook reads."""
        return self.of_family(CASELOAD)

    @property
    def config(self) -> bytes:
        """Return the stream of what all workbooks hold."""
        return next(iter(self.of_family(CONFIG)))

    def _hear(self, more: Iterable[bytes]) -> Heard:
        place = self.exchange.place
        if place is None:
            raise MemberRefused("exchange.alone")
        batches = [*self.exchange.roster(), *more]
        first = frames.parse(batches[0])
        origin = Origin(place.organisation, first.stream, place.root)
        publics = [self.me.public, *self._founders()]
        listener = Listener(place.workbook, origin, self.pairs)
        # Whoever is out by a fork does not get back in by it: what was followed stays followed.
        before = self.__dict__.get("heard")
        head = before.roster.head if before else None
        return hear(listener, batches, publics, self._held(first.stream), head)

    def _founders(self) -> list[bytes]:
        """Return the keys of authors that came with the answer: who signed before we knew."""
        kept = self.exchange.secrets().get(AUTHORS, b"")
        return [kept[at : at + KEY_SIZE] for at in range(0, len(kept), KEY_SIZE)]

    def _held(self, stream: bytes) -> list[StreamKey]:
        return [StreamKey(stream, key.epoch, key.secret) for key in self.exchange.keys(stream)]

    def keep_keys(self, some: Iterable[StreamKey]) -> None:
        """Keep keys of streams."""
        for key in sorted(some, key=lambda one: (one.stream, one.epoch)):
            self.exchange.keep_key(key.stream, key.epoch, key.secret)


def sealing_key(member: Member, stream: bytes) -> StreamKey | None:
    """Return the key to seal with: none while somebody who was let out knows the present one.

    Whoever let her out gives the next one with that; what is written until it came waits here.
    """
    roster = member.roster
    return None if stream in roster.due() else member.key(stream, roster.epoch(stream))


def adopt(member: Member) -> None:
    """Keep who looks after what those had at home who were let out, as the roster says it."""
    roster, hers = member.roster, dict[bytes, bytes]()
    for author in roster.authors.values():
        stream = caseload_of(roster.org, author.user)
        if stream in roster.streams:
            lane = lane_id(author.public, stream)
            if roster.adopters.get(lane) == member.me.workbook:
                hers[author.user] = stream
    member.exchange.adopt(roster.adopters, roster.cuts, hers)


def ended(member: Member) -> dict[bytes, int]:
    """Return the lanes of others that ended, each with the last number that counts.

    Among them may be those of a workbook that was lost, and came back as this one.
    """
    roster = member.roster
    own = {
        lane_id(one.public, stream)
        for one in roster.authors.values()
        if one.workbook == member.me.workbook
        for stream in roster.streams
    }
    return {lane: last for lane, last in roster.cuts.items() if lane not in own}


def written(member: Member) -> set[bytes]:
    """Return the streams that whoever sits here may write all of."""
    roster, me = member.roster, member.me.author
    of_all = member.of_family(CONFIG) if roster.administers(me) else []
    return {one for one in (*of_all, *member.caseloads) if roster.may_write(me, one)}
