"""Two laptops in one room prove that they belong together before anything else is said.

The layout is documented in docs/exchange.md. A stranger who comes in hears nothing at all.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from hashlib import blake2b
from hmac import compare_digest
from typing import TYPE_CHECKING, Final, NoReturn

from nacl.bindings import crypto_kx_client_session_keys as keys_of_caller
from nacl.bindings import crypto_kx_keypair as kx_pair
from nacl.bindings import crypto_kx_server_session_keys as keys_of_answerer
from nacl.bindings import crypto_secretstream_xchacha20poly1305_ABYTES as TAG
from nacl.bindings import crypto_secretstream_xchacha20poly1305_HEADERBYTES as HEADER
from nacl.bindings import crypto_secretstream_xchacha20poly1305_init_pull as init_pull
from nacl.bindings import crypto_secretstream_xchacha20poly1305_init_push as init_push
from nacl.bindings import crypto_secretstream_xchacha20poly1305_pull as pull
from nacl.bindings import crypto_secretstream_xchacha20poly1305_push as push
from nacl.bindings import crypto_secretstream_xchacha20poly1305_state as new_state
from nacl.exceptions import CryptoError

from sync.room.finding import RoomRefused
from sync.wire.frames import SIGNATURE_SIZE, FrameRefused, author_id, vouch, vouched

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Sequence

    from sync.members.roster import Roster

KEY: Final = 32
HELLO: Final = 3 * KEY
ANSWER: Final = 2 * KEY
PROOF: Final = KEY + SIGNATURE_SIZE
_SAID: Final = b"alongside room 1"
_CALLER, _ANSWERER = b"\x01", b"\x02"
# How often it is looked whether somebody stopped it.
_LOOK: Final = 0.2
_PIECE: Final = 1 << 16


class Wire:
    """A line to whoever is at the other end: so many bytes in so much time, or a refusal."""

    def __init__(self, line: socket.socket, stopped: Callable[[], bool]) -> None:
        self._line, self.stopped = line, stopped

    def send(self, data: bytes, within: float) -> None:
        """Send bytes, or refuse a line that does not take them in time."""
        left, due = memoryview(data), time.monotonic() + within
        while left:
            self._wait(due)
            try:
                left = left[self._line.send(left) :]
            except TimeoutError:
                continue
            except OSError:
                refuse("room.torn")

    def receive(self, size: int, within: float) -> bytes:
        """Return so many bytes, however they drip in, or refuse what does not come in time."""
        held, due = bytearray(), time.monotonic() + within
        while len(held) < size:
            self._wait(due)
            try:
                piece = self._line.recv(min(size - len(held), _PIECE))
            except TimeoutError:
                continue
            except OSError:
                piece = b""
            if not piece:
                refuse("room.torn")
            held += piece
        return bytes(held)

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def _wait(self, due: float) -> None:
        if self.stopped():
            refuse("room.stopped")
        left = due - time.monotonic()
        if left <= 0:
            refuse("room.stalled")
        self._line.settimeout(min(_LOOK, left))


@dataclass(frozen=True, slots=True)
class Us:
    """One workbook as it greets: who sits there, and the roster's own secrets, the newest first.

    `is_present` says that the newest one is that which everybody who belongs has by now.
    """

    roster: Roster
    workbook: bytes
    public: bytes
    seed: bytes = field(repr=False)
    secrets: Sequence[bytes] = field(repr=False)
    is_present: bool = True

    def require(self, public: bytes, *, knows_our_key: bool) -> None:
        """Refuse whoever does not belong today.

        Somebody of whom nothing is known here yet is let in by the present key: she was let in
        since, and whoever holds that key would have been let in here as somebody known too.
        """
        known = self.roster.authors.get(author_id(public))
        if known is None:
            if not (knows_our_key and self.is_present):
                refuse("room.stranger")
        elif not self.roster.is_active(author_id(public)):
            refuse("room.removed")
        elif known.workbook == self.workbook:
            # A copy of this workbook would go on in its lanes.
            refuse("room.same")


class SealedWire:
    """A wire on which both have proved who they are: sealed records, each way in its order."""

    def __init__(self, wire: Wire, keys: tuple[bytes, bytes], bound: bytes) -> None:
        self._wire, self._bound = wire, bound
        self._theirs, ours = keys
        self._out, self._in = new_state(), new_state()
        self._begun, self._heard = init_push(self._out, ours), False
        self.peer = b""

    def put(self, record: bytes, within: float) -> None:
        """Send a record."""
        sealed = push(self._out, record, self._bound)
        before, self._begun = self._begun, b""
        self._wire.send(before + sealed, within)

    def get(self, size: int, within: float) -> bytes:
        """Return the next record, which is so long, or refuse what is none."""
        data = self._wire.receive(size + TAG + (0 if self._heard else HEADER), within)
        if not self._heard:
            init_pull(self._in, data[:HEADER], self._theirs)
            data, self._heard = data[HEADER:], True
        try:
            record, _tag = pull(self._in, data, self._bound)
        except RuntimeError:
            refuse("room.stranger")
        return bytes(record)

    def close(self) -> None:
        """Hang up."""
        self._wire.close()


def calls(wire: Wire, us: Us, within: float) -> SealedWire:
    """Greet whoever answered a call."""
    public, secret = kx_pair()
    hello = public + _tag(us.secrets[-1], b"room comes", public)
    hello += _tag(us.secrets[0], b"room calls", public)
    wire.send(hello, within)
    answer = wire.receive(ANSWER, within)
    theirs, hint = answer[:KEY], answer[KEY:]
    # Whoever answers with what we do not know yet knows what we do.
    shared = _known(us.secrets, b"room answers", theirs, hint) or us.secrets[0]
    keys = _mixed(shared, keys_of_caller, public, secret, theirs)
    line = SealedWire(wire, keys, _bound(hello, answer))
    line.put(_proof(us, _CALLER, hello + answer), within)
    line.peer = _proved(us, line.get(PROOF, within), _ANSWERER, hello + answer, shared)
    return line


def answers(wire: Wire, us: Us, within: float) -> SealedWire:
    """Greet whoever comes in; to a stranger not a byte is said."""
    hello = wire.receive(HELLO, within)
    theirs, comes, hint = hello[:KEY], hello[KEY : 2 * KEY], hello[2 * KEY :]
    if _known(us.secrets, b"room comes", theirs, comes) is None:
        refuse("room.stranger")
    public, secret = kx_pair()
    answer = public + _tag(us.secrets[0], b"room answers", public)
    wire.send(answer, within)
    shared = _known(us.secrets, b"room calls", theirs, hint) or us.secrets[0]
    keys = _mixed(shared, keys_of_answerer, public, secret, theirs)
    line = SealedWire(wire, keys, _bound(hello, answer))
    line.peer = _proved(us, line.get(PROOF, within), _CALLER, hello + answer, shared)
    line.put(_proof(us, _ANSWERER, hello + answer), within)
    return line


def _known(secrets: Sequence[bytes], person: bytes, public: bytes, hint: bytes) -> bytes | None:
    """Return under which of our secrets something was said."""
    return next((one for one in secrets if compare_digest(_tag(one, person, public), hint)), None)


def _tag(secret: bytes, person: bytes, public: bytes) -> bytes:
    return blake2b(public, key=secret, person=person, digest_size=KEY).digest()


def _mixed(
    shared: bytes,
    agreed: Callable[[bytes, bytes, bytes], tuple[bytes, bytes]],
    *keys: bytes,
) -> tuple[bytes, bytes]:
    """Return by which keys the other seals and we do: nobody has them without our secret."""
    try:
        theirs, ours = agreed(*keys)
    except (CryptoError, RuntimeError):
        refuse("room.stranger")
    return _tag(shared, b"room line", theirs), _tag(shared, b"room line", ours)


def _bound(hello: bytes, answer: bytes) -> bytes:
    return blake2b(hello + answer, person=b"room greeting", digest_size=KEY).digest()


def _proof(us: Us, role: bytes, greeted: bytes) -> bytes:
    return us.public + vouch(_SAID, role + us.roster.org + greeted, us.seed)


def _proved(us: Us, proof: bytes, role: bytes, greeted: bytes, shared: bytes) -> bytes:
    """Return by whose key somebody proved to belong today."""
    public, signature = proof[:KEY], proof[KEY:]
    try:
        vouched(_SAID, role + us.roster.org + greeted, signature, public)
    except FrameRefused:
        refuse("room.stranger")
    us.require(public, knows_our_key=shared == us.secrets[0])
    return public


def refuse(code: str) -> NoReturn:
    """Say why not."""
    raise RoomRefused(code) from None
