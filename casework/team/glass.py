"""The desk for opening a colleague's case in need: a reason, a time, and a look afterwards.

Whoever looks after the team sees quality, not people: cases of others stay masked until one is
opened here. The case says so in its history, and another supervisor looks at why.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from casework import lengths
from casework.changes import Change
from casework.refused import DeskRefused
from casework.team.seat import NotFound, case_seen
from casework.team.supervision import Finding, Opening, Why
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.team.seat import Seat
    from casework.team.supervision import GlassEvent

HOURS: Final = (1, 4, 24)


class GlassRefused(DeskRefused):
    """Raised for what cannot be opened or reviewed."""


class GlassDesk:
    """What a supervisor may do about cases that are masked for her."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def open(self, case_code: str, why: Why, hours: int = HOURS[0], words: str = "") -> Change:
        """Open a colleague's case for some hours, and keep why."""
        words = " ".join(words.split())
        if why is Why.OTHER and not words:
            raise GlassRefused("glass_words_missing")
        if len(words) > lengths.GLASS:
            raise GlassRefused("glass_words_long")
        if hours not in HOURS:
            raise GlassRefused("glass_hours")
        until = self._seat.now() + timedelta(hours=hours)
        with self._seat.begin(Act.TEAM) as work:
            case = case_seen(work, case_code)
            if work.glass.is_clear(case.id):
                raise GlassRefused("glass_not_needed")
            opened = work.glass.open(Opening(case.id, until, why, words))
            change = Change("glass_opened", case.id, case.code, opened, why.value)
            work.commit(change)
        return change

    def end(self, case_code: str) -> Change:
        """Mask a case again before its time is over."""
        with self._seat.begin(Act.TEAM) as work:
            case = case_seen(work, case_code)
            if not work.glass.end(case.id):
                raise GlassRefused("glass_not_open")
            change = Change("glass_ended", case.id, case.code)
            work.commit(change)
        return change

    def left(self, case_code: str) -> timedelta | None:
        """Return for how long a case stays open to who opened it; None where it is not open."""
        with self._seat.begin(Act.TEAM) as work:
            until = work.glass.until(case_seen(work, case_code).id)
        return until - self._seat.now() if until is not None else None

    def events(self) -> Sequence[GlassEvent]:
        """Return what was opened in need, what nobody looked at yet first."""
        with self._seat.begin(Act.TEAM) as work:
            found = work.glass.events()
            work.note("glass_listed", reason=str(len(found)))
        return found

    def review(self, glass_id: str, finding: Finding) -> Change:
        """Keep that another supervisor looked at why a case was opened."""
        with self._seat.begin(Act.TEAM) as work:
            event = work.glass.event(glass_id)
            if event is None:
                raise NotFound("glass_not_found")
            if event.worker_id == self._seat.worker.id:
                raise GlassRefused("glass_own")
            if event.finding is not None:
                raise GlassRefused("glass_reviewed")
            work.glass.reviewed(glass_id, finding.value)
            change = Change(
                "glass_reviewed", event.case_id, event.case_code, glass_id, finding.value
            )
            work.commit(change)
        return change
