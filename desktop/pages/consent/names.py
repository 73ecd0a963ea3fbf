"""How wide the names of services are in a list: all alike, so that what follows is one column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.look import look

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.parts.words import Words

_LEAST: Final = 184


class Names:
    """The names take what dates and chips beside them leave, and no more than the longest needs."""

    def __init__(self) -> None:
        self._rows: list[tuple[Words, QWidget, Words, QWidget]] = []

    def add(self, name: Words, held: QWidget, about: Words, state: QWidget) -> None:
        """Take a row: its name and what holds it, what is worth knowing, and where it stands."""
        self._rows.append((name, held, about, state))
        held.setFixedWidth(look().px(_LEAST))

    def fit(self, room: int) -> None:
        """Share the room that names, dates and chips have together."""
        if look().discreet:
            # How long a masked name is tells nothing.
            return
        longest = max(_across(name) for name, *_others in self._rows)
        beside = max(_across(about) + state.sizeHint().width() for *_, about, state in self._rows)
        wide = max(look().px(_LEAST), min(longest, room - beside))
        for _name, held, *_others in self._rows:
            held.setFixedWidth(wide)


def _across(words: Words) -> int:
    """Return how wide words are in one line."""
    return words.fontMetrics().horizontalAdvance(words.text()) + look().px(2)
