"""The workspace of whoever signed in: navigation, top bar, one page at a time, the undo bar."""

from __future__ import annotations

import sys
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

import texts
from desktop.beside.unheard import unheard
from desktop.frame.actions import ACTIONS, keys_of
from desktop.frame.by_name import is_page, page_named
from desktop.frame.case_count import CaseCount
from desktop.frame.day_turning import DAY_TURNED, DayTurning
from desktop.frame.exchange_watch import ExchangeWatch
from desktop.frame.glass_time import GlassTime
from desktop.frame.locks_soon import LocksSoon
from desktop.frame.navigation import GOALS, Navigation
from desktop.frame.panes import first_in, step_on
from desktop.frame.places import Place, to_open
from desktop.frame.reading_ahead import ReadingAhead
from desktop.frame.rights import home_of, may_open
from desktop.frame.topbar import TopBar
from desktop.frame.undo import UndoBar
from desktop.frame.unsaved import held_back
from desktop.look import look
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.frames import Box, clear, column, page_edge, post, row, rule
from desktop.parts.messages import MessageBar
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from casework.answers.waiting import Waiting
    from casework.changes import Change
    from desktop.frame.finding import Finding
    from desktop.frame.page import Page
    from desktop.frame.room import Room

NARROW = 1200
_STEPS_KEPT = 50
_READING_MS = 10_000
_MASKED = "case_masked"
# After what more or less may be to decide.
_DECIDING = frozenset({"conflict_decided", "exchange_read"})
# After what a person is called otherwise.
_CALLED = "people_called_so"
# What the keys for it begin or change in a case.
_WRITES = frozenset({"main", "edit"})


