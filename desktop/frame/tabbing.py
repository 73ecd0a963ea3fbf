"""Tab goes in reading order: as parts stand in their layouts, whenever they were built."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSplitter, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QLayout


class ReadingOrder(QWidget):
    """A window through which Tab goes as one reads; Qt would go by when each part was made."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go to the next part that takes the keyboard, or to the one before."""
        parts = list(parts_of(self))
        focus: QWidget | None = self.focusWidget()
        if focus not in parts:
            return super().focusNextPrevChild(forward)
        at = parts.index(focus)
        # From the last part on one begins again.
        others = parts[at + 1 :] + parts[:at]
        stop = next(filter(_takes_tab, others if forward else reversed(others)), None)
        if stop is None:
            return False
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stop.setFocus(reason)
        return True


def _takes_tab(widget: QWidget) -> bool:
    if not widget.isEnabled() or widget.focusProxy() is not None:
        return False
    chosen = _chosen_beside(widget)
    if chosen is not None:
        # Of several that exclude each other Tab comes to the one that is chosen.
        return widget is chosen and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _chosen_beside(widget: QWidget) -> QAbstractButton | None:
    """Return which button of an exclusive group is chosen and can be reached."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    chosen = group.checkedButton() if group is not None and group.exclusive() else None
    return chosen if chosen is not None and chosen.isVisible() and chosen.isEnabled() else None


def parts_of(widget: QWidget) -> Iterator[QWidget]:
    """Yield what is seen in a part and the part itself, in the order in which one reads."""
    if not widget.isVisible():
        return
    yield widget
    laid: list[QWidget] = []
    layout = widget.layout()
    if layout is not None:
        laid += _laid_out(layout)
    scrolled = widget.widget() if isinstance(widget, QScrollArea) else None
    if scrolled is not None:
        laid.append(scrolled)
    if isinstance(widget, QSplitter):
        # Among its children the last that was added comes first.
        laid += filter(None, map(widget.widget, range(widget.count())))
    for one in laid:
        yield from parts_of(one)
    # What lies on top of the rest stands in no layout.
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow() and child not in laid:
            yield from _loose(child, laid)


def _loose(child: QWidget, laid: list[QWidget]) -> Iterator[QWidget]:
    """Yield the parts of something outside the layout, unless it only holds what was read."""
    if not any(child.isAncestorOf(one) for one in laid):
        yield from parts_of(child)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    """Yield what stands in a layout and in those inside it."""
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        inside, widget = item.layout(), item.widget()
        if widget is not None:
            yield widget
        elif inside is not None:
            yield from _laid_out(inside)
