"""Sentences of ours of which a part stands out in strong letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.imports import Later
from desktop.look import look
from desktop.parts.words import Words

if TYPE_CHECKING:
    import html
else:
    # It knows every sign that has a name in pages of the web: not for a page without such lines.
    html = Later("html")


class Stressed(Words):
    """A line or paragraph; which part of it stands out is said apart from the words."""

    spans = True

    def setText(self, words: str) -> None:
        """Say something else, of which nothing stands out yet."""
        self.setTextFormat(Qt.TextFormat.PlainText)
        super().setText(words)
        self.setAccessibleName(words)

    def stress(self, part: str) -> None:
        """Let a part of what is said stand out."""
        before, found, after = self.text().partition(part)
        ink = look().colours.text.name()
        shown = f'<span style="font-weight:700;color:{ink}">{html.escape(found)}</span>'
        # Everything but our own marks is escaped: nothing that is said is read as markup.
        self.setTextFormat(Qt.TextFormat.RichText)
        QLabel.setText(self, f"{html.escape(before)}{shown}{html.escape(after)}")
