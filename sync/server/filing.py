"""What is asked of files: room for them, their pieces, their spans, and to let them go."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sync.server.calls import Answer
from sync.server.refusals import Refused, later
from sync.server.tables import Made

if TYPE_CHECKING:
    from sync.server.calls import Call

# A piece of a file counts as so many bytes at least.
_LEAST: Final = 1 << 14
_RANGE: Final = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})")


def begin_blob(call: Call) -> Answer:
    """Make room for a file."""
    names = call.names
    size = call.numbers["size"]
    held, known = call.desks.blobs.begin(call.who.org, names["stream"], names["blob"], size)
    return Answer(204 if known else 201, headers={"offset": held})


def list_blobs(call: Call) -> Answer:
    """Say what is here of the files of a stream."""
    names = call.names
    found = call.desks.blobs.listed(call.who.org, names["stream"], names["behind"])
    return Answer(200 if found else 204, found)


def let_go_of_blobs(call: Call) -> Answer:
    """Let files go by a signed order."""
    call.desks.blobs.let_go(call.who.org, call.names["stream"], call.body)
    return Answer(204)


def look_at_blob(call: Call) -> Answer:
    """Say how much of a file is here."""
    row = call.desks.blobs.look(call.who.org, call.names["stream"], call.names["blob"])
    return Answer(204, headers={"offset": row.held, "size": row.size, "state": row.state})


def append_blob(call: Call) -> Answer:
    """Add a piece to a file."""
    names, offset = call.names, call.numbers["offset"]
    # Small ones are work all the same.
    wait = call.desks.pushes.wait(call.who, max(len(call.body), _LEAST))
    if wait:
        raise later(429, "rate.pushed", wait)
    held = call.desks.blobs.append(call.who.org, names["stream"], names["blob"], offset, call.body)
    return Answer(204, headers={"offset": held})


def get_blob(call: Call) -> Answer:
    """Give a span of a file, or all of it where that is little enough."""
    names, most = call.names, call.desks.limits.response_bytes
    row = call.desks.blobs.look(call.who.org, names["stream"], names["blob"])
    first, last = _span(call.headers.get("range", ""), row.size)
    if last - first >= most:
        last = first + most - 1
    body = call.desks.blobs.span(call.who.org, names["stream"], names["blob"], (first, last))
    if row.state != Made.WHOLE or (last + 1 - first) == row.size:
        return Answer(200, body, headers={"accept-ranges": "bytes"})
    told = {"content-range": f"bytes {first}-{last}/{row.size}", "accept-ranges": "bytes"}
    return Answer(206, body, headers=told)


def _span(said: str, size: int) -> tuple[int, int]:
    if not said:
        return 0, size - 1
    found = _RANGE.fullmatch(said)
    first = int(found[1]) if found else size
    last = min(int(found[2]), size - 1) if found and found[2] else size - 1
    if not first <= last:
        raise Refused(416, "blob.range", content_range=f"bytes */{size}")
    return first, last


def give_up_blob(call: Call) -> Answer:
    """Let a file go that is not whole."""
    call.desks.blobs.give_up(call.who.org, call.names["stream"], call.names["blob"])
    return Answer(204)
