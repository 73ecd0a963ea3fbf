"""What a voice calls parts for which Qt knows no kind: headings, tiles, buttons that stay down.

And what no voice hears: the letters of a passphrase.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QLabel, QLineEdit, QWidget

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


class _Toggle(_Said):
    """A button that stays down: pressed or not, and no box that is ticked."""

    def __init__(self, part: QAbstractButton) -> None:
        super().__init__(part, QAccessible.Role.Button)
        self._part = part

    def state(self) -> QAccessible.State:
        """Return its state, with whether it is down."""
        found = super().state()
        found.checkable = True
        found.checked = found.pressed = self._part.isChecked()
        return found

    def actionNames(self) -> list[str]:
        """Return that it can be turned, and what any part can do."""
        return [QAccessibleActionInterface.toggleAction(), *super().actionNames()]

    def doAction(self, name: str) -> None:
        """Turn it as a mouse would."""
        if name == QAccessibleActionInterface.toggleAction():
            self._part.click()
        else:
            super().doAction(name)


class _Hidden(_Said):
    """A line whose words are hidden: a voice hears how many signs there are, and no sign.

    Qt says every letter as it is typed, and all of them when the line is emptied, to whoever in the
    session listens; it says nothing of a part that holds no text.
    """

    def __init__(self, part: QLineEdit) -> None:
        super().__init__(part, QAccessible.Role.EditableText)
        self._part = part

    def state(self) -> QAccessible.State:
        """Return its state: it is typed in, and holds a passphrase."""
        found = super().state()
        found.editable = not self._part.isReadOnly()
        found.readOnly = self._part.isReadOnly()
        found.passwordEdit = True
        return found

    def text(self, kind: QAccessible.Text) -> str:
        """Return what is painted in it for its words, or what else is said of it."""
        return self._part.displayText() if kind is QAccessible.Text.Value else super().text(kind)


_WORDED: Final = (QLabel, QAbstractButton)
_TOGGLES: Final = "toggles"


def let_stay_down(button: QAbstractButton) -> None:
    """Let a button stay down when it is pressed; a voice calls it a button that does."""
    button.setCheckable(True)
    button.setProperty(_TOGGLES, True)
    call_anew(button)


def call_anew(part: QWidget) -> None:
    """Let a voice that has asked what a part is already ask once more: it is another by now."""
    if QAccessible.isActive():
        before = QAccessible.queryAccessibleInterface(part)
        QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(before))


def call_by_kind() -> None:
    """Let voices hear those kinds, in every window of this program."""
    QAccessible.installFactory(_voiced)


def _voiced(_kind: str, part: QObject) -> QAccessibleWidget | None:
    """Return what voices are told of a part, or leave it to Qt."""
    if isinstance(part, QAbstractButton) and part.property(_TOGGLES):
        return _Toggle(part)
    if isinstance(part, QLineEdit) and part.echoMode() is not QLineEdit.EchoMode.Normal:
        return _Hidden(part)
    if isinstance(part, QWidget) and isinstance(part, Voiced) and part.voice is not None:
        return _Said(part, part.voice)
    return None
