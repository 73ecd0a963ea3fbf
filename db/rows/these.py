"""Many ids in one statement: as one parameter, however many they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

THESE: Final = "in (select unhex(value) from json_each(?))"


def listed(ids: Iterable[bytes]) -> str:
    """Return ids as the parameter of a statement that asks for these."""
    return json.dumps([one.hex() for one in ids])
