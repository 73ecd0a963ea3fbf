"""The own organisation as papers name it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """Name, telephone, hours and everyday language of the office; `practice` marks invented data."""

    name: str
    phone: str
    hours: str
    language: str
    practice: bool
