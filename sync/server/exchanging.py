"""What is asked of an organisation: batches taken and given, its rights, orders to let go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sync.server.appending import CHANGED, FORK, FULL, Taken
from sync.server.calls import TEXT, Answer
from sync.server.limits import Limits
from sync.server.pulling import backfill, pull, streams
from sync.server.refusals import Refused, later
from sync.wire.frames import ID_SIZE, FrameRefused, unframed
from sync.wire.placed import runs

if TYPE_CHECKING:
    from sync.server.calls import Call

_USUAL: Final = Limits()


def sync(call: Call) -> Answer:
    """Take what is sent, give what is new: one round trip."""
    taken = _taken(call)
    limits = call.desks.limits
    most = min(call.numbers["max"], limits.response_bytes)
    after = call.numbers["after"]
    sent = {seq for seq, _ in taken.places}
    pulled = pull(call.desks.database, call.who, after, most, sent)
    busy = bool(taken.accepted or pulled.body)
    # Whatever goes without saying is not said: there are more answers than anything else.
    told: dict[str, object] = {"acl": pulled.acl_version}
    if call.body:
        told["accepted"] = taken.accepted
    if taken.places:
        told["placed"] = runs(number for _, number in taken.places)
    if pulled.cursor != after:
        told["cursor"] = pulled.cursor
    if pulled.is_emptied:
        told["emptied"] = 1
    if pulled.more:
        told |= {"head": pulled.head, "next-poll": 0}
    elif (wait := _poll(limits, busy)) != _poll(_USUAL, busy):
        told["next-poll"] = wait
    if taken.code:
        told["refused"] = taken.code
    return Answer(200 if pulled.body else 204, pulled.body, headers=told)


def _poll(limits: Limits, busy: bool) -> int:
    """Return after how many seconds to ask again."""
    return limits.next_poll_active if busy else limits.next_poll


def _taken(call: Call) -> Taken:
    """Return what of the batches that were sent is kept; a fork and a full house end the call."""
    if not call.body:
        return Taken(0)
    wait = call.desks.pushes.wait(call.who, len(call.body))
    if wait:
        raise later(429, "rate.pushed", wait)
    try:
        batches, torn = unframed(call.body)
    except FrameRefused as refused:
        raise Refused(400, str(refused)) from None
    taken = call.desks.appending.append(call.who, batches, gap=call.numbers["gap"])
    if taken.code == FORK:
        raise Refused(409, FORK, accepted=taken.accepted)
    if taken.code == FULL:
        raise Refused(507, FULL, accepted=taken.accepted)
    if taken.code == CHANGED:
        raise later(503, CHANGED)
    return taken if taken.code or not torn else Taken(taken.accepted, "frame.torn")


def batches(call: Call) -> Answer:
    """Give a span of one stream again."""
    span = call.numbers["from"], call.numbers["to"]
    most = min(call.numbers["max"], call.desks.limits.response_bytes)
    found = backfill(call.desks.database, call.who, call.names["stream"], span, most)
    told = {"cursor": found.cursor, "acl": found.acl_version}
    return Answer(200 if found.body else 204, found.body, headers=told)


def heads(call: Call) -> Answer:
    """Say how far each stream is."""
    body, head, version = streams(call.desks.database, call.who)
    return Answer(200, body, headers={"head": head, "acl": version})


def get_acl(call: Call) -> Answer:
    """Give the document that says who belongs to the organisation."""
    version, body = call.desks.orgs.acl(call.who.org)
    return Answer(200, body, headers={"acl": version, "etag": f'"{version}"'})


def put_acl(call: Call) -> Answer:
    """Let a newer document hold."""
    seen = call.headers.get("if-match", "").strip('"')
    if not (seen.isascii() and seen.isdecimal() and len(seen) < ID_SIZE):
        raise Refused(428, "acl.if-match")
    version = call.desks.orgs.put_acl(call.who.org, call.body, int(seen))
    return Answer(204, headers={"acl": version})


def purge(call: Call) -> Answer:
    """Carry out an order to let go."""
    freed = call.desks.purging.purge(call.who.org, call.body)
    return Answer(200, str(freed).encode(), TEXT)
