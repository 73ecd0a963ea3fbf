"""The event log: what happened, by code and id. Nothing else can be written to it."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

LOG: Final = "events.log"
PREVIOUS_LOG: Final = "events.log.1"
_MOST_BYTES: Final = 128 << 10
_ID_BYTES: Final = 16


@unique
class Event(StrEnum):
    """Everything the log can say."""

    STARTED = "started"
    ENDED = "ended"
    CREATED = "created"
    UNLOCKED = "unlocked"
    UNLOCKED_BY_RECOVERY = "unlocked_by_recovery"
    UNLOCK_REFUSED = "unlock_refused"
    LOCKED = "locked"
    PERSON_ADDED = "person_added"
    PERSON_REMOVED = "person_removed"
    REWRAPPED = "rewrapped"
    NEW_KEY = "new_key"
    NEW_SHEETS = "new_sheets"
    SLOTS_PREVIOUS = "slots_previous"
    UPGRADED = "upgraded"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    CHECKED = "checked"
    REFUSED = "refused"
    CRASHED = "crashed"


class Events:
    """The log of one workbook folder; two small files, the older one is dropped."""

    def __init__(self, home: Path, now: Callable[[], datetime]) -> None:
        self._home = home
        self._now = now

    def note(self, event: Event, *ids: object) -> None:
        """Write one line of ids and numbers; a full or read-only disk must not stop the work."""
        line = " ".join([f"{self._now():%Y-%m-%dT%H:%M:%SZ}", Event(event), *map(_spell, ids)])
        try:
            self._rotate()
            descriptor = os.open(self._home / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            with os.fdopen(descriptor, "a", encoding="ascii") as file:
                file.write(line + "\n")
        except OSError:
            return

    @contextmanager
    def of_refusals(self, *ids: object) -> Iterator[None]:
        """Note that a passphrase was refused."""
        try:
            yield
        except Exception:
            self.note(Event.UNLOCK_REFUSED, *ids)
            raise

    def _rotate(self) -> None:
        log = self._home / LOG
        if log.exists() and log.stat().st_size > _MOST_BYTES:
            log.replace(self._home / PREVIOUS_LOG)


def silence_libraries() -> None:
    """Keep what libraries log and warn of, values and all, out of every file and terminal."""
    root = logging.getLogger()
    for handler in tuple(root.handlers):
        root.removeHandler(handler)
    root.addHandler(logging.NullHandler())
    logging.lastResort = None
    logging.captureWarnings(capture=True)


def _spell(value: object) -> str:
    """Return an id or a number; anything else, whatever its type says, becomes a mark."""
    if isinstance(value, int):
        return str(int(value))
    return value.hex() if isinstance(value, bytes) and len(value) == _ID_BYTES else "?"
