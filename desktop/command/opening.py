"""What may be typed when no verb is: the window opens, and nothing heavy is imported for it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence


class _Mistyped(Exception):
    """Raised for what is no way to open the window; the whole parser says what is wrong with it."""


class _Opening(argparse.ArgumentParser):
    """A parser that says nothing itself: every word of the language is in the whole one."""

    def error(self, message: str) -> NoReturn:
        """Leave it to the whole parser."""
        raise _Mistyped(message)


def opening(typed: Sequence[str]) -> argparse.Namespace | None:
    """Return what is known of the window that is to open, or None when a verb was typed."""
    parser = _Opening(prog="alongside", add_help=False, allow_abbrev=False)
    parser.add_argument("--home", type=Path, default=None)
    # Whoever has both need not type them: practice, and laptops where something else asks.
    parser.add_argument("--user", default="")
    parser.add_argument("--passphrase-file", default="")
    # Only the program itself says what the window stands in for.
    after = ["hide", "lock", "away"]
    parser.add_argument("--after", choices=after, default="", help=argparse.SUPPRESS)
    # A mistyped option is told by the whole parser, which knows every word of it.
    try:
        found, others = parser.parse_known_args(typed)
    except _Mistyped:
        return None
    return None if others else found
