"""What a workbook says to a server and hears from it, question by question; see exchange-server.md.

An answer that does not look as the server's must is refused as somebody else's: the page of a hotel
or of a ministry that came between. Nothing is concluded from it.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, NoReturn

from sync.line.calls import CallRefused
from sync.wire.documents import CHALLENGE_SIZE, prove
from sync.wire.frames import HEADER_SIZE, LARGEST_BATCH, framed
from sync.wire.placed import END, PLACED, STREAM, unplaced, unrun

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sync.line.calls import Calls, Reply

_OCTETS: Final = "application/octet-stream"
_JSON: Final = "application/json"
_CODE: Final = re.compile(r"[a-z]+(?:[.-][a-z-]+)+")
_NUMBER: Final = re.compile(r"[0-9]{1,19}")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{16,200}")
_ACTIVE, _IDLE = 60, 900
_NOTHING, _STRANGER = 204, 401
_LET_GO: Final = "auth.revoked"
_LONGEST_WAIT: Final = 3600
_LENGTH: Final = 4


class Told(CallRefused):
    """The server refused: why, when to ask again, and how much of what was sent it kept."""

    def __init__(self, status: int, code: str, headers: Mapping[str, str]) -> None:
        super().__init__(code)
        self.status = status
        self.accepted = number_of(headers, "accepted") or 0
        self.acl = number_of(headers, "acl") or 0
        self.seconds = _jittered(number_of(headers, "retry-after"))
        self.offset = number_of(headers, "offset")
        self.orders = number_of(headers, "purges")


class Placed(NamedTuple):
    """A batch of an answer, its number on the server and its number in its stream."""

    seq: int
    number: int
    batch: bytes


class Head(NamedTuple):
    """How far a stream is on the server."""

    stream: bytes
    kind: int
    generation: int
    number: int
    log_hash: bytes
    purged: int
    covered: int
    batches: int
    size: int


class Asked(NamedTuple):
    """A question: after which number, up to how many bytes, and how many batches go with it."""

    after: int
    most: int
    sent: int


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a workbook of an organisation, with the seed by which it proves that."""

    server: str
    org: bytes
    workbook: bytes
    seed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """One round trip: what the headers say; what came is taken batch by batch."""

    # How many of the batches that were sent are kept, and their numbers in their streams.
    accepted: int
    placed: Sequence[int]
    # Why the next one is not.
    refused: str
    cursor: int
    head: int
    acl: int
    again_in: int
    # A copy answered that may lag: a lower number says nothing.
    is_copy: bool
    # No more than this comes back, or it is not the answer to what was asked.
    _most: int
    _reply: Reply | None
    # Of what is passed over the server let something go.
    is_emptied: bool = False

    def batches(self) -> Iterator[list[Placed]]:
        """Yield what came, as soon as it is whole, a heap at a time."""
        held, left = b"", self._most + LARGEST_BATCH + PLACED.size
        for piece in self._reply.pieces() if self._reply else ():
            found, held = unplaced(held + piece)
            left -= len(piece)
            if left < 0 or not all(0 < seq < END and 0 < number < END for seq, number, _ in found):
                _refuse("line.portal")
            said = int.from_bytes(held[:_LENGTH])
            if len(held) >= _LENGTH and not HEADER_SIZE <= said <= LARGEST_BATCH:
                _refuse("line.portal")
            if found:
                yield [Placed(*one) for one in found]
        if held:
            _refuse("line.torn")


