"""What may be typed when no verb is: the window opens, and nothing heavy is imported for it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def opening(typed: Sequence[str]) -> argparse.Namespace | None:
    """Return what is known of the window that is to open, or None when a verb was typed."""
    parser = argparse.ArgumentParser(prog="alongside", add_help=False, allow_abbrev=False)
    parser.add_argument("--home", type=Path, default=None)
    # Whoever has both need not type them: practice, and laptops where something else asks.
    parser.add_argument("--user", default="")
    parser.add_argument("--passphrase-file", default="")
    # Only the program itself says what the window stands in for.
    parser.add_argument("--after", choices=["hide", "lock"], default="", help=argparse.SUPPRESS)
    # A mistyped option is told by the whole parser, which knows every word of it.
    found, others = parser.parse_known_args(typed)
    return None if others else found
