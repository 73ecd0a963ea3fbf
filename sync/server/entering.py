"""What is asked at the door: to be let in, to found an organisation, boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.server.calls import TEXT, Answer
from sync.server.refusals import Refused, later
from sync.wire.frames import ID_SIZE

if TYPE_CHECKING:
    from sync.server.calls import Call


def challenge(call: Call) -> Answer:
    """Give a workbook something to sign."""
    return Answer(200, call.desks.door.challenge(call.body))


def token(call: Call) -> Answer:
    """Let a workbook in for a day."""
    wait = call.desks.tokens.wait(call.body[: 2 * ID_SIZE])
    if wait:
        raise later(429, "rate.tokens", wait)
    given, until = call.desks.door.token(call.body)
    return Answer(200, given.encode(), TEXT, {"expires-at": until})


def found_org(call: Call) -> Answer:
    """Make an organisation for whoever was invited, or for the operator."""
    code: str | None = call.headers.get("invite", "")
    given = call.headers.get("authorization", "")
    if not code:
        if not call.desks.is_operator(given.removeprefix("Bearer ")):
            raise Refused(401, "auth.invite")
        code = None
    call.desks.orgs.create(call.body, code)
    return Answer(201, headers={"acl": 1})


def put_box(call: Call) -> Answer:
    """Leave something in a box."""
    wait = call.desks.boxes_a_day.wait(call.address)
    if wait:
        raise later(429, "rate.boxes", wait)
    until = call.desks.boxes.put(call.names["box"], call.body)
    return Answer(201, headers={"expires-at": until})


def take_box(call: Call) -> Answer:
    """Give what is in a box, once."""
    return Answer(200, call.desks.boxes.take(call.names["box"]))
