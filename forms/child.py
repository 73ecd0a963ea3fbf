"""Converting what strangers wrote in a process of its own that can be stopped."""

from __future__ import annotations

import multiprocessing
import os
import sys
from importlib import import_module
from threading import Event, Timer
from typing import TYPE_CHECKING, Final

from forms.errors import LimitExceeded, SourceRefused, Where

if TYPE_CHECKING:
    from collections.abc import Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from forms.convert import Converted
    from forms.limits import Limits

_CONVERTER: Final = "forms.convert"
_GRACE_SECONDS: Final = 5
# Refusals of which the converter says the place.
_PLACED: Final = frozenset(("limit.rows", "source.formulas"))


def convert_here(rows: Mapping[str, object]) -> Converted:
    """Return the XForm of a small set of rows; imports the converter at the first use."""
    converted: Converted = import_module(_CONVERTER).convert_rows(rows)
    return converted


def convert_apart(
    source: Mapping[str, object] | bytes, limits: Limits, name: str = "form"
) -> Converted:
    """Return the XForm of a source, or stop the process that takes too long or too much."""
    process, ours = _begun(limits, name)
    late = Event()

    def stop() -> None:
        late.set()
        process.kill()

    # Giving it the source takes as long as it reads: its end ends that too.
    timer = Timer(limits.conversion_seconds, stop)
    timer.start()
    try:
        ours.send(source)
        code, said, xform = ours.recv()
    except (EOFError, OSError):
        if late.is_set():
            seconds = int(limits.conversion_seconds)
            raise LimitExceeded("limit.conversion_time", limit=seconds) from None
        raise LimitExceeded("limit.conversion_memory", limit=limits.conversion_bytes) from None
    finally:
        timer.cancel()
        timer.join()
        process.kill()
        process.join(_GRACE_SECONDS)
        process.close()
        ours.close()
    return code, said, xform


def _begun(limits: Limits, name: str) -> tuple[SpawnProcess, Connection]:
    """Return a child that waits for its source, and the line to it."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, limits, name), daemon=True)
    try:
        process.start()
    except BrokenPipeError:
        # It ended before it could hear what it was for.
        ours.close()
        raise LimitExceeded("limit.conversion_memory", limit=limits.conversion_bytes) from None
    finally:
        theirs.close()
    return process, ours


def _work(line: Connection, limits: Limits, name: str) -> None:
    """Convert in the child, send back what came out and end: whoever asked ends it anyway."""
    _limit_self(limits)
    try:
        source: Mapping[str, object] | bytes = line.recv()
        converter = import_module(_CONVERTER)
        if isinstance(source, bytes):
            line.send(converter.convert_workbook(source, limits.sheet_rows, name))
        else:
            line.send(converter.convert_rows(source))
    except MemoryError:
        line.send(("limit.conversion_memory", "", ""))
    finally:
        line.close()
        os._exit(0)


def _limit_self(limits: Limits) -> None:
    """Ask the system to stop this process at its limits, where the system can."""
    if sys.platform == "win32":
        return
    resource = import_module("resource")
    seconds = int(limits.conversion_seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (limits.conversion_bytes, limits.conversion_bytes))


def accepted(converted: Converted) -> tuple[str, str]:
    """Return the XForm and what the converter warns of, or refuse with what it said."""
    code, said, xform = converted
    if code in _PLACED:
        kind = LimitExceeded if code.startswith("limit.") else SourceRefused
        raise kind(code, where=Where(sheet=said))
    if code.startswith("limit."):
        raise LimitExceeded(code, detail=said)
    if code:
        raise SourceRefused(code, detail=said)
    return xform, said
