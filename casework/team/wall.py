"""The wall: who is near an alleged exploiter, or is not to know by her wish, sees nothing."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.refused import DeskRefused

if TYPE_CHECKING:
    from datetime import datetime


class Nearness(enum.StrEnum):
    """Why somebody stands behind the wall; a code that `texts` turns into words."""

    SAME_PERSON = "same_person"
    RELATIVE = "relative"
    SAME_UNIT = "same_unit"
    HER_WISH = "her_wish"


@dataclass(frozen=True, slots=True)
class ConflictLink:
    """That a worker, or a service, must not know of a case, and since when."""

    id: str
    case_id: str
    kind: Nearness
    since: datetime
    set_by: str
    user_id: str = ""
    service_id: str = ""


class WallRefused(DeskRefused):
    """Raised for a wall that cannot stand, or that one may not pass."""
