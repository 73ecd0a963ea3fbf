"""Measure a page as it is painted: clipped words, things on top of each other, names, contrast."""

from __future__ import annotations

import re
from itertools import permutations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollBar,
    QSplitterHandle,
    QWidget,
)

from desktop.frame.navigation import NavItem
from desktop.frame.undo import UndoBar
from desktop.look import look
from desktop.parts.focus import FocusRing
from desktop.parts.frames import Scroll
from desktop.parts.messages import Picture
from desktop.parts.summary import Summary
from desktop.parts.words import Words

# What lies over others on purpose.
_OVER = (FocusRing, UndoBar, QScrollBar, QSplitterHandle)
# Where a line may break: a long path has marks for it.
_BETWEEN = re.compile("[\\s\u200b]+")
# What marks words in a text and is not read.
_MARKUP = re.compile("<[^>]*>")
_LEAST_CONTRAST = 4.5
# What is said in a bar or card of its own stands apart from the next.
_GROUNDS = {"card", "care", "info", "paper", "problem"}
_LEAST_GAP = 3
_LEAST_TARGET = 24


def from_edge(widget: QWidget) -> int:
    """Return how far from the edge of its window a widget ends, where lines of words end."""
    window = widget.window()
    left = widget.mapTo(window, QPoint(0, 0)).x()
    return left if window.isRightToLeft() else window.width() - left - widget.width()


def complaints(window: QWidget) -> list[str]:
    """Return everything a careful reader would object to in what a window shows now."""
    shown = [one for one in window.findChildren(QWidget) if _is_seen(one, window)]
    found = []
    for one in shown:
        found += [f"clipped: {_who(one)}"] if is_clipped(one) else []
        found += [f"outside: {_who(one)}"] if _is_outside(one, window) else []
        found += [f"no name: {_who(one)}"] if _is_nameless(one) else []
        found += [f"too small: {_who(one)}"] if _is_small(one) else []
        found += [f"by colour alone: {_who(one)}"] if _is_by_colour_alone(one) else []
    found += overlaps(shown)
    found += touching(shown)
    found += faint_words(window, shown)
    return found


def _who(widget):
    words = getattr(widget, "text", None)
    said = words() if callable(words) else ""
    size = f"{widget.width()}x{widget.height()}"
    return f"{type(widget).__name__} {said!r} {size} in {_home(widget)}"


def _home(widget):
    names = []
    above = widget.parentWidget()
    while above is not None and len(names) < 4:
        if type(above) is not QWidget:
            names.append(type(above).__name__)
        above = above.parentWidget()
    return "<".join(names)


def _is_seen(widget, window):
    return widget.isVisibleTo(window) and widget.isVisible() and widget.width() and widget.height()


def is_clipped(widget) -> bool:
    """Return whether words do not fit into what shows them."""
    for kind, clipped in _CLIPPED:
        if isinstance(widget, kind):
            return clipped(widget)
    return False


def _combo_is_clipped(combo):
    return combo.fontMetrics().horizontalAdvance(combo.currentText()) > combo.width() - 30


def _button_is_clipped(button):
    if button.hasHeightForWidth():
        return button.heightForWidth(button.width()) > button.height() + 1
    hint = button.sizeHint().boundedTo(button.minimumSizeHint())
    needs = hint.width() > button.width() + 1 or hint.height() > button.height() + 1
    return bool(button.text()) and needs


def _line_is_clipped(line):
    words = line.text() or line.placeholderText()
    return line.isReadOnly() and line.fontMetrics().horizontalAdvance(words) > line.width()


def _label_is_clipped(label):
    if not label.text():
        return False
    room = label.contentsRect()
    if label.wordWrap():
        rich = label.textFormat() is Qt.TextFormat.RichText
        words = _BETWEEN.split(_MARKUP.sub("", label.text()) if rich else label.text())
        longest = max(map(label.fontMetrics().horizontalAdvance, words), default=0)
        if isinstance(label, Words) and label.is_broken(room.width()):
            longest = 0
        return (
            label.heightForWidth(label.width()) > label.height() + 1 or longest > room.width() + 1
        )
    lines = label.text().split("\n")
    wide = max(label.fontMetrics().horizontalAdvance(line) for line in lines)
    high = label.fontMetrics().height() * len(lines)
    return wide > room.width() + 1 or high > room.height() + 2


def _header_is_clipped(header):
    if header.orientation() is not Qt.Orientation.Horizontal or header.model() is None:
        return False
    for section in range(header.count()):
        if header.isSectionHidden(section):
            continue
        needs = header.sectionSizeFromContents(section).width()
        if header.sectionSize(section) and needs > header.sectionSize(section) + 1:
            return True
    return False


_CLIPPED = (
    # With icons alone the word is the tip.
    (NavItem, lambda _item: False),
    (QLabel, _label_is_clipped),
    (QComboBox, _combo_is_clipped),
    (QAbstractButton, _button_is_clipped),
    (QLineEdit, _line_is_clipped),
    (QHeaderView, _header_is_clipped),
)


def _scroller(widget):
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractScrollArea):
            return above
        above = above.parentWidget()
    return None


