"""An answer as it was typed, and as it stands in its field while nobody writes there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.parts.in_order import as_said, in_order, left_in_order, place_shown

if TYPE_CHECKING:
    from PySide6.QtCore import Qt


@dataclass(slots=True)
class Ordered:
    """What was typed, and the words shown for it, in which no number turns round."""

    typed: str = ""
    shown: str = ""

    def take(self, words: str, way: Qt.LayoutDirection, *, locked: bool, written_in: bool) -> str:
        """Keep an answer; return the words that are shown for it."""
        self.typed = self.shown = words
        if locked:
            self.shown = in_order(words, way)
        elif not written_in:
            self.shown = left_in_order(words, way)
        return self.shown

    def of(self, there: str) -> str:
        """Return the answer that a field holds which shows these words now."""
        if there == self.shown:
            return self.typed
        return there if self.shown == self.typed else as_said(there)

    def copied(self, part: str) -> str:
        """Return what somebody takes along who copies a part of it: a telephone dials no signs."""
        return part if self.shown == self.typed else as_said(part)

    def before(self, there: str, at: int) -> int:
        """Return how much of the answer stands before a place in the field."""
        return at if self.shown == self.typed else len(as_said(there[:at]))

    def behind(self, there: str, place: int) -> int:
        """Return the place in the field behind so much of the answer."""
        return min(place, len(there)) if self.shown == self.typed else place_shown(there, place)
