"""A crash report without a person in it: types, modules and lines, never a value."""

from __future__ import annotations

import os
import sys
import threading
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Final

if sys.platform != "win32":
    import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

REPORT: Final = "crash.txt"
_MOST_BYTES: Final = 64 << 10
_DEEPEST: Final = 200
_PR_SET_DUMPABLE: Final = 4
_NO_ERROR_BOX: Final = 0x0001 | 0x0002


def install(home: Path, now: Callable[[], datetime]) -> None:
    """From now on write every uncaught error to the report instead of to the terminal."""

    def record(error: BaseException | None) -> None:
        if error is not None and not isinstance(error, KeyboardInterrupt):
            _append(home / REPORT, describe(error, _moment(now)))

    sys.excepthook = lambda _kind, error, _trace: record(error)
    threading.excepthook = lambda args: record(args.exc_value)
    sys.unraisablehook = lambda args: record(args.exc_value)


def tell(error: BaseException) -> None:
    """Write an error that was caught at a border to the report, as if nobody had caught it."""
    sys.excepthook(type(error), error, error.__traceback__)


def describe(error: BaseException, at: datetime) -> str:
    """Return the report of an error and of those it grew from."""
    lines = [f"{at:%Y-%m-%dT%H:%M:%SZ}"]
    seen: set[int] = set()
    step: BaseException | None = error
    while step is not None and id(step) not in seen:
        seen.add(id(step))
        lines.append(f"{type(step).__module__}.{type(step).__qualname__}")
        lines.extend(f"  {module}:{line}" for module, line in _places(step.__traceback__))
        step = step.__cause__ or step.__context__
    return "\n".join(lines) + "\n\n"


def harden() -> None:
    """Ask the system for no memory dump of this process, and that nobody else reads its files."""
    if sys.platform == "win32":
        windll = import_module("ctypes").windll
        windll.kernel32.SetErrorMode(_NO_ERROR_BOX)
        return
    # Also for what a library writes: what goes to a stick or a folder of many is its owner's.
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import_module("ctypes").CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _moment(now: Callable[[], datetime]) -> datetime:
    """Return the present moment, whatever the laptop takes for its time zone.

    A hook that fails would have the error shown as it is, with all that it holds.
    """
    try:
        return now()
    except (ArithmeticError, OSError, ValueError):
        return datetime.now(UTC)


def _places(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    for _ in range(_DEEPEST):
        if trace is None:
            return
        yield str(trace.tb_frame.f_globals.get("__name__", "?")), trace.tb_lineno
        trace = trace.tb_next


def _append(report: Path, text: str) -> None:
    """Add to the report; a hook that cannot write stays silent rather than show values."""
    try:
        if report.exists() and report.stat().st_size > _MOST_BYTES:
            report.unlink()
        descriptor = os.open(report, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return
