"""What is said of backups: when the last good one was, where it lies, and how much is in one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import texts
from casework.team.worker import may_count
from texts.dates import in_own_direction, long_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.team.worker import Worker
    from desktop.frame.house import Counted, Saved

RHYTHMS: Final = (1, 7, 14, 30)
NEVER: Final = "0"
# Two looks at a clock, and one that is put right by a little.
_APART: Final = timedelta(days=1)


def rhythm_choices() -> list[tuple[str, str]]:
    """Return after how many days one may be reminded."""
    days = [(str(n), texts.say(f"backups.every.{n}")) for n in RHYTHMS]
    return [*days, (NEVER, texts.say("backups.every.never"))]


def last_words(saved: Sequence[Saved], now: datetime) -> str:
    """Return when the last good backup was, in words."""
    if not saved:
        return texts.say("backups.none")
    # What was written while the clock was wrong was not written today.
    at = (_behind(saved, now) or saved)[0].at.astimezone(now.tzinfo).date()
    days = (now.date() - at).days
    if 0 <= days <= 1:
        return texts.say("backups.last_today" if days < 1 else "backups.last_yesterday")
    return texts.say("backups.last_on", day=long_date(at))


def place_words(one: Saved) -> str:
    """Return in which folder a backup lies, and whether it is within reach."""
    there = "backups.lies" if one.path.exists() else "backups.away"
    return texts.say(
        there, folder=in_own_direction(one.path.parent.name), file=in_own_direction(one.path.name)
    )


def both_words(worker: Worker, held: Counted, here: Counted) -> list[str]:
    """Return how much a backup and the workbook hold, to whoever may know it."""
    if not may_count(worker):
        return []
    in_it = texts.say("backups.in_it", contents=_contents_words(held))
    return [in_it, texts.say("backups.in_use", contents=_contents_words(here))]


def _contents_words(found: Counted) -> str:
    return texts.say(
        "backups.contents",
        cases=found.cases,
        forms=found.forms,
        letters=found.letters,
        files=found.files,
    )


def is_late(saved: Sequence[Saved], days: int, now: datetime) -> bool:
    """Return whether the last good backup is older than was chosen; 0 days mean never."""
    known = _behind(saved, now)
    return bool(days) and (not known or now - known[0].at >= timedelta(days=days))


def _behind(saved: Sequence[Saved], now: datetime) -> list[Saved]:
    """Return the backups that were not written in the future, as a wrong clock has it."""
    return [one for one in saved if one.at - now <= _APART]
