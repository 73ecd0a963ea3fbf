"""A long page is built in turns: what is in sight at once, the rest while keys are heard between.

It is built from where one is outwards. What comes above that moves nothing that is seen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop.pages.form.stack import is_put_away
from forms.model import Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.pages.form.layout import Builder
    from desktop.pages.form.plan import Column, Planned
    from desktop.parts.frames import Scroll

# So many parts are built in a turn, and before the page is seen in so many turns at once.
_IN_A_TURN: Final = 4
_AT_ONCE: Final = 4
# How far apart one looks for what is in sight.
_STEP: Final = 8


class Turns(QObject):
    """Knows which parts of a page are built, and builds the others while it is seen."""

    def __init__(self, page: Scroll, builder: Builder, whole: Column) -> None:
        super().__init__(page)
        self._page, self._builder = page, builder
        self._parts = list(whole.leaves())
        firsts = range(0, len(self._parts), _IN_A_TURN)
        self._batches = [self._parts[first : first + _IN_A_TURN] for first in firsts]
        self._order = {part.ref: number for number, part in enumerate(self._parts)}
        self._left = set(range(len(self._batches)))
        self._near = 0
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._turn)

    @property
    def is_whole(self) -> bool:
        """Return whether all parts are built."""
        return not self._left

    def begin(self, ref: str) -> None:
        """Build what is seen first: around a part, or from the first one on."""
        self._near = self._batch_of(ref) or 0
        for number in range(self._near, self._near + _AT_ONCE):
            self._build(number)

    def place_of(self, ref: str) -> int:
        """Return which part of the page something is in, in the order in which one reads."""
        # What stands in a repeat is built with it.
        return self._order.get(ref.partition("[")[0], -1)

    def asks(self, ref: str) -> bool:
        """Return whether a part is a question."""
        place = self._order.get(ref)
        return place is not None and isinstance(self._parts[place].item, Question)

    def _batch_of(self, ref: str) -> int | None:
        place = self.place_of(ref)
        return None if place < 0 else place // _IN_A_TURN

    def reach(self, ref: str) -> None:
        """Build the part that a reference lies in, and what is read after it."""
        number = self._batch_of(ref)
        if number in self._left:
            self.begin(ref)

    def reach_beside(self, ref: str, by: int) -> None:
        """Build what is asked next to a question on one side; to none what is asked at that end.

        What is not asked now is not built for it.
        """
        number = self._batch_of(ref)
        at = (number + by) if number is not None else 0 if by > 0 else len(self._batches) - 1
        while 0 <= at < len(self._batches):
            if any(map(self._is_asked, self._batches[at])):
                self._build(at)
                if any(part.ref in self._builder.asked for part in self._batches[at]):
                    return
            at += by

    def _is_asked(self, part: Planned) -> bool:
        session = self._builder.filling.session
        known = session.asks_for(part.ref) if part.is_repeat else session.state(part.ref).shown
        return bool(known)

    # --- turns

    def go_on(self) -> None:
        """Build what is left, while the page is seen."""
        if self._left:
            self._timer.start()

    def pause(self) -> None:
        """Build nothing while the page is not seen."""
        self._timer.stop()

    def _turn(self) -> None:
        """Build a few parts, and let all else have its turn."""
        if self._left:
            # Whoever reads goes on downwards.
            self._build(min(self._left, key=lambda one: (abs(one - self._near), -one)))
        if not self._left:
            self._timer.stop()

    def _build(self, number: int) -> None:
        """Build some parts; what is in sight stays where it is."""
        if number not in self._left:
            return
        self._left.remove(number)
        batch = self._batches[number]
        if not self._page.isVisible():
            for part in batch:
                self._builder.build(part)
            return
        seen = self._in_sight() if self._is_over_others(number) else None
        before = self._height_of(seen)
        for part in batch:
            self._builder.build(part)
        for part in batch:
            self._come(part)
        # Else they would be laid out later than whoever goes to one of them asks where it is.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        moved = self._height_of(seen) - before
        if moved:
            bar = self._page.verticalScrollBar()
            bar.setValue(bar.value() + moved)

    def _is_over_others(self, number: int) -> bool:
        """Return whether something is built that is read after these."""
        return any(one not in self._left for one in range(number + 1, len(self._batches)))

    def _come(self, part: Planned) -> None:
        """Show a new part at once, and not when Qt finds the time; what is hidden stays so."""
        at: QWidget | None = self._builder.widget(part.ref)
        while at is not None and (above := at.parentWidget()) is not None:
            if above.isVisible():
                if not at.isVisible() and not is_put_away(at):
                    at.show()
                return
            at = above

    def _in_sight(self) -> QWidget | None:
        """Return what is to stay where it is: what has the keyboard, or what is seen first."""
        port, focus = self._page.viewport(), QApplication.focusWidget()
        if focus is not None and port.isAncestorOf(focus):
            top = focus.mapTo(port, QPoint()).y()
            if -focus.height() < top < port.height():
                return focus
        return next(self._seen(port), None)

    def _seen(self, port: QWidget) -> Iterator[QWidget]:
        known = set(self._builder.asked.values())
        for high in range(0, port.height(), _STEP):
            at = port.childAt(QPoint(port.width() // 2, high))
            while at is not None and at is not port:
                if at in known:
                    yield at
                at = at.parentWidget()

    def _height_of(self, seen: QWidget | None) -> int:
        if seen is None or not shiboken6.isValid(seen):
            return 0
        return seen.mapTo(self._page.viewport(), QPoint()).y()
