"""Experience tiles: six of one size, any combination, none before another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

import texts
from desktop.look import look
from desktop.look.marks import codes, paint_mark
from desktop.look.tokens import experience_colours, size
from desktop.parts.cells import paint_mask
from desktop.parts.even import Even
from forms.codelists import label
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent

_MASK: Final = 0.2
_MARK: Final = 16
_PAD: Final = 10
_RADIUS: Final = 6
_COLUMNS: Final = 3


def short_name(code: str, language: str | None = None) -> str:
    """Return the short words for an experience, in the language of the window if no other."""
    return texts.say(f"experience.{code}.short", language=language)


def full_name(code: str, language: str | None = None) -> str:
    """Return the full words for an experience, in the language of the window if no other."""
    return label("continuum", code, language or texts.current().code)


def by_name(language: str | None = None) -> list[str]:
    """Return the codes A to Z by the words on screen: the only order there is."""
    return sorted(codes(), key=lambda code: sort_key(short_name(code, language)))


class Tile(QAbstractButton):
    """One experience: its mark and short words; tinted when recorded, else an outline."""

    def __init__(self, code: str, *, acts: bool = True) -> None:
        super().__init__()
        self.code = code
        self._revealed = False
        self._language: str | None = None
        # What only shows is no box to tick; its name says whether it is recorded.
        self.voice = None if acts else QAccessible.Role.StaticText
        self.setCheckable(True)
        self.setText(short_name(code))
        self.setFont(look().font("small"))
        self.setFixedHeight(look().px(size("category_tile")))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if not acts:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.toggled.connect(self.named)
        self.named()

    def speak(self, language: str | None) -> None:
        """Say it in the language of the questions, None where it is that of the window."""
        self._language = language
        self.setText(short_name(self.code, language))
        self.named()
        self.updateGeometry()

    def named(self) -> None:
        """Take the name that who listens hears: the full words, and whether it is recorded.

        Where the words are masked, neither a voice nor the mouse resting there tells them.
        """
        masked = self._masked
        state = "recorded" if self.isChecked() else "not_recorded"
        language = self._language
        full = full_name(self.code, language)
        words = texts.say("mask.name", language=language) if masked else full
        self.setAccessibleName(texts.say(f"experience.{state}", language=language, name=words))
        self.setToolTip("" if masked else full)

    @property
    def _masked(self) -> bool:
        return look().discreet and not self._revealed

    def reveal(self, *, on: bool) -> None:
        """Show the words in discreet mode, or mask them."""
        self._revealed = on
        self.named()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the mark and the words."""
        across = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(across + look().px(2 * _PAD + _MARK + 8) + 1, look().px(size("category_tile")))

    def minimumSizeHint(self) -> QSize:
        """Return the same in discreet mode or not: tiles never cut their words."""
        return QSize(look().px(2 * _PAD + _MARK), 0) if look().discreet else self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, mark and words."""
        has, tones = look().colours, experience_colours(self.code, look().theme)
        recorded = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tint = tones.ink if look().strong else tones.fill
        painter.setPen(QPen(tint if recorded else has.line, 1))
        painter.setBrush(tones.soft if recorded else has.surface)
        place = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(place, look().px(_RADIUS), look().px(_RADIUS))
        side, pad = look().px(_MARK), look().px(_PAD)
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = self.width() - pad - side if mirrored else pad
        paint_mark(
            painter,
            self.code,
            QRectF(left, (self.height() - side) / 2, side, side),
            recorded=recorded,
        )
        start = pad + side + look().px(8)
        words = self.rect().adjusted(pad if mirrored else start, 0, -start if mirrored else -pad, 0)
        if self._masked:
            # The ground shines through, the same in each: the bar tells nothing of its own.
            ink = QColor(has.text)
            ink.setAlphaF(_MASK)
            paint_mask(painter, words, self.layoutDirection(), ink)
        else:
            painter.setPen(has.text if recorded else has.muted)
            painter.setLayoutDirection(self.layoutDirection())
            lead = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(words, lead, self.text())
        painter.end()


class Tiles(QWidget):
    """All six experiences in a grid, A to Z in the language on screen."""

    changed = Signal(frozenset)

    def __init__(self, recorded: Iterable[str] = (), *, acts: bool = True) -> None:
        super().__init__()
        chosen = set(recorded)
        self._tiles = [Tile(code, acts=acts) for code in by_name()]
        for tile in self._tiles:
            tile.setChecked(tile.code in chosen)
            tile.toggled.connect(self._tell)
        self._grid = Even(self._tiles, _COLUMNS)
        self.setLayout(self._grid)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def speak(self, language: str | None) -> None:
        """Say all six in the language of the questions, A to Z in that."""
        for tile in self._tiles:
            tile.speak(language)
            self._grid.removeWidget(tile)
        order = by_name(language)
        self._tiles.sort(key=lambda tile: order.index(tile.code))
        for before, tile in zip([None, *self._tiles], self._tiles, strict=False):
            self._grid.addWidget(tile)
            if before is not None:
                self.setTabOrder(before, tile)

    def reveal(self, *, on: bool) -> None:
        """Show the words of the tiles in discreet mode, or mask them."""
        for tile in self._tiles:
            tile.reveal(on=on)

    def recorded(self) -> frozenset[str]:
        """Return the codes that are recorded."""
        return frozenset(tile.code for tile in self._tiles if tile.isChecked())

    def show_recorded(self, recorded: Iterable[str]) -> None:
        """Show other experiences as recorded; nothing is told about it."""
        chosen = set(recorded)
        for tile in self._tiles:
            tile.blockSignals(True)
            tile.setChecked(tile.code in chosen)
            tile.blockSignals(False)
            tile.named()
            tile.update()

    def first(self) -> Tile:
        """Return the first tile in reading order."""
        return self._tiles[0]

    def _tell(self) -> None:
        self.changed.emit(self.recorded())
