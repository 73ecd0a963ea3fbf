"""That the server was tried in vain, and when: nobody else is told of what went on by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import texts
from desktop import doors
from desktop.clock import now
from desktop.exchange.words import moment_words
from texts.dates import clock_time

if TYPE_CHECKING:
    from datetime import date, datetime

# It did not answer, or something else answered in its place; all else is worth its own words.
_AWAY: Final = frozenset(
    {"line_unreachable", "line_away", "line_stalled", "line_torn", "line_portal", "line_busy"}
)


@dataclass(frozen=True, slots=True)
class Tried:
    """When it was tried last, and what was wrong if it is there."""

    at: datetime
    wrong: str = ""

    def words(self, today: date) -> str:
        """Return that it was not reached, or why it was left alone."""
        return self.wrong or self._when("sync.server_away", today)

    def when(self, today: date) -> str:
        """Return only when that was: what was wrong is said beside it."""
        return self._when("sync.server_tried", today)

    def _when(self, said: str, today: date) -> str:
        local = self.at.astimezone()
        if local.date() == today:
            return texts.say(f"{said}_today", time=clock_time(local))
        return texts.say(said, when=moment_words(self.at, today))


def tried(error: Exception) -> Tried | None:
    """Return what is said of a try that failed; of a fault of ours it is nothing."""
    code = doors.code_of(error)
    if not code:
        return None
    return Tried(now(), "" if code in _AWAY else doors.why(error))
