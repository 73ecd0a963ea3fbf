"""What happened: one value a use case, kept in the log with the work it describes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One committed use case: its kind in the past tense, and ids and codes only."""

    kind: str
    case_id: str = ""
    case_code: str = ""
    subject_id: str = ""
    reason: str = ""
