"""What the desk of referrals needs from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from casework.referrals.letter import RegisterLine
    from casework.referrals.referral import Referral
    from casework.referrals.telling import LetterKnown, Telling


class Referrals(Protocol):
    """Requests for help."""

    def of(self, case_id: str) -> Sequence[Referral]:
        """Return the referrals of a case, the oldest first."""
        ...

    def keep(self, referral: Referral) -> None:
        """Keep a referral as it is now."""
        ...

    def sent(self) -> Mapping[str, int]:
        """Return how often something was sent or told to each service, by its code."""
        ...

    def tell(self, telling: Telling) -> None:
        """Keep that something was told without a letter."""
        ...

    def tellings(self, case_id: str) -> Sequence[Telling]:
        """Return what was told without a letter in a case, the first first."""
        ...

    def register(self) -> Sequence[RegisterLine]:
        """Return what was told without a letter in cases she sees as they are, the last first."""
        ...

    def letter(self, number: str) -> LetterKnown | None:
        """Return the letter of a number, or None when there is none for this worker."""
        ...

    def reply(self, letter: LetterKnown, answer: str, at: datetime) -> None:
        """Keep that an answer came back on the slip of a letter."""
        ...
