"""One row of what has been agreed: what it is about, how it was said, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from desktop.look import look
from desktop.parts.covered import Covered
from desktop.parts.frames import column, row
from desktop.parts.messages import Picture
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QLayout, QWidget

    from desktop.pages.consent.names import Names

_PAD: Final = 14
# Above and below the words.
_IN_CARD, _IN_LIST = 5, 9
_RADIUS: Final = 9
# Cards with one line are as high as those with two, nearly.
_CARD: Final = 48
_ABOUT: Final = 60
_GAP: Final = 12
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PurposeRow(QAbstractButton):
    """A row to press; up and down move among rows, Enter asks."""

    stepped = Signal(object, int)

    def __init__(self, key: str, title: str, state: QWidget, *, current: bool) -> None:
        super().__init__()
        self.key, self.current, self._state = key, current, state
        self._title, self._note = Words(title, "body", wrap=True), Words("", "small", wrap=True)
        self._in_list = self._last = False
        self._names: Names | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Words inside take their colour from here; a button's would be another.
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def lay_as_card(self, note: str, icon_name: str) -> None:
        """Stand alone in a card: an icon, the title, and how it was said under it."""
        self.setMinimumHeight(look().px(_CARD))
        icon = Picture(icon_name, look().colours.muted)
        said = column(self._title, self._note)
        if look().reflows:
            said.addSpacing(look().px(4))
            said.addLayout(row(self._state, None))
            body = row(icon, said, gap=12)
        else:
            body = row(icon, said, self._state, gap=12)
        body.setStretch(1, 1)
        self._stand(body, note, _IN_LIST if look().reflows else _IN_CARD)

    def lay_in_list(self, note: str, names: Names, *, last: bool) -> None:
        """Stand among others: the name, what is worth knowing beside it, and where it stands."""
        self._in_list, self._last = True, last
        name, about = Covered(self._title), self._note
        about.setMinimumWidth(look().px(_ABOUT))
        if look().reflows:
            body = row(column(name, about, row(self._state, None), gap=4))
        else:
            names.add(self._title, name, about, self._state)
            self._names = names
            body = row(name, about, self._state, gap=_GAP)
            body.setStretch(1, 1)
        self._stand(body, note, _IN_LIST)

    def _stand(self, body: QLayout, note: str, above: int) -> None:
        layout = column(body, gap=0)
        side, high = look().px(_PAD), look().px(above)
        layout.setContentsMargins(side, high, side, high)
        self.setLayout(layout)
        self.mark(current=self.current, note=note)

    def mark(self, *, current: bool, note: str) -> None:
        """Show whether this is asked about now, and what is worth knowing of it."""
        self.current = current
        self.setProperty("ground", "accent_soft" if current else "")
        self._title.setFont(look().font("strong" if current or not self._in_list else "body"))
        self._note.setText(note)
        self._note.setVisible(bool(note) or self._in_list)
        self.setAccessibleDescription(note)
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew among the names and what stands beside them."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._names is not None:
            self._names.fit(self.width() - 2 * look().px(_PAD) - 2 * look().px(_GAP))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move among the rows, or ask."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.stepped.emit(self, step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground of the row that is asked about, or under the mouse."""
        has = look().colours
        if not (self.current or self.underMouse()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(has.accent_soft if self.current else has.subtle)
        place = QRectF(self.rect())
        round_ = look().px(_RADIUS)
        painter.drawRoundedRect(place, *((round_, round_) if self._alone else (0, 0)))
        if self._last:
            # The first line of the last has the line above it, and its corners those of the card.
            painter.drawRect(place.adjusted(0, 0, 0, -round_))
        painter.end()

    @property
    def _alone(self) -> bool:
        """Whether its lower corners are those of the card it stands in."""
        return self._last or not self._in_list
