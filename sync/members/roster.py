"""The roster: what stands after an entry, and which entries of many count.

It is one chain: each entry names the one before it by its digest, so whoever knows the last knows
all. Where two entries follow the same one, people are told, and neither is followed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, Self, cast

from ledger.ops import lane_id
from sync.members import entries, rules
from sync.members.entries import Entry, RosterRefused, refuse
from sync.members.standing import Standing, led
from sync.wire.frames import START

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Roster(Standing):
    """What stands, and what it becomes."""

    def next(self, what: entries.What) -> Entry:
        """Return the entry that would say this now, after all that was said before."""
        if isinstance(what, entries.Renew):
            return Entry(0, entries.kem_digest(self.workbooks[what.workbook].kem), what)
        return Entry(self.n + 1, self.head, what)

    def after(self, entry: Entry, by: bytes, aseq: int | None = None) -> Self:
        """Return what stands after an entry of this author, or refuse it.

        `aseq` is the number of the batch that carried it: what was written before a lane ended
        counts, where it may stand beside the chain.
        """
        if isinstance(entry.what, entries.Renew):
            return self._renewed(entry, entry.what, by, aseq)
        if entry.n != self.n + 1:
            refuse("roster.replay" if entry.n <= self.n else "roster.gap")
        if entry.before != self.head:
            refuse("roster.chain")
        digest = entry.digest(by)
        if isinstance(entry.what, entries.Found):
            if self.n:
                refuse("roster.reuse")
            after = rules.found(replace(self, root=digest), entry.what, by)
        elif not self.administers(by):
            refuse("roster.by")
        else:
            after = rules.BY_KIND[type(entry.what)](self, entry.what)
        return cast("Self", replace(after, n=entry.n, head=digest))

    def _renewed(self, entry: Entry, what: entries.Renew, by: bytes, aseq: int | None) -> Self:
        author = self.authors.get(by)
        if author is None or author.workbook != what.workbook or entry.n:
            refuse("roster.by")
        if not self.may_write(by, self.stream, aseq):
            refuse("roster.by")
        return cast("Self", rules.renew(self, what, entry.before))


EMPTY = Roster()
# What stands after an entry stands after it whenever the roster is heard again. Kept of the first
# entries alone: of long rosters each is large, and old laptops have little memory.
_KEPT: Final = 256


@dataclass(frozen=True, slots=True)
class Signed:
    """An entry's bytes, whose batch they were signed in: author and number of her lane."""

    content: bytes = field(repr=False)
    by: bytes
    aseq: int


@dataclass(frozen=True, slots=True)
class Fork:
    """Two ways to go on from one entry: its digest and number, and the entries that follow it."""

    digest: bytes
    n: int
    ways: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """What a heap of entries comes to.

    `refused` are entries that say what may not be said, by their digest (or that of their bytes,
    if they are none); `waiting` are those whose forerunner is not there yet; `apart` the workbooks
    that replaced one key by two; `behind` that what was held is not reached any more.
    """

    roster: Roster
    fork: Fork | None
    refused: Mapping[bytes, str]
    waiting: frozenset[bytes]
    apart: frozenset[bytes] = frozenset()
    behind: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """An entry that can be read, and where it was signed."""

    digest: bytes
    entry: Entry
    by: bytes
    aseq: int


@dataclass(frozen=True, slots=True)
class _Step:
    """An entry behind what stood before it; both are named by its digest, as the chain is."""

    digest: bytes
    found: _Found = field(compare=False)
    before: Roster = field(compare=False)

    def after(self) -> Roster:
        """Return what stands behind it, or refuse it."""
        return self.before.after(self.found.entry, self.found.by)


_kept_after = lru_cache(_KEPT)(_Step.after)


@dataclass(slots=True)
class _Walk:
    """Entries by what they follow, and what became of them."""

    next: dict[bytes, list[_Found]]
    refused: dict[bytes, str]

    def ways(self, roster: Roster) -> list[tuple[_Found, Roster]]:
        """Return the entries that may follow, each with what would stand after it."""
        found = []
        for one in self.next.get(roster.head, ()):
            try:
                step = _Step(one.digest, one, roster)
                after = _kept_after(step) if roster.n < _KEPT else step.after()
                found.append((one, after))
            except RosterRefused as refused:
                self.refused[one.digest] = str(refused)
        return found


def follow(
    signed: Iterable[Signed],
    root: bytes | None = None,
    held: bytes | None = None,
    dropped: frozenset[bytes] = frozenset(),
    told: Callable[[Entry, Roster], None] = lambda _entry, _after: None,
) -> Chain:
    """Return what entries come to, in whatever order they arrived and how often.

    `root` is the digest of the first entry, once it is known. Of a roster that is split, what was
    `held` before stays held: nobody gets back by a fork what was taken from her. `dropped` are
    entries that people decided to leave, with all that follow them. Each that counts is `told`
    in order, with what stands after it.
    """
    walk, renewals = _sorted(signed, dropped)
    trunk = set(_back(walk, held)) if held else set()
    roster, fork, missed = EMPTY, None, held
    while ways := _of_root(walk.ways(roster), root):
        way = ways[0] if len(ways) == 1 else _picked(walk, roster, ways)
        if way is None:
            fork = fork or Fork(roster.head, roster.n, tuple(one.digest for one, _ in ways))
            way = next((way for way in ways if way[0].digest in trunk), None)
        # After a fork only as far as was held.
        if way is None or (fork and way[0].digest not in trunk):
            break
        roster = way[1]
        told(way[0].entry, roster)
        missed = None if roster.head == held else missed
    roster, apart = _renewed(roster, renewals)
    waiting = _waiting(walk, dropped, roster)
    return Chain(roster, fork, dict(walk.refused), waiting, apart, behind=missed is not None)


