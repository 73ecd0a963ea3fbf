"""S1 First run: five steps, each can be gone back to; nothing is made before the last."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar

from PySide6.QtWidgets import QBoxLayout, QWidget

import texts
from desktop import doors
from desktop.frame.gate import Gate, View
from desktop.homes import practice_home
from desktop.look import look
from desktop.look.tokens import size
from desktop.pages.first_run_backup import BackupStep
from desktop.pages.first_run_draft import PRACTICE, Draft
from desktop.pages.first_run_look import LookStep
from desktop.pages.first_run_office import OfficeStep
from desktop.pages.first_run_practice import PracticeReady
from desktop.pages.first_run_secret import SecretStep
from desktop.pages.first_run_sheet import SheetStep
from desktop.parts.announce import announce
from desktop.parts.brand import Brand
from desktop.parts.buttons import Button
from desktop.parts.frames import Box, Scroll, clear, column, post, row, rule
from desktop.parts.messages import MessageBar
from desktop.parts.sheet import WIDTH as SHEET_WIDTH
from desktop.parts.sheet import SheetView
from desktop.parts.sheet_paper import day_words
from desktop.parts.steps import Step
from desktop.parts.tall import Tall
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from desktop.bootstrap import Workbook
    from desktop.doors import Opened
    from desktop.frame.hall import Hall
    from desktop.practising import User

T = TypeVar("T")

_LOOK, _OFFICE, _SECRET, _SHEET, _BACKUP = range(5)
NAMES: Final = ("look", "office", "secret", "sheet", "backup")
_SIDE, _VIEW, _GAP, _MARGIN, _TOP = 250, 480, 48, 56, 44


class FirstRunPage(Gate):
    """The steps at the side, one of them in the middle, Back and Continue below."""

    steps: ClassVar[int] = len(NAMES)

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall)
        self.draft = hall.draft if isinstance(hall.draft, Draft) else Draft()
        hall.draft = self.draft
        self.view: View | None = None
        self._waits = False
        self._side = column(gap=0)
        self._trouble = column()
        self._middle = column()
        self._aside = column(gap=12)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.addLayout(column(self._trouble, self._middle, None))
        self._beside.addLayout(self._aside)
        self._beside.addStretch(1)
        self._beside.setSpacing(look().px(_GAP))
        around = look().px(_MARGIN) if not look().reflows else look().px(20)
        top = look().px(_TOP if not look().reflows else 20)
        self._beside.setContentsMargins(around, top, around, look().px(24))
        self.back = Button(texts.say("first.back"), icon_name="arrow-left").does(self.go_back)
        self.main = Button(
            texts.say("first.continue"), "primary", icon_name="arrow-right", icon_last=True
        ).does(self.go_on)
        self._at = Words("", "small")
        rest = column(Scroll(Tall(self._beside)), rule(), self._bar())
        whole = row(gap=0)
        if not look().reflows:
            whole.addWidget(self._panel())
            whole.addWidget(post())
        whole.addLayout(rest, 1)
        self.setLayout(whole)
        self.show_step()

    def _panel(self) -> Box:
        inside = column(row(Brand(look().px(36)), None), 20, self._side, None)
        inside.setContentsMargins(look().px(24), look().px(32), look().px(16), look().px(24))
        panel = Box("nav", inside)
        panel.setFixedWidth(look().px(_SIDE))
        return panel

    def _bar(self) -> Box:
        inside = row(self.back, None, self._at, self.main, gap=10)
        around = look().px(_MARGIN) if not look().reflows else look().px(20)
        inside.setContentsMargins(around, 0, around, 0)
        bar = Box("panel", inside)
        bar.setFixedHeight(look().px(size("action_bar") + 4))
        return bar

    # --- what is shown

    def show_step(self) -> None:
        """Show the step that the draft is at."""
        step = self.draft.step
        self.show_view((self._look, self._office, self._secret, self._sheet, self._backup)[step]())
        clear(self._side)
        for number, name in enumerate(NAMES):
            item = Step(
                number + 1, texts.say(f"first.step.{name}"), done=number < step, here=number == step
            )
            item.clicked.connect(partial(self.go_to, number))
            self._side.addWidget(item)
        self._at.setText(texts.say("first.at", n=step + 1, all=self.steps))
        self.back.setVisible(step > 0)
        last = step == _BACKUP
        self.main.rename(texts.say("first.make" if last else "first.continue"))

    def show_view(self, view: View) -> None:
        """Show what one step asks, and the sheet beside it where it belongs."""
        clear(self._trouble)
        clear(self._middle)
        clear(self._aside)
        self.view = view
        if not look().reflows:
            view.setMaximumWidth(look().px(_VIEW))
        inside = row(view, None, gap=0)
        inside.setStretch(0, 1_000)
        self._middle.addLayout(inside)
        self._show_sheet()
        self._arrange()
        view.first().setFocus()

    def _show_sheet(self) -> None:
        clear(self._aside)
        step, draft = self.draft.step, self.draft
        if step not in {_SECRET, _SHEET}:
            return
        if step == _SECRET:
            self._aside.addWidget(Words(texts.say("first.next_sheet"), "strong", colour="muted"))
        masked = step == _SHEET and draft.on_paper
        sheet = SheetView(draft.office, day_words(), draft.code, masked=masked)
        # In a row of its own it is measured at its own width.
        self._aside.addLayout(row(sheet, None, gap=0))
        self._aside.addStretch(1)

    def _look(self) -> View:
        return LookStep(self.hall)

    def _office(self) -> View:
        step = OfficeStep(self.draft)
        step.entered.connect(self.go_on)
        step.has_one.connect(self._to_the_door)
        return step

    def _secret(self) -> View:
        step = SecretStep(self.hall, self.draft)
        step.entered.connect(self.go_on)
        return step

    def _sheet(self) -> View:
        step = SheetStep(self.hall, self.draft)
        step.entered.connect(self.go_on)
        step.again.connect(self.go_back)
        return step

    def _backup(self) -> View:
        return BackupStep(self.draft)

    def first_focus(self) -> QWidget | None:
        """Return where the step begins."""
        return self.view.first() if self.view is not None else None

    @property
    def busy(self) -> bool:
        """Whether a workbook is being made or opened."""
        return self._waits

    def _to_the_door(self) -> None:
        if not self._waits:
            self.hall.wants.emit("unlock")

    # --- going

    def go_to(self, step: int) -> None:
        """Go back to a step that is done."""
        if self.view is not None and not self._waits:
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
        """Go one step on; at the last one make the workbook."""
        view, draft = self.view, self.draft
        if view is None or self._waits:
            return
        if isinstance(view, PracticeReady):
            self._open_practice(view.user)
            return
        view.keep()
        wrong = view.problem()
        if wrong is not None:
            wrong.setFocus()
        elif draft.step == _OFFICE and draft.kind == PRACTICE:
            self._begin("first.practising", partial(doors.practise, self.hall.home), self._ready)
        elif draft.step == _OFFICE and not draft.code:
            self._begin("first.preparing", doors.new_recovery_code, self._code_came)
        elif draft.step == _SHEET and not draft.on_paper:
            draft.on_paper = True
            self.show_step()
        elif draft.step == _BACKUP:
            self._make()
        else:
            draft.step += 1
            self.show_step()

    # --- making

    def _begin(self, words: str, act: Callable[[], T], then: Callable[[T], object]) -> None:
        self._waits = True
        self._at.setText(texts.say(words))
        announce(self, texts.say(words))
        self.hall.jobs.try_to(self, act, then, self._refused)

    def _code_came(self, code: str) -> None:
        self._waits = False
        self.draft.code = code
        self.draft.step = _SECRET
        self.show_step()

    def _make(self) -> None:
        draft = self.draft
        asked = doors.Beginning(
            name=draft.name,
            role=draft.role,
            office=draft.office,
            phone=draft.phone,
            hours=draft.hours,
            language=texts.current().code,
            passphrase=draft.passphrase,
            code=draft.code,
        )
        self._begin("first.making", partial(doors.found, self.hall.home, asked), self._made)

    def _made(self, opened: Opened) -> None:
        self.hall.first_time = True
        if self.draft.backup is None:
            self._enter(opened.workbook)
            return
        save = partial(doors.first_backup, opened.workbook, self.draft.backup)
        enter = partial(self._enter, opened.workbook)
        self.hall.jobs.try_to(self, save, lambda _done: enter(), partial(self._no_backup, enter))

    def _no_backup(self, enter: Callable[[], object], error: Exception) -> None:
        self.hall.news = texts.say("first.backup_failed", reason=doors.why(error))
        enter()

    def _enter(self, workbook: Workbook) -> None:
        self.hall.opened.emit(workbook)

    def _refused(self, error: Exception) -> None:
        self._waits = False
        self._at.setText(texts.say("first.at", n=self.draft.step + 1, all=self.steps))
        clear(self._trouble)
        bar = MessageBar(doors.why(error), "problem")
        if self.draft.kind == PRACTICE and doors.code_of(error) == "exists":
            there = practice_home(self.hall.home)
            bar.offer(texts.say("first.open_practice"), partial(self.hall.moves.emit, there))
        self._trouble.addWidget(bar)
        self._trouble.addSpacing(look().px(16))
        announce(self, doors.why(error), at_once=True)

    def _ready(self, users: tuple[User, ...]) -> None:
        self._waits = False
        ready = PracticeReady(users)
        self.show_view(ready)
        self.back.hide()
        self._at.setText("")
        self.main.rename(texts.say("first.practice_open", name=ready.user.name))

    def _open_practice(self, user: User) -> None:
        there = practice_home(self.hall.home)
        act = partial(doors.open_workbook, there, user.name, user.passphrase)
        self._begin("unlock.opening", act, partial(self._practice_open, there))

    def _practice_open(self, there: Path, opened: Opened) -> None:
        self.hall.moved.emit(there)
        self.hall.first_time = True
        self._enter(opened.workbook)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the sheet below where there is no room beside."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        side = 0 if look().reflows else look().px(_SIDE)
        needed = side + look().px(_VIEW + SHEET_WIDTH + _GAP + 2 * 20)
        wide = self.width() >= needed and not look().reflows
        ways = QBoxLayout.Direction
        self._beside.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        self._beside.setStretch(0, 0 if wide else 1)
        if self.view is not None:
            self.view.setMinimumWidth(look().px(_VIEW) if wide else 0)
