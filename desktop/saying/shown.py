"""Words on their way to a terminal: in one encoding, and without signs that steer it."""

from __future__ import annotations

import io
import re
import sys
from typing import Final

# Signs that move the cursor, change colours or turn the reading order of what stands beside them.
# The isolates stay: they keep a name inside its own line, and our own sentences use them.
_STEERING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\ud800-\udfff\ufeff]"
)
_LONGEST_NAME: Final = 80


def shown(words: str) -> str:
    """Return words as a terminal may show them."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", words)


def shown_name(name: str, longest: int = _LONGEST_NAME) -> str:
    """Return a name that somebody typed, on one line and short enough to be read."""
    one_line = shown(" ".join(name.split()))
    return one_line if len(one_line) <= longest else f"{one_line[:longest]}\u2026"


def is_plain(name: str) -> bool:
    """Return whether a name holds nothing that steers a terminal, and fits on a line."""
    return shown(name) == name and "\n" not in name and "\t" not in name


def speak_unicode() -> None:
    """Read and write the standard streams in UTF-8, whatever the system is set to."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper) and not sys.stdin.isatty():
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="strict")
