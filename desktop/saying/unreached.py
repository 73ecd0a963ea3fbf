"""What is said where an erasure is done and did not reach everything."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import texts
from desktop.saying.shown import shown_name
from texts.dates import in_own_direction

if TYPE_CHECKING:
    from casework.keeping.erasure import Beyond

# A path is worth nothing when its end is missing.
_LONGEST = 400
BREAK = "\u200b"


def not_reached(beyond: Beyond, *, on_screen: bool = False) -> list[str]:
    """Return a sentence for each folder without the list, and for each copy that is left."""
    folders, copies = (
        [_path(one, on_screen=on_screen) for one in paths]
        for paths in (beyond.folders, beyond.copies)
    )
    behind = [texts.say("erasure.list_behind", folder=one) for one in folders]
    return behind + [texts.say("erasure.copy_left", file=one) for one in copies]


def _path(path: str, *, on_screen: bool) -> str:
    shown = shown_name(path, _LONGEST)
    # Where it cannot be copied, a long path may break after each of its folders.
    return in_own_direction(shown.replace(os.sep, os.sep + BREAK) if on_screen else shown)
