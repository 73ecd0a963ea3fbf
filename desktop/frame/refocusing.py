"""In another look the keyboard comes back to what had it, if the page still has that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget

import texts
from desktop.frame.tabbing import parts_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import SignalInstance

    from desktop.frame.workspace import Workspace

_LOOK_MS: Final = 30
# What the store has not answered by then is answered for nobody who waits at the keyboard.
_MOST_LOOKS: Final = 100


class Stood(NamedTuple):
    """What had the keyboard: in which part, its kind, its name, which of its like, in which row."""

    part: int
    kind: type[QWidget]
    name: str
    of_name: int
    of_kind: int
    kinds: int
    row: int
    language: str


def stands_at(workspace: Workspace) -> Stood | None:
    """Return what has the keyboard in a workspace, or None where nothing of it does."""
    here = QApplication.focusWidget()
    for number, part in enumerate(_parts(workspace)):
        if here is not None and part.isAncestorOf(here):
            like = _like(part, type(here))
            named = [one for one in like if one.accessibleName() == here.accessibleName()]
            if here not in like:
                return None
            row = here.currentIndex().row() if isinstance(here, QAbstractItemView) else -1
            places = named.index(here), like.index(here), len(like)
            language = texts.current().code
            return Stood(number, type(here), here.accessibleName(), *places, row, language)
    return None


class Refocusing(QObject):
    """Waits until the page is filled, unless somebody does something before."""

    def __init__(self, workspace: Workspace, stood: Stood, active: SignalInstance) -> None:
        super().__init__(workspace)
        self._workspace, self._stood, self._looks = workspace, stood, 0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        active.connect(self._timer.stop)

    def _look(self) -> None:
        self._looks += 1
        if not self._workspace.room.jobs.idle and self._looks < _MOST_LOOKS:
            return
        self._timer.stop()
        found = self._found()
        if found is None:
            return
        if isinstance(found, QAbstractItemView) and (model := found.model()) is not None:
            at = model.index(self._stood.row, max(0, found.currentIndex().column()))
            if at.isValid():
                found.setCurrentIndex(at)
        if not found.hasFocus():
            found.setFocus(Qt.FocusReason.OtherFocusReason)

    def _found(self) -> QWidget | None:
        """Return what is called the same, or in another language what stands at the same place."""
        stood = self._stood
        like = _like(_parts(self._workspace)[stood.part], stood.kind)
        if stood.language == texts.current().code:
            like = [one for one in like if one.accessibleName() == stood.name]
            return like[stood.of_name] if stood.of_name < len(like) else None
        return like[stood.of_kind] if len(like) == stood.kinds else None


def _parts(workspace: Workspace) -> Sequence[QWidget]:
    page = [workspace.page] if workspace.page is not None else []
    return (workspace.navigation, workspace.top, workspace.bars, *page)


def _like(part: QWidget, kind: type[QWidget]) -> list[QWidget]:
    """Return all of a kind in a part that may have the keyboard, in the order in which one reads.

    A long page is not made in that order.
    """
    return [
        one for one in parts_of(part) if type(one) is kind and one.isEnabled() and one.focusPolicy()
    ]
