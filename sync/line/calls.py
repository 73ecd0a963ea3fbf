"""Questions to a server over one connection, and its answers as they come, each in its turn.

No redirect is followed, nothing is kept between two questions, and nothing is believed of whoever
answers but what its certificate shows: whether an answer is one of ours is for the caller to see.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import (
    HTTPConnection,
    HTTPException,
    HTTPResponse,
    HTTPSConnection,
    RemoteDisconnected,
)
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NoReturn, Self

from sync.line.reaching import reach
from sync.line.shown import key_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import TracebackType

    from sync.members.address import Address

# Without a single byte for so long the line is dead; with some it may take what it takes.
PATIENCE: Final = 30.0
_PIECE: Final = 1 << 14
_LOOK: Final = 0.2
# Whatever lets fewer bytes through in a second over long is no line but somebody who holds us up.
_SLOWEST: Final = 256
# What stands before a body is short too, and nobody is told to wait a hundred times.
_LONGEST_LINES: Final = 1 << 15
_NEVER: Final = float("inf")
# No document that a server takes is longer, nor a part of a summary; whatever is, is a page of
# somebody else.
_LONGEST_TOLD: Final = 1 << 18


# What speaks no HTTP, or another one, is somebody else.
_WHY: Final = (
    (ssl.SSLCertVerificationError, "line.certificate"),
    (ssl.SSLError, "line.sealed"),
    (TimeoutError, "line.stalled"),
    (RemoteDisconnected, "line.torn"),
    (ConnectionResetError, "line.torn"),
    (BrokenPipeError, "line.torn"),
    (HTTPException, "line.portal"),
)


class _Lines:
    """The lines before a body; whether the last of them came whole."""

    def __init__(self, inner: BinaryIO) -> None:
        self.inner, self.last, self._left = inner, b"", _LONGEST_LINES

    def readline(self, limit: int = -1) -> bytes:
        """Return the next line, unless there are more than a server of ours has to say."""
        self.last = bytes(self.inner.readline(min(limit, self._left) if limit > 0 else self._left))
        self._left -= len(self.last)
        if not self._left:
            self.last = b"\n"
            raise HTTPException
        return self.last

    def close(self) -> None:
        """Close what is read from."""
        self.inner.close()


class _Coming:
    """What comes over a connection: what stands behind an answer stays when that is closed."""

    def __init__(self, line: socket.socket) -> None:
        self.reader = line.makefile("rb")

    def makefile(self, _mode: str) -> Self:
        """Return itself: all answers are read from one place."""
        return self

    def close(self) -> None:
        """Stay open for the next answer; one that was given up may be closed after its line."""

    flush = close

    def __getattr__(self, name: str) -> object:
        """Return what reads from that place."""
        return getattr(self.reader, name)


class _Words(HTTPConnection):
    """A question as it stands on the line, put together where no line is."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.said = bytearray()

    def send(self, data: object) -> None:
        """Keep what would go over the line."""
        if not isinstance(data, bytes):
            raise TypeError
        self.said += data


class _Response(HTTPResponse):
    """An answer whose headers are whole: half a number is another number."""

    def begin(self) -> None:
        """Read the lines before the body, or refuse what broke off among them."""
        inner: Any = self.fp
        lines: Any = _Lines(inner)
        self.fp = lines
        try:
            super().begin()
        except HTTPException:
            if lines.last.endswith(b"\n"):
                raise
            raise ConnectionResetError from None
        finally:
            if self.fp is lines:
                self.fp = inner
        if lines.last not in {b"\r\n", b"\n"}:
            raise ConnectionResetError
        if self.length is None and not self.chunked:
            # Where nothing says how long it is nobody can tell whether it is whole.
            raise HTTPException


class CallRefused(Exception):
    """Nothing came of a question; the message is a code."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: status and headers at once, the body piece by piece."""

    status: int
    headers: Mapping[str, str]
    _response: HTTPResponse
    _read: Callable[[HTTPResponse], bytes]
    # Lets go of the connection, where the rest of the body is not wanted any more.
    drop: Callable[[], None]
    _why: Callable[[Exception], str]

    def pieces(self) -> Iterator[bytes]:
        """Yield the body as it comes; what breaks off is refused after all that came before."""
        try:
            while piece := self._read(self._response):
                yield piece
            if self._response.length:
                # Closed before it was whole.
                raise ConnectionResetError
            self._response.close()
        except (HTTPException, OSError) as cause:
            self.drop()
            raise CallRefused(self._why(cause)) from None

    def told(self) -> bytes:
        """Return a short body whole; of a long one only that it is none of ours."""
        found = bytearray()
        for piece in self.pieces():
            found += piece
            if len(found) > _LONGEST_TOLD:
                self.drop()
                raise CallRefused("line.portal")
        return bytes(found)


