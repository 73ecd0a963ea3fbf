"""The gate: every request passes here, is resolved, let in or not, read, answered and counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from anyio import move_on_after
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from sync.server.calls import JSON, Answer, Call
from sync.server.pulling import may
from sync.server.refusals import Refused, later, not_found
from sync.server.route import Asker, resolve
from sync.server.routes import ROUTES
from sync.wire.documents import DocumentRefused
from sync.wire.frames import FrameRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from sync.server.calls import Desks
    from sync.server.route import Found

_OVERRIDES: Final = ("x-http-method-override", "x-http-method", "x-method-override")
# Of others nothing is kept on the way unless they say so.
_KEPT_BY_CACHES: Final = ("GET", "HEAD")
_UNRESOLVED: Final = "other"


class Gate:
    """The application: it answers by the table of routes and in no other way."""

    def __init__(self, desks: Desks) -> None:
        self._desks, self._watch = desks, desks.watch
        self._working = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        name = _UNRESOLVED
        found: Found | None = None
        answer: Answer
        try:
            found = self._resolved(scope)
            name = found.route.path
            answer = await self._worked(found, scope, receive)
            if scope["method"] in _KEPT_BY_CACHES:
                answer = replace(answer, headers={**answer.headers, "cache-control": "no-store"})
        except (Refused, DocumentRefused, FrameRefused) as refused:
            answer = _refusal(refused)
        except ClientDisconnect:
            self._watch.note(scope, name, 0, 0)
            return
        self._watch.note(scope, name, answer.status, len(answer.body))
        await _response(answer)(scope, receive, send)

    def _resolved(self, scope: Scope) -> Found:
        headers = Headers(scope=scope)
        if any(name in headers for name in _OVERRIDES):
            raise Refused(400, "method.override")
        return resolve(ROUTES, scope["method"], scope.get("raw_path", b""), scope["query_string"])

    async def _worked(self, found: Found, scope: Scope, receive: Receive) -> Answer:
        """Let in, read, answer, if this process has not too much to do already."""
        limits = self._desks.limits
        if self._working >= limits.working:
            raise later(503, "server.busy")
        self._working += 1
        try:
            call = self._call(found, scope)
            most = getattr(limits, found.route.takes) if found.route.takes else 0
            if _length(call.headers, most) == 0:
                return await run_in_threadpool(self._answer, found, call)
            call = await run_in_threadpool(self._admit, found, call)
            body = await _read(receive, most, limits.patience_seconds, limits.bytes_per_second)
            return await run_in_threadpool(found.route.does, replace(call, body=body))
        finally:
            self._working -= 1

    def _call(self, found: Found, scope: Scope) -> Call:
        headers = Headers(scope=scope)
        client = scope.get("client") or ("",)
        call = Call(self._desks, found.names, found.numbers, headers, client[0])
        if found.route.asker is Asker.ANYONE and found.route.path.startswith("/v1/"):
            wait = self._desks.strangers.wait(call.address)
            if wait:
                raise later(429, "rate.address", wait)
        return call

    def _answer(self, found: Found, call: Call) -> Answer:
        return found.route.does(self._admit(found, call))

    def _admit(self, found: Found, call: Call) -> Call:
        """Return the call with who asks, if the route answers her."""
        route, desks = found.route, self._desks
        if route.asker is Asker.ANYONE:
            return call
        kind, _, token = call.headers.get("authorization", "").partition(" ")
        if kind != "Bearer":
            raise Refused(401, "auth.missing", www_authenticate="Bearer")
        if route.asker is Asker.OPERATOR:
            if not desks.is_operator(token):
                raise not_found()
            return call
        who = desks.door.named(token, found.names["org"])
        wait = 0 if route.by_size else desks.requests.wait(who)
        if wait:
            raise later(429, "rate.requests", wait)
        desks.door.demand_standing(who)
        if route.right and not may(desks.database, who, found.names["stream"], route.right):
            raise not_found()
        return replace(call, member=who)


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


def _response(answer: Answer) -> Response:
    headers = {name: str(value) for name, value in answer.headers.items()}
    return Response(answer.body, answer.status, headers, answer.media if answer.body else None)


def application(desks: Desks) -> ASGIApp:
    """Return the application; a fault of ours is told by a code, and where it was to the watch."""

    def fault(_request: Request, error: Exception) -> Response:
        desks.watch.fault(error)
        return _response(_told(500, "server.fault", {}))

    return ServerErrorMiddleware(Gate(desks), handler=fault)
