"""First run: five steps, each can be gone back to; nothing is made before the last."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from desktop import doors
from desktop.frame.gate import Gate, View
from desktop.homes import practice_home
from desktop.pages.first_run.ask import AskStep
from desktop.pages.first_run.away import AwayView
from desktop.pages.first_run.backup import BackupStep
from desktop.pages.first_run.draft import PRACTICE, TEAM, Draft
from desktop.pages.first_run.frame import FirstRunFrame
from desktop.pages.first_run.look import LookStep
from desktop.pages.first_run.making import Making
from desktop.pages.first_run.office import OfficeStep
from desktop.pages.first_run.practice import PracticeReady
from desktop.pages.first_run.secret import SecretStep
from desktop.pages.first_run.sheet import SheetStep
from desktop.parts.announce import announce
from desktop.parts.frames import column
from desktop.parts.messages import MessageBar
from desktop.parts.sheet import SheetView
from desktop.parts.sheet_paper import day_words
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.frame.away import Away
    from desktop.frame.hall import Hall
    from desktop.pages.first_run.step import StepView
    from desktop.practice.practising import User

_STEPS: Final[tuple[type[StepView], ...]] = (
    LookStep,
    OfficeStep,
    SecretStep,
    SheetStep,
    BackupStep,
)
_LOOK, _OFFICE, _SECRET, _SHEET, _BACKUP = range(len(_STEPS))


class FirstRunPage(Gate):
    """The order of the steps, and what each waits for."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall)
        self.draft = hall.draft if isinstance(hall.draft, Draft) else Draft()
        hall.draft = self.draft
        hall.opened.connect(self._forget)
        self.view: View | None = None
        self.frame = FirstRunFrame(self.go_back, self.go_on)
        self.frame.wanted.connect(self.go_to)
        self.making = Making(self, hall)
        self.making.begun.connect(self.frame.say)
        self.making.refused.connect(self._refused)
        self.making.code_came.connect(self._code_came)
        self.making.practice_made.connect(self.show_practice)
        self.setLayout(column(self.frame))
        if hall.away is None or self.draft.told:
            self.show_step()
        else:
            self.show_away(hall.away)

    @property
    def busy(self) -> bool:
        """Whether a workbook is being made or opened."""
        return self.making.busy

    def first_focus(self) -> QWidget | None:
        """Return where the step begins."""
        return self.view.first() if self.view is not None else None

    # --- what is shown

    def show_step(self) -> None:
        """Show the step that the draft is at."""
        joins = self.draft.kind == TEAM
        last = joins and self.draft.step == _BACKUP
        view = (AskStep if last else _STEPS[self.draft.step])(self.hall, self.draft)
        view.entered.connect(self.go_on)
        view.again.connect(self.go_back)
        view.has_one.connect(self._to_the_door)
        self._show(view, *self._sheet())
        self.frame.show_steps(self.draft.step, joins=joins)

    def show_away(self, away: Away) -> None:
        """Show where the workbook is that has just left, before the first step."""
        self.frame.show_steps(self.draft.step, joins=False)
        view = AwayView(away, self.frame.main)
        view.has_one.connect(self._to_the_door)
        self._show(view)
        self.frame.say("")

    def show_practice(self, users: tuple[User, ...]) -> None:
        """Show who can sign in to the practice workbook that was just made."""
        ready = PracticeReady(users)
        self._show(ready)
        self.frame.back.hide()
        self.frame.say("")
        self.frame.main.rename(texts.say("first.practice_open", name=ready.user.name))

    def _show(self, view: View, *beside: QWidget) -> None:
        self.view = view
        self.frame.show_view(view, *beside)
        view.first().setFocus()

    def _sheet(self) -> list[QWidget]:
        """Return the sheet beside the steps it belongs to."""
        draft = self.draft
        if draft.step not in {_SECRET, _SHEET}:
            return []
        masked = draft.step == _SHEET and draft.on_paper
        sheet = SheetView(draft.whose(), day_words(), draft.code, masked=masked)
        if draft.step == _SHEET:
            return [sheet]
        return [Words(texts.say("first.next_sheet"), "h3", colour="muted"), sheet]

    # --- going

    def go_to(self, step: int) -> None:
        """Go back to a step that is done."""
        if self.view is not None and not self.busy:
            self.view.keep()
            self.draft.step = step
            self.draft.on_paper = False
            self.show_step()

    def go_back(self) -> None:
        """Go one step back; from the groups typed back to the sheet itself."""
        if self.draft.step == _SHEET and self.draft.on_paper:
            self.go_to(_SHEET)
        elif self.draft.step:
            self.go_to(self.draft.step - 1)

    def go_on(self) -> None:
        """Go one step on, once nothing is missing on this one."""
        view = self.view
        if view is None or self.busy:
            return
        view.keep()
        wrong = view.problem()
        if wrong is not None:
            wrong.setFocus()
        elif isinstance(view, PracticeReady):
            self.making.open_practice(view.user)
        elif isinstance(view, AwayView):
            self.draft.told = True
            self.show_step()
        else:
            self._after(self.draft.step)

    def _after(self, step: int) -> None:
        draft = self.draft
        if step == _OFFICE and draft.kind == PRACTICE:
            self.making.practise()
        elif step == _OFFICE and not draft.code:
            self.making.ask_for_code()
        elif step == _BACKUP and draft.kind == TEAM:
            self.making.ask_team(draft)
        elif step == _BACKUP:
            self.making.make(draft)
        elif step == _SHEET and not draft.on_paper:
            draft.on_paper = True
            self.show_step()
        else:
            draft.step += 1
            self.show_step()

    def _code_came(self, code: str) -> None:
        self.draft.code = code
        self.draft.step = _SECRET
        self.show_step()

    def _forget(self, _workbook: object) -> None:
        self.draft.forget()

    def _to_the_door(self) -> None:
        if not self.busy:
            self.hall.wants.emit("unlock")

    def _refused(self, error: Exception) -> None:
        self.frame.say_step(self.draft.step)
        words = doors.why(error)
        bar = MessageBar(words, "problem")
        if self.draft.kind == PRACTICE and doors.code_of(error) == "exists":
            there = practice_home(self.hall.home)
            bar.offer(texts.say("first.open_practice"), partial(self.hall.moves.emit, there))
        self.frame.trouble(bar)
        announce(self, words, at_once=True)
