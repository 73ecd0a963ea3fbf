"""How the first start is laid out: steps at the side, one in the middle, the bar below."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

import texts
from desktop.look import look
from desktop.look.tokens import size
from desktop.parts.brand import Brand
from desktop.parts.buttons import Button
from desktop.parts.frames import Box, Scroll, add, clear, column, post, row, rule
from desktop.parts.sheet import WIDTH as SHEET_WIDTH
from desktop.parts.steps import Step
from desktop.parts.tall import Tall
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from desktop.parts.messages import MessageBar

NAMES: Final = ("look", "office", "secret", "sheet", "backup")
# The last step of whoever joins a team.
_ASK: Final = "ask"
_SIDE, _VIEW, _GAP, _MARGIN, _CLOSE_MARGIN, _TOP = 250, 480, 48, 56, 20, 44


class FirstRunFrame(QWidget):
    """Everything around a step; where there is no room beside, the sheet stands below."""

    wanted = Signal(int)

    def __init__(self, back: Callable[[], object], go_on: Callable[[], object]) -> None:
        super().__init__()
        self._view: QWidget | None = None
        self._side, self._trouble = column(gap=0), column()
        self._middle, self._aside = column(), column(gap=12)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.addLayout(column(self._trouble, self._middle, None))
        self._beside.addLayout(self._aside)
        self._beside.addStretch(1)
        self._beside.setSpacing(look().px(_GAP))
        around, top = (_CLOSE_MARGIN, _CLOSE_MARGIN) if look().reflows else (_MARGIN, _TOP)
        self._beside.setContentsMargins(*(look().px(n) for n in (around, top, around, 24)))
        self.back = Button(texts.say("first.back"), icon_name="arrow-left").does(back)
        self.main = Button(
            texts.say("first.continue"), "primary", icon_name="arrow-right", icon_last=True
        ).does(go_on)
        self._at = Words("", "small")
        whole = row(gap=0)
        if not look().reflows:
            add(whole, self._panel())
            add(whole, post())
        steps = Scroll(Tall(self._beside)).bar_over_edge()
        whole.addLayout(column(steps, rule(), self._bar(around)), 1)
        self.setLayout(whole)

    def _panel(self) -> Box:
        inside = column(row(Brand(look().px(36)), None), 20, self._side, None)
        inside.setContentsMargins(*(look().px(n) for n in (24, 32, 16, 24)))
        panel = Box("nav", inside)
        # As wide as it is with the line beside it.
        panel.setFixedWidth(look().px(_SIDE) - 1)
        return panel

    def _bar(self, around: int) -> Box:
        inside = row(self.back, None, self._at, self.main, gap=10)
        inside.setContentsMargins(look().px(around), 0, look().px(around), 0)
        bar = Box("panel", inside)
        bar.setFixedHeight(look().px(size("action_bar") + 4))
        return bar

    def show_steps(self, step: int, *, joins: bool = False) -> None:
        """Show which step one is at; those before it can be gone back to."""
        clear(self._side)
        for number, name in enumerate((*NAMES[:-1], _ASK) if joins else NAMES):
            words = texts.say(f"first.step.{name}")
            item = Step(number + 1, words, done=number < step, here=number == step)
            item.clicked.connect(partial(self.wanted.emit, number))
            self._side.addWidget(item)
        self.say_step(step)
        self.back.setVisible(step > 0)
        last = step == len(NAMES) - 1
        main = ("first.ask.make" if joins else "first.make") if last else "first.continue"
        self.main.rename(texts.say(main))

    def say_step(self, step: int) -> None:
        """Say in the bar at which step one is."""
        self.say(texts.say("first.at", n=step + 1, all=len(NAMES)))

    def say(self, words: str) -> None:
        """Say something in the bar."""
        self._at.setText(words)

    def show_view(self, view: QWidget, *beside: QWidget) -> None:
        """Show what one step asks, and what stands beside it."""
        clear(self._trouble)
        clear(self._middle)
        clear(self._aside)
        self._view = view
        if not look().reflows:
            view.setMaximumWidth(look().px(_VIEW))
        self._middle.addLayout(_at_own_width(view))
        for part in beside:
            self._aside.addLayout(row(part, None, gap=0))
        self._aside.addStretch(1)
        self._arrange()

    def trouble(self, bar: MessageBar) -> None:
        """Say above the step what is wrong."""
        clear(self._trouble)
        self._trouble.addWidget(bar)
        self._trouble.addSpacing(look().px(16))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the sheet below where there is no room beside."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        needed = look().px(_SIDE + _VIEW + SHEET_WIDTH + _GAP + 2 * _CLOSE_MARGIN)
        wide = self.width() >= needed and not look().reflows
        ways = QBoxLayout.Direction
        self._beside.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        self._beside.setStretch(0, 0 if wide else 1)
        if self._view is not None:
            self._view.setMinimumWidth(look().px(_VIEW) if wide else 0)


def _at_own_width(view: QWidget) -> QLayout:
    """Return a row in which a view is as wide as it may be, and measured so."""
    inside = row(view, gap=0)
    if not look().reflows:
        inside.addStretch(1)
        inside.setStretch(0, 1_000)
    return inside
