"""A summary that takes the focus: what needs another look, each line a way to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from desktop.look import look
from desktop.parts.announce import announce
from desktop.parts.frames import Box, column, row
from desktop.parts.linking import Link
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QFocusEvent, QPaintEvent

    from desktop.parts.buttons import Button

_EDGE = 4


class Summary(Box):
    """A title, lines that lead somewhere, a note, and perhaps buttons."""

    def __init__(
        self,
        title: str,
        lines: Sequence[tuple[str, Callable[[], object]]],
        note: str,
        buttons: Sequence[Button] = (),
    ) -> None:
        super().__init__("problem")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.setAccessibleDescription("\n".join(words for words, _ in lines))
        self._title = title
        heading = Words(title, "h2", colour="problem", wrap=True)
        self.links = [Link(words, partial(_go, act)) for words, act in lines]
        links = column(*self.links)
        under = [row(*buttons, None)] if buttons else []
        note_words = Words(note, "small", wrap=True)
        whole = column(heading, links, note_words, *under, gap=6)
        pad = look().px(12)
        whole.setContentsMargins(pad + look().px(8), pad, pad + look().px(8), pad)
        self.setLayout(whole)

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
        painter.fillPath(outline, look().colours.problem)
        painter.end()


def _go(act: Callable[[], object]) -> None:
    act()
