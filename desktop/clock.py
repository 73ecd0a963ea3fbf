"""The one place where desktop looks at the clock.

An old laptop whose battery is empty begins in another year each morning. What had expired would
live again, and what is written would come before all that was: then the day of what was written
last is gone on from.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# No day before this one can be right: nothing of this program was there yet.
MADE: Final = datetime(2025, 1, 1, tzinfo=UTC)
# What others wrote may have put the clock of a workbook forward by a day.
_APART: Final = timedelta(days=2)


class _Reckoning:
    """By how much a clock that can not be right is put forward, while it is not."""

    by = timedelta(0)


def _shown() -> datetime:
    """Return what the clock of the laptop shows."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return the present moment, on the calendar of the office: consent lasts by its days."""
    shown = _shown()
    moment = shown + _Reckoning.by if shown < MADE else shown
    try:
        return moment.astimezone()
    except ValueError:
        # The system names a time zone that there cannot be.
        return moment


def reckoned(last: datetime, clock: Callable[[], datetime]) -> list[str]:
    """Go on from the last moment of a workbook where the clock can not be right.

    Return what is to be said of it, by code.
    """
    shown = _shown()
    if clock is not now:
        return []
    _Reckoning.by = max(last, MADE) - shown
    if shown < MADE:
        return ["clock_wrong"]
    return ["clock_behind"] if shown < last - _APART else []
