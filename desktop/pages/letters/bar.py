"""The foot of the letter builder: the passphrase of the file, and the two ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

import texts
from desktop import doors
from desktop.look import look
from desktop.look.tokens import size
from desktop.parts.buttons import Button, IconButton
from desktop.parts.frames import Box, row
from desktop.parts.own_secret import OwnSecret
from desktop.parts.ticks import Tick
from desktop.parts.words import Words
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

_PAD: Final = 10
# The room for one's own passphrase, where it does not take the whole line.
_OWN: Final = 400
# The two lines at the edges of the field.
_EDGES: Final = 2
# The least room for the note beside the words.
_NOTE: Final = 150
_READ: Final = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


class Protection(QWidget):
    """Whether the file is protected, and the words that open it: made here, told by telephone."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self.tick = Tick(texts.say("letter_page.protect"))
        self.tick.setChecked(True)
        self.tick.toggled.connect(self._turned)
        self.seal = Tick(texts.say("letter_page.seal"))
        self.seal.toggled.connect(self._turned)
        self.seal.hide()
        self.words = Words("", wrap=look().reflows)
        self.words.setTextInteractionFlags(_READ)
        self.words.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.renewing = IconButton("arrows-clockwise", texts.say("letter_page.renew"))
        self.renewing.does(self.renew)
        # Whoever took an open laptop would have it in a file: it is asked as of all that leaves so.
        self.own = _own_secret()
        self.own.hide()
        self._note = Words(texts.say("letter_page.by_phone"), "small", wrap=True)
        inside = row(self.words, self.renewing, gap=4)
        inside.setContentsMargins(look().px(_PAD), 0, look().px(_PAD), 0)
        self._frame = Box("field", inside)
        self._frame.setMinimumHeight(look().px(size("control")))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look().px(10))
        self._grid.setVerticalSpacing(look().px(4))
        self._laid: tuple[bool, bool] | None = None
        self.renew()

    def speak(self, language: str) -> None:
        """Make words of the language of the letter, where it has a list of them."""
        if language != self._language:
            self._language = language
            self.renew()

    def renew(self) -> None:
        """Make other words."""
        self._passphrase = doors.suggest_passphrase(self._language)
        self.words.setText(isolate(self._passphrase))
        name = texts.say("letter_page.passphrase", words=self._passphrase)
        self.words.setAccessibleName(name)
        self._lay()

    def offer_key(self, *, offered: bool) -> None:
        """Offer the key of a service instead of words, or take the offer back."""
        if not offered:
            self.seal.setChecked(False)
        self.seal.setVisible(offered)

    def seals(self) -> bool:
        """Return whether the file is sealed to the key of its service."""
        return self.seal.isChecked()

    def passphrase(self) -> str | None:
        """Return the words that protect the file, or None when no words do."""
        return self._passphrase if self.tick.isChecked() and not self.seals() else None

    def stops(self) -> Sequence[QWidget]:
        """Return what the focus goes through, in reading order."""
        first = () if self.seal.isHidden() else (self.seal,)
        own = self.own.secret
        return (*first, self.tick, self.words, self.renewing, own, own.eye)

    def is_open(self) -> bool:
        """Return whether nothing protects the file: anybody could read it."""
        return self.passphrase() is None and not self.seals()

    def minimumSizeHint(self) -> QSize:
        """Return no width: it has what the ways out leave, and there all of it wraps."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand in one line where there is room for it."""
        super().resizeEvent(event)
        self._lay()

    def _line(self) -> int:
        """Return how wide the words are in one line, with what stands around them."""
        letters = self.words.fontMetrics().horizontalAdvance(self.words.text())
        return letters + self.renewing.sizeHint().width() + look().px(2 * _PAD + 4) + _EDGES

    def _lay(self) -> None:
        line = self._line()
        # Told by telephone with its last letters cut off, they would open nothing.
        wraps = look().reflows or line > self.width()
        self.words.setWordWrap(wraps)
        across = QSizePolicy.Policy.Preferred if wraps else QSizePolicy.Policy.Maximum
        self._frame.setSizePolicy(across, QSizePolicy.Policy.Minimum)
        taken = self.tick.sizeHint().width() + line
        wide = not look().reflows and taken + look().px(_NOTE) <= self.width()
        if (wide, wraps) == self._laid:
            return
        self._laid = wide, wraps
        parts = (self.seal, self.tick, self._frame, self._note, self.own)
        for part in parts:
            self._grid.removeWidget(part)
        middle = Qt.AlignmentFlag.AlignVCenter
        if wide:
            self._grid.addWidget(self.seal, 0, 0, 1, 3)
            self._grid.addWidget(self.tick, 1, 0, middle)
            self._grid.addWidget(self._frame, 1, 1, middle)
            self._grid.addWidget(self._note, 1, 2, middle)
        elif wraps:
            for at, each in enumerate(parts):
                self._grid.addWidget(each, at, 0, 1, 3)
        else:
            self._grid.addWidget(self.seal, 0, 0, 1, 3)
            self._grid.addWidget(self.tick, 1, 0, middle)
            self._grid.addWidget(self._note, 1, 1, 1, 2, middle)
            self._grid.addWidget(self._frame, 2, 0, 1, 3)
        if not wraps:
            self._grid.addWidget(self.own, 3, 0, 1, 3)
        self._grid.setColumnStretch(1, 0 if wide else 1)
        self._grid.setColumnStretch(2, 1)

    def _turned(self, _on: bool) -> None:
        """Show what is to be done about the file: words to tell, a key, or nothing."""
        words = self.passphrase() is not None
        self.tick.setVisible(not self.seals())
        self._frame.setVisible(words)
        self.own.setVisible(self.is_open())
        self.own.forget()
        said = "by_phone" if words else "unprotected"
        self._note.setText(texts.say(f"letter_page.{'sealed' if self.seals() else said}"))


def _own_secret() -> OwnSecret:
    own = OwnSecret()
    if (inside := own.layout()) is not None and not look().reflows:
        own.secret.setFixedWidth(look().px(_OWN))
        inside.setAlignment(own.secret, Qt.AlignmentFlag.AlignLeading)
    return own


class ActionBar(Box):
    """Print and save; greyed with the reason while nothing can go out."""

    printing = Signal()
    saving = Signal()

    def __init__(self, protection: QWidget | None) -> None:
        super().__init__("panel")
        self.prints = Button(texts.say("letter_page.print"), icon_name="printer")
        self.saves = Button(texts.say("letter_page.save"), "primary", icon_name="file-arrow-down")
        self.prints.does(self.printing.emit)
        self.saves.does(self.saving.emit)
        parts = [protection] if protection is not None else [None]
        whole = row(*parts, self.prints, self.saves, gap=10)
        whole.setStretch(0, 1)
        whole.setContentsMargins(look().px(20), look().px(8), look().px(20), look().px(8))
        self.setLayout(whole)
        self.setMinimumHeight(look().px(size("action_bar")))
        # Words that wrap make it higher than it asks for: it may be.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def stops(self) -> Sequence[QWidget]:
        """Return what the focus goes through, in reading order."""
        return (self.prints, self.saves)

    def refuse(self, reason: str) -> None:
        """Grey both ways out and say why, or free them."""
        self.prints.refuse(reason)
        self.saves.refuse(reason)
