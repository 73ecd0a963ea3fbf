"""What she may want to know today, because it only helps for a while: pure, by the clock."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FORM: Final = "assessment"
_NO: Final = "no"
_END_OF_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """One kind of help or day: so many hours after what happened, or a day that is known."""

    id: str
    hours: int = 0
    day_of: str = ""
    ahead_days: int = 0


@dataclass(frozen=True, slots=True)
class Prompt:
    """What she may want to know from a day on; without `until` nobody knows how long it helps."""

    window: str
    since: date
    until: datetime | None


@cache
def windows() -> tuple[Window, ...]:
    """Return every window, as the file of this place has them."""
    text = (Path(__file__).parent.parent / "data" / "time_windows.toml").read_text("utf-8")
    return tuple(Window(**row) for row in tomllib.loads(text)["window"])


def prompts(answers: Mapping[str, Any], asked_on: date) -> Iterator[Prompt]:
    """Yield what follows from an assessment, by the moments of this place.

    A time that is not known is the latest that it can have been, so that no door is closed
    which may still be open.
    """
    since = _day(answers, "assessment.assessed_on") or asked_on
    for window in windows():
        if window.day_of:
            day = _day(answers, window.day_of)
            if day is not None:
                start = day - timedelta(days=window.ahead_days)
                yield Prompt(window.id, start, _end_of(day))
        elif answers.get("assessment.recent") != _NO:
            latest = _latest(answers, since)
            yield Prompt(window.id, since, latest + timedelta(hours=window.hours))


def is_open(prompt: Prompt, now: datetime) -> bool:
    """Return whether it may still help, and its day has come; `now` has no zone but this place."""
    return prompt.since <= now.date() and (prompt.until is None or now < prompt.until)


def _latest(answers: Mapping[str, Any], asked_on: date) -> datetime:
    """Return the latest moment at which it can have happened; it was told when it was asked."""
    day = _day(answers, "assessment.happened_on")
    if day is None:
        return _end_of(asked_on)
    hour = str(answers.get("assessment.happened_at") or "")
    if not hour:
        return _end_of(day)
    return datetime.combine(day, time.fromisoformat(hour).replace(tzinfo=None))


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time()) + _END_OF_DAY


def _day(answers: Mapping[str, Any], qid: str) -> date | None:
    said = str(answers.get(qid) or "")
    return date.fromisoformat(said) if said else None