class Calls:
    """One connection to a server, made at the first question and closed after the last.

    `pin` is the hash of the key that it has to show; empty where authorities vouch for it, and none
    where an administrator is about to look at the key that it shows.
    """

    def __init__(
        self,
        address: Address,
        pin: bytes | None,
        stopped: Callable[[], bool],
        patience: float = PATIENCE,
    ) -> None:
        self._address, self._pin, self._patience = address, pin, patience
        self._open: HTTPConnection | None = None
        self._coming: _Coming | None = None
        # Of each question that is not answered yet what it is and how long; the last answer may
        # have been the last of its connection.
        self._under_way: deque[tuple[str, int]] = deque()
        self._fresh, self._is_spent = True, False
        self._stopped, self._over = stopped, Event()
        self._is_stopped = self._is_late = False
        # So many seconds may still be waited, and until when that is now.
        self._left, self._due = 0.0, _NEVER
        self._watch = Thread(target=self._watched, name="line", daemon=True)

    def __enter__(self) -> Self:
        """Begin to look whether it is to be stopped."""
        self._watch.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self._over.set()
        self._watch.join()
        self._drop()

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> Reply:
        """Send one question; return the answer as soon as it begins.

        A connection that was used before may have been closed meanwhile: then it is asked once more
        over a new one. Nothing that is asked here does harm when it is asked twice.
        """
        self.let_go()
        while True:
            self._demand_going_on()
            was_used = self._open is not None and not self._fresh
            try:
                self._put(method, path, body, headers)
                return self._came()
            except (HTTPException, OSError) as cause:
                self._drop()
                if was_used and isinstance(cause, RemoteDisconnected | ConnectionError):
                    continue
                raise CallRefused(self._why(cause)) from None

    def ask_ahead(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> None:
        """Send a question while answers to others are still to come, which come before its own."""
        with self._refusing():
            self._put(method, path, body, headers)

    def answer(self) -> Reply:
        """Return the answer to the oldest question that was asked ahead, as soon as it begins."""
        with self._refusing():
            if not self._under_way or self._is_spent:
                raise ConnectionResetError
            self._left = self._may_take()
            return self._came()

    def let_go(self) -> None:
        """Hear no more of what was asked ahead; it is as if that was torn."""
        if self._under_way:
            self._drop()

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        self._demand_going_on()
        try:
            yield
        except (HTTPException, OSError) as cause:
            self._drop()
            raise CallRefused(self._why(cause)) from None

    def _may_take(self) -> float:
        """Return how many seconds what is under way may take, sent and answered."""
        return 2 * self._patience + sum(size for _, size in self._under_way) / _SLOWEST

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        """Let what is waited for take no longer than is left, however little comes each time."""
        begun = time.monotonic()
        self._due = begun + self._left
        try:
            yield
        finally:
            self._due = _NEVER
            self._left -= time.monotonic() - begun

    def _read(self, response: HTTPResponse) -> bytes:
        """Return what comes next of a body; the more has come the longer one may wait."""
        with self._waiting():
            piece = response.read1(_PIECE)
        self._left += len(piece) / _SLOWEST
        if self._left < 0:
            raise TimeoutError
        return piece

    def _put(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> None:
        """Send a question."""
        words = _Words(self._address.host)
        # Byte for byte what is needed: a header more is paid for with every question.
        words.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        words.putheader("Host", self._address.where)
        for name, value in headers.items():
            words.putheader(name, value)
        if body is not None:
            words.putheader("Content-Length", str(len(body)))
        words.endheaders(body or None)
        self._is_late = False
        connection = self._connected()
        self._under_way.append((method, len(body or b"")))
        self._left = self._may_take()
        self._fresh = False
        with self._waiting():
            connection.sock.sendall(words.said)

    def _came(self) -> Reply:
        """Return the answer that comes next, as soon as it begins."""
        method, _ = self._under_way[0]
        coming: Any = self._coming
        response = _Response(coming, method=method)
        with self._waiting():
            response.begin()
        self._under_way.popleft()
        self._is_spent = response.will_close
        told = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, told, response, self._read, self._drop, self._why)

    def shown_key(self) -> bytes:
        """Return the hash of the key that the server shows, to be pinned."""
        return _key_of(self._connected()) or _refuse("line.pin")

    def _connected(self) -> HTTPConnection:
        if self._is_spent:
            self._drop()
        if self._open is None:
            self._fresh = True
            self._open = self._made()
            if not reach(self._open, self._stopped):
                self._open = None
                _refuse("line.stopped")
            self._coming = _Coming(self._open.sock)
            if self._pin and _key_of(self._open) != self._pin:
                self._drop()
                _refuse("line.pin")
        return self._open

    def _made(self) -> HTTPConnection:
        where = self._address
        if not where.secure:
            return HTTPConnection(where.host, where.port, timeout=self._patience)
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self._pin != b"":
            # An administrator signed for this very key: who else vouches for it does not matter.
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return HTTPSConnection(where.host, where.port, timeout=self._patience, context=context)

    def _drop(self) -> None:
        self._is_spent = False
        self._under_way.clear()
        if self._coming is not None:
            self._coming.reader.close()
            self._coming = None
        if self._open is not None:
            self._open.close()
            self._open = None

    def _demand_going_on(self) -> None:
        if self._is_stopped or self._stopped():
            _refuse("line.stopped")

    def _watched(self) -> None:
        """Cut the line as soon as it is to be stopped or too slow, whatever it waits for."""
        while not self._over.wait(_LOOK):
            self._is_stopped = self._is_stopped or self._stopped()
            self._is_late = self._is_late or time.monotonic() > self._due
            if self._is_stopped or self._is_late:
                connection = self._open
                line: Any = connection.sock if connection else None
                if line is not None:
                    with suppress(OSError):
                        line.shutdown(socket.SHUT_RDWR)

    def _why(self, cause: Exception) -> str:
        """Return the code of what went wrong."""
        if self._is_stopped:
            return "line.stopped"
        if self._is_late:
            return "line.stalled"
        return next((code for kind, code in _WHY if isinstance(cause, kind)), "line.unreachable")


def _key_of(connection: HTTPConnection) -> bytes:
    line: Any = connection.sock
    return key_hash(line.getpeercert(binary_form=True) if isinstance(line, ssl.SSLSocket) else None)


def _refuse(code: str) -> NoReturn:
    raise CallRefused(code) from None
