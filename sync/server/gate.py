"""The gate: every request passes here, is resolved, let in or not, read, answered and counted."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from anyio import move_on_after
from starlette.requests import ClientDisconnect

from sync.server.calls import JSON, Answer, Call
from sync.server.pulling import may
from sync.server.refusals import Refused, later, not_found
from sync.server.route import Asker, resolve
from sync.server.routes import ROUTES
from sync.server.threads import Threads
from sync.wire.documents import DocumentRefused
from sync.wire.frames import FrameRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from sync.server.calls import Desks
    from sync.server.route import Found
    from sync.server.tokens import Member

_OVERRIDES: Final = ("x-http-method-override", "x-http-method", "x-method-override")
# Of others nothing is kept on the way unless they say so.
_KEPT_BY_CACHES: Final = ("GET", "HEAD")
_UNRESOLVED: Final = "other"
# So many wait for the database at once; the next wait for one of them.
_THREADS: Final = 40
_BODILESS: Final = 204
_ASKED_AGAIN: Final = 1024


class Gate:
    """The application: it answers by the table of routes and in no other way."""

    def __init__(self, desks: Desks) -> None:
        self._desks, self._watch = desks, desks.watch
        self._working = 0
        self._threads = Threads(_THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a fault of ours by a code, and the watch is told where it was."""
        if scope["type"] != "http":
            return
        begun = False
        try:
            answer = await self._judged(scope, receive)
            if answer is None:
                return
            messages = _messages(answer)
            begun = True
            for message in messages:
                await send(message)
        except Exception as error:
            self._watch.fault(error)
            if not begun:
                for message in _messages(_told(500, "server.fault", {})):
                    await send(message)
            raise

    async def _judged(self, scope: Scope, receive: Receive) -> Answer | None:
        """Return the answer to a request, counted; who has gone meanwhile gets none."""
        name = _UNRESOLVED
        try:
            headers = _headers(scope)
            found = _resolved(scope, headers)
            name = found.route.path
            answer = await self._worked(found, headers, scope, receive)
            if scope["method"] in _KEPT_BY_CACHES:
                answer = replace(answer, headers={**answer.headers, "cache-control": "no-store"})
        except (Refused, DocumentRefused, FrameRefused) as refused:
            answer = _refusal(refused)
        except ClientDisconnect:
            self._watch.note(scope, name, 0, 0)
            return None
        self._watch.note(scope, name, answer.status, len(answer.body))
        return answer

    async def _worked(
        self, found: Found, headers: Mapping[str, str], scope: Scope, receive: Receive
    ) -> Answer:
        """Let in, read, answer, if this process has not too much to do already."""
        limits, route = self._desks.limits, found.route
        if self._working >= limits.working:
            raise later(503, "server.busy")
        self._working += 1
        try:
            address = (scope.get("client") or ("",))[0]
            self._demand_seldom(found, address)
            most = getattr(limits, route.takes) if route.takes else 0
            if _length(headers, most) == 0:
                return await self._threads.carry_out(self._answer, found, headers, address)
            who = await self._threads.carry_out(self._admit, found, headers)
            body = await _read(receive, most, limits.patience_seconds, limits.bytes_per_second)
            call = Call(self._desks, found.names, found.numbers, headers, address, body, who)
            return await self._threads.carry_out(route.does, call)
        finally:
            self._working -= 1

    def _demand_seldom(self, found: Found, address: str) -> None:
        """Refuse a stranger who comes too often."""
        if found.route.asker is Asker.ANYONE and found.route.path.startswith("/v1/"):
            wait = self._desks.strangers.wait(address)
            if wait:
                raise later(429, "rate.address", wait)

    def _answer(self, found: Found, headers: Mapping[str, str], address: str) -> Answer:
        who = self._admit(found, headers)
        return found.route.does(
            Call(self._desks, found.names, found.numbers, headers, address, b"", who)
        )

    def _admit(self, found: Found, headers: Mapping[str, str]) -> Member | None:
        """Return who asks, if the route answers her."""
        route, desks = found.route, self._desks
        if route.asker is Asker.ANYONE:
            return None
        kind, _, token = headers.get("authorization", "").partition(" ")
        if kind != "Bearer":
            raise Refused(401, "auth.missing", www_authenticate="Bearer")
        if route.asker is Asker.OPERATOR:
            if not desks.is_operator(token):
                raise not_found()
            return None
        who = desks.door.named(token, found.names["org"])
        wait = 0 if route.by_size else desks.requests.wait(who)
        if wait:
            raise later(429, "rate.requests", wait)
        desks.door.demand_standing(who)
        if route.right and not may(desks.database, who, found.names["stream"], route.right):
            raise not_found()
        return who


def _headers(scope: Scope) -> dict[str, str]:
    """Return the headers by their names; of two of one name the first counts."""
    return {
        name.decode("latin-1"): said.decode("latin-1") for name, said in reversed(scope["headers"])
    }


def _resolved(scope: Scope, headers: Mapping[str, str]) -> Found:
    if not headers.keys().isdisjoint(_OVERRIDES):
        raise Refused(400, "method.override")
    return _found(scope["method"], scope.get("raw_path", b""), scope["query_string"])


# Whoever heard of no news asks the same again, and so does every workbook beside it.
@lru_cache(_ASKED_AGAIN)
def _found(method: str, raw_path: bytes, raw_query: bytes) -> Found:
    return resolve(ROUTES, method, raw_path, raw_query)


def _length(headers: Mapping[str, str], most: int) -> int:
    """Return how long a body says it is, or how long it may be; too much is refused unread."""
    if headers.get("content-encoding", "identity") != "identity":
        raise Refused(415, "body.encoding")
    if "transfer-encoding" in headers:
        if not most:
            raise Refused(413, "body.none")
        return most
    said = headers.get("content-length", "0")
    size = int(said) if said.isascii() and said.isdecimal() and len(said) < len("1" * 12) else -1
    if not 0 <= size <= most:
        raise Refused(413, "body.length")
    return size


async def _read(receive: Receive, most: int, patience: int, rate: int) -> bytes:
    """Return a body that comes fast enough and is not longer than it may be."""
    parts: list[bytes] = []
    size, more = 0, True
    with move_on_after(patience) as waiting:
        begun = waiting.deadline
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > most:
                raise Refused(413, "body.length")
            waiting.deadline = begun + size / rate
            more = message.get("more_body", False)
    if waiting.cancelled_caught:
        raise Refused(408, "body.slow", connection="close")
    return b"".join(parts)


def _refusal(refused: Refused | DocumentRefused | FrameRefused) -> Answer:
    if isinstance(refused, Refused):
        return _told(refused.status, refused.code, refused.headers)
    return _told(400, str(refused), {})


def _told(status: int, code: str, headers: dict[str, str]) -> Answer:
    # Codes are ours: letters, digits, dots and hyphens.
    return Answer(status, f'{{"code": "{code}"}}'.encode(), JSON, headers)


def _messages(answer: Answer) -> tuple[Message, Message]:
    """Return what is sent as ASGI has it."""
    body = answer.body
    headers = [
        (name.encode(), str(value).encode("latin-1")) for name, value in answer.headers.items()
    ]
    if answer.status != _BODILESS:
        headers.append((b"content-length", b"%d" % len(body)))
    if body:
        headers.append((b"content-type", answer.media.encode()))
    start = {"type": "http.response.start", "status": answer.status, "headers": headers}
    return start, {"type": "http.response.body", "body": body}


def application(desks: Desks) -> ASGIApp:
    """Return the application."""
    return Gate(desks)
