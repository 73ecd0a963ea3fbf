"""The bytes of files over a server: sent once the batches are, fetched where they are lacking.

What is kept here says whether there is anything to ask; where nothing is, nothing is asked. Each
piece is handed out by itself by whatever hands out, so one that may not leave any more does not.
"""

from __future__ import annotations

import time
from collections import deque
from contextlib import closing
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeVar

from db.homes.scopes import ScopeRefused
from sync.line.calls import CallRefused
from sync.line.filed import Filed, at_server, is_whole_there
from sync.line.talk import Told
from sync.line.talk_files import FileTalk
from sync.line.window import Window
from sync.sealed.files import (
    FileRefused,
    count_of,
    name_there,
    piece_size_there,
    pieces_there,
    size_there,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from db.exchange.carried_files import File
    from db.exchange.line_files import There
    from sync.line.ground import AtStore, Ground
    from sync.line.talk_files import Held
    from sync.line.under_way import Going

T = TypeVar("T")

_LATER: Final = (429, 503)
_NOT_FOR_US: Final = (403, 404, 405)
_TOO_LARGE: Final = 413
_FULL: Final = "quota.full"
_OFFSET: Final = "blob.offset"
_TRIES: Final = 3
_AT_ONCE: Final = 1000
# So many pieces are under way at once, together no more than one alone would be.
_AHEAD: Final = 2
# So many are asked for at once: of an answer that breaks off all that came is used.
_SPAN: Final = 8
_PIECE: Final = 1 << 16


class _OthersFirst(Exception):
    """What was written meanwhile goes first."""


class _Course:
    """How far the files of one exchange are, and what is borne of the line meanwhile."""

    def __init__(self, going: Going) -> None:
        self._going = going
        self._moved = self._to_move = 0
        self._until = 0.0

    def begin(self, turn: float) -> None:
        """Begin a turn of so many seconds; what was written meanwhile goes first after that."""
        self._until = time.monotonic() + turn

    def expect(self, more: int) -> None:
        """Take note of how much is to be moved from here on."""
        self._to_move = self._moved + more

    def went_on(self, size: int) -> None:
        """Take note of what was moved."""
        self._moved += size
        # As long as that gets anywhere a server may be waited for.
        self._going.waited = self._going.breaks = 0
        self._going.show(pieces=_in_pieces(self._moved), of_pieces=_in_pieces(self._to_move))

    @property
    def is_over(self) -> bool:
        """Return whether the turn is over."""
        return time.monotonic() >= self._until

    def let_others(self) -> None:
        """Let what was written meanwhile go first, once the turn is over."""
        if self.is_over:
            raise _OthersFirst

    def asked(self, act: Callable[[], T]) -> T:
        """Ask until there is an answer, as long as somebody may watch."""
        while True:
            try:
                return act()
            except CallRefused as refused:
                self.bear(refused, is_further=False)

    def bear(self, refused: CallRefused, *, is_further: bool) -> None:
        """Wait for a server that is busy, or after a line that broke; all else is not borne."""
        if isinstance(refused, Told):
            if refused.status not in _LATER or not self._going.waits(refused.seconds):
                raise refused
            return
        self._going.broke(refused, is_further=is_further)


class Filing:
    """What one exchange does with files, once everything else is exchanged."""

    # So many seconds it may take before what was written meanwhile goes first.
    turn = 120.0

    def __init__(self, going: Going, ground: Ground, at: AtStore) -> None:
        self._going, self._at, self._course = going, at, _Course(going)
        self._filed, self._window = Filed(ground), Window()
        # So many answers in a row brought no piece.
        self._odd = 0
        # How much of a file was there when others went first.
        self._reached: dict[bytes, int] = {}

    def run(self) -> bool:
        """Let go, send and fetch, as far as that goes; return whether that is all.

        Else what was written meanwhile goes first, and this goes on where it stopped.
        """
        self._course.begin(self.turn)
        try:
            self._run()
        except _OthersFirst:
            return False
        return True

    def _run(self) -> None:
        plan = self._at(self._filed.planned)
        for stream, some in groupby(plan.gone, key=lambda one: one.stream):
            self._let_go(stream, list(some))
        found = {stream: self._listed(stream) for stream in plan.streams}
        there = {stream: held for stream, held in found.items() if held is not None}
        if plan.looked or plan.to_send:
            plan.to_send = self._at(lambda: self._filed.compared(plan, there))
        fetched = [one for one in plan.lacking if is_whole_there(one, there.get(one.stream))]
        self._course.expect(self._at(lambda: self._filed.left(plan.to_send, fetched, there)))
        self._send([one for one in plan.to_send if one.stream in there])
        for file in fetched:
            self._fetch(file)
        self._at(lambda: self._filed.ended(plan))

    # ------------------------------------------------------------------ asking

    def _listed(self, stream: bytes) -> dict[bytes, Held] | None:
        """Return what is there of a stream; nothing where the server does not let us ask."""
        try:
            return self._course.asked(FileTalk(self._going.talk, stream).listed)
        except Told as refused:
            if refused.status not in _NOT_FOR_US:
                raise
            return None

    def _let_go(self, stream: bytes, some: Sequence[There]) -> None:
        """Have the server let go of what was erased, or lives there no longer."""
        talk = FileTalk(self._going.talk, stream)
        for first in range(0, len(some), _AT_ONCE):
            part = some[first : first + _AT_ONCE]
            order = self._at(partial(self._filed.order, stream, part))
            try:
                self._course.asked(partial(talk.let_go, order))
            except Told as refused:
                if refused.status not in _NOT_FOR_US:
                    raise
                return
            self._at(partial(self._filed.files.forget, part))

    # ------------------------------------------------------------------ sending

    def _send(self, some: Iterable[File]) -> None:
        """Send files, one after the other, until the house is full."""
        for file in some:
            try:
                self._send_one(file)
            except ScopeRefused:
                # It may not leave any more: what is there of it is let go with the next exchange.
                continue
            except Told as refused:
                if str(refused) == _FULL:
                    self._going.done.is_full = True
                    return
                if refused.status not in {*_NOT_FOR_US, _TOO_LARGE}:
                    raise
                self._going.done.refused = str(refused)

    def _send_one(self, file: File) -> None:
        talk, size = FileTalk(self._going.talk, file.stream), size_there(file)
        # Before anything is there it is known what would have to be let go.
        self._at(lambda: self._filed.sealed.span(file, 0, 1))
        self._at(partial(self._filed.files.keep, at_server(file), is_whole=False))
        begin = partial(self._course.asked, partial(talk.begin, name_there(file), size))
        offset, odd = _within(begin(), size), 0
        if offset < self._reached.get(file.id, 0):
            # It said before to have more of it.
            raise CallRefused("line.wrong")
        under_way: deque[int] = deque()
        while offset < size:
            begun, kept = time.monotonic(), offset
            try:
                self._send_ahead(file, offset, under_way)
                kept = under_way.popleft()
                reached = talk.appended(kept)
            except (CallRefused, ScopeRefused) as refused:
                self._going.talk.let_go()
                under_way.clear()
                reached = _within(self._behind(refused, begin), size)
                # Somebody else may send the same; but it goes neither back nor bit by bit.
                odd += reached < (kept if str(refused) == _OFFSET else offset)
            if odd > _TRIES:
                raise CallRefused("line.wrong")
            if reached > offset:
                self._window.took(reached - offset, time.monotonic() - begun)
                self._course.went_on(reached - offset)
            is_further, offset = reached > offset, reached
            self._reached[file.id] = offset
            if is_further and offset < size and not under_way:
                self._course.let_others()
        self._at(partial(self._filed.files.keep, at_server(file), is_whole=True))

    def _send_ahead(self, file: File, offset: int, under_way: deque[int]) -> None:
        """Send the next pieces of a file, half a window each, while answers to others come."""
        talk = FileTalk(self._going.talk, file.stream)
        while len(under_way) < _AHEAD and not (under_way and self._course.is_over):
            first = under_way[-1] if under_way else offset
            half = self._window.size // _AHEAD
            body = self._at(partial(self._filed.sealed.span, file, first, half))
            if not body:
                return
            talk.append(name_there(file), first, body)
            under_way.append(first + len(body))

    def _behind(self, refused: Exception, begin: Callable[[], int]) -> int:
        """Return how much of a file is there after something was not simply kept."""
        if not isinstance(refused, CallRefused):
            raise refused
        if isinstance(refused, Told) and str(refused) == _OFFSET and refused.offset is not None:
            return refused.offset
        self._course.bear(refused, is_further=False)
        return begin()

    # ------------------------------------------------------------------ fetching

    def _fetch(self, file: File) -> None:
        """Fetch the pieces of a file that are lacking; each is kept as soon as it is whole."""
        wanted = self._at(partial(self._filed.sealed.missing, file))
        if wanted:
            # Also what only fills up, or the server would see how long it is.
            wanted += range(count_of(file), pieces_there(file))
        held = bytearray()
        while wanted:
            before = len(wanted), len(held)
            try:
                self._fetch_span(file, wanted, held)
            except FileRefused as refused:
                # It is asked for once more another time; what is kept of it is good.
                self._going.done.came.refused[str(refused)] += 1
                return
            except CallRefused as refused:
                if isinstance(refused, Told) and refused.status in _NOT_FOR_US:
                    return
                self._course.bear(refused, is_further=before != (len(wanted), len(held)))
            if wanted:
                self._course.let_others()

    def _fetch_span(self, file: File, wanted: list[int], held: bytearray) -> None:
        """Ask for the next pieces; what came of one that is not whole yet is held."""
        talk, length = FileTalk(self._going.talk, file.stream), piece_size_there(file)
        first = wanted[0] * length + len(held)
        last = (wanted[0] + _in_order(wanted[:_SPAN])) * length - 1
        before = len(wanted)
        with closing(talk.span(name_there(file), first, last, size_there(file))) as span:
            for come in span:
                held[:] = self._taken(file, wanted, bytes(held + come))
                self._course.went_on(len(come))
        # An answer that is whole brings the rest of a piece at least, or all comes bit by bit.
        self._odd = self._odd + 1 if len(wanted) == before else 0
        if self._odd > _TRIES:
            raise CallRefused("line.wrong")

    def _taken(self, file: File, wanted: list[int], held: bytes) -> bytes:
        """Keep what is whole of what came; return what is not."""
        length = piece_size_there(file)
        while len(held) >= length and wanted:
            piece, held = held[:length], held[length:]
            if self._at(partial(self._filed.sealed.take_there, file, wanted[0], piece)):
                self._going.done.came.files += 1
                self._at(partial(self._filed.keep_fetched, file))
            wanted.pop(0)
        return held


def _within(reached: int, size: int) -> int:
    """Return how much of a file is there, if it can be as much."""
    if reached > size:
        raise CallRefused("line.wrong")
    return reached


def _in_order(wanted: Sequence[int]) -> int:
    """Return how many pieces follow each other from the first on."""
    return sum(number == wanted[0] + n for n, number in enumerate(wanted))


def _in_pieces(size: int) -> int:
    return -(-size // _PIECE)
