"""One person who was helped and wants no record: nothing here leads to her."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Helped:
    """One person helped, counted by day, kind of help, and whether she is of age."""

    on: date
    service_type: str
    age_group: str
