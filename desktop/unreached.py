"""What is said where an erasure is done and did not reach everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import texts
from desktop.shown import shown_name
from texts.dates import in_own_direction

if TYPE_CHECKING:
    from casework.erasure import Beyond

# A path is worth nothing when its end is missing.
_LONGEST = 400


def not_reached(beyond: Beyond) -> list[str]:
    """Return a sentence for each folder without the list, and for each copy that is left."""
    folders = [texts.say("erasure.list_behind", folder=_path(one)) for one in beyond.folders]
    return folders + [texts.say("erasure.copy_left", file=_path(one)) for one in beyond.copies]


def _path(path: str) -> str:
    return in_own_direction(shown_name(path, _LONGEST))
