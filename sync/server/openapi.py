"""The description of the server for programs, OpenAPI 3.1, told from the table of routes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from sync.server.calls import JSON, OCTETS
from sync.server.route import BIGGEST, KINDS, Asker, Number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sync.server.limits import Limits
    from sync.server.route import Route

_VERSION: Final = "1"
_OF_ALL: Final = {
    400: "the form of what was sent is wrong",
    405: "route.method",
    408: "body.slow",
    413: "too much",
    415: "body.encoding",
    429: "rate; ask again later",
    503: "busy; ask again later",
}
_OF_MEMBERS: Final = {401: "auth", 404: "not there, or not for this workbook"}
_CODE: Final = {
    "type": "object",
    "required": ["code"],
    "properties": {"code": {"type": "string", "pattern": "^[a-z.-]+$"}},
    "additionalProperties": False,
}
_GATES: Final[dict[Asker, list[dict[str, list[str]]]]] = {
    Asker.MEMBER: [{"token": []}],
    Asker.OPERATOR: [{"operator": []}],
    Asker.ANYONE: [],
}


def described(routes: Iterable[Route], limits: Limits) -> bytes:
    """Return the description of some routes."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, limits)
    bearer = {"type": "http", "scheme": "bearer"}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Exchange between workbooks", "version": _VERSION},
        "paths": paths,
        "components": {
            "securitySchemes": {"token": bearer, "operator": bearer},
            "schemas": {"Refusal": _CODE},
        },
    }
    return json.dumps(document, indent=1).encode()


def _operation(route: Route, limits: Limits) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": route.does.__name__.removeprefix("_"),
        "summary": (route.does.__doc__ or "").strip(),
        "security": _GATES[route.asker],
        "parameters": [*_parameters(route)],
        "responses": {str(status): _answer(route, status) for status in sorted(_answers(route))},
    }
    if route.takes:
        schema = {"maxLength": getattr(limits, route.takes)}
        told["requestBody"] = {"required": False, "content": {OCTETS: {"schema": schema}}}
    if route.right is not None:
        told["x-right"] = str(route.right.name).lower()
    return told


def _parameters(route: Route) -> Iterable[dict[str, Any]]:
    for name in re.findall(r"\{(\w+)\}", route.path):
        yield {"name": name, "in": "path", "required": True, "schema": _spelled(name)}
    for name in route.asked:
        yield {"name": name, "in": "query", "required": True, "schema": _spelled(name)}
    for number in route.numbers:
        yield _number(number)
    for name in route.needs:
        yield {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}


def _spelled(name: str) -> dict[str, str]:
    return {"type": "string", "pattern": f"^(?:{KINDS[name]})$"}


def _number(number: Number) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 0, "maximum": BIGGEST}
    if number.usual is not None:
        schema["default"] = number.usual
    required = number.usual is None
    return {"name": number.name, "in": "query", "required": required, "schema": schema}


def _answers(route: Route) -> dict[int, str]:
    of_members = {} if route.asker is Asker.ANYONE else _OF_MEMBERS
    return {**_OF_ALL, 404: "not.found", **of_members, **route.answers}


def _answer(route: Route, status: int) -> dict[str, Any]:
    told: dict[str, Any] = {"description": _answers(route)[status]}
    if status in {200, 206}:
        told["content"] = {route.gives: {}}
    elif status >= min(_OF_ALL) and route.method != "HEAD":
        told["content"] = {JSON: {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    return told
