"""What is asked of the process itself: whether it answers, its limits, its counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sync.server.calls import JSON, TEXT, Answer

if TYPE_CHECKING:
    from sync.server.calls import Call


def alive(_call: Call) -> Answer:
    """Say that the process answers."""
    return Answer(200, b"ok\n", TEXT)


def ready(call: Call) -> Answer:
    """Say that the database answers."""
    call.desks.database.secret()
    return Answer(200, b"ok\n", TEXT)


def metrics(call: Call) -> Answer:
    """Give the counts of this process."""
    return Answer(200, call.desks.watch.told().encode(), TEXT)


def limits(call: Call) -> Answer:
    """Say what this server takes and gives."""
    told = {"server": call.desks.settings.name, **call.desks.limits.told()}
    return Answer(200, json.dumps(told).encode(), JSON)
