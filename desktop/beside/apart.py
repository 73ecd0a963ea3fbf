"""What works for this program in a process of its own, and holds what only the window may show.

Whoever hides ends all of it; at an orderly end it may finish first.
"""

from __future__ import annotations

from typing import Final, Protocol


class Apart(Protocol):
    """A process that works for this program."""

    def end(self) -> None:
        """End at once, whatever it is at."""

    def finish(self) -> None:
        """End, with what it was given done where that takes no more than a moment."""


_working: Final[set[Apart]] = set()


def begun(one: Apart) -> None:
    """Know of a process, until it is over."""
    _working.add(one)


def over(one: Apart) -> None:
    """Know no more of a process."""
    _working.discard(one)


def end_all() -> None:
    """End whatever is at work."""
    for one in tuple(_working):
        one.end()


def finish_all() -> None:
    """Let whatever is at work come to its end."""
    for one in tuple(_working):
        one.finish()
