"""The look of the window now, for everything that paints."""

from __future__ import annotations

from desktop.look.looks import Look

_now = [Look()]


def look() -> Look:
    """Return the look of the window now."""
    return _now[0]


def use(other: Look) -> None:
    """Let everything that is built or painted from now on look so."""
    _now[0] = other