class Talk:
    """A conversation of one workbook with its server."""

    def __init__(self, calls: Calls, caller: Caller, token: str = "") -> None:
        self._calls, self._caller, self.token = calls, caller, token

    def limits(self) -> Mapping[str, object]:
        """Return what the server takes; whoever answers otherwise is no such server."""
        reply = self._calls.ask("GET", "/v1/limits")
        _demand(reply, {200}, _JSON)
        told = _json(reply.told())
        if not isinstance(told.get("server"), str):
            _refuse("line.portal")
        return told

    def found(self, document: bytes, invite: str) -> None:
        """Make an organisation with its first rights."""
        reply = self._calls.ask("POST", "/v1/orgs", document, {"Invite": invite})
        _demand(reply, {201})
        reply.told()

    def sync(self, after: int, most: int, batches: Sequence[bytes], gap: int = 0) -> Answer:
        """Send batches and ask for all that is new after a number, up to so many bytes.

        Of the lane of the first batch nobody has the number `gap` any more.
        """
        reply = self._asked("POST", _query(after, most, gap), framed(batches))
        return self._answer(Asked(after, most, len(batches)), reply)

    def ahead(self, after: int, most: int, batches: Sequence[bytes] = ()) -> Asked:
        """Ask the same while answers to other questions are still to come."""
        self.ask_ahead("POST", _query(after, most), framed(batches))
        return Asked(after, most, len(batches))

    def ask_ahead(self, method: str, what: str, body: bytes) -> None:
        """Ask for something beside batches while answers to others are still to come."""
        path, known = self._way(what)
        self._calls.ask_ahead(method, path, body, known)

    def answered(self, asked: Asked) -> Answer:
        """Return the answer to the oldest question that was asked ahead."""
        return self._answer(asked, self.came({200, 204}))

    def came(self, statuses: set[int]) -> Reply:
        """Return the same as it begins, if its status is one of those hoped for."""
        reply = self._calls.answer()
        if reply.status == _STRANGER:
            told, self.token = _refusal(reply), ""
            self.let_go()
            raise told if str(told) == _LET_GO else CallRefused("line.torn")
        _demand(reply, statuses)
        return reply

    def let_go(self) -> None:
        """Hear no more of what was asked ahead."""
        self._calls.let_go()

    def _answer(self, asked: Asked, reply: Reply) -> Answer:
        _demand(reply, {200, 204}, _OCTETS)
        headers = reply.headers
        acl, accepted = number_of(headers, "acl"), number_of(headers, "accepted") or 0
        cursor = number_of(headers, "cursor")
        refused = headers.get("refused", "")
        is_code = not refused or _CODE.fullmatch(refused) is not None
        if acl is None or accepted > asked.sent or not is_code:
            _drop(reply)
        cursor = asked.after if cursor is None else cursor
        is_whole = reply.status == _NOTHING
        if is_whole:
            reply.told()
        usual = _ACTIVE if accepted or not is_whole else _IDLE
        again = number_of(headers, "next-poll")
        return Answer(
            accepted,
            unrun(headers.get("placed", ""), accepted),
            refused,
            cursor,
            max(cursor, number_of(headers, "head") or 0),
            acl,
            usual if again is None else min(again, _LONGEST_WAIT),
            headers.get("role", "") == "replica",
            asked.most,
            None if is_whole else reply,
            number_of(headers, "emptied") is not None,
        )

    def older(self, stream: bytes, first: int, most: int) -> Answer:
        """Ask for batches of one stream by their numbers there."""
        reply = self._asked("GET", f"batches?stream={stream.hex()}&from={first}&max={most}", None)
        _demand(reply, {200, 204}, _OCTETS)
        cursor = number_of(reply.headers, "cursor") or 0
        if reply.status == _NOTHING:
            reply.told()
        there = None if reply.status == _NOTHING else reply
        return Answer(0, (), "", cursor, cursor, 0, 0, is_copy=False, _most=most, _reply=there)

    def heads(self) -> dict[bytes, Head]:
        """Return how far each stream is that this workbook may read."""
        body = self._got("streams")
        if len(body) % STREAM.size:
            _refuse("line.portal")
        heads = [Head(*row) for row in STREAM.iter_unpack(body)]
        if any(max(one.number, one.purged) >= END for one in heads):
            _refuse("line.portal")
        return {one.stream: one for one in heads}

    def rights(self) -> tuple[int, bytes]:
        """Return the document of rights that holds there, and its number."""
        reply = self._asked("GET", "acl", None)
        _demand(reply, {200}, _OCTETS)
        return number_of(reply.headers, "acl") or 0, reply.told()

    def put_rights(self, document: bytes, seen: int) -> None:
        """Let another document of rights hold, after the one of a number."""
        reply = self._asked("PUT", "acl", document, {"If-Match": f'"{seen}"'})
        _demand(reply, {204})
        reply.told()

    def told(self, method: str, what: str, statuses: set[int], body: bytes | None = None) -> bytes:
        """Ask for something beside batches; return what an answer of some statuses brings."""
        return self.reply(method, what, statuses, body).told()

    def reply(
        self,
        method: str,
        what: str,
        statuses: set[int],
        body: bytes | None = None,
        headers: Mapping[str, str] = {},
    ) -> Reply:
        """Ask for something beside batches; return an answer of some statuses as it begins."""
        reply = self._asked(method, what, body, headers)
        _demand(reply, statuses)
        return reply

    def _got(self, what: str) -> bytes:
        reply = self._asked("GET", what, None)
        _demand(reply, {200}, _OCTETS)
        return reply.told()

    def _asked(
        self, method: str, what: str, body: bytes | None, headers: Mapping[str, str] = {}
    ) -> Reply:
        """Ask as a member of the organisation; let oneself in first where that is needed."""
        for is_last in (False, True):
            if not self.token:
                self._enter()
            path, known = self._way(what)
            reply = self._calls.ask(method, path, body, {**known, **headers})
            if reply.status != _STRANGER:
                break
            told = _refusal(reply)
            self.token = ""
            if is_last or str(told) == _LET_GO:
                raise told
        return reply

    def _way(self, what: str) -> tuple[str, dict[str, str]]:
        """Return where a member of the organisation asks, and what lets her in."""
        known = {"Authorization": f"Bearer {self.token}"}
        return f"/v1/orgs/{self._caller.org.hex()}/{what}", known

    def _enter(self) -> None:
        who = self._caller
        asked = who.org + who.workbook
        reply = self._calls.ask("POST", "/v1/auth/challenge", asked)
        _demand(reply, {200}, _OCTETS)
        challenge = reply.told()
        if len(challenge) != CHALLENGE_SIZE:
            _refuse("line.portal")
        proof = prove(who.server, who.org, who.workbook, challenge, who.seed)
        reply = self._calls.ask("POST", "/v1/auth/token", proof)
        _demand(reply, {200}, "text/plain; charset=utf-8")
        token = reply.told().decode("ascii", "replace")
        if _TOKEN.fullmatch(token) is None:
            _refuse("line.portal")
        self.token = token


