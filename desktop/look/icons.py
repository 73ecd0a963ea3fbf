"""Icons of one set, drawn from a font of those that a window may show.

Set-up takes them from the Phosphor font that the qtawesome package carries; the package itself is
never imported: that would load every font it has.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPixmap

from desktop.look.current import look
from desktop.look.fonts import FOLDER
from desktop.look.tokens import tokens

_FONT: Final = FOLDER / "LettersIcons-Regular.ttf"
_NAMES: Final = FOLDER / "icons.txt"


@cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(_FONT))
    return QFontDatabase.applicationFontFamilies(number)[0]


@cache
def _signs() -> dict[str, str]:
    lines = map(str.split, _NAMES.read_text("utf-8").splitlines())
    return {name: chr(int(code, 16)) for name, code in lines}


def picture(name: str, colour: QColor, side: int, *, mirrored: bool | None = None) -> QPixmap:
    """Return an icon of the set as a pixmap, `side` device-independent pixels square.

    In right-to-left windows those that point somewhere are mirrored.
    """
    if mirrored is None:
        turns = name.removesuffix("-fill") in tokens()["icons"]["mirror_in_rtl"]
        mirrored = turns and QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    application = QGuiApplication.instance()
    ratio = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
    return _drawn((name, colour.rgba(), side), ratio, mirrored=mirrored)


@cache
def _drawn(what: tuple[str, int, int], ratio: float, *, mirrored: bool) -> QPixmap:
    name, rgba, side = what
    pixmap = QPixmap(QSize(side, side) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    if mirrored:
        painter.translate(side, 0)
        painter.scale(-1, 1)
    font = QFont(_family())
    font.setPixelSize(side)
    painter.setFont(font)
    painter.setPen(QColor.fromRgba(rgba))
    painter.drawText(QRectF(0, 0, side, side), Qt.AlignmentFlag.AlignCenter, _signs()[name])
    painter.end()
    return pixmap


def icon(
    name: str,
    colour: QColor | None = None,
    side: int = 16,
    *,
    gap: int = 0,
    leads: bool | None = None,
) -> QIcon:
    """Return an icon for a button; `gap` pixels part it from the words beside it.

    `leads` says that the room is at the left; unasked it is where this window's words are.
    """
    length = look().px(side)
    made = QIcon()
    inks = {
        QIcon.Mode.Normal: colour or look().colours.text,
        QIcon.Mode.Disabled: look().colours.faint,
    }
    for mode, ink in inks.items():
        made.addPixmap(_with_gap(picture(name, ink, length), gap, leads=leads), mode)
    return made


def _with_gap(drawn: QPixmap, gap: int, *, leads: bool | None) -> QPixmap:
    if not gap:
        return drawn
    length, ratio = round(drawn.deviceIndependentSize().width()), drawn.devicePixelRatio()
    wide = QPixmap(QSize(length + gap, length) * ratio)
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    if leads is None:
        leads = QGuiApplication.isRightToLeft()
    painter.drawPixmap(gap if leads else 0, 0, drawn)
    painter.end()
    return wide
