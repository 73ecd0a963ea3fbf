"""One exchange over a server, under way: question by question until neither side has more.

On a far line more time would go by in waiting for answers than in sending. So the next question
goes before the answer to this one is whole, as long as nothing is out of the ordinary: whatever is
lets go of all that was asked ahead, and asks again.
"""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from sync.line.calls import CallRefused
from sync.line.cleared import LineCleared
from sync.line.copied import Copied
from sync.line.ground import HELD_BACK, OTHER_LOG
from sync.line.looking import Looking
from sync.line.summed import LineSummed
from sync.line.talk import Told
from sync.line.window import LARGEST, Window
from sync.post import Came
from sync.wire.placed import END

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sync.line.coming_in import Inbound
    from sync.line.going_out import Outbound, Outgoing
    from sync.line.ground import AtStore, Ground
    from sync.line.rights import Leading
    from sync.line.talk import Answer, Asked, Talk

# A server that is busy is waited for as long as somebody may watch; after that one comes back.
_PATIENT: Final = 60
_TRIES: Final = 3
_STALE: Final = "acl.stale"
_FORK: Final = "lane.fork"
_FULL: Final = "quota.full"
_LATER: Final = (429, 503)
_AGAIN: Final = ("line.torn", "line.stalled", "line.away")
# So many pieces are under way at once, together no more than one alone would be.
_PIECES: Final = 2
# Nothing on a server has a number after this: whoever asks for it only sends.
_NOTHING_AFTER: Final = END - 1
_USUAL: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an exchange is: batches that went and came, and how many of each there are."""

    sent: int = 0
    to_send: int = 0
    came: int = 0
    to_come: int = 0
    # Of files: pieces of 64 KiB that went or came, of so many.
    pieces: int = 0
    of_pieces: int = 0
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
    # Files that still wait to be sent.
    files_waiting: int = 0
    is_stopped: bool = False
    # What the server showed that can not be, and nobody has settled.
    alarms: Sequence[str] = ()
    # Who works at laptops of which nothing came for two weeks.
    quiet: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Desks:
    """The store's side of one exchange."""

    ground: Ground
    out: Outbound
    inn: Inbound
    leading: Leading


class _Ahead(NamedTuple):
    """A piece that was sent before the answer to the one before had come."""

    asked: Asked
    batches: list[Outgoing]


