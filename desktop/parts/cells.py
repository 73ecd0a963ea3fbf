"""What cells of lists are painted from: words, icons, chips, marks and masks, at fixed places."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPainter, QPen, QPixmap

from desktop.look import look, picture
from desktop.look.marks import paint_mark
from desktop.parts.in_order import in_order
from desktop.parts.paragraphs import in_two, reaches_higher, reaches_highest
from desktop.parts.sides import LEADING, TRAILING, at_side
from texts.dates import FIRST_STRONG, POP

ICON: Final = 16
ICON_GAP: Final = 6
PLACE: Final = 20
_MARK: Final = 14
_DOT: Final = 4
# A dot says that nothing is recorded: it steps back behind the marks.
_RECEDING: Final = 0.36
_CHIP: Final = 26
_CHIP_SIDE: Final = 10
_BAR: Final = 10
_NEAR: Final = 16
_MASK: Final = 120
_ROOM: Final = QSize(4, 4)


def side_by_side(room: QRect, taken: int, direction: Qt.LayoutDirection) -> tuple[QRect, QRect]:
    """Return the leading part of a room and what is left after it."""
    first = at_side(direction, LEADING, QSize(taken, room.height()), room)
    left = QSize(max(0, room.width() - taken), room.height())
    return first, at_side(direction, TRAILING, left, room)


def write(painter: QPainter, room: QRect, words: str, role: str, ink: QColor) -> None:
    """Write one line of words at the leading edge; what has no room ends in three dots."""
    letters = _metrics(role)
    painter.setFont(letters[0])
    painter.setPen(ink)
    words = in_order(words, painter.layoutDirection())
    if letters[1].horizontalAdvance(words) > room.width():
        words = letters[1].elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        # The dots stand where the words end, whichever way those run.
        words = f"{FIRST_STRONG}{words}{POP}"
    # Marks of some scripts stand out of a line of Latin letters: none of them is cut off.
    painter.drawText(room, LEADING | Qt.TextFlag.TextDontClip, words)


def write_whole(painter: QPainter, room: QRect, words: str, ink: QColor) -> None:
    """Write strong words that are never cut: in smaller letters where they are wide."""
    fits = _metrics("strong")[1].horizontalAdvance(words) <= room.width()
    write(painter, room, words, "strong" if fits else "strong_small", ink)


def write_in_two(painter: QPainter, room: QRect, words: str, ink: QColor) -> None:
    """Write words in one line, or in two where they are too long for it; the rest is cut.

    All rows have letters of one size: smaller ones only where a script has no room for two lines.
    """
    body, letters = _metrics("body")
    apart = _metrics("small")[1].height()
    if letters.horizontalAdvance(words) <= room.width() or 2 * apart > room.height():
        write(painter, room, words, "body", ink)
        return
    role, font, higher = "body", body, reaches_higher(words)
    if reaches_highest(words):
        role, font = "small", _metrics("small")[0]
    elif higher:
        # So near that what stands above the one and below the other is inside the row.
        apart = look().px(_NEAR)
    first, rest = in_two(words, font, room.width())
    if not rest:
        write(painter, room, first, role, ink)
        return
    # Both have the height of the row to be painted in: in less, dots and tails are cut off.
    upper = room.translated(
        0, -(apart // 2) - (look().px(1) if higher and not look().arabic else 0)
    )
    write(painter, upper, first, role, ink)
    write(painter, upper.translated(0, apart), rest, role, ink)


def paint_icon(
    painter: QPainter, room: QRect, name: str, ink: QColor, direction: Qt.LayoutDirection
) -> QRect:
    """Paint an icon at the leading edge; return the room after it."""
    side = look().px(ICON)
    first, rest = side_by_side(room, side + look().px(ICON_GAP), direction)
    place = at_side(direction, LEADING, QSize(side, side), first)
    painter.drawPixmap(place.topLeft(), picture(name, ink, side))
    return rest


def paint_chip(
    painter: QPainter, room: QRect, words: str, direction: Qt.LayoutDirection, icon: str = ""
) -> QRect:
    """Paint a pill in the colours of care, no wider than its words; return where it stands."""
    has, letters = look().colours, look().metrics("small")
    before = look().px(ICON - 2 + ICON_GAP) if icon else 0
    wide = letters.horizontalAdvance(words) + before + look().px(2 * _CHIP_SIDE)
    high = min(look().px(_CHIP), room.height() - 2)
    size = QSize(min(wide, room.width()), high)
    place = at_side(direction, LEADING, size, room)
    painter.setPen(QPen(has.care_line, 1))
    painter.setBrush(has.care_soft)
    ring = QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
    inner = place.adjusted(look().px(_CHIP_SIDE), 0, -look().px(_CHIP_SIDE) + 2, 0)
    if icon:
        side = look().px(ICON - 2)
        first, inner = side_by_side(inner, before, direction)
        at = at_side(direction, LEADING, QSize(side, side), first)
        painter.drawPixmap(at.topLeft(), picture(icon, has.care, side))
    write(painter, inner, words, "small", has.care)
    return place


def chip_width(words: str) -> int:
    """Return how wide a pill for some words is."""
    return look().metrics("small").horizontalAdvance(words) + look().px(2 * _CHIP_SIDE)


def paint_mask(
    painter: QPainter, room: QRect, direction: Qt.LayoutDirection, ink: QColor | None = None
) -> None:
    """Paint a solid bar of one fixed width: how much it hides must not be seen."""
    size = QSize(min(look().px(_MASK), room.width()), look().px(_BAR))
    place = at_side(direction, LEADING, size, room)
    # Whatever is painted after it must not be filled with the ink of the mask.
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink or look().mask())
    painter.drawRoundedRect(place, look().px(4), look().px(4))
    painter.restore()


def paint_places(
    painter: QPainter,
    room: QRect,
    where: tuple[tuple[str, ...], frozenset[str]],
    direction: Qt.LayoutDirection,
) -> None:
    """Paint one fixed place for each of some codes: its mark, or a dot where none is recorded."""
    codes, recorded = where
    shown = look()
    drawn = _places(
        tuple(code if code in recorded else "" for code in codes),
        (shown.theme, shown.scale, shown.strong),
        _ratio(),
        mirrored=direction is Qt.LayoutDirection.RightToLeft,
    )
    size = drawn.deviceIndependentSize().toSize()
    place = at_side(direction, LEADING, size, room)
    painter.drawPixmap(place.topLeft(), drawn)


@lru_cache(maxsize=256)
def _places(
    marks: tuple[str, ...], _dress: tuple[object, ...], ratio: float, *, mirrored: bool
) -> QPixmap:
    """Return all places of a row as one picture: there are few of them in any list."""
    step, side, dot = look().px(PLACE), look().px(_MARK), look().px(_DOT)
    size = QSize(step * len(marks), step)
    drawn = QPixmap(size * ratio)
    drawn.setDevicePixelRatio(ratio)
    drawn.fill(Qt.GlobalColor.transparent)
    unrecorded = QColor(look().colours.faint)
    if not look().strong:
        unrecorded.setAlphaF(_RECEDING)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, code in enumerate(reversed(marks) if mirrored else marks):
        middle = QRectF(number * step, 0, step, step).center()
        if code:
            corner = QPoint(round(middle.x() - side / 2), round(middle.y() - side / 2))
            paint_mark(painter, code, QRectF(corner, QSize(side, side)))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(unrecorded)
            painter.drawEllipse(middle, dot / 2, dot / 2)
    painter.end()
    return drawn


def _metrics(role: str) -> tuple[QFont, QFontMetrics]:
    shown = look()
    # The window may be read in another language from one moment to the next.
    return _made(role, shown.scale, shown.arabic)


@lru_cache(maxsize=64)
def _made(role: str, _scale: float, _arabic: bool) -> tuple[QFont, QFontMetrics]:
    return look().font(role), look().metrics(role)


def _ratio() -> float:
    application = QGuiApplication.instance()
    return application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
