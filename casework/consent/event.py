"""A consent event: something she said about sharing, on one day, in one wording."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from casework.consent.grant import Ending


class ConsentKind(enum.StrEnum):
    """What kind of event it was."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SUSPENDED = "suspended"
    LIFTED = "lifted"
    NARROWED = "narrowed"


@dataclass(frozen=True, slots=True)
class ConsentEvent:
    """One event: who said what, how, in which language and wording, after which explanation."""

    id: str
    kind: ConsentKind
    at: datetime
    given_by: str
    means: str
    language: str
    text_version: str
    age_band: str
    limits_explained: bool
    recorded_by: str
    assent: str = ""
    witness: str = field(default="", repr=False)
    note: str = field(default="", repr=False)
    ending: Ending | None = None
    reason: str = ""
    lifts: frozenset[str] = frozenset()