def _query(after: int, most: int, gap: int = 0) -> str:
    query = f"sync?after={after}" if most == 1 << 16 else f"sync?after={after}&max={most}"
    return query + (f"&gap={gap}" if gap else "")


def _drop(reply: Reply) -> NoReturn:
    reply.told()
    _refuse("line.portal")


def _demand(reply: Reply, statuses: set[int], media: str = "") -> None:
    """Refuse an answer that is another than was hoped for, or none of a server of ours."""
    if reply.status not in statuses:
        raise _refusal(reply)
    shown = reply.headers.get("content-type", "")
    if reply.status != _NOTHING and media and shown != media:
        _refuse("line.portal")


def _refusal(reply: Reply) -> CallRefused:
    """Return what an answer that refuses comes to."""
    body = reply.told()
    if reply.headers.get("content-type", "") == _JSON:
        code = _json(body).get("code")
        if isinstance(code, str) and _CODE.fullmatch(code):
            return Told(reply.status, code, reply.headers)
    if reply.status in {502, 503, 504}:
        # A proxy before the server says that nobody is behind it.
        return CallRefused("line.away")
    return CallRefused("line.portal")


def _json(body: bytes) -> Mapping[str, object]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        _refuse("line.portal")
    return told if isinstance(told, dict) else _refuse("line.portal")


def number_of(headers: Mapping[str, str], name: str) -> int | None:
    """Return the number that a header says, if it is there."""
    said = headers.get(name)
    if said is None:
        return None
    if _NUMBER.fullmatch(said) is None or int(said) >= END:
        _refuse("line.portal")
    return int(said)


def _jittered(seconds: int | None) -> int:
    """Return how long to wait: what was said and up to as much again, so that not all come at once.

    Chance that only spreads load need not be secret.
    """
    if not seconds:
        return 0
    return min(_LONGEST_WAIT, seconds + random.SystemRandom().randrange(seconds + 1))


def _refuse(code: str) -> NoReturn:
    raise CallRefused(code) from None
