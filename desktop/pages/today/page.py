"""Today: what is to be done, what waits for someone else, and where one left off."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

import texts
from desktop.clock import now
from desktop.frame.page import Page
from desktop.look import look
from desktop.pages.today.backup import BackupReminder
from desktop.pages.today.beside import ListAndSide
from desktop.pages.today.doing import TASK, Doing
from desktop.pages.today.leaving import WaitingToSync
from desktop.pages.today.list import TaskList
from desktop.pages.today.new import NewTask
from desktop.pages.today.rows import TodayRows, rows_of
from desktop.pages.today.side import CarryOn, Week
from desktop.parts.buttons import Button
from desktop.parts.footer import Footer
from desktop.parts.frames import Box, Scroll, clear, column, row, rule
from desktop.parts.messages import Placeholder
from desktop.parts.words import Words
from texts.dates import clock_time, this_day

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from PySide6.QtWidgets import QBoxLayout, QWidget

    from casework.cases.caseline import ViewCount
    from casework.changes import Change
    from casework.records.unfinished import Spot
    from casework.tasks.desk import TodayView
    from desktop.frame.places import Place
    from desktop.frame.room import Room

# That a task was done was taken back: the keyboard goes to it.
_TAKEN_BACK = "task_reopened"


class TodayPage(Page):
    """The day of one worker."""

    nav = "today"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self._cases = -1
        self._view: TodayView | None = None
        self._comes_back = False
        self.rows = TodayRows(now)
        self.list = TaskList(self.rows)
        self._doing = Doing(self, room)
        self.carry_on, self.week = CarryOn(), Week()
        self.leaving, self.backup = WaitingToSync(room), BackupReminder(room)
        self.footer = Footer(_saved(), texts.say("today.keys"), icon_name="check")
        self._add = Button(texts.say("today.add"), "small", icon_name="plus")
        self._add.does(self._begin_task)
        self._new_place, self._nothing = column(), column()
        whole = column(self._build(), rule(), self.footer)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        self._connect()

    def _build(self) -> Scroll:
        title = Words(texts.say("today.tasks"), "h2")
        lines: QBoxLayout = row(title, None, self._add, gap=8)
        if look().reflows:
            lines = column(title, row(Words(_today(), "small"), None, self._add))
        lines.setContentsMargins(*(look().px(n) for n in (16, 12, 16, 12)))
        inner = column(lines, rule(), self._new_place, self._nothing, self.list)
        inner.setContentsMargins(0, 0, 0, look().px(6))
        tasks = Box("card", inner)
        side = column(self.carry_on, self.week, self.leaving, self.backup, None, gap=16)
        whole = ListAndSide(tasks, side)
        return Scroll(whole).bar_in_margin(whole.parts)

    def _connect(self) -> None:
        self._doing.added.connect(self._end_task)
        self.list.marked.connect(lambda row: self._doing.mark(self.rows.task(row)))
        self.list.opened.connect(lambda row: self._doing.open(self.rows.task(row)))
        self.carry_on.continuing.connect(partial(self.room.go, "form"))

    @cached_property
    def new(self) -> NewTask:
        """The fields of a new task, made when somebody first wants one."""
        made = NewTask()
        made.hide()
        self._new_place.addWidget(made)
        made.closing.connect(self._end_task)
        return self._doing.over(made)

    # --- the page

    def start(self) -> None:
        """Ask for tasks, drafts, the week, and whether there are cases at all."""
        office, ask = self.room.office, self.room.jobs.ask
        ask(self, office.tasks.today, self._show)
        ask(self, office.tasks.week, lambda days: self.week.show_days(days, now().date()))
        ask(self, office.caselist.views, self._show_count)
        self.leaving.start()
        self.backup.start()
        if self._view is None:
            self.reopen()
        # Last: it reads whole forms, which takes longest the first time.
        ask(self, office.filling.drafts, lambda drafts: self.carry_on.show_drafts(drafts, now()))

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((texts.say("nav.today"), None),)

    def beside(self) -> str:
        """Return the day; in large text it has its room over the list."""
        return "" if look().reflows else _today()

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Return what the page does on keys of the window."""
        return {"main": self._begin_task}

    def panes(self) -> Sequence[QWidget]:
        """Return the tasks and what stands beside them."""
        return (self._add, self.list, self.carry_on, self.leaving)

    def first_focus(self) -> QWidget:
        """Return the list."""
        return self.list

    def concerns(self, change: Change) -> None:
        """Read everything anew: any change may have brought or ended a task."""
        self._comes_back = change.kind == _TAKEN_BACK
        self.start()
        self.footer.say(_saved())

    def reveal(self, *, on: bool) -> None:
        """Show words in discreet mode while the key for it is held."""
        self.list.cells.revealed = on
        self.list.viewport().update()

    def go_on(self, spot: Spot) -> None:
        """Open the fields of a new task again."""
        if spot.what == TASK:
            self._begin_task()

    # --- what came

    def _show(self, view: TodayView) -> None:
        here = self.rows.task(self.list.currentIndex().row())
        at = self.list.currentIndex().row()
        before = {one.task.id for one in self.rows.rows if one.task is not None}
        self._view = view
        self.rows.show_rows(rows_of(view))
        back = self._row_back(before) if self._comes_back else -1
        self._comes_back = False
        row = back if back >= 0 or here is None else self.rows.row_of(here.id)
        self._go_to(row if row >= 0 else max(0, at))
        self._show_nothing()

    def _row_back(self, before: Collection[str]) -> int:
        """Return where a task stands that was not there before, or -1."""
        shown = enumerate(self.rows.rows)
        return next((n for n, one in shown if one.task and one.task.id not in before), -1)

    def _go_to(self, row: int) -> None:
        """Go to a task at a row, or to the nearest one."""
        places = [n for n in range(self.rows.rowCount()) if self.rows.task(n) is not None]
        if places:
            nearest = min(places, key=lambda n: abs(n - row))
            self.list.setCurrentIndex(self.rows.index(nearest, 0))

    def _show_count(self, counts: Sequence[ViewCount]) -> None:
        self._cases = sum(one.count for one in counts)
        if counts:
            self.room.count("cases", counts[0].count)
        self._show_nothing()

    def _show_nothing(self) -> None:
        """Say to a newcomer how it begins."""
        view = self._view
        tasks = view is not None and (view.today or view.this_week or view.waiting)
        new = self._cases == 0 and view is not None and not tasks
        if new == bool(self._nothing.count()):
            return
        clear(self._nothing)
        if new:
            begin = Button(texts.say("action.new_case"), "primary")
            begin.does(partial(self.room.perform, "new_case"))
            words = texts.say("today.no_cases")
            self._nothing.addWidget(Placeholder(words, icon_name="folders", button=begin))
            if self.list.hasFocus():
                # Left to itself it would go anywhere, and the page with it. It comes as to a page
                # just opened: what stands above is cut by no edge.
                self.list.clearFocus()
                begin.setFocus()
        self.list.setVisible(not new)

    # --- what is done

    def _begin_task(self) -> None:
        self.new.show()
        self.new.begin(now().date())

    def _end_task(self) -> None:
        self.new.hide()
        self.list.setFocus()


def _today() -> str:
    return this_day(now().date())


def _saved() -> str:
    return texts.say("today.saved", time=clock_time(now()))
