"""An invented organisation's roster for tests: workbooks, authors, and what they sign."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from nacl.signing import SigningKey

from ledger.ops import lane_id
from sync.members import entries
from sync.members.roster import EMPTY, Signed
from sync.wire import keys
from sync.wire.frames import author_id


def some(name, size=16):
    """Return bytes that are the same for the same name."""
    return random.Random(name).randbytes(size)


@dataclass(eq=False)
class Member:
    """A workbook with one author, and all its secrets."""

    name: str
    kem: keys.KemPair = None
    seed: bytes = None
    transport_seed: bytes = None

    def __post_init__(self):
        self.seed = some(f"{self.name} author", 32)
        self.transport_seed = some(f"{self.name} transport", 32)
        self.kem = self.kem or pair(f"{self.name} kem")
        self.workbook = some(f"{self.name} workbook")
        self.user = some(f"{self.name} user")

    @property
    def public(self):
        """Return the key that verifies the author."""
        return bytes(SigningKey(self.seed).verify_key)

    @property
    def transport(self):
        """Return the key that the server knows the workbook by."""
        return bytes(SigningKey(self.transport_seed).verify_key)

    @property
    def author(self):
        """Return the author's short name."""
        return author_id(self.public)

    def __repr__(self):
        return self.name

    def admit(self):
        """Return the entry by which the workbook joins."""
        return entries.Admit(
            self.workbook, self.transport, self.kem.public, some(f"{self.name} code", 32)
        )

    def authored(self, *, writes=True, administers=False):
        """Return the entry by which the author joins."""
        return entries.NewAuthor(self.public, self.user, self.workbook, writes, administers)

    def lane(self, stream):
        """Return the author's lane in a stream."""
        return lane_id(self.public, stream)


def pair(name):
    """Return a key pair that is the same for the same name."""
    drawn = some(name, 96)
    return keys.from_parts(drawn[:64], drawn[64:])


@dataclass
class Story:
    """A roster that grows: what was signed, by whom, and what stands."""

    chief: Member = field(default_factory=lambda: Member("chief"))
    roster: object = EMPTY
    signed: list = field(default_factory=list)
    numbers: dict = field(default_factory=dict)

    def __post_init__(self):
        if self.roster is EMPTY:
            self.says(self.founded())

    def founded(self):
        """Return the entry that begins the organisation."""
        chief = self.chief
        return entries.Found(
            some("org"),
            chief.workbook,
            chief.transport,
            chief.kem.public,
            chief.public,
            chief.user,
            some("roster stream"),
            some("roster commitment"),
        )

    def says(self, what, by=None):
        """Have somebody, the chief if nobody is named, add an entry; return its digest."""
        by = by or self.chief
        entry = self.roster.next(what)
        aseq = self.numbers.get(by.author, 0) + 1
        self.roster = self.roster.after(entry, by.author)
        self.numbers[by.author] = aseq
        self.signed.append(Signed(entry.encode(), by.author, aseq))
        return entry.digest(by.author)

    def joins(self, member, **rights):
        """Have a workbook and its author join."""
        self.says(member.admit())
        self.says(member.authored(**rights))
        return member

    def begins(self, name, family="caseload"):
        """Have a stream begin; return its id."""
        self.says(entries.NewStream(some(name), family))
        return some(name)

    def grants(self, stream, member, *, write=True):
        """Let a user read a stream, and write it."""
        self.says(entries.Grant(stream, "user", member.user, True, write, ()))

    def last(self, member, n=0):
        """Return the lanes of an author that may go on, each with a last number."""
        going = self.roster.writable()
        lanes = {member.lane(stream) for stream in self.roster.streams}
        return tuple(sorted((lane, n) for lane in lanes & going))

    def twin(self):
        """Return the same story so far, to go on in another way."""
        return Story(self.chief, self.roster, list(self.signed), dict(self.numbers))
