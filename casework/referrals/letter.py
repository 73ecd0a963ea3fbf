"""A letter: what its page shows beside the disclosure, and how the register keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from casework.referrals.citing import Cited
    from casework.team.office_facts import OfficeFacts


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter shows that is no value of the case.

    `asked` is what the worker asks in words of her own, `signer` the role or the office that signs,
    `laws` what the letter draws attention to.
    """

    number: str
    kind: str
    issued_on: date
    valid_until: date
    check_code: str
    office: OfficeFacts
    asked: str = field(default="", repr=False)
    signer: str = ""
    laws: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """One issued letter; nothing in it ever changes."""

    number: str
    case_id: str
    referral_id: str
    service_id: str
    purpose: str
    kind: str
    language: str
    template: str
    issued_at: datetime
    issued_by: str
    valid_until: date
    grant_ids: tuple[str, ...]
    told: tuple[str, ...]
    withheld: tuple[str, ...]
    content: bytes = field(repr=False)
    content_hash: str
    check_code: str
    protected: bool
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class LetterOut:
    """One letter that went out to a service, as a withdrawal looks at it."""

    number: str
    service_id: str
    purpose: str
    valid_until: date
    recalled: bool
    referral_id: str = ""


@dataclass(frozen=True, slots=True)
class LetterSent:
    """One letter of a case from its issue to its recall, and the notice of that."""

    number: str
    service_id: str
    purpose: str
    kind: str
    language: str
    issued_on: date
    valid_until: date
    told: tuple[str, ...]
    recalled_on: date | None = None
    notice_on: date | None = None

    @property
    def waits_for_notice(self) -> bool:
        """Return whether its recipient still takes it for one that holds."""
        return self.recalled_on is not None and self.notice_on is None


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One line of the letter register: codes and days; what was told stands in the case.

    A letter that is `sealed` opens with the key of its service alone. Under the mask stay the
    number, the days and whether it holds: they are work.
    """

    number: str
    case_code: str
    service: str = field(repr=False)
    kind: str
    language: str
    issued_on: date
    valid_until: date
    protected: bool
    recalled: bool
    notice_on: date | None = None
    masked: bool = False
    sealed: bool = False

    def under_mask(self) -> RegisterLine:
        """Return the line without whose letter it is, to whom it went, which and in what words."""
        return replace(self, case_code="", service="", kind="", language="", masked=True)
