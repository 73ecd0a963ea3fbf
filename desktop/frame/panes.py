"""From one part of the window to the next by a key, past whatever is between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.frame.tabbing import parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget


def step_on(
    panes: Sequence[QWidget], step: int, first: Callable[[QWidget], QWidget | None]
) -> None:
    """Give the focus to the first of what can have it in the next part, or in the last before."""
    focus = panes[0].window().focusWidget()
    inside = [number for number, pane in enumerate(panes) if _holds(pane, focus)]
    # A part may stand in another: the narrower one is where one is.
    at = inside[-1] if inside else -1
    for turn in range(1, len(panes) + 1):
        target = first(panes[(at + step * turn) % len(panes)])
        if target is not None:
            target.setFocus()
            return


def first_in(pane: QWidget) -> QWidget | None:
    """Return what takes the focus first inside a part of the window."""
    reached = (one for one in parts_of(pane) if _takes_tab(one) and one.isEnabled())
    return next(reached, None)


def _holds(pane: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (pane is focus or pane.isAncestorOf(focus))


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