def _is_outside(widget, window):
    """Return whether part of a widget lies where nobody can get at it."""
    if isinstance(widget, _OVER):
        return False
    scroller = _scroller(widget)
    place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    if scroller is None:
        return not window.rect().adjusted(-1, -1, 1, 1).contains(place)
    if scroller is widget.parentWidget():
        # Its own view, and what holds its bars.
        return False
    view = scroller.viewport()
    across = QRect(view.mapTo(window, QPoint(0, 0)), view.size())
    return place.left() < across.left() - 1 or place.right() > across.right() + 1


def _takes_focus(widget):
    return bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value) and widget.isEnabled()


def _is_nameless(widget):
    inner = isinstance(widget.parentWidget(), (QAbstractSpinBox, QComboBox))
    if not _takes_focus(widget) or inner or isinstance(widget, Scroll):
        return False
    seen = QAccessible.queryAccessibleInterface(widget)
    return seen is None or not seen.text(QAccessible.Text.Name)


def _is_small(widget):
    if not isinstance(widget, QAbstractButton) or not _takes_focus(widget):
        return False
    return widget.height() < _LEAST_TARGET or widget.width() < _LEAST_TARGET


def _is_by_colour_alone(widget):
    """Return whether words have the colour of what is wrong, and no icon says so beside them."""
    if not isinstance(widget, QLabel) or not widget.text().strip():
        return False
    ink = widget.palette().color(QPalette.ColorRole.WindowText)
    if ink.rgb() != look().colours.problem.rgb():
        return False
    beside = widget.parentWidget()
    return not isinstance(beside, Summary) and not beside.findChildren(Picture)


def overlaps(shown) -> list[str]:
    """Return which neighbours lie on top of each other."""
    found = []
    by_parent: dict[int, list[QWidget]] = {}
    for one in shown:
        if not isinstance(one, _OVER) and not isinstance(
            one.parentWidget(), (QComboBox, QLineEdit)
        ):
            by_parent.setdefault(id(one.parentWidget()), []).append(one)
    for family in by_parent.values():
        if isinstance(family[0].parentWidget(), QAbstractScrollArea):
            continue
        for number, one in enumerate(family):
            for other in family[number + 1 :]:
                shared = one.geometry().intersected(other.geometry())
                if shared.width() > 1 and shared.height() > 1:
                    found.append(f"overlap: {_who(one)} and {_who(other)}")
    return found


def touching(shown) -> list[str]:
    """Return which grounds of words stand one below the other with nothing between them."""
    grounds = [one for one in shown if one.property("role") in _GROUNDS]
    found = []
    for one, other in permutations(grounds, 2):
        if one.parentWidget() is other.parentWidget():
            above, below = one.geometry(), other.geometry()
            beside = below.left() > above.right() or above.left() > below.right()
            if not beside and 0 < below.top() - above.bottom() <= _LEAST_GAP:
                found.append(f"touching: {_who(one)} and {_who(other)}")
    return found


def faint_words(window, shown) -> list[str]:
    """Return the words whose colour is too near to what is painted behind them."""
    picture = window.grab().toImage()
    found = []
    for one in shown:
        if not isinstance(one, QLabel) or not one.text().strip() or not one.isEnabled():
            continue
        ground = _ground(picture, one, window)
        if ground is None:
            continue
        ink = one.palette().color(QPalette.ColorRole.WindowText)
        if _hidden_by_scroll(one, window):
            continue
        if contrast(ink, ground) < _LEAST_CONTRAST:
            found.append(f"faint: {_who(one)} {ink.name()} on {ground.name()}")
    return found


def _ground(picture, label, window):
    """Return the colour that most corners of a label stand on, for a ring may touch one."""
    right, foot = label.width() - 2, label.height() - 2
    corners = [QPoint(1, 1), QPoint(right, 1), QPoint(1, foot), QPoint(right, foot)]
    ratio = picture.devicePixelRatio()
    places = [label.mapTo(window, corner) * ratio for corner in corners]
    seen = [picture.pixelColor(place).rgb() for place in places if picture.rect().contains(place)]
    return QColor.fromRgb(max(set(seen), key=seen.count)) if seen else None


def _hidden_by_scroll(widget, window):
    scroller = _scroller(widget)
    if scroller is None:
        return False
    view = scroller.viewport()
    room = QRect(view.mapTo(window, QPoint(0, 0)), view.size())
    return not room.contains(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()))


def cut_ring(window: QWidget) -> list[str]:
    """Return around what the ring is not whole now, if it has room to be: one name, or none."""
    ring, at = window.ring, QApplication.focusWidget()
    if at is None or not ring.isVisible():
        return []
    around, view = ring.geometry(), _scroller(at)
    if view is not None and around.height() > view.viewport().height():
        return []
    seen = ring.mask().boundingRect()
    whole = seen == ring.rect() and window.rect().contains(around)
    return [] if whole else [f"cut ring: {_who(at)} {seen.getRect()} of {around.getRect()}"]


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours as WCAG 2.2 counts it, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour):
    def linear(part):
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def settle(rounds=3):
    """Let layouts and queued work come to rest."""
    for _round in range(rounds):
        QApplication.processEvents()
        QApplication.sendPostedEvents()
        # A running program lets go of what was deleted; a test has to ask for it.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
