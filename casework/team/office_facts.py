"""The own organisation as papers name it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """How to reach the office, and its everyday language; `practice` marks invented data."""

    name: str
    phone: str
    hours: str
    language: str
    practice: bool
