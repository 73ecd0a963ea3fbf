"""Who cares for a child, and who may agree for her: read out of what was written down."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from casework.records.entries import by_name
from casework.records.record import FINAL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.records.record import Record

FORM: Final = "family"


class MayConsent(enum.StrEnum):
    """Whether an adult may agree for a child."""

    YES = "yes"
    NO = "no"
    UNSAFE = "unsafe"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Caregiver:
    """One adult who cares for a child, or is responsible for her by law."""

    name: str = field(repr=False)
    relation: str
    roles: frozenset[str]
    may_consent: MayConsent
    why: str = field(repr=False)


def caregivers_of(records: Iterable[Record]) -> tuple[Caregiver, ...]:
    """Return the caregivers of a child by the last word on them; nobody else is one."""
    finished = [one for one in records if one.form_id == FORM and one.state == FINAL]
    if not finished:
        return ()
    said = by_name(finished[-1].model, finished[-1].doc)
    return tuple(
        Caregiver(
            name=str(row.get("caregiver_name") or ""),
            relation=str(row.get("caregiver_relation") or ""),
            roles=frozenset(row.get("caregiver_roles") or ()),
            may_consent=_may(str(row.get("caregiver_may_consent") or "")),
            why=str(row.get("caregiver_why") or ""),
        )
        for row in said.get("caregivers") or ()
    )


def none_is_safe(adults: Iterable[Caregiver]) -> bool:
    """Return whether there are caregivers, and every one of them is marked as not safe."""
    found = [one.may_consent for one in adults]
    return bool(found) and set(found) == {MayConsent.UNSAFE}


def _may(said: str) -> MayConsent:
    """Return what was said; what was not asked or is not known lets nobody agree."""
    return next((one for one in MayConsent if one.value == said), MayConsent.UNKNOWN)
