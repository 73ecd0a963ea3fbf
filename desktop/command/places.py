"""Files and folders that somebody types."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import texts

_LONGEST_PART: Final = 255
_LONGEST_PLACE: Final = 4000


def place(typed: str) -> Path:
    """Return a file or a folder that somebody named, if a disk can have one of that name."""
    parts = (part.encode("utf-8", "surrogateescape") for part in Path(typed).parts)
    longest = max(map(len, parts), default=0)
    if not typed or "\0" in typed or longest > _LONGEST_PART or len(typed) > _LONGEST_PLACE:
        raise argparse.ArgumentTypeError(texts.say("error.no_such_name"))
    return Path(typed)


def named(typed: str) -> str:
    """Return the name of a file or a dash, if it is one: nothing names the folder one stands in."""
    return str(place(typed))
