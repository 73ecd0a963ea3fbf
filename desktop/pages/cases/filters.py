"""What the list is narrowed to: a pill for each filter that is on, and the way to one more."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from casework.cases.caseline import WHOLE, Due, Narrowing
from desktop.look import look
from desktop.pages.cases.words import CHANNELS, way_words
from desktop.parts.flow import Flow
from desktop.parts.menu import Menu
from desktop.parts.pills import Pill
from desktop.parts.tiles import by_name, short_name
from forms.codelists import in_display_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casework.cases.caseline import View


class Filters(QWidget):
    """The pills over the list; pressing one takes its filter away."""

    narrowed = Signal(object)
    viewed = Signal(str)

    def __init__(self, first: Pill) -> None:
        super().__init__()
        # Which cases there are by their status, and which of them are shown.
        self.views: Sequence[tuple[View, bool]] = ()
        self._narrowed = WHOLE
        self._on: list[Pill] = []
        self.more = Pill(texts.say("cases.filter"), first="plus")
        self.more.clicked.connect(self._offer)
        self._flow = Flow([first, self.more], gap=8, line_gap=4)
        self.setLayout(self._flow)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_narrowed(self, narrowed: Narrowing) -> None:
        """Show a pill for each filter that is on, before the way to another."""
        self._narrowed = narrowed
        had = any(one.hasFocus() for one in self._on)
        for one in self._on:
            self._flow.removeWidget(one)
            one.hide()
            one.deleteLater()
        self._flow.removeWidget(self.more)
        self._on = [self._pill(words, without) for words, without in _said(narrowed)]
        for pill in (*self._on, self.more):
            self._flow.addWidget(pill)
        if had:
            self.more.setFocus(Qt.FocusReason.TabFocusReason)

    def _pill(self, words: str, without: Narrowing) -> Pill:
        pill = Pill(words, on=True, last="x")
        pill.setAccessibleName(texts.say("cases.filter.off", name=words))
        pill.setToolTip(pill.accessibleName())
        pill.clicked.connect(partial(self.narrowed.emit, without))
        return pill

    def _offer(self) -> None:
        """Offer what the list may be narrowed to, each kind in a menu of its own."""
        now, menu = self._narrowed, Menu(self)
        due = [(_due_words(one), replace(now, due=one)) for one in Due]
        ways = [(way_words(one), replace(now, way=one)) for one in _ways()]
        kinds = [("when", due), ("contact", ways)]
        # Nothing names the subject in discreet mode.
        if not look().discreet:
            named = [(short_name(one), replace(now, experience=one)) for one in by_name()]
            kinds.insert(1, ("experiences", named))
        for kind, choices in kinds:
            part = Menu(menu)
            part.setTitle(texts.say(f"cases.column.{kind}"))
            for words, chosen in choices:
                act = QAction(words, part, checkable=True, checked=chosen == now)
                act.triggered.connect(partial(self.narrowed.emit, chosen))
                part.addAction(act)
            menu.addMenu(part)
        menu.addMenu(self._statuses(menu))
        drop(menu, self.more)

    def _statuses(self, menu: Menu) -> Menu:
        """Return the menu of the status that cases may have."""
        part = Menu(menu)
        part.setTitle(texts.say("cases.column.status"))
        for view, is_shown in self.views:
            words = texts.say(f"cases.view.{view.value}")
            act = QAction(words, part, checkable=True, checked=is_shown)
            act.triggered.connect(partial(self.viewed.emit, view.value))
            part.addAction(act)
        return part


def drop(menu: Menu, under: QWidget) -> None:
    """Open a menu under a button, at its leading edge; it goes when it closes."""
    menu.aboutToHide.connect(menu.deleteLater)
    corner = under.rect().bottomLeft()
    if under.isRightToLeft():
        corner = QPoint(under.rect().right() - menu.sizeHint().width(), corner.y())
    menu.popup(under.mapToGlobal(corner))


def field_of(row: int, narrowed: Narrowing) -> str:
    """Return the field of a place: a row of the list, and what it is narrowed to."""
    parts = [f"{kind}={code}" for kind, code in asdict(narrowed).items() if code]
    return " ".join([str(row), *parts])


def row_and_narrowing(field: str) -> tuple[int, Narrowing]:
    """Return what the field of a place says; what nobody can mean says nothing."""
    row, *parts = field.split() or ["0"]
    said = dict(part.split("=", 1) for part in parts if "=" in part)
    due = next((one for one in Due if one == said.get("due")), None)
    narrowed = Narrowing(due, said.get("way", ""), said.get("experience", ""))
    return int(row) if row.isdecimal() else 0, narrowed


def _said(narrowed: Narrowing) -> Iterator[tuple[str, Narrowing]]:
    """Yield the words of each filter, and what is left without it."""
    if narrowed.due is not None:
        yield _due_words(narrowed.due), replace(narrowed, due=None)
    if narrowed.experience:
        yield short_name(narrowed.experience), replace(narrowed, experience="")
    if narrowed.way:
        yield way_words(narrowed.way), replace(narrowed, way="")


def _due_words(due: Due) -> str:
    return texts.say(f"cases.filter.due.{due.value}")


def _ways() -> list[str]:
    """Return the ways to be reached, A to Z."""
    found = in_display_order(CHANNELS, texts.current().code)
    return [one.id for one in found if not one.non_answer]
