"""What a workbook says to a server of files and hears of them; see exchange-server.md."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn

from sync.line.calls import CallRefused
from sync.line.talk import number_of
from sync.wire.placed import END, FILE, FILES_AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Generator

    from sync.line.calls import Reply
    from sync.line.talk import Talk

_THERE, _MADE, _KEPT, _SPAN = 200, 201, 204, 206
_OCTETS: Final = "application/octet-stream"
_NAME: Final = 32
# So many answers about one stream: whoever says more leads us in circles.
_LISTS: Final = 16
_RANGE: Final = re.compile(r"bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})")


class Held(NamedTuple):
    """A file at a server: how long it is, and how much of it is there."""

    size: int
    held: int


class FileTalk:
    """What is said of the files in one stream."""

    def __init__(self, talk: Talk, stream: bytes) -> None:
        self._talk, self._stream = talk, f"stream={stream.hex()}"

    def listed(self) -> dict[bytes, Held]:
        """Return what is there, by the names."""
        found: dict[bytes, Held] = {}
        behind = bytes(_NAME)
        for _ in range(_LISTS):
            what = f"blobs?{self._stream}&behind={behind.hex()}"
            reply = self._talk.reply("GET", what, {_THERE, _KEPT})
            body = reply.told()
            if len(body) % FILE.size or (body and not _is_ours(reply)):
                _refuse("line.portal")
            for name, size, held in FILE.iter_unpack(body):
                if name <= behind or not 0 <= held <= size < END:
                    _refuse("line.portal")
                found[name], behind = Held(size, held), name
            if len(body) < FILES_AT_ONCE * FILE.size:
                return found
        return _refuse("line.wrong")

    def begin(self, name: bytes, size: int) -> int:
        """Let room be made for a file; return how much of it is there."""
        what = f"blobs?{self._stream}&blob={name.hex()}&size={size}"
        return self._offset(self._talk.reply("POST", what, {_MADE, _KEPT}))

    def append(self, name: bytes, offset: int, body: bytes) -> None:
        """Send what comes behind so many bytes; the answer comes behind those to others."""
        self._talk.ask_ahead("PATCH", f"blobs/{name.hex()}?{self._stream}&offset={offset}", body)

    def appended(self, reached: int) -> int:
        """Return how much is there by the oldest answer that is still to come, if it is that."""
        said = self._offset(self._talk.came({_KEPT}))
        return said if said == reached else _refuse("line.wrong")

    def span(self, name: bytes, first: int, last: int, size: int) -> Generator[bytes]:
        """Yield bytes from a first one up to a last one, or not so far, as they come."""
        what = f"blobs/{name.hex()}?{self._stream}"
        asked = {"Range": f"bytes={first}-{last}"}
        reply = self._talk.reply("GET", what, {_THERE, _SPAN}, None, asked)
        left = _promised(reply, first, last, size)
        try:
            for piece in reply.pieces():
                left -= len(piece)
                if left < 0:
                    # No more comes than was promised, or it is not what was asked for.
                    _refuse("line.wrong")
                yield piece
        except (CallRefused, GeneratorExit):
            reply.drop()
            raise
        if left:
            _refuse("line.torn")

    def let_go(self, order: bytes) -> None:
        """Give an order to let files go."""
        self._talk.told("POST", f"gone?{self._stream}", {_KEPT}, order)

    @staticmethod
    def _offset(reply: Reply) -> int:
        offset = number_of(reply.headers, "offset")
        reply.told()
        return _refuse("line.portal") if offset is None else offset


def _promised(reply: Reply, first: int, last: int, size: int) -> int:
    """Return how many bytes an answer says to bring, from the first on that was asked for."""
    found = _RANGE.fullmatch(reply.headers.get("content-range", ""))
    if not _is_ours(reply):
        _refuse("line.portal")
    if reply.status == _THERE and (first, last) == (0, size - 1):
        return size
    begin, end, whole = map(int, found.groups()) if found else (0, 0, 0)
    if (begin, whole) != (first, size) or not first <= end <= last:
        _refuse("line.wrong")
    return end + 1 - first


def _is_ours(reply: Reply) -> bool:
    return reply.headers.get("content-type", "") == _OCTETS


def _refuse(code: str) -> NoReturn:
    raise CallRefused(code) from None
