"""A summary that takes the focus: what needs another look, each line a way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPainterPath

import texts
from desktop.look import look
from desktop.parts.announce import announce
from desktop.parts.frames import Box, column, row
from desktop.parts.linking import Link
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QColor, QFocusEvent, QPaintEvent

    from desktop.parts.buttons import Button

_EDGE = 4


class Summary(Box):
    """A title, lines that lead somewhere, a note, and perhaps buttons."""

    def __init__(
        self,
        title: str,
        lines: Sequence[tuple[str, Callable[[], object] | None]],
        note: str,
        buttons: Sequence[Button] = (),
    ) -> None:
        kind = "problem" if any(act for _, act in lines) else "care"
        super().__init__(kind)
        # It speaks to the worker, whatever language the questions are in.
        self.setLayoutDirection(QGuiApplication.layoutDirection())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.setAccessibleDescription("\n".join(words for words, _ in lines))
        self._title = title
        self._edge: QColor = getattr(look().colours, kind)
        heading = Words(title, "h2", colour=kind, wrap=True)
        parts = [
            Link(words, act) if act else Words(words, "body", wrap=True) for words, act in lines
        ]
        self.links = [part for part in parts if isinstance(part, Link)]
        self.lines = [words for words, _ in lines]
        links = column(*parts)
        under = [row(*buttons, None)] if buttons else []
        note_words = Words(note, "small", wrap=True)
        whole = column(heading, links, note_words, *under, gap=6)
        pad = look().px(12)
        whole.setContentsMargins(pad + look().px(8), pad, pad + look().px(8), pad)
        self.setLayout(whole)

    @classmethod
    def of_nothing(cls) -> Summary:
        """Return one for a form that says nothing yet."""
        return cls(texts.say("form.nothing_said"), (), texts.say("form.one_is_enough"))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say at once how much needs another look."""
        super().focusInEvent(event)
        announce(self, self._title, at_once=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a broad leading edge."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), look().px(8), look().px(8))
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        width = look().px(_EDGE)
        painter.setClipRect(self.width() - width if mirrored else 0, 0, width, self.height())
        painter.fillPath(outline, self._edge)
        painter.end()
