"""What is asked of snapshots: their lists and parts, and who came to the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.server.calls import Answer

if TYPE_CHECKING:
    from sync.server.calls import Call


def begin_snapshot(call: Call) -> Answer:
    """Keep the list of parts that are to come."""
    name = call.desks.snapshots.begin(call.who.org, call.names["stream"], call.body)
    return Answer(201, headers={"snapshot": name.hex()})


def latest(call: Call) -> Answer:
    """Give the signed list of the newest whole snapshot."""
    row, attested = call.desks.snapshots.latest(call.who.org, call.names["stream"])
    told = {"snapshot": row.snap_id.hex(), "state": row.state, "attestations": attested}
    return Answer(200, row.body, headers=told)


def put_part(call: Call) -> Answer:
    """Keep one part."""
    names, n = call.names, call.numbers["n"]
    state = call.desks.snapshots.put_part(
        call.who.org, names["stream"], names["snap"], n, call.body
    )
    return Answer(204, headers={"state": state})


def get_part(call: Call) -> Answer:
    """Give one part."""
    names, n = call.names, call.numbers["n"]
    return Answer(200, call.desks.snapshots.part(call.who.org, names["stream"], names["snap"], n))


def attest(call: Call) -> Answer:
    """Keep that somebody else came to the same."""
    names = call.names
    state = call.desks.snapshots.attest(call.who.org, names["stream"], names["snap"], call.body)
    return Answer(204, headers={"state": state})
