"""Whoever administers writes the roster: an organisation begins, a workbook joins, one leaves."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from nacl.signing import SigningKey
from nacl.utils import random

from ledger.ops import ID_SIZE, lane_id
from sync.members import entries, keylife, rules
from sync.members.enrol import answer, require_new
from sync.members.roster import EMPTY
from sync.members.rosterlog import RosterLog
from sync.wire import frames
from sync.wire.envelope import KEY_SIZE, Place, StreamKey, seal
from sync.wire.frames import Kind
from sync.wire.lanes import BEGINNING, LaneState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sync.members.enrol import Request
    from sync.members.roster import Roster
    from sync.wire.keys import KemPair

CONFIG: Final = "config"
CASELOAD: Final = "caseload"
STATS: Final = "stats"


@dataclass(frozen=True, slots=True)
class Me:
    """One user on one workbook, with all the keys that the two of them have."""

    workbook: bytes
    user: bytes
    seed: bytes = field(repr=False)
    transport_seed: bytes = field(repr=False)
    pair: KemPair = field(repr=False)
    # The key that verifies what she signs.
    public: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        # Asked for with every batch: to work it out each time was a fiftieth of an exchange.
        object.__setattr__(self, "public", bytes(SigningKey(self.seed).verify_key))

    @property
    def author(self) -> bytes:
        """Return her name as an author."""
        return frames.author_id(self.public)


class Scribe:
    """The roster as it stands, and the next entries of it; `written` are the batches of those."""

    def __init__(self, me: Me, log: RosterLog, held: Iterable[StreamKey]) -> None:
        self.me, self.roster = me, log.roster
        self.keys = {(key.stream, key.epoch): key for key in held}
        self.written: list[bytes] = []
        self._batches = list(log.batches)
        self._lane = _lane_of(log.batches, me.author)

    @property
    def log(self) -> RosterLog:
        """Return the roster with every batch that it was made of."""
        return RosterLog(self.roster, tuple(self._batches))

    def say(self, what: entries.What) -> None:
        """Write one entry more."""
        self._say(what, _present(self.keys, self.roster))

    def hand(self, what: entries.Deliver) -> None:
        """Write one entry more for whoever has not the present key of the roster: it is in it.

        It is sealed under the first key of the roster, which everybody has who was ever let in.
        """
        stream = self.roster.stream
        first = min(epoch for known, epoch in self.keys if known == stream)
        self._say(what, self.keys[stream, first])

    def _say(self, what: entries.What, key: StreamKey | None) -> None:
        entry = self.roster.next(what)
        after = self.roster.after(entry, self.me.author)
        self._write(after, (Kind.ROSTER, entry.encode()), (0, frames.START), key)
        self.roster = after

    def live(self, seen: tuple[int, bytes]) -> None:
        """Write that this person is there, and how far she saw the log of the roster."""
        self._write(self.roster, (Kind.HEARTBEAT, b""), seen, _present(self.keys, self.roster))

    def _write(
        self,
        after: Roster,
        said: tuple[Kind, bytes],
        seen: tuple[int, bytes],
        key: StreamKey | None,
    ) -> None:
        stream, (kind, content) = after.stream, said
        key = key or self.keys[stream, after.epoch(stream)]
        place = Place(
            org=after.org,
            stream=stream,
            author=self.me.author,
            kind=kind,
            generation=after.generation(stream),
            aseq=self._lane.aseq + 1,
            prev=self._lane.digest,
            seen_seq=seen[0],
            seen_head=seen[1],
        )
        batch = seal(content, place, key, self.me.seed)
        self._lane = LaneState(place.aseq, frames.batch_id(batch))
        self._batches.append(batch)
        self.written.append(batch)

    def turn(self, streams: Iterable[bytes]) -> None:
        """Give streams new keys, and them to whoever may read."""
        new = keylife.new_keys(self.roster, streams)
        if not new:
            return
        for what in keylife.rotation(self.roster, new):
            self.say(what)
        self.keys |= {(key.stream, key.epoch): key for key in new}

    def found(self, config: bytes, caseload: Callable[[bytes], bytes]) -> None:
        """Begin an organisation; `caseload` names the stream of her cases, by the organisation."""
        first = StreamKey(random(ID_SIZE), 1, random(KEY_SIZE))
        self.keys[first.stream, 1] = first
        me = self.me
        transport = bytes(SigningKey(me.transport_seed).verify_key)
        self.say(
            entries.Found(
                org=random(ID_SIZE),
                workbook=me.workbook,
                transport=transport,
                kem=me.pair.public,
                author=me.public,
                user=me.user,
                stream=first.stream,
                commitment=first.commitment,
            )
        )
        self.say(entries.NewStream(config, CONFIG))
        self.begin_caseload(caseload(self.roster.org), me.user, me.workbook)
        self.turn(self.roster.due())

    def join_in(
        self, public: bytes, user: bytes, caseload: bytes, *, administers: bool, late: bool = False
    ) -> None:
        """Let somebody else of this workbook write; who comes late may find cases of others."""
        here = self.me.workbook
        self.say(entries.NewAuthor(public, user, here, writes=True, administers=administers))
        self.begin_caseload(caseload, user, here)
        self._let_write_for_all(user)
        if late and administers:
            self._let_read(user, here)
        self.turn(self.roster.due())

    def begin_caseload(self, stream: bytes, user: bytes, workbook: bytes) -> None:
        """Give a worker a stream for her cases; whoever administers reads and writes it too.

        Who works at another workbook already has one, or who signed here by another key.
        """
        if stream in self.roster.streams:
            self._let_in(stream, [workbook], "workbook")
            return
        self.say(entries.NewStream(stream, CASELOAD))
        roster = self.roster
        known = [one for name, one in roster.authors.items() if roster.administers(name)]
        self._let_in(stream, {user, *(one.user for one in known)}, "user")
        self._let_in(stream, {workbook, *(one.workbook for one in known)}, "workbook")

    def _let_in(self, stream: bytes, some: Iterable[bytes], to: str) -> None:
        """Let some read and write a stream who do not yet.

        A workbook may where its user may: all who work at a laptop have one store, and what each
        of them writes there is signed by herself and goes along.
        """
        for one in sorted(some):
            if (stream, one) not in self.roster.grants:
                self.say(entries.Grant(stream, to, one, read=True, write=True, last=()))

    def admit(
        self, request: Request, caseload: bytes, user: bytes = b"", *, administers: bool
    ) -> bytes:
        """Let a workbook in that asked, for a user; return the file that answers it."""
        require_new(request, self.roster)
        user = user or request.user
        self.say(request.admit())
        self.say(request.authored(writes=True, administers=administers, user=user))
        self.begin_caseload(caseload, user, request.workbook)
        self._let_write_for_all(user)
        if administers:
            self._let_read(user, request.workbook)
        return self._answer(request)

    def admit_to_figures(self, request: Request, figures: bytes, user: bytes) -> bytes:
        """Let a workbook in that asked, to read what is published and nothing else.

        `figures` is the stream of that; whoever administers gives it out.
        """
        require_new(request, self.roster)
        self.say(request.admit())
        self.say(request.authored(writes=False, administers=False, user=user))
        if figures not in self.roster.streams:
            self.say(entries.NewStream(figures, STATS))
        lead = filter(self.roster.administers, self.roster.authors)
        self._let_in(figures, {self.roster.authors[name].user for name in lead}, "user")
        here = request.workbook
        self.say(entries.Grant(figures, "workbook", here, read=True, write=False, last=()))
        return self._answer(request)

    def _answer(self, request: Request) -> bytes:
        """Give a workbook that was let in the keys of all that it reads."""
        self.turn(self.roster.due())
        reading = self.roster.reading(request.workbook)
        hers = [key for key in self.keys.values() if key.stream in reading]
        self.say(keylife.handed_over(self.roster, request.workbook, self._owed(request.workbook)))
        return answer(request, self.log, hers)

    def _let_write_for_all(self, user: bytes) -> None:
        """Let somebody write what all hold: the directory of services is everybody's work."""
        (config,) = (one for one, known in self.roster.streams.items() if known.family == CONFIG)
        self._let_in(config, [user], "user")

    def _owed(self, workbook: bytes) -> list[StreamKey]:
        """Return the present keys that a workbook may know; those handed over are told too."""
        roster = self.roster
        return [self.keys[stream, roster.epoch(stream)] for stream in roster.reading(workbook)]

    def _let_read(self, user: bytes, workbook: bytes) -> None:
        for stream, known in self.roster.streams.items():
            if known.family == CASELOAD:
                self._let_in(stream, [user], "user")
                self._let_in(stream, [workbook], "workbook")

    def revoke(self, workbook: bytes, last: Callable[[bytes], int]) -> None:
        """Let a workbook belong no longer; `last` is how much of a lane was taken in."""
        authors = [one for one in self.roster.authors.values() if one.workbook == workbook]
        lanes = {lane_id(one.public, stream) for one in authors for stream in self.roster.streams}
        ended = sorted((lane, last(lane)) for lane in lanes & self.roster.writable())
        self.say(entries.Revoke("workbook", workbook, tuple(ended)))
        self.turn(self.roster.due())

    def give_role(self, user: bytes, last: Callable[[bytes], int], *, administers: bool) -> None:
        """Let somebody administer wherever she works, or no longer; `last` as with `revoke`.

        Whoever administers reads and writes the cases of all.
        """
        self._let_write_for_all(user)
        # Who says it of herself says nothing more afterwards.
        for name, one in sorted(
            self.roster.authors.items(), key=lambda it: it[0] == self.me.author
        ):
            is_hers = one.user == user and one.writes and self.roster.is_active(name)
            if not is_hers or one.administers == administers:
                continue
            what = entries.Rights(name, writes=True, administers=administers, last=())
            # Of the roster she says nothing more after the last that is here; we after this.
            said = {
                lane_id(one.public, self.roster.stream): _lane_of(self._batches, name).aseq
                + (name == self.me.author)
            }
            ended = sorted(
                (lane, said.get(lane, last(lane))) for lane in rules.ending(self.roster, what)
            )
            self.say(replace(what, last=tuple(ended)))
            if administers:
                self._let_read(user, one.workbook)


def _lane_of(batches: Iterable[bytes], author: bytes) -> LaneState:
    """Return how far somebody's lane in the roster goes."""
    state = BEGINNING
    for batch in batches:
        header = frames.parse(batch)
        if header.author == author and header.aseq > state.aseq:
            state = LaneState(header.aseq, frames.batch_id(batch))
    return state


def _present(keys: Mapping[tuple[bytes, int], StreamKey], roster: Roster) -> StreamKey | None:
    """Return the key of the roster as it is before an entry, or nothing at its beginning.

    What turns that key itself is still read with the key before. Whoever has not got it yet says
    what everybody may know with the last one that she has.
    """
    stream, epoch = roster.stream, roster.epoch(roster.stream)
    held = [known for (one, known) in keys if one == stream and known <= epoch]
    return keys[stream, max(held)] if held else None


def beginning(me: Me) -> Scribe:
    """Return who writes the first entry of a roster."""
    return Scribe(me, RosterLog(EMPTY, ()), ())