def _waiting(walk: _Walk, dropped: frozenset[bytes], roster: Roster) -> frozenset[bytes]:
    """Return the entries that no entry leads to which is there, and that might count if one did."""
    left = {one.digest for ones in walk.next.values() for one in ones if _may_count(roster, one)}
    reached = [START, *dropped]
    while reached:
        for one in walk.next.get(reached.pop(), ()):
            left.discard(one.digest)
            reached.append(one.digest)
    return frozenset(left)


def _may_count(roster: Roster, one: _Found) -> bool:
    """Return whether its author administers, or did: what others say there holds nobody up."""
    written = one.by, roster.stream, one.aseq
    return one.by not in roster.authors or (led(roster, *written) and roster.may_write(*written))


def _sorted(signed: Iterable[Signed], dropped: frozenset[bytes]) -> tuple[_Walk, list[_Found]]:
    """Return the entries that can be read, each once, by what they follow; and the renewals."""
    once: dict[bytes, _Found] = {}
    refused: dict[bytes, str] = {}
    for one in signed:
        try:
            entry = entries.parse(one.content)
        except RosterRefused as cause:
            name = blake2b(one.by + one.content, digest_size=32).digest()
            refused[name] = str(cause)
            continue
        digest = entry.digest(one.by)
        aseq = min(one.aseq, once[digest].aseq) if digest in once else one.aseq
        if digest not in dropped:
            once[digest] = _Found(digest, entry, one.by, aseq)
    following: defaultdict[bytes, list[_Found]] = defaultdict(list)
    renewals = []
    for _, found in sorted(once.items()):
        if isinstance(found.entry.what, entries.Renew):
            renewals.append(found)
        else:
            following[found.entry.before].append(found)
    return _Walk(dict(following), refused), renewals


def _of_root(ways: list[tuple[_Found, Roster]], root: bytes | None) -> list[tuple[_Found, Roster]]:
    return [way for way in ways if root in {None, way[1].root}]


def _back(walk: _Walk, digest: bytes) -> Iterator[bytes]:
    """Yield an entry and all that came before it."""
    before = {one.digest: one.entry.before for ones in walk.next.values() for one in ones}
    while digest != START and digest in before:
        yield digest
        digest = before[digest]


def _picked(
    walk: _Walk, roster: Roster, ways: Sequence[tuple[_Found, Roster]]
) -> tuple[_Found, Roster] | None:
    """Return the way that counts of several, if that is plain."""
    ends = {one.digest: _end(walk, after) for one, after in ways}
    # What somebody wrote after she was revoked is no second way, unless it revokes in turn.
    open_ways = [
        (one, after)
        for one, after in ways
        if not any(
            _cut(ends[other.digest][0], one) and not _cut(ends[one.digest][0], other)
            for other, _ in ways
            if other is not one
        )
    ]
    for one, _ in ways:
        if all(one is not other for other, _ in open_ways):
            walk.refused[one.digest] = "roster.quarantined"
    if len(open_ways) == 1:
        return open_ways[0]
    settled = [way for way in open_ways if _is_settled(roster, way[0].digest, open_ways, ends)]
    return settled[0] if len(settled) == 1 else None


def _end(walk: _Walk, roster: Roster) -> tuple[Roster, list[tuple[bytes, tuple[bytes, ...]]]]:
    """Return where a way leads before it parts again, and what was settled on it, by whom."""
    settled = []
    while len(ways := walk.ways(roster)) == 1:
        ((one, roster),) = ways
        if isinstance(one.entry.what, entries.Settle):
            settled.append((one.by, one.entry.what.dropped))
    return roster, settled


def _cut(end: Roster, one: _Found) -> bool:
    """Return whether a roster ends an author's lane before this entry, or her administering."""
    public = end.author_key(one.by)
    lane = lane_id(public, end.stream) if public else b""
    last = [known[lane] for known in (end.cuts, end.spoken) if lane in known]
    return any(one.aseq > n for n in last)


def _is_settled(
    common: Roster,
    way: bytes,
    ways: Sequence[tuple[_Found, Roster]],
    ends: Mapping[bytes, tuple[Roster, list[tuple[bytes, tuple[bytes, ...]]]]],
) -> bool:
    """Return whether an administrator whom no other way takes that right from chose this way."""
    others = {one.digest for one, _ in ways} - {way}
    return any(
        others <= {*dropped}
        and common.administers(by)
        and all(ends[other][0].administers(by) for other in others)
        for by, dropped in ends[way][1]
    )


def _renewed(roster: Roster, renewals: Iterable[_Found]) -> tuple[Roster, frozenset[bytes]]:
    """Return the roster with the keys that workbooks replaced theirs by."""
    following: defaultdict[bytes, list[_Found]] = defaultdict(list)
    for one in renewals:
        following[one.entry.before].append(one)
    apart = set()
    for workbook in sorted(roster.workbooks):
        while True:
            found = []
            for one in following[entries.kem_digest(roster.workbooks[workbook].kem)]:
                try:
                    found.append(roster.after(one.entry, one.by, one.aseq))
                except RosterRefused:
                    continue
            if len(found) != 1:
                break
            roster = found[0]
        if found:
            apart.add(workbook)
    return roster, frozenset(apart)
