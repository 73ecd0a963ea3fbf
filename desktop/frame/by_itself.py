"""The window exchanges over the server by itself, as whoever presses the button would.

It is made once it is known that there is a server: without one there is no timer and no way out.
Nothing is begun under the cover, nor on the way there.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from importlib import import_module
from math import ceil
from random import SystemRandom
from time import monotonic
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from casework.keeping.exchange import EXCHANGED
from desktop.clock import now
from desktop.exchange.pacing import Pace, Plan
from desktop.frame.day_turning import DAY_TURNED

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from casework.changes import Change
    from casework.keeping.exchange import ExchangeState
    from desktop.beside.errand import Ended
    from desktop.frame.room import Room

PACE: Final = Pace()
_KIND: Final = "sync"
# What is told to the screens and changed nothing here that others lack.
_NOTHING_NEW: Final = frozenset(
    {EXCHANGED, DAY_TURNED, "exchange_written", "exchange_strayed", "glass_ended"}
)
_REMOVED: Final = "line_removed"
_SECOND: Final = 1_000
_MINUTE: Final = 60


class ByItself(QObject):
    """Begins an exchange when its turn has come, as long as the window is `seen`."""

    def __init__(self, seen: QWidget, room: Room) -> None:
        super().__init__(seen)
        self._seen, self._room = seen, room
        # The workbook locks by itself only after what was written has gone.
        before_lock = room.settings.lock_minutes * _MINUTE / 2
        self._pace = replace(PACE, quiet=min(PACE.quiet, before_lock))
        self._plan: Plan | None = None
        self._timer: QTimer | None = None
        jobs = room.jobs
        room.exchanged.connect(self._weigh)
        room.settings_kept.connect(self._weigh)
        jobs.changed.connect(self._changed)
        jobs.errand.began.connect(self._began)
        jobs.errand.ended.connect(self._ended)
        jobs.errand.failed.connect(self._failed)
        self._weigh()

    @property
    def is_on(self) -> bool:
        """Return whether it goes on by itself now."""
        return self._timer is not None

    def _weigh(self, _told: object = None) -> None:
        """Go on by itself, or stop doing so."""
        state = self._room.exchange
        if state is None or not self._may(state):
            if self._timer is not None:
                self._timer.stop()
                self._timer.deleteLater()
            self._plan = self._timer = None
        elif self._timer is None:
            # What waits since before it was locked does not wait for its turn.
            ago = (now() - state.reached).total_seconds() if state.reached else None
            ago = None if state.leaving or ago is None or ago < 0 else ago
            self._plan = Plan(self._pace, monotonic(), ago, SystemRandom().random)
            self._timer = QTimer(self, singleShot=True)
            self._timer.timeout.connect(self._look)
            self._wind()

    def _may(self, state: ExchangeState) -> bool:
        settings = self._room.settings
        wanted = settings.exchange_by_itself and not settings.exchange_held
        is_removed = any(one.is_here and one.is_removed for one in state.laptops)
        return bool(state.server) and wanted and not is_removed

    # --- when

    def wait(self) -> float:
        """Return in how many seconds its turn comes."""
        plan = self._plan
        return plan.wait(monotonic(), self._room.quiet()) if plan is not None else self._pace.most

    def _wind(self, least: float = 0.0) -> None:
        if self._timer is not None:
            self._timer.start(ceil(max(least, self.wait()) * _SECOND))

    def _look(self) -> None:
        """Begin, if its turn has come and nothing else is under way."""
        jobs, house, plan = self._room.jobs, self._room.house, self._plan
        if plan is None or house is None:
            return
        if not self._seen.isVisible() or jobs.errand.is_on or not jobs.idle:
            self._wind(self._pace.again)
        elif self.wait() > 0:
            self._wind()
        else:
            plan.began(monotonic())
            # What stands was asked before: it is imported by now.
            syncing = import_module("desktop.exchange.exchanging").syncing
            jobs.errand.begin_afar(_KIND, partial(syncing, house), by_itself=True)
            self._wind()

    # --- what happened

    def _changed(self, change: Change) -> None:
        if self._plan is not None and change.kind not in _NOTHING_NEW:
            self._plan.changed(monotonic())
            self._wind()

    def _began(self) -> None:
        """Go on again once somebody exchanges who had stopped it."""
        errand = self._room.jobs.errand
        if errand.kind != _KIND or errand.by_itself:
            return
        if self._room.settings.exchange_held:
            self._hold(held=False)
        if self._plan is not None:
            self._plan.began(monotonic())
            self._wind()

    def _ended(self, ended: Ended) -> None:
        if ended.kind != _KIND:
            return
        if ended.brought.is_stopped:
            self._hold(held=True)
        elif self._plan is not None:
            self._plan.ended(monotonic(), ended.brought.again_in)
            self._wind()

    def _failed(self, error: Exception) -> None:
        if self._room.jobs.errand.kind != _KIND:
            return
        if getattr(error, "code", "") == _REMOVED:
            # It is left alone until somebody asks.
            self._hold(held=True)
        elif self._plan is not None:
            again_in = getattr(error, "values", {}).get("again_in", 0)
            self._plan.failed(monotonic(), again_in)
            self._wind()

    def _hold(self, *, held: bool) -> None:
        """Exchange by itself no more until somebody asks, over the lock as well; or go on."""
        self._room.keep_settings(replace(self._room.settings, exchange_held=held))