class Going:
    """One exchange under way."""

    tell: Callable[[Progress], None]
    pause: Callable[[float], None]
    stopped: Callable[[], bool]

    def __init__(self, talk: Talk, desks: Desks, at: AtStore) -> None:
        self.talk, self._desks, self._at = talk, desks, at
        self._ground, self._out = desks.ground, desks.out
        self.done = Synced()
        self._window, self._progress = Window(), Progress()
        self._looking = Looking(talk, desks.ground, desks.inn, at)
        self.waited = self.breaks = self._idle = 0
        # What was asked next while an answer still came; when the one before was whole.
        self._next: Asked | None = None
        self._since = 0.0

    def run(self) -> None:
        """Exchange until nothing is left on either side."""
        has_told = self._tell_rights(early=True)
        for _ in range(_TRIES):
            while self._once() and not self._streamed():
                pass
            has_told = self._tell_rights(early=False)
            if has_told and self._looking.look(self._window.comes, self._came):
                self._at(self._desks.inn.finished)
                try:
                    self._sum_up()
                finally:
                    self._at(Copied(self._ground).judge)
                if not self._at(self._ground.has_to_look):
                    return
        if not has_told:
            # It says each time that others told it rights meanwhile, and takes none.
            raise CallRefused("line.wrong")

    def _sum_up(self) -> None:
        """Exchange what is summed up; what waited behind a gap goes on."""
        summing = LineSummed(self.talk, self._ground, self._at)
        summed = summing.exchange()
        self.done.came.summed += summed.taken
        self.done.came.differs += summed.differs
        self.done.came.refused.update(summed.refused)
        if summed.taken:
            self.done.came.add(self._at(lambda: self._ground.post.take(())))
        for stream in () if self._at(self._ground.has_to_look) else summing.lost:
            self._at(partial(self._ground.alarm, HELD_BACK, stream))
        LineCleared(self.talk, self._ground, summing, self._at).exchange()
        if summing.is_other:
            self._ground.is_wrong(OTHER_LOG)
            self._looking.mend(self.talk.heads(), self._ground.known.cursor)

    def _once(self) -> bool:
        """Send once and take in what comes; return whether there is more of either."""
        after, asked, self._next = self._ground.known.cursor, self._next, None
        batches = [] if asked else self._at(lambda: self._out.next_batches(self._window.size))
        if asked is None:
            self._since = time.monotonic()
        try:
            answer = self._asked(after, batches, asked)
            if answer is None:
                return True
            self._ask_next(answer, batches)
            size = self._taken(answer, batches)
        except CallRefused as refused:
            return self.broke(refused, is_further=self._ground.known.cursor > after)
        self.breaks = 0
        self._idle = 0 if size or answer.cursor >= answer.head else self._idle + 1
        if self._idle > _TRIES:
            # There is always more, and it never comes.
            raise CallRefused("line.wrong")
        self._took(size)
        if self._ground.wrong:
            self._let_go()
            self._looking.mend(self.talk.heads(), answer.cursor)
            return True
        self.done.again_in = answer.again_in
        return answer.cursor < answer.head or self._at(lambda: self._out.has_more)

    def _ask_next(self, answer: Answer, batches: Sequence[Outgoing]) -> None:
        """Ask for what is behind an answer that only begins to come."""
        is_usual = answer.accepted == len(batches) and self._ground.known.cursor < answer.cursor
        if is_usual and answer.cursor < answer.head:
            self._next = self.talk.ahead(answer.cursor, self._window.comes)

    def _took(self, size: int) -> None:
        now = time.monotonic()
        self._window.took(size, now - self._since)
        self._since = now

    def _let_go(self) -> None:
        """Ask again what was asked ahead."""
        self._next = None
        self.talk.let_go()

    # --- sending without waiting

    def _streamed(self) -> bool:
        """Send all there is, each piece while answers to others come; return whether that is all.

        Only where all that is there has come here: of what stands there behind that, all is known
        as long as it is exactly what was sent.
        """
        under_way: deque[_Ahead] = deque()
        try:
            while not self._ground.wrong:
                self._send_ahead(under_way)
                if not under_way:
                    return self._ground.is_caught_up and not self._at(lambda: self._out.has_more)
                if not self._was_kept(*under_way.popleft()):
                    break
        except CallRefused as refused:
            self.broke(refused, is_further=False)
        self._let_go()
        return False

    def _send_ahead(self, under_way: deque[_Ahead]) -> None:
        size = self._window.size // _PIECES
        while self._ground.is_caught_up and self._next is None and len(under_way) < _PIECES:
            behind = [one for piece in under_way for one in piece.batches]
            batches = self._at(partial(self._out.next_batches, size, behind))
            together = sum(len(one.batch) for one in (*behind, *batches))
            # What breaks off comes twice: large ones go one after the other.
            if not batches or self._out.gap or (behind and together > LARGEST):
                return
            self._at(partial(self._out.mark_under_way, batches))
            if not under_way:
                self._since = time.monotonic()
            bodies = [one.batch for one in batches]
            asked = self.talk.ahead(_NOTHING_AFTER, _USUAL, bodies)
            under_way.append(_Ahead(asked, batches))

    def _was_kept(self, asked: Asked, batches: list[Outgoing]) -> bool:
        """Hear what became of a piece; return whether all went as it should."""
        answer = self._told(partial(self.talk.answered, asked), batches)
        if answer is None:
            return False
        for _ in answer.batches():
            # Nobody asked for any.
            raise CallRefused("line.wrong")
        self._noted(answer, batches)
        sent = batches[: answer.accepted]
        self._at(lambda: self._desks.inn.passed(answer, sent))
        self._took(sum(len(one.batch) for one in sent))
        self.breaks, self.done.again_in = 0, answer.again_in
        return answer.accepted == len(batches)

    # --- answers

    def _asked(self, after: int, batches: Sequence[Outgoing], asked: Asked | None) -> Answer | None:
        """Return what is answered; nothing where it has to be asked once more in another way."""
        if asked:
            return self._told(partial(self.talk.answered, asked), batches)
        self._at(lambda: self._out.mark_under_way(batches))
        bodies = [one.batch for one in batches]
        self.show(to_send=self._at(lambda: self._out.to_send))
        gap, most = self._out.gap, self._window.comes
        return self._told(lambda: self.talk.sync(after, most, bodies, gap), batches)

    def _told(self, answered: Callable[[], Answer], batches: Sequence[Outgoing]) -> Answer | None:
        """Return an answer; nothing where it was refused and is to be asked in another way."""
        try:
            return answered()
        except Told as refused:
            self._let_go()
            code = str(refused)
            if refused.status in _LATER and self.waits(refused.seconds):
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
                self._at(lambda: self._out.forked(batches[accepted]))
                return None
            self.done.is_full = True
            self._out.hold_back()
            return None

    def _noted(self, answer: Answer, batches: Sequence[Outgoing]) -> None:
        """Keep what an answer says of what was sent."""
        sent = batches[: answer.accepted]
        self._at(lambda: self._out.sent(sent, answer.placed))
        self.done.sent += answer.accepted
        if answer.accepted < len(batches):
            # One that does not say why is not asked for ever either.
            self.done.refused = answer.refused or "line.wrong"
            self._out.refuse(batches[answer.accepted], answer.refused)
        to_come = answer.head - answer.accepted - self._ground.known.cursor
        self.show(sent=self.done.sent, to_come=max(0, to_come))

    def _taken(self, answer: Answer, batches: Sequence[Outgoing]) -> int:
        """Keep what an answer says and brings; return how many bytes went and came."""
        self._noted(answer, batches)
        size = sum(len(one.batch) for one in batches[: answer.accepted])
        for some in answer.batches():
            self._came(self._at(partial(self._desks.inn.take, some)))
            size += sum(len(one.batch) for one in some)
        self._at(lambda: self._desks.inn.reach(answer))
        return size

    def _came(self, more: Came) -> None:
        self.done.came.add(more)
        self.show(came=self.done.came.batches)
        if self._ground.is_copied:
            raise CallRefused("line.fork")

    def broke(self, refused: CallRefused, *, is_further: bool) -> bool:
        """Go on after a line that broke, as long as that gets anywhere."""
        self._let_go()
        self.breaks = 1 if is_further else self.breaks + 1
        if str(refused) not in _AGAIN or self.breaks > _TRIES:
            raise refused
        self.waits(self.breaks)
        return True

    def waits(self, seconds: int) -> bool:
        """Wait for a server; not longer than somebody may watch."""
        self.done.again_in = seconds
        if not 0 < seconds <= _PATIENT - self.waited:
            return False
        self.waited += seconds
        for left in range(seconds, 0, -1):
            if self.stopped():
                raise CallRefused("line.stopped")
            self.show(waits=left)
            self.pause(1)
        self.show(waits=0)
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
        self._at(lambda: self._desks.leading.keep(seen + bool(document)))
        return True

    def show(self, **changed: int) -> None:
        """Tell whoever watches what changed."""
        self._progress = replace(self._progress, **changed)
        self.tell(self._progress)
