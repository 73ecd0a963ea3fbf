"""One topic of a form as a page, built when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from desktop.look import look
from desktop.pages.form.layout import Builder
from desktop.pages.form.question import Asked
from desktop.pages.form.turns import Turns
from desktop.parts.frames import Scroll, column, row
from desktop.parts.tall import Tall
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHideEvent, QShowEvent
    from PySide6.QtWidgets import QBoxLayout

    from desktop.pages.form.filling import Filling
    from desktop.pages.form.topics import Topic
    from desktop.parts.summary import Summary
    from forms.changes import Changes
    from forms.model import Item

_WIDTH: Final = 640
_ROOM_ABOVE, _ROOM_BELOW = 10, 4


class TopicPage(Scroll):
    """The questions of one topic in a column of reading width; `at` says which is seen first."""

    def __init__(self, filling: Filling, topic: Topic, at: str = "") -> None:
        whole = row(gap=0, margin=20)
        super().__init__(Tall(whole))
        self.bar_in_margin(whole)
        self.filling, self.topic = filling, topic
        self.builder = Builder(filling)
        self._title = Words(topic.title(filling.session), "page", wrap=True)
        self._first, self._above = column(), column()
        self._body: QBoxLayout = column(gap=20)
        self._summary: Summary | None = None
        self._settled = QTimer(self, singleShot=True, interval=0)
        self._settled.timeout.connect(self._begin_at_questions)
        self.questions, middle = QWidget(), QWidget()
        self.questions.setLayout(column(self._above, self._title, 14, self._body))
        middle.setLayout(column(self._first, self.questions, None))
        middle.setMaximumWidth(look().px(_WIDTH))
        middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        whole.addStretch(1)
        whole.addWidget(middle, 1000)
        whole.addStretch(1)
        plan = self.builder.plan(self._body, topic.items, _above(topic.items))
        self.turns = Turns(self, self.builder, plan)
        self.turns.begin(at)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on building what is not in sight."""
        super().showEvent(event)
        self.turns.go_on()

    def hideEvent(self, event: QHideEvent) -> None:
        """Build nothing that nobody sees."""
        super().hideEvent(event)
        self.turns.pause()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab go to the next question, also where it is not built yet."""
        at = _around(QApplication.focusWidget())
        if at is not None:
            self.turns.reach_beside(at.ref, 1 if forward else -1)
        return super().focusNextPrevChild(forward)

    def say_first(self, known: QWidget) -> None:
        """Show above the title what is to be known before the questions; it scrolls with them.

        It is scrolled away as far as that brings the questions into sight.
        """
        self._first.addWidget(known)
        known.show()
        self._settled.start()

    def show_above(self, widget: QWidget) -> None:
        """Scroll to where something above the questions begins."""
        bar, inside = self.verticalScrollBar(), self.viewport().isAncestorOf(widget)
        top = widget.mapTo(self.viewport(), QPoint(0, bar.value())).y() if inside else 0
        bar.setValue(top - look().px(_ROOM_ABOVE))

    def _begin_at_questions(self) -> None:
        """Begin with the questions, unless the keyboard is at what stands above them."""
        self.show_above(self.questions)
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.ensureWidgetVisible(focus, 0, look().px(_ROOM_BELOW))

    def apply(self, changes: Changes) -> None:
        """Show what an answer changed, and nothing else."""
        self.builder.apply(changes)

    def asks(self, ref: str) -> bool:
        """Return whether a question stands on this page, built or not."""
        return ref in self.builder.asked or self.turns.asks(ref)

    def refresh_language(self) -> None:
        """Say everything in the language of the questions."""
        self._title.setText(self.topic.title(self.filling.session))
        for part in list(self.builder.parts.values()):
            part.refresh_language()
        for box in list(self.builder.repeats.values()):
            box.rebuild()

    def reveal(self, ref: str) -> bool:
        """Open the instance that a question lies in; return whether the question is here."""
        self.turns.reach(ref)
        for box in list(self.builder.repeats.values()):
            if ref.startswith(f"{box.ref}[") and ref not in self.builder.asked:
                instance = ref[: ref.index("]", len(box.ref)) + 1]
                box.open(self.filling.session.state(instance).identity)
        return ref in self.builder.asked

    def enter(self, ref: str = "", cursor: int = 0) -> bool:
        """Put the focus on a question, or on the first one that can be answered."""
        if ref and self.reveal(ref):
            self.builder.asked[ref].enter(cursor)
            return True
        self.turns.reach_beside("", 1)
        for asked in self.in_order():
            if not asked.isHidden() and _is_reached(asked):
                asked.enter()
                return True
        return False

    def in_order(self) -> list[Asked]:
        """Return the questions that are built, in the order in which they are read."""
        return sorted(self.builder.asked.values(), key=lambda one: self.turns.place_of(one.ref))

    def step(self, here: Asked | None, by: int) -> bool:
        """Go from a question to the next or the previous one; from none to the first or the last.

        Return whether there is one.
        """
        self.turns.reach_beside("" if here is None else here.ref, by)
        known = list(self.builder.asked.values())
        # Rows that came later stand among the others.
        asked = [one for one in known if one.isVisible() and (one is here or _is_reached(one))]
        asked.sort(key=self._height)
        beside = asked.index(here) if here in asked else -1 if by > 0 else len(asked)
        at = beside + by
        if 0 <= at < len(asked):
            asked[at].enter()
            return True
        return False

    def _height(self, asked: Asked) -> int:
        return asked.mapTo(self.questions, QPoint(0, 0)).y()

    def show_summary(self, summary: Summary | None) -> None:
        """Put a summary above everything, or take it away."""
        if self._summary is not None:
            self._summary.hide()
            self._above.removeWidget(self._summary)
            self._summary.deleteLater()
        self._summary = summary
        if summary is not None:
            self._above.addWidget(summary)
            self._above.setContentsMargins(0, 0, 0, look().px(16))
            self.show_above(self.questions)
            summary.setFocus()
        else:
            self._above.setContentsMargins(0, 0, 0, 0)


def _is_reached(asked: Asked) -> bool:
    """Return whether a question can be answered by keyboard."""
    target = asked.editor.target()
    return bool(target.focusPolicy() & Qt.FocusPolicy.TabFocus) and target.isEnabled()


def _around(focus: QWidget | None) -> Asked | None:
    """Return the question that has the keyboard."""
    while focus is not None and not isinstance(focus, Asked):
        focus = focus.parentWidget()
    return focus


def _above(items: Sequence[Item]) -> str:
    """Return the reference of what these items stand in."""
    return "/" + "/".join(items[0].path[:-1])
