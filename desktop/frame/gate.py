"""What the pages before unlocking share: the focus ring, the top line, the ground."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

import texts
from desktop.frame.actions import keys_of
from desktop.look import Theme, look
from desktop.parts.brand import Brand
from desktop.parts.buttons import IconButton
from desktop.parts.fields import Drop
from desktop.parts.frames import Box, Scroll, column, row
from desktop.parts.look_fields import language_choices
from desktop.parts.messages import Picture
from desktop.parts.tall import Tall
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QShowEvent

    from desktop.frame.hall import Hall
    from desktop.frame.settings import Settings

# One soft curve over a panel whose sides are one: a start, then its bends.
_START: Final = (-0.35, 1.03)
_BENDS: Final = (
    ((-0.22, 1.01), (-0.10, 0.965), (0.0, 0.919)),
    ((0.25, 0.80), (0.30, 0.68), (0.44, 0.57)),
    ((0.62, 0.42), (0.78, 0.36), (1.0, 0.316)),
    ((1.07, 0.30), (1.13, 0.285), (1.2, 0.27)),
)
_CURVES: Final = (("accent", 0.0, 0.0), ("care", 0.2, 0.115))
_BAND: Final = 0.135
_SHARES: Final = (0.7, 0.1, 0.2)
_FOOT, _AROUND = 24, 24


class Gate(QWidget):
    """A page before unlocking; it has the focus ring and the keys of its own."""

    @property
    def busy(self) -> bool:
        """Whether a workbook is on its way; the page is not built anew before it is there."""
        return False

    def __init__(self, hall: Hall) -> None:
        super().__init__()
        self.hall = hall
        for key in keys_of("main", hall.settings.keys):
            QShortcut(key, self).activated.connect(self.go_on)
        for action_id in ("larger", "smaller"):
            for key in keys_of(action_id, hall.settings.keys):
                QShortcut(key, self).activated.connect(partial(hall.wished.emit, action_id))

    def go_on(self) -> None:
        """Do what the main button does."""

    def stop(self) -> None:
        """Let what takes long come to an end: the window closes."""

    def first_focus(self) -> QWidget | None:
        """Return where the cursor stands when the page is shown."""
        return None

    def showEvent(self, event: QShowEvent) -> None:
        """Put the cursor where one begins."""
        super().showEvent(event)
        # Built again in another look or language, the cursor stays at what was just set.
        first = self.findChild(QWidget, self.hall.at) if self.hall.at else self.first_focus()
        self.hall.at = ""
        if isinstance(first, QWidget):
            first.setFocus()


class LookLine(QWidget):
    """Language and light or dark, at the top of a page before unlocking."""

    def __init__(self, hall: Hall) -> None:
        super().__init__()
        self._hall = hall
        self.language = Drop(language_choices(), hall.settings.language)
        self.language.setProperty("role", "bare")
        self.language.setFont(look().font("small"))
        self.language.setObjectName("language_line")
        self.language.setAccessibleName(texts.say("look.language"))
        self.language.activated.connect(self._speak)
        dark = look().theme is Theme.DARK
        words = texts.say("look.to_light" if dark else "look.to_dark")
        # The icon says which look this is; the name, which one comes when it is pressed.
        self.theme = IconButton("moon" if dark else "sun", words)
        other = Theme.LIGHT if dark else Theme.DARK
        self.theme.setObjectName("theme_line")
        self.theme.does(partial(self._turn, other))
        drawn = Picture("translate", look().colours.muted, 16)
        line = row(None, drawn, self.language, 8, self.theme, gap=4)
        line.setContentsMargins(look().px(_AROUND), 0, look().px(_AROUND), 0)
        self.setLayout(line)

    def _speak(self, _index: int) -> None:
        settings = replace(self._hall.settings, language=self.language.code())
        put(self._hall, settings, "language_line")

    def _turn(self, theme: Theme) -> None:
        put(self._hall, replace(self._hall.settings, theme=str(theme)), "theme_line")


def put(hall: Hall, settings: Settings, at: str) -> None:
    """Set something of the window, if it is not so already; `at` names what the cursor is at."""
    if settings != hall.settings:
        hall.at = at
        hall.set.emit(settings)


class Panel(Box):
    """The leading side: the mark, one sentence, and two lines that go the same way."""

    def __init__(self) -> None:
        super().__init__("nav")
        words = Words(texts.say("unlock.promise"), "body", colour="muted", wrap=True)
        words.setMaximumWidth(look().px(300))
        line = row(words, None)
        line.setStretch(0, 1_000)
        inside = column(row(Brand(look().px(40)), None), 20, line, None)
        inside.setContentsMargins(look().px(36), look().px(32), look().px(36), look().px(32))
        self.setLayout(inside)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, then the curves."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isRightToLeft():
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        painter.setClipRect(QRectF(self.rect()))
        for name, across, down in _CURVES:
            path = self._curve(across, down)
            soft: QColor = getattr(look().colours, f"{name}_soft")
            line: QColor = getattr(look().colours, f"{name}_line")
            ground = look().colours.nav
            painter.setPen(QPen(_mixed(soft, line, ground), self.width() * _BAND))
            painter.drawPath(path)
            painter.setPen(QPen(line, look().px(1)))
            painter.drawPath(path)
        painter.end()

    def _curve(self, across: float, down: float) -> QPainterPath:
        wide, high = self.width(), self.height()

        def at(point: tuple[float, float]) -> tuple[float, float]:
            return (point[0] + across) * wide, (point[1] + down) * high

        path = QPainterPath()
        path.moveTo(*at(_START))
        for first, second, end in _BENDS:
            path.cubicTo(*at(first), *at(second), *at(end))
        return path


def _mixed(*colours: QColor) -> QColor:
    """Return the colour of a band: its soft colour, a little of its line and of the ground."""
    channels = zip(*((one.red(), one.green(), one.blue()) for one in colours), strict=True)
    red, green, blue = (
        round(sum(share * part for share, part in zip(_SHARES, one, strict=True)))
        for one in channels
    )
    return QColor(red, green, blue)


class View(QWidget):
    """One of several things that a page before unlocking shows in the same place."""

    # Whether it is kept, as it is, while another view is shown.
    stays: ClassVar[bool] = False
    busy = False

    def first(self) -> QWidget:
        """Return what has the focus when the view is shown."""
        return self

    def go_on(self) -> None:
        """Do what the main button does."""

    def keep(self) -> None:
        """Keep what was typed."""

    def problem(self) -> QWidget | None:
        """Say at each field what is wrong; return where the cursor should go, or None."""
        return None


class Views(QWidget):
    """One view at a time, no wider than is good to read, scrolled where there is little room."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width
        self._stack = QStackedLayout(self)
        self.current: View | None = None

    def show_view(self, view: View) -> None:
        """Show a view; the one before is let go, unless it stays."""
        old, old_view = self._stack.currentWidget(), self.current
        if view.parentWidget() is None:
            view.setMaximumWidth(look().px(self._width))
            inside = row(None, view, None, gap=0)
            inside.setStretch(1, 1_000)
            # The margin of the page is in here: the bar stands at the edge of the window.
            inside.setContentsMargins(look().px(_AROUND), 0, look().px(_AROUND), 0)
            scroll = Scroll(Tall(column(None, inside, None, None, _FOOT)))
            # Nothing moves to the side when there comes to be more than fits.
            self._stack.addWidget(scroll.bar_in_margin(inside))
        self._stack.setCurrentWidget(_scroll_of(view))
        self.current = view
        if old is not None and old_view is not None and old_view is not view and not old_view.stays:
            self._stack.removeWidget(old)
            old.deleteLater()
        view.first().setFocus()


def _scroll_of(view: View) -> QWidget:
    above = view.parentWidget()
    while above is not None and not isinstance(above, Scroll):
        above = above.parentWidget()
    return above or view
