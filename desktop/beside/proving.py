"""Figures are proved in a process of its own, which can be stopped at any moment.

Where it ends without an answer, for whatever reason, nothing may be published.
"""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from casework.protect import wire
from casework.protect.errors import NotProtected
from desktop.program import OURS, PROVE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from subprocess import Popen

    from casework.protect.ground import Ground
    from casework.protect.printed import Printed
    from casework.protect.shape import Counted, Name, Told
    from casework.protect.watching import Watch


def protect_apart(
    told: Sequence[Told], counted: Sequence[Counted], ground: Ground, watch: Watch
) -> Mapping[Name, Printed | None]:
    """Return what may be printed for each new cell, worked out by another process.

    Raises NotProtected where no proof is found in time, where somebody stopped it, and where the
    other process ended without an answer or gave one that cannot be.
    """
    watch.demand()
    with _process(watch) as process:
        found = _asked(process, wire.question(told, counted, ground), watch)
    watch.demand()
    if "printed" not in found:
        raise NotProtected(found.get("refused", "worker"))
    return wire.answered(found["printed"], counted, ground.least)


@contextmanager
def _process(watch: Watch) -> Iterator[Popen[bytes]]:
    """Start the process that proves; whatever happens, it is gone afterwards."""
    running = import_module("subprocess")
    try:
        process: Popen[bytes] = running.Popen(
            [*OURS, PROVE],
            stdin=running.PIPE,
            stdout=running.PIPE,
            stderr=running.PIPE,
            # Windows would show a console for it.
            creationflags=getattr(running, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        raise NotProtected("worker") from None

    # What it says besides its answer is read by nobody; not every machine has a place for that.
    if process.stderr is not None:
        process.stderr.close()
    try:
        watch.at_stop(process.kill)
        yield process
    finally:
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        process.wait()


def _asked(process: Popen[bytes], question: str, watch: Watch) -> Mapping[str, Any]:
    """Put the question, tell how far the proof is, and return what it came to, if anything."""
    if process.stdin is None or process.stdout is None:
        return {}
    # A pipe that breaks, or a line that does, is of a process that was ended.
    with suppress(OSError, json.JSONDecodeError):
        process.stdin.write(question.encode() + b"\n")
        process.stdin.flush()
        for line in process.stdout:
            said: dict[str, Any] = json.loads(line)
            if "done" not in said:
                return said
            watch.tell(said["done"], said["of"])
    return {}
