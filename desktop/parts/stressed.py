"""Sentences of ours of which a part stands out in strong letters."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.look import look
from desktop.parts.words import Words


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
        shown = f'<span style="font-weight:700;color:{ink}">{escape(found)}</span>'
        # Everything but our own marks is escaped: nothing that is said is read as markup.
        self.setTextFormat(Qt.TextFormat.RichText)
        QLabel.setText(self, f"{escape(before)}{shown}{escape(after)}")
