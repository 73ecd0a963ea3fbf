"""What was told without a letter about a referral, and a letter as an answer to it is checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime

# How the register names what had no paper.
ALOUD: Final = "aloud"
FILE: Final = "file"


@dataclass(frozen=True, slots=True)
class Telling:
    """One disclosure without paper; nothing in it ever changes, and the values are not in it.

    Of a file that was given `file` says the kind and its number among those of the case.
    """

    case_id: str
    referral_id: str
    service_id: str
    purpose: str
    language: str
    at: datetime
    told_by: str
    valid_until: date
    grant_ids: tuple[str, ...]
    told: tuple[str, ...]
    withheld: tuple[str, ...]
    file: str = ""


@dataclass(frozen=True, slots=True)
class LetterKnown:
    """One letter that somebody names by its number, with the answers that came back so far."""

    id: str
    case_id: str
    case_code: str
    referral_id: str
    check_code: str = field(repr=False)
    recalled: bool
    answers: frozenset[str]