class Workspace(QWidget):
    """Everything around a page; pages come and go, this stays."""

    wished = Signal(str)

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.room = room
        keys = room.settings.keys
        self.navigation = Navigation(room.office_name, room.office.worker, practice=room.practice)
        self.top = TopBar(keys)
        self._bar_place, self.bars = column(), QWidget()
        self.bars.setLayout(self._bar_place)
        self._stack = QStackedLayout()
        self._page: Page | None = None
        # The page that was here in another look, until its own is built anew.
        self._before: Page | None = None
        self._trail: list[Place] = []
        body = Box("canvas", column(self.top, rule(), self.bars, self._stack))
        whole = row(self.navigation, post(), body, gap=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self._reading = QTimer(self, singleShot=True, interval=_READING_MS)
        self._reading.timeout.connect(partial(self.reveal, on=False))
        self.undo = UndoBar(self, keys, lambda: self._page.low if self._page else None)
        self.locks = LocksSoon(self, self.navigation, self.undo.over)
        self._glass = GlassTime(self, room, self.here)
        self._glass.over.connect(partial(_mask, self))
        self.watch = ExchangeWatch(self, room, self.top.exchange, self.here)
        self._count = CaseCount(self, room)
        self._day = DayTurning(self)
        self._day.turned.connect(partial(_turn, self))
        ReadingAhead(self, room)
        self._connect()
        self._take_keys()
        _ask_waiting(self)

    def _connect(self) -> None:
        room = self.room
        self.navigation.chosen.connect(lambda page: self.go(Place(page)))
        self.navigation.locking.connect(lambda: self.wished.emit("lock"))
        self.top.gone.connect(self.go)
        self.top.wished.connect(self.perform)
        room.going.connect(self.go)
        room.going_back.connect(self.back)
        room.said.connect(self.undo.show_done)
        room.taken_back.connect(self.undo.forget)
        room.troubled.connect(self.trouble)
        room.calm.connect(lambda: clear(self._bar_place))
        room.asked_to.connect(self.perform)
        room.crumbs.connect(partial(_show_way, self))
        # What stands at the foot of a page may have come with it, and is not to be covered.
        room.crumbs.connect(lambda _page: QTimer.singleShot(0, self.undo, self.undo.place))
        room.counted.connect(self.navigation.count)
        room.jobs.changed.connect(self._changed)
        room.jobs.failed.connect(self._failed)

    def _take_keys(self) -> None:
        for action_id in ACTIONS:
            if action_id in {"hide", "panic", "reveal"}:
                # Those work over dialogs and menus too: the window listens for them itself.
                continue
            for key in keys_of(action_id, self.room.settings.keys):
                shortcut = QShortcut(key, self)
                # Whoever leans on it finishes one thing, and not what comes next too.
                shortcut.setAutoRepeat(action_id != "main")
                shortcut.activated.connect(partial(self.perform, action_id))

    @cached_property
    def finding(self) -> Finding:
        """The command box, made when somebody first asks for it."""
        made: Finding = import_module("desktop.frame.finding").Finding(self, self.room)
        return made

    # --- going

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self._page

    def go(self, place: Place) -> None:
        """Show a place; what was typed on the page that is left is kept first."""
        if held_back(self.room, leaves=True):
            return
        self.keep()
        if self._page is not None:
            self._trail.append(self._page.here())
            del self._trail[:-_STEPS_KEPT]
        self.show_place(place)

    def back(self) -> None:
        """Go back to where one came from, or to Today."""
        if held_back(self.room, leaves=True):
            return
        self.keep()
        self.show_place(self._trail.pop() if self._trail else Place("today"))

    @unheard()
    def show_place(self, place: Place) -> None:
        """Build the page of a place and let it ask for what it shows."""
        old = self._page
        worker = self.room.office.worker
        if not is_page(place.page) or not may_open(worker, place.page):
            place = Place(home_of(worker, (goal.page for goal in GOALS)))
        self.room.unsaved.clear()
        self._page = page = page_named(place.page)(self.room, place)
        clear(self._bar_place)
        if "finding" in self.__dict__:
            self.finding.hide()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if old is not None:
            self.undo.leave_page()
            self._stack.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.navigation.current(page.nav or place.page)
        _show_way(self, page)
        page.start()
        before, self._before = self._before, None
        if before is not None and before.here()[:3] == place[:3]:
            page.choose(before.chosen())
        self._glass.look()
        first = page.first_focus()
        if first is not None:
            first.setFocus()

    def here(self) -> Place:
        """Return where one is, with the field."""
        if self._page is None:
            return Place("today")
        page, here = self._page, self._page.here()
        behind = not (here.field or page.isVisible())
        return here._replace(field=page.field_left) if behind else here

    def go_on_from(self, before: Workspace) -> None:
        """Go on where one stood in another look: what was done can still be taken back."""
        self.undo.go_on_from(before.undo)
        self._before = before.page
        # What is done once more is said by the room that it was done in.
        before.room.said.connect(self.room.said)

    def keep(self) -> None:
        """Hand everything typed to the store's queue."""
        self.room.keeping.emit()
        if self._page is not None:
            self._page.keep()

    # --- doing

    def perform(self, action_id: str) -> None:
        """Do an action: the page's own way first, then the window's."""
        if "finding" in self.__dict__ and self.finding.isVisible():
            # Nothing goes on under it, and no key leads the keyboard away from it.
            self.finding.leave()
        act: Callable[[], object] | None = None
        if self._page is not None:
            act = self._page.acts().get(action_id)
        act = act or self._own().get(action_id) or _pressed(self._page, action_id)
        if self._page is not None and self._page.masked and action_id in _WRITES:
            # A greyed button says why where it stands; its key says it here.
            _say_masked(self, texts.say(f"error.{_MASKED}"))
        elif act is not None:
            act()
        elif action_id not in self._own():
            self.wished.emit(action_id)

    def _own(self) -> dict[str, Callable[[], object]]:
        return {
            "go_today": partial(self.go, Place("today")),
            "go_cases": partial(self.go, Place("cases")),
            "go_services": partial(self.go, Place("services")),
            "go_letters": partial(self.go, Place("letters")),
            "go_team": partial(self.go, Place("team")),
            "go_figures": partial(self.go, Place("figures")),
            "new_case": partial(self.go, Place("form", "", "intake")),
            "find": partial(_find, self),
            "help": partial(_help, self),
            "keys": partial(self.go, Place("help", "", "all-keys")),
            "undo": self.undo.take_back,
            "redo": self.undo.do_again,
            "next_pane": partial(_step, self, 1),
            "previous_pane": partial(_step, self, -1),
            "reveal": self._reveal_a_while,
        }

    def reveal(self, *, on: bool) -> None:
        """Let the page show or mask what discreet mode masks."""
        self._reading.stop()
        if self._page is not None and look().discreet:
            self._page.reveal(on=on)
        if "finding" in self.__dict__ and look().discreet:
            self.finding.reveal(on=on)

    def _reveal_a_while(self) -> None:
        """Show masked words for ten seconds: for whoever has no key to hold."""
        self.reveal(on=True)
        self._reading.start()

    def trouble(self, words: str, act: tuple[str, Callable[[], object]] | None = None) -> None:
        """Say what is wrong in a bar above the page; the newest one only."""
        self.tell(words, act, "problem")

    def tell(
        self,
        words: str,
        act: tuple[str, Callable[[], object]] | None = None,
        kind: str = "info",
    ) -> MessageBar:
        """Say something in a bar above the page; return the bar."""
        clear(self._bar_place)
        bar = MessageBar(words, kind)
        if act is not None:
            bar.offer(*act)
        around = column(bar)
        side = page_edge()
        around.setContentsMargins(side, look().px(12), side, 0)
        self._bar_place.addLayout(around)
        announce(bar, words, at_once=kind == "problem")
        return bar

    def _changed(self, change: Change) -> None:
        self.undo.hear(change)
        if change.kind in _DECIDING:
            _ask_waiting(self)
        if change.kind == _CALLED:
            # As in another language: all that is seen is said anew, where one is.
            self.room.set.emit(self.room.settings)
        elif self._page is not None:
            self._page.concerns(change)

    def _failed(self, error: Exception) -> None:
        refusal = import_module("desktop.saying.words").refusal_of(error)
        if refusal is None:
            # A fault of ours goes to the report: types and lines, never a value.
            sys.excepthook(type(error), error, error.__traceback__)
        words = refusal.sentences if refusal else (texts.say("error.fault"),)
        if getattr(error, "code", "") == _MASKED:
            _say_masked(self, "\n".join(words))
            return
        self.trouble("\n".join(words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up what there is no room for: words of the navigation at last."""
        super().resizeEvent(event)
        narrow = self.width() < look().px(NARROW) / (1 if look().scale == 1 else 1.2)
        self.navigation.collapse(collapsed=narrow or look().reflows)
        self.top.narrow(narrow=narrow)
        self.undo.place()
        if "finding" in self.__dict__:
            self.finding.place()


def _pressed(page: Page | None, action_id: str) -> Callable[[], object] | None:
    """Return what presses the main button of a page that says nothing else of the key."""
    if action_id != "main" or page is None:
        return None
    found = (one for one in page.findChildren(Button) if one.is_main())
    return next((one.click for one in found if one.isVisible() and one.isEnabled()), None)


def _ask_waiting(workspace: Workspace) -> None:
    """Ask what is to decide: the way there is listed while something is, or may come to be."""
    room = workspace.room
    if may_open(room.office.worker, "decide"):
        ask = room.office.waiting.number
        room.jobs.ask(workspace, ask, partial(_show_waiting, workspace))


def _show_waiting(workspace: Workspace, waiting: Waiting) -> None:
    workspace.navigation.offer("decide", offered=waiting.number > 0 or waiting.exchanges)
    workspace.room.count("decide", waiting.number)
    workspace.watch.decisions(waiting.number)


def _show_way(workspace: Workspace, page: Page) -> None:
    """Show the way to a page that knows more of it by now, unless one has left it since."""
    if page is workspace.page:
        workspace.top.show_way(page.crumbs(), page.beside(), page.beside_icon)


def _turn(workspace: Workspace) -> None:
    """Let the page say of the new day what it said of the one before."""
    if workspace.page is not None:
        _show_way(workspace, workspace.page)
    change = import_module("casework.changes").Change(DAY_TURNED)
    workspace.room.jobs.changed.emit(change)


def _mask(workspace: Workspace, case: str) -> None:
    """Let nothing of a case stand in clear any more; what was typed is kept, or said to be lost."""
    page = workspace.page
    if page is None:
        return
    workspace.keep()
    if page.here().case == case and not page.masks_itself:
        workspace.show_place(Place("case", case))
    else:
        # Imported when it comes to that: the window opens without any case.
        change = import_module("casework.changes").Change("glass_ended", "", case)
        workspace.room.jobs.changed.emit(change)
    workspace.tell(texts.say("glass.over", code=isolate(case)))


def _say_masked(workspace: Workspace, words: str) -> None:
    """Say that a case is masked: nothing is wrong, it is opened with a reason or left so."""
    page = workspace.page
    if page is not None and page.points_at_mask():
        return
    way = partial(workspace.go, to_open(workspace.here()))
    bar = workspace.tell(words, (texts.say("glass.begin"), way))
    if page is not None and page.hold_back(texts.say("glass.section")) and bar.button is not None:
        bar.button.setFocus()


def _find(workspace: Workspace) -> None:
    """Open the command box for where one is."""
    workspace.finding.open(workspace.here().case)


def _help(workspace: Workspace) -> None:
    """Open the guide for where one is; imported by whoever first asks."""
    workspace.go(import_module("desktop.frame.help_topics").help_at(workspace.here()))


def _step(workspace: Workspace, by: int) -> None:
    """Move the focus to the next part of the window."""
    navigation, page = workspace.navigation, workspace.page

    def first(pane: QWidget) -> QWidget | None:
        return navigation.first() if pane is navigation else first_in(pane)

    own = page.panes() if page is not None else ()
    step_on((navigation, workspace.top, workspace.bars, *own), by, first)
