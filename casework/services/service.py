"""One service of the directory: who helps, with what, for whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from casework.consent.grant import Recipient
from casework.persons.spelling import is_spelled_otherwise

# From so many months on an entry is worth a call.
STALE_MONTHS: Final = 6
_MONTHS_OF_A_YEAR: Final = 12
# What a service of a kind usually offers, where its entry does not say.
_USUAL: Final = {
    "health": frozenset({"health_emergency", "sexual_reproductive_health", "substance_support"}),
    "mhpss": frozenset({"mental_health", "peer_group", "substance_support"}),
    "legal": frozenset(
        {
            "legal_criminal",
            "legal_civil_family",
            "legal_immigration",
            "legal_record_clearing",
            "compensation",
            "documents",
        }
    ),
    "shelter": frozenset({"emergency_accommodation", "housing", "exit_support"}),
    "police": frozenset({"police_complaint", "crisis_safety"}),
    "social": frozenset({"child_protection", "childcare", "family_tracing", "documents"}),
    "cash": frozenset({"cash_food_items", "livelihood", "education"}),
}


@dataclass(frozen=True, slots=True)
class Service:
    """A service that a survivor may be referred to; its code is how forms name it."""

    id: str
    code: str
    name: str
    kind: str
    details: dict[str, str] = field(default_factory=dict, repr=False)
    active: bool = True

    @property
    def checked_on(self) -> date | None:
        """Return the day on which this entry was last checked, or None."""
        said = self.details.get("last_verified", "")
        return date.fromisoformat(said) if said else None

    @property
    def key(self) -> str:
        """Return the public key that a file to this service may be sealed to, or nothing."""
        return self.details.get("sealing_key", "").strip()

    @property
    def recipient(self) -> Recipient:
        """Return this service as somebody who may be told."""
        said = frozenset(self.details.get("service_types", "").split())
        return Recipient(self.code, self.kind, self.name, said or _USUAL.get(self.kind, said))

    def is_still(self, anew: Service) -> bool:
        """Return whether an entry that was changed is whom a yes for this one named."""
        return anew.kind == self.kind and is_spelled_otherwise(self.name, anew.name)


def months_between(day: date, later: date) -> int:
    """Return how many months lie between two days, counted by the calendar."""
    return (later.year - day.year) * _MONTHS_OF_A_YEAR + later.month - day.month
