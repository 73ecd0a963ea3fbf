"""The directory of services as it is printed in numbers: nothing of it is about a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casework.services.service import Service
    from casework.team.office_facts import OfficeFacts


@dataclass(frozen=True, slots=True)
class Directory:
    """The services in use, whose directory it is, and the day on which they are counted."""

    language: str
    office: OfficeFacts
    services: Sequence[Service]
    today: date
