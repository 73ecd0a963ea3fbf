"""An exchange over a server: what is sealed here goes there, what is new there is taken in here.

The network is waited for between short pieces of work on the store, each done where the store is at
home. Whatever breaks off leaves what had come; it goes on where it stopped.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from sync.calls import CallRefused, Calls
from sync.line_ground import ROLLED_BACK, Ground
from sync.line_in import Inbound
from sync.line_out import Outbound
from sync.line_rights import Leading
from sync.line_summed import AtStore, LineSummed
from sync.post import Came
from sync.talk import Talk, Told
from sync.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sync.address import Address
    from sync.line_out import Outgoing
    from sync.post import Post
    from sync.talk import Answer, Caller, Head

T = TypeVar("T")

# A server that is busy is waited for as long as somebody may watch; after that one comes back.
_PATIENT: Final = 60
_TRIES: Final = 3
_STALE: Final = "acl.stale"
_FORK: Final = "lane.fork"
_FULL: Final = "quota.full"
_LATER: Final = (429, 503)
_AGAIN: Final = ("line.torn", "line.stalled", "line.away")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an exchange is: batches that went and came, and how many of each there are."""

    sent: int = 0
    to_send: int = 0
    came: int = 0
    to_come: int = 0
    # So many seconds are waited for the server, which has too much to do or is not there.
    waits: int = 0


@dataclass(slots=True)
class Synced:
    """What became of one exchange."""

    sent: int = 0
    came: Came = field(default_factory=Came)
    # Batches that still wait to be sent, and why they do.
    waiting: int = 0
    refused: str = ""
    # When it makes sense to ask again, in seconds.
    again_in: int = 0
    is_full: bool = False
    is_stopped: bool = False
    has_told_rights: bool = False
    # What the server showed that can not be, and nobody has settled.
    alarms: Sequence[str] = ()
    # Who works at laptops of which nothing came for two weeks.
    quiet: Sequence[str] = ()


def _here(act: Callable[[], T]) -> T:
    return act()


def _go_on() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the store is at home, how one waits, and by what one asks."""

    at_store: AtStore = _here
    pause: Callable[[float], None] = time.sleep
    calls: Callable[..., Calls] = Calls


class Line:
    """The way of one workbook to its server."""

    def __init__(self, post: Post, ways: Ways | None = None) -> None:
        self._ground, self._ways = Ground(post), ways or Ways()
        self._leading = Leading(self._ground)
        self._at = self._ways.at_store

    @property
    def address(self) -> str:
        """Return where the server is, as the roster says; nothing where there is none."""
        return self._ground.address

    def sync(
        self,
        told: Callable[[Progress], None],
        stopped: Callable[[], bool],
        carried: Sequence[bytes] = (),
    ) -> Synced:
        """Send and take in all there is, or as much as goes; and what is carried for others."""
        ground, out, at = self._ground, Outbound(self._ground), self._at
        inn = Inbound(ground)

        def prepare() -> tuple[Caller, Address, bytes]:
            caller = ground.begin()
            out.seal()
            out.carry(carried)
            return caller, ground.where, ground.pin

        caller, where, pin = at(prepare)
        with self._ways.calls(where, pin, stopped) as calls:
            talk = Talk(calls, caller, ground.known.token)
            going = _Going(talk, _Desks(ground, out, inn, self._leading), at)
            going.tell, going.pause, going.stopped = told, self._ways.pause, stopped
            try:
                going.run()
            except CallRefused as refused:
                if str(refused) != "line.stopped":
                    raise
                going.done.is_stopped = True
            finally:
                at(lambda: ground.end(talk.token))

        def ended() -> Synced:
            going.done.waiting, going.done.alarms = out.to_send, ground.alarms
            going.done.quiet = inn.quiet()
            return going.done

        return at(ended)

    def begin_at(
        self, address: str, invite: str, *, pinned: bool, stopped: Callable[[], bool] = _go_on
    ) -> None:
        """Found the organisation at a server, if it is not there yet, and say so in the roster."""
        at, leading = self._at, self._leading
        where = at(lambda: leading.movable(address))
        with self._ways.calls(where, None if pinned else b"", stopped) as calls:
            pin = calls.shown_key() if pinned else b""
            talk = Talk(calls, replace(at(lambda: self._ground.caller), server=where.name))
            talk.limits()
            if invite:
                try:
                    talk.found(at(leading.founding), invite)
                except Told as refused:
                    if str(refused) != "org.exists":
                        raise
                else:
                    at(lambda: leading.founded(where.name))
            # Whoever is not let in there does not send everybody else there.
            talk.heads()
        at(lambda: leading.move(str(where), pin))

    def end_there(self) -> None:
        """Say in the roster that there is no server any more."""
        self._at(self._leading.demand)
        self._at(lambda: self._leading.move("", b""))

    def settle(self) -> int:
        """Let what the server showed hold from now on; return of how many logs."""
        return self._at(self._leading.settle)


@dataclass(frozen=True, slots=True)
class _Desks:
    """The store's side of one exchange."""

    ground: Ground
    out: Outbound
    inn: Inbound
    leading: Leading


