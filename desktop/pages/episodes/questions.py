"""The few questions of an episode that the side panel asks; all others stand in the whole form."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

import texts
from desktop.pages.form.layout import Builder
from desktop.pages.form.question import Asked
from desktop.pages.form.topics import states_below
from desktop.parts.fold import Fold
from desktop.parts.frames import column
from forms.model import Group, Repeat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from PySide6.QtWidgets import QBoxLayout

    from desktop.pages.form.filling import Filling
    from forms.changes import Changes
    from forms.model import Item

_GAP: Final = 14
_DATE: Final = ("precision", "date", "month", "year", "earliest", "latest")
# The questions that stand open at once, those that follow from each other together.
_OPEN: Final = (
    ("continuum",),
    tuple(f"start_{part}" for part in _DATE),
    ("ongoing",),
    tuple(f"end_{part}" for part in _DATE),
    ("region", "area"),
)
_FOLDED: Final[dict[str, tuple[str, ...]]] = {
    "links": ("linked",),
    "exchange": ("exchange_given", "exchange_promised"),
    "control": ("control",),
    "words": ("own_words",),
}


class Questions(QWidget):
    """Questions in short groups; what is asked less often opens when somebody wants it."""

    def __init__(self, filling: Filling) -> None:
        super().__init__()
        self._filling, self.builder = filling, Builder(filling)
        self._known = dict(_by_name(filling.session.model.root.children))
        self._folds: dict[str, Fold] = {}
        body = column(gap=_GAP)
        for names in _OPEN:
            self._fill(body, names)
        for heading, names in _FOLDED.items():
            if self._items(names):
                words = texts.say(f"episodes.group.{heading}")
                answered = self._answered(names)
                fold = Fold(words, partial(self._inside, names), is_open=answered)
                self._folds[heading] = fold
                body.addWidget(fold)
        self.setLayout(body)
        self._last: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _inside(self, names: tuple[str, ...]) -> QWidget:
        inside, body = QWidget(), column(gap=_GAP)
        self._fill(body, names)
        inside.setLayout(body)
        return inside

    def _items(self, names: Iterable[str]) -> list[Item]:
        return [self._known[name] for name in names if name in self._known]

    def _fill(self, body: QBoxLayout, names: Sequence[str]) -> None:
        items = self._items(names)
        if items:
            self.builder.fill(body, items, "/" + "/".join(items[0].path[:-1]))

    def _answered(self, names: Sequence[str]) -> bool:
        session = self._filling.session
        return any(
            state.value
            for item in self._items(names)
            for state, _ in states_below(session, item, item.ref)
        )

    def apply(self, changes: Changes) -> None:
        """Show what an answer changed, and nothing else."""
        self.builder.apply(changes)

    # --- going about

    def enter(self, ref: str = "", cursor: int = 0) -> bool:
        """Put the keyboard at a question, or at the first one; return whether it is here."""
        asked = self._asked(ref) if ref else next(iter(self.builder.asked.values()), None)
        if asked is not None:
            asked.enter(cursor)
        return asked is not None

    def _asked(self, ref: str) -> Asked | None:
        """Return a question by reference or stable id; what is folded around it opens."""
        known = {one.qid: one.ref for one in self._filling.session.model.questions()}
        ref = known.get(ref, ref)
        for heading, names in _FOLDED.items():
            fold = self._folds.get(heading)
            inside = any(ref.startswith(item.ref) for item in self._items(names))
            if fold is not None and inside and not fold.is_open:
                fold.turn()
        return self.builder.asked.get(ref)

    def in_focus(self) -> Asked | None:
        """Return the question where the keyboard is, or was before a cover took it away."""
        at = self._last if self._last is not None and shiboken6.isValid(self._last) else None
        # A follow-up lies inside the question it follows from: the innermost is meant.
        while at is not None and not isinstance(at, Asked):
            at = at.parentWidget()
        return at

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isAncestorOf(now):
            self._last = now

    def has_keyboard(self) -> bool:
        """Return whether the keyboard is somewhere in here."""
        focus: QWidget | None = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def run_as_spoken(self) -> None:
        """Let the questions run the way their language runs."""
        rtl = texts.languages()[self._filling.language].direction == "rtl"
        ways = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
        self.setLayoutDirection(ways[rtl])


def _by_name(items: Sequence[Item]) -> Iterator[tuple[str, Item]]:
    """Yield the questions and repeats of a form by name, groups opened, repeats not."""
    for item in items:
        if isinstance(item, Group) and not isinstance(item, Repeat):
            yield from _by_name(item.children)
        else:
            yield item.name, item
