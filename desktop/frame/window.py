"""The one window: the gate before unlocking, the workspace after it, the cover over both."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QDialog, QStackedLayout, QWidget

import texts
from desktop.beside.apart import finish_all
from desktop.beside.jobs import Jobs
from desktop.beside.unheard import unheard
from desktop.frame.actions import keys_of
from desktop.frame.by_name import gate_named
from desktop.frame.cover import Cover
from desktop.frame.dressing import dress
from desktop.frame.hall import Hall
from desktop.frame.handing_over import keep_and_leave
from desktop.frame.hearing import Hearing
from desktop.frame.hiding import HideKeys
from desktop.frame.idle import Idle
from desktop.frame.panicking import PanicKeys
from desktop.frame.places import Place, close_at, place_of
from desktop.frame.practice import Practice
from desktop.frame.revealing import RevealKey
from desktop.frame.room import Room
from desktop.frame.settings import load, save, title_of
from desktop.frame.tabbing import ReadingOrder
from desktop.frame.unsaved import held_back
from desktop.homes import holds_workbook
from desktop.imports import Later
from desktop.look import tokens
from desktop.look.tokens import window_size
from desktop.parts.brand import brand_picture
from desktop.parts.copied import forget_copied
from desktop.parts.focus import FocusRing
from desktop.safety.capture import keep_out_of_pictures
from desktop.safety.disk import Disk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent

    from desktop.bootstrap import Workbook
    from desktop.frame import greeting, rechecking, refocusing, workspace
    from desktop.frame.away import Away, Journey
    from desktop.frame.gate import Gate
    from desktop.frame.settings import Settings
else:
    # Read while somebody types her passphrase: nothing of it is seen before.
    greeting, rechecking = Later("desktop.frame.greeting"), Later("desktop.frame.rechecking")
    workspace, refocusing = Later("desktop.frame.workspace"), Later("desktop.frame.refocusing")


class Window(ReadingOrder):
    """The main window; `leave` is what follows when everything is kept and the cover stands.

    It is called with "hide", "lock", "panic" or "away", and in a program never comes back.
    """

    def __init__(
        self,
        home: Path,
        settings: Settings,
        leave: Callable[[str], None],
        *,
        covered: bool = False,
        away: Away | None = None,
    ) -> None:
        super().__init__()
        self.home, self.settings, self.leave = home, settings, leave
        self.jobs = Jobs(self)
        self.workbook: Workbook | None = None
        self.ended = False
        self.workspace: workspace.Workspace | None = None
        self.gate: Gate | None = None
        self._hall: Hall | None = None
        # What is told of a workbook that has just left before a journey.
        self.away = away
        # What is known of the disk by now.
        self.disk = Disk.UNKNOWN
        self._stack = QStackedLayout(self)
        self.cover = Cover()
        # Outside the window: what is on its way out, or waits behind a cover that is tried out.
        self._aside = QWidget()
        self.destroyed.connect(self._aside.deleteLater)
        self._practice = Practice(self._stack, self.cover, self._aside)
        self._stack.addWidget(self.cover)
        self._keys = HideKeys(keys_of("hide", settings.keys), shift=settings.shift_hides)
        self._panic = PanicKeys(keys_of("panic", settings.keys), on=settings.panic_keys)
        self._idle = Idle(self, settings.lock_minutes)
        self._reveal = RevealKey(keys_of("reveal", settings.keys), self)
        self._listen()
        self.resize(*window_size("design_window"))
        self.setMinimumSize(*window_size("min_window"))
        self.restoreGeometry(QByteArray.fromHex(settings.geometry.encode()))
        self.dress()
        if covered:
            self._stack.setCurrentWidget(self.cover)
            self.cover.setFocus()
        else:
            self.show_gate(_first_gate(self.home))

    def _listen(self) -> None:
        for ear in (self._keys, self._panic):
            # What is called by one holds the window: else neither would ever be let go of.
            ear.setParent(self)
        self._keys.pressed.connect(self.hide_now)
        self._keys.active.connect(self._idle.somebody_is_there)
        self.ring = FocusRing(self)
        self._keys.keyed.connect(self.ring.by_keyboard)
        self._keys.clicked.connect(self.ring.by_mouse)
        self._reveal.held.connect(partial(_read_masked, self))
        self._idle.over.connect(self.lock_now)
        self._panic.begun.connect(self._rise)
        self._panic.over.connect(partial(keep_and_leave, self, "hide"))
        self._panic.done.connect(partial(self.leave, "panic"))
        # Hiding comes before everything but what is worse.
        self.hearing = Hearing(self, (self._panic, self._keys, self._reveal))
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._rebuild)
        hints.accessibility().contrastPreferenceChanged.connect(self._rebuild)

    # --- look

    def dress(self) -> None:
        """Put on the look that settings and system ask for."""
        dress(self.settings)
        self.setWindowTitle(title_of(self.settings))
        self.cover.speak()
        self.setWindowIcon(QIcon(brand_picture(64)))
        keep_out_of_pictures(self, blocked=self.settings.block_capture)

    def set(self, settings: Settings) -> None:
        """Take on other settings; everything that is seen is built again where one is."""
        self._keep_settings(settings)
        self._keys.change(keys_of("hide", settings.keys), shift=settings.shift_hides)
        self._reveal.change(keys_of("reveal", settings.keys))
        self._panic.change(keys_of("panic", settings.keys), on=settings.panic_keys)
        self._idle.change(settings.lock_minutes)
        self._rebuild()

    def _keep_settings(self, settings: Settings) -> None:
        """Keep settings; a folder without a workbook is left as it is."""
        self.settings = settings
        if holds_workbook(self.home):
            save(self.home, settings)

    @unheard()
    def _rebuild(self) -> None:
        stays = self.workspace is not None and held_back(self.workspace.room, leaves=False)
        if stays or (self.gate is not None and self.gate.busy):
            return
        covered = self._stack.currentWidget() is self.cover
        here = self.workspace.here() if self.workspace is not None else None
        stood = None
        if self.workspace is not None:
            stood = None if covered else refocusing.stands_at(self.workspace)
            self.workspace.keep()
        gate = self._gate_name if self.gate is not None else ""
        self.dress()
        if here is not None and self.workbook is not None:
            self.show_workspace(here)
            if stood is not None and self.workspace is not None:
                refocusing.Refocusing(self.workspace, stood, self._keys.active)
        elif gate:
            self.show_gate(gate)
        if self._practice.is_on and self.workspace is not None:
            self._practice.begin(self.workspace)
        elif covered:
            self._stack.setCurrentWidget(self.cover)

    # --- what is shown

    @unheard()
    def show_gate(self, name: str) -> None:
        """Show one of the pages before unlocking."""
        self._gate_name = name
        before, self._hall = self._hall, Hall(self.home, self.settings, self.jobs)
        hall, self._hall.away = self._hall, self.away
        if before is not None:
            hall.draft, hall.at = before.draft, before.at
        hall.opened.connect(self.open)
        hall.wants.connect(self.show_gate)
        hall.set.connect(self.set)
        hall.moves.connect(self.go_to_folder)
        hall.wished.connect(self.perform)
        hall.emptied.connect(partial(_emptied, self))
        old, self.gate = self.gate, gate_named(name)(hall)
        self._stack.addWidget(self.gate)
        self._stack.setCurrentWidget(self.gate)
        _drop(self._stack, old, self._aside)

    def go_to_folder(self, home: Path) -> None:
        """Stand before the workbook of another folder, or before making one there.

        One that is open is closed first, and stays where it is.
        """
        if self.workspace is not None:
            self.keep_all()
            _drop(self._stack, self.workspace, self._aside)
            self.workspace = self.workbook = None
            self._idle.stop()
        self.home, self._hall = home, None
        self._gate_name = _first_gate(self.home)
        self.set(replace(load(home), language=self.settings.language))
        if self.gate is None:
            self.show_gate(self._gate_name)

    def open(self, workbook: Workbook) -> None:
        """Show the workspace of whoever has unlocked, where she left it."""
        self.workbook = workbook
        if self._hall is not None:
            # Made or brought back just now, it may lie in another folder.
            self.home = self._hall.home
        self.jobs.ask(self, workbook.kept_place, self._opened)

    def _opened(self, kept: str) -> None:
        hall, workbook = self._hall, self.workbook
        self.show_workspace(place_of(kept) or Place("today"))
        self._idle.start()
        self._keep_settings(self.settings)
        if workbook is not None and self.workspace is not None:
            greeting.greet(self.workspace, workbook.notices, hall, self.disk)
        self._hall = None

    @unheard()
    def show_workspace(self, place: Place) -> None:
        """Build the workspace at a place."""
        workbook = self.workbook
        if workbook is None:
            return
        room = Room(workbook.office, self.jobs, self.settings)
        room.practice, room.office_name = workbook.practice, workbook.office_name
        room.home = self.home
        room.house = workbook
        room.quiet = lambda: self._idle.quiet
        room.setParent(self)
        room.settings_kept.connect(self._keep_settings)
        room.set.connect(self.set)
        room.moving.connect(self.go_to_folder)
        room.leaving.connect(partial(_go_away, self))
        old, self.workspace = self.workspace, workspace.Workspace(room)
        self.workspace.wished.connect(self.perform)
        self._idle.telling(self.workspace.locks.say)
        if self.settings.pause_minutes:
            # Imported for those who chose it.
            import_module("desktop.frame.pausing").Pausing(self.workspace)
        rechecking.Rechecking(self.workspace, room, room.quiet)
        self._stack.addWidget(self.workspace)
        self._stack.setCurrentWidget(self.workspace)
        if old is not None:
            self.workspace.go_on_from(old)
        _drop(self._stack, old, self._aside)
        _drop(self._stack, self.gate, self._aside)
        self.gate = None
        self.workspace.show_place(place)

    # --- what is done

    def perform(self, action_id: str) -> None:
        """Do what only the window can do."""
        settings = self.settings
        scales = tokens()["type"]["text_scales"]
        at = scales.index(settings.scale)
        if action_id == "hide":
            self.hide_now()
        elif action_id == "lock":
            self.lock_now()
        elif action_id == "practise_hide" and self.workspace is not None:
            # Nothing is closed: the next press of the hide key comes back.
            self._practice.begin(self.workspace)
        elif action_id == "discreet":
            self.set(replace(settings, discreet=not settings.discreet))
        elif action_id == "pictures":
            self.set(replace(settings, pictures=not settings.pictures))
        elif action_id == "larger" and at + 1 < len(scales):
            self.set(replace(settings, scale=scales[at + 1]))
        elif action_id == "smaller" and at:
            self.set(replace(settings, scale=scales[at - 1]))

    def hide_now(self) -> None:
        """Cover everything at once; pressed on the cover, ask for the passphrase."""
        if self._stack.currentWidget() is self.cover:
            if self.workspace is None:
                self.show_gate(_first_gate(self.home))
            elif (back := self._practice.end()) is not None:
                back.room.done(texts.say("hide.practised"))
            return
        self._cover("hide")

    def lock_now(self) -> None:
        """Cover everything, keep it, and ask for the passphrase."""
        if self.workspace is not None:
            self._cover("lock")

    def _cover(self, how: str) -> None:
        self._rise()
        # Saving comes after the cover is seen.
        QTimer.singleShot(0, partial(keep_and_leave, self, how))

    def _rise(self) -> None:
        """Let the cover stand before everything, and nothing behind it that a voice would find."""
        self.cover.rise(self._stack)
        _put(self._stack, self.workspace, self._aside)

    def let_go(self) -> None:
        """Let nothing of the workbook stay in sight or in memory."""
        self._practice.forget()
        _drop(self._stack, self.workspace, self._aside)
        self.workspace = None
        for dialog in self.findChildren(QDialog):
            dialog.deleteLater()
        self.workbook = None
        self._idle.stop()

    def keep_all(self, within: float | None = None) -> None:
        """Keep what was typed, where one is and where the window stands; close the workbook."""
        if self.workspace is not None and self.workbook is not None:
            here = self.workspace.here()
            self.workspace.keep()
            self.jobs.errand.abandon(within)
            self.jobs.last(partial(close_at, self.workbook, here), within)
        geometry = bytes(self.saveGeometry().toHex().data()).decode()
        if geometry != self.settings.geometry:
            self._keep_settings(replace(self.settings, geometry=geometry))

    def changeEvent(self, event: QEvent) -> None:
        """Leave nothing in the window title but its neutral word."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowTitleChange and (
            self.windowTitle() != title_of(self.settings)
        ):
            self.setWindowTitle(title_of(self.settings))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep everything, close the workbook, and end."""
        if self.gate is not None:
            self.gate.stop()
        # Something long may have to end first: till then nobody should read what stands there.
        self.hide()
        forget_copied()
        # Were it to count on, it would cover what is opened next.
        self._idle.stop()
        self.keep_all()
        finish_all()
        self.ended = True
        self.hearing.stop()
        self.jobs.close()
        super().closeEvent(event)


def _go_away(window: Window, journey: Journey) -> None:
    """Let a workbook go before a journey, once it is proved that it comes back."""
    seen = window.workspace is not None and window.workspace.isVisible()
    if journey.begins(window.jobs, covered=not seen):
        forget_copied()
        window.let_go()
        window.away = journey.away
        window.show_gate("leaving")


def _emptied(window: Window, home: Path, left: Sequence[Path]) -> None:
    """Go on as on a laptop without a workbook, or stay hidden where somebody hides."""
    window.home = home
    if window.away is not None:
        window.away = replace(window.away, stuck=tuple(one.name for one in left))
    window.leave("hide" if window.cover.isVisible() else "away")


def _read_masked(window: Window, on: bool) -> None:
    """Let the page show masked words, unless the cover stands before it."""
    if window.workspace is not None and window.workspace.isVisible():
        window.workspace.reveal(on=on)


def _first_gate(home: Path) -> str:
    """Return which page stands before the workbook: to make one, or to unlock it."""
    return "unlock" if holds_workbook(home) else "first_run"


def _put(stack: QStackedLayout, widget: QWidget | None, aside: QWidget) -> None:
    if widget is not None:
        stack.removeWidget(widget)
        widget.hide()
        # As long as Qt has it there a voice would find it in the window.
        widget.setParent(aside)


def _drop(stack: QStackedLayout, widget: QWidget | None, aside: QWidget) -> None:
    _put(stack, widget, aside)
    if widget is not None:
        widget.deleteLater()
