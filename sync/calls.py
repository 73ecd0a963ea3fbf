"""Questions to a server over one connection, and its answers as they come.

No redirect is followed, nothing is kept between two questions, and nothing is believed of whoever
answers but what its certificate shows: whether an answer is one of ours is for the caller to see.
"""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection, RemoteDisconnected
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_der_x509_certificate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from http.client import HTTPResponse
    from types import TracebackType

    from sync.address import Address

# Without a single byte for so long the line is dead; with some it may take what it takes.
PATIENCE: Final = 30.0
_PIECE: Final = 1 << 14
_LOOK: Final = 0.2
# What says why is short; whatever is longer is a page of somebody else.
_LONGEST_TOLD: Final = 1 << 16


class CallRefused(Exception):
    """Nothing came of a question; the message is a code."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: status and headers at once, the body piece by piece."""

    status: int
    headers: Mapping[str, str]
    _response: HTTPResponse
    _drop: Callable[[], None]
    _why: Callable[[Exception], str]

    def pieces(self) -> Iterator[bytes]:
        """Yield the body as it comes; what breaks off is refused after all that came before."""
        try:
            while piece := self._response.read1(_PIECE):
                yield piece
            if self._response.length:
                # Closed before it was whole.
                raise ConnectionResetError
            self._response.close()
        except (HTTPException, OSError) as cause:
            self._drop()
            raise CallRefused(self._why(cause)) from None

    def told(self) -> bytes:
        """Return a short body whole; of a long one only that it is none of ours."""
        found = bytearray()
        for piece in self.pieces():
            found += piece
            if len(found) > _LONGEST_TOLD:
                self._drop()
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
        self._fresh = True
        self._stopped, self._over = stopped, Event()
        self._is_stopped = False
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
        while True:
            self._demand_going_on()
            was_used = self._open is not None and not self._fresh
            try:
                return self._asked(method, path, body, headers)
            except (HTTPException, OSError) as cause:
                self._drop()
                if was_used and isinstance(cause, RemoteDisconnected | ConnectionError):
                    continue
                raise CallRefused(self._why(cause)) from None

    def _asked(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Reply:
        connection = self._connected()
        # Byte for byte what is needed: a header more is paid for with every question.
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", self._address.where)
        for name, value in headers.items():
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        self._fresh = False
        response = connection.getresponse()
        told = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, told, response, self._drop, self._why)

    def shown_key(self) -> bytes:
        """Return the hash of the key that the server shows, to be pinned."""
        return _key_hash(self._connected())

    def _connected(self) -> HTTPConnection:
        if self._open is None:
            self._fresh = True
            self._open = self._made()
            self._open.connect()
            if self._pin and _key_hash(self._open) != self._pin:
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
        if self._open is not None:
            self._open.close()
            self._open = None

    def _demand_going_on(self) -> None:
        if self._is_stopped or self._stopped():
            _refuse("line.stopped")

    def _watched(self) -> None:
        """Cut the line as soon as it is to be stopped, whatever it waits for."""
        while not self._over.wait(_LOOK):
            if self._stopped():
                self._is_stopped = True
                connection = self._open
                line: Any = connection.sock if connection else None
                if line is not None:
                    with suppress(OSError):
                        line.shutdown(socket.SHUT_RDWR)

    def _why(self, cause: Exception) -> str:
        """Return the code of what went wrong."""
        if self._is_stopped:
            return "line.stopped"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "line.certificate"
        if isinstance(cause, ssl.SSLError):
            return "line.sealed"
        if isinstance(cause, TimeoutError):
            return "line.stalled"
        if isinstance(cause, RemoteDisconnected | ConnectionResetError | BrokenPipeError):
            return "line.torn"
        # What speaks no HTTP, or another one.
        return "line.portal" if isinstance(cause, HTTPException) else "line.unreachable"


def _key_hash(connection: HTTPConnection) -> bytes:
    line: Any = connection.sock
    if not isinstance(line, ssl.SSLSocket):
        _refuse("line.pin")
    shown = line.getpeercert(binary_form=True)
    if not shown:
        _refuse("line.pin")
    key = load_der_x509_certificate(shown).public_key()
    return sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()


def _refuse(code: str) -> NoReturn:
    raise CallRefused(code) from None