class _Going:
    """One exchange under way."""

    tell: Callable[[Progress], None]
    pause: Callable[[float], None]
    stopped: Callable[[], bool]

    def __init__(self, talk: Talk, desks: _Desks, at: AtStore) -> None:
        self.talk, self._desks, self._at = talk, desks, at
        self._ground, self._out = desks.ground, desks.out
        self.done = Synced()
        self._window, self._progress = Window(), Progress()
        self._waited = self._breaks = self._mended = self._idle = 0

    def run(self) -> None:
        """Exchange until nothing is left on either side."""
        self._tell_rights(early=True)
        for _ in range(_TRIES):
            while self._once():
                pass
            if self._tell_rights(early=False) and self._look():
                self._at(self._desks.inn.finished)
                self._sum_up()
                return

    def _sum_up(self) -> None:
        """Exchange what is summed up; what waited behind a gap goes on."""
        summed = LineSummed(self.talk, self._ground.post, self._at).exchange()
        self.done.came.summed += summed.taken
        self.done.came.differs += summed.differs
        self.done.came.refused.update(summed.refused)
        if summed.taken:
            _add(self.done.came, self._at(lambda: self._ground.post.take(())))

    def _once(self) -> bool:
        """Send once and take in what comes; return whether there is more of either."""
        batches = self._at(lambda: self._out.next_batches(self._window.size))
        after, begun = self._ground.known.cursor, time.monotonic()
        try:
            answer = self._asked(after, batches)
            if answer is None:
                return True
            size = self._taken(answer, batches)
        except CallRefused as refused:
            return self._broke(refused, is_further=self._ground.known.cursor > after)
        self._breaks = 0
        self._idle = 0 if size or answer.cursor >= answer.head else self._idle + 1
        if self._idle > _TRIES:
            # There is always more, and it never comes.
            raise CallRefused("line.wrong")
        self._window.took(size, time.monotonic() - begun)
        if self._ground.wrong:
            self._mend(self.talk.heads(), answer.cursor)
            return True
        self.done.again_in = answer.again_in
        return answer.cursor < answer.head or self._at(lambda: self._out.has_more)

    def _asked(self, after: int, batches: Sequence[Outgoing]) -> Answer | None:
        """Return what is answered; nothing where it has to be asked once more in another way."""
        self._at(lambda: self._out.mark_under_way(batches))
        bodies = [one.batch for one in batches]
        self._show(to_send=self._at(lambda: self._out.to_send))
        try:
            return self.talk.sync(after, self._window.comes, bodies, self._out.gap)
        except Told as refused:
            code = str(refused)
            if refused.status in _LATER and self._waits(refused.seconds):
                return None
            if code not in {_FORK, _FULL} or not batches:
                # What sends nothing needs no room.
                raise
            accepted = min(refused.accepted, len(batches))
            self._at(lambda: self._out.sent(batches[:accepted], ()))
            self.done.sent += accepted
            if code == _FORK:
                if accepted == len(batches):
                    # Of what was sent nothing is left that could stand where another stands.
                    raise CallRefused("line.wrong") from None
                if self._at(lambda: self._out.forked(batches[accepted])):
                    raise CallRefused("line.fork") from None
                return None
            self.done.is_full = True
            self._out.hold_back()
            return None

    def _taken(self, answer: Answer, batches: Sequence[Outgoing]) -> int:
        """Keep what an answer says and brings; return how many bytes went and came."""
        sent = batches[: answer.accepted]
        self._at(lambda: self._out.sent(sent, answer.placed))
        self.done.sent += answer.accepted
        size = sum(len(one.batch) for one in sent)
        if answer.accepted < len(batches):
            # One that does not say why is not asked for ever either.
            self.done.refused = answer.refused or "line.wrong"
            self._out.refuse(batches[answer.accepted], answer.refused)
        self._show(sent=self.done.sent, to_come=max(0, answer.head - self._ground.known.cursor))
        for some in answer.batches():
            _add(self.done.came, self._at(partial(self._desks.inn.take, some)))
            size += sum(len(one.batch) for one in some)
            self._show(came=self.done.came.batches)
        self._at(lambda: self._desks.inn.reach(answer))
        return size

    def _look(self) -> bool:
        """Take in what became readable only after newer things were taken in.

        Return whether the server shows no other logs than it did before.
        """
        inn = self._desks.inn
        if not self._at(inn.is_look_due):
            return True
        heads = self.talk.heads()
        if self._at(lambda: inn.fell_back(heads)):
            self._ground.is_wrong(ROLLED_BACK)
            self._mend(heads, self._ground.known.cursor)
            return False
        for stream, first in self._at(lambda: inn.lacking(heads)).items():
            reached = first - 1
            while reached < heads[stream].number:
                answer = self.talk.older(stream, reached + 1, self._window.comes)
                is_empty = True
                for some in answer.batches():
                    is_empty = False
                    _add(self.done.came, self._at(partial(inn.take, some, is_older=True)))
                    self._show(came=self.done.came.batches)
                if is_empty or answer.cursor <= reached or self._ground.wrong:
                    break
                reached = answer.cursor
        if self._ground.wrong:
            self._mend(heads, self._ground.known.cursor)
            return False
        return self._at(lambda: inn.looked(heads))

    def _mend(self, heads: Mapping[bytes, Head], cursor: int) -> None:
        self._mended += 1
        if self._mended > _TRIES:
            # It says one thing and then another.
            raise CallRefused("line.wrong")
        self._at(lambda: self._desks.inn.mend(heads, cursor))

    def _broke(self, refused: CallRefused, *, is_further: bool) -> bool:
        """Go on after a line that broke, as long as that gets anywhere."""
        self._breaks = 1 if is_further else self._breaks + 1
        if str(refused) not in _AGAIN or self._breaks > _TRIES:
            raise refused
        self._waits(self._breaks)
        return True

    def _waits(self, seconds: int) -> bool:
        """Wait for a server; not longer than somebody may watch."""
        self.done.again_in = seconds
        if not 0 < seconds <= _PATIENT - self._waited:
            return False
        self._waited += seconds
        for left in range(seconds, 0, -1):
            if self.stopped():
                raise CallRefused("line.stopped")
            self._show(waits=left)
            self.pause(1)
        self._show(waits=0)
        return True

    def _tell_rights(self, *, early: bool) -> bool:
        """Let the server's rights be those of the roster; return whether they are.

        Somebody who was let go is shut out before anything else. Where others changed the rights
        meanwhile their roster is heard first.
        """
        if not self._at(lambda: self._desks.leading.is_due(early=early)):
            return True
        seen, held = self._ground.known.acl, b""
        if not early:
            seen, held = self.talk.rights()
        document = self._at(lambda: self._desks.leading.document(seen, held))
        if document:
            try:
                self.talk.put_rights(document, seen)
            except Told as refused:
                if str(refused) != _STALE:
                    raise
                return False
            self.done.has_told_rights = True
        self._at(lambda: self._desks.leading.keep(seen + bool(document)))
        return True

    def _show(self, **changed: int) -> None:
        self._progress = replace(self._progress, **changed)
        self.tell(self._progress)


def _add(came: Came, more: Came) -> None:
    """Add what became of a part to what became of the whole."""
    for name in ("operations", "batches", "known", "for_others", "summed", "differs"):
        setattr(came, name, getattr(came, name) + getattr(more, name))
    # What waits is tried again with everything that comes.
    came.early, came.late = more.early, more.late
    came.refused.update(more.refused)
    came.roster_changed |= more.roster_changed
    came.forked |= more.forked
