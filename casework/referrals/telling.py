"""What was told without a letter about a referral, and a letter as an answer to it is checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime

    from casework.disclosure import Disclosure
    from casework.referrals.referral import Referral

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


def telling_of(
    disclosure: Disclosure,
    referral: Referral,
    by: str,
    *,
    withheld: tuple[str, ...] = (),
    file: str = "",
) -> Telling:
    """Return what is kept of a disclosure that somebody made without a letter."""
    return Telling(
        case_id=referral.case_id,
        referral_id=referral.id,
        service_id=referral.service_id,
        purpose=disclosure.purpose.value,
        language=disclosure.language,
        at=disclosure.at,
        told_by=by,
        valid_until=disclosure.valid_until,
        grant_ids=disclosure.grant_ids,
        told=tuple(one.item for one in disclosure.told),
        withheld=withheld,
        file=file,
    )


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
