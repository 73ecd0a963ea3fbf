"""What a voice calls parts for which Qt knows no kind: headings, and tiles that only show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QLabel, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

# Headings of a page and of its cards; the label of a field belongs to the field.
HEADINGS: Final = frozenset({"display", "page", "h1", "h2"})


@runtime_checkable
class Voiced(Protocol):
    """A part that says itself what a voice calls it; nothing: what Qt calls it."""

    voice: QAccessible.Role | None


class _Said(QAccessibleWidget):
    """A part under another kind; its name is what it is called, else the words on it."""

    def __init__(self, part: QWidget, kind: QAccessible.Role) -> None:
        super().__init__(part, kind)

    def text(self, kind: QAccessible.Text) -> str:
        """Return its name, or what else is said of it."""
        said = super().text(kind)
        part = self.widget()
        if said or kind is not QAccessible.Text.Name or not isinstance(part, _WORDED):
            return said
        return part.text()


_WORDED: Final = (QLabel, QAbstractButton)


def call_by_kind() -> None:
    """Let voices hear those kinds, in every window of this program."""
    QAccessible.installFactory(_voiced)


def _voiced(_kind: str, part: QObject) -> QAccessibleWidget | None:
    """Return what voices are told of a part, or leave it to Qt."""
    if isinstance(part, QWidget) and isinstance(part, Voiced) and part.voice is not None:
        return _Said(part, part.voice)
    return None
