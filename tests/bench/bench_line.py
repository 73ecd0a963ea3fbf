"""An exchange over a slow line: 64 kbit/s, 600 ms there and back, one packet of twenty lost.

The yardstick is the bytes that went and came, all of HTTP among them, by the rate of the line. Time
runs twice as fast, for the line and for the client that fits its questions to it: what the
client and the server work weighs twice.
"""

from __future__ import annotations

import io
import random
import tempfile
import time
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

from lines import listening
from make import Template
from met import Met
from slow_line import SlowLine

from casework.files.attachment import Sort
from casework.files.attachments import Coming
from sync.line import files, under_way

RATE, FAR, LOSS, FASTER = 64_000 / 8, 0.6, 0.05, 2
CASES, LETTERS, PHOTO = 120, 3_300, 600_000
GOAL = 1.15


def run():
    """Yield the time of sending and of taking in, of batches and of a file."""
    faster = SimpleNamespace(monotonic=lambda: time.monotonic() * FASTER, sleep=time.sleep)
    under_way.time = files.time = faster
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield from _measured(Path(folder))
    finally:
        under_way.time = files.time = time


def _measured(folder):
    (folder / "server").mkdir()
    with (
        listening(folder / "server") as server,
        closing(Met(Template(folder / "home"), folder, server)) as met,
    ):
        dice = random.Random(3)
        for _ in range(CASES):
            code = met.writes(name_used=dice.randbytes(LETTERS).hex())
        met.first.post.seal_all()
        yield _over(server, "sent", met.meets, CASES * LETTERS)
        yield _over(server, "taken in", met.second_meets, CASES * LETTERS)
        office = met.first.office(met.first.template.supervisor)
        photo = io.BytesIO(dice.randbytes(PHOTO))
        office.attachments.add(Coming(code, Sort.MESSAGE, as_it_is=True), photo)
        yield _over(server, "of a file sent", met.meets, PHOTO)
        yield _over(server, "of a file fetched", met.second_meets, PHOTO)


def _over(server, what, exchange, least):
    with closing(SlowLine(server.port, RATE, FAR, LOSS, FASTER)) as slow:
        begun = slow.now()
        done = exchange(calls=slow.calls)
        took = slow.now() - begun
        told = slow.up + slow.down
    if done.waiting or done.files_waiting or told < least:
        raise ValueError(what)
    name = f"64 kbit/s, 600 ms, 5 % lost: {told / 1000:.0f} kB {what}"
    return {"name": name, "ours": took, "yardstick": told / RATE, "goal": GOAL, "unit": "s"}
