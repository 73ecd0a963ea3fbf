"""Who has to agree, by age: the child, an adult, both, or another adult with a reason.

The ages are data (`casework/data/child_rules.toml`): an organisation sets them by its own law.
A no needs no signatory: anybody may always refuse.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SURVIVOR: Final = "survivor"
_CAREGIVER: Final = "caregiver"
_COURT: Final = "court"
# A child old enough to weigh it, where no adult is safe to ask.
_ALONE: Final = "survivor_alone"
_HERSELF: Final = frozenset({_SURVIVOR, _ALONE})
_ASSENTS: Final = "assents"
# Answers out of the ordinary: each needs to be explained, and a second member of staff.
EXCEPTIONS: Final = frozenset({"other_adult", "caseworker", _COURT, _ALONE})


@dataclass(frozen=True, slots=True)
class Band:
    """What one age band asks of the child and of an adult, and who may answer otherwise."""

    since: int
    child: str
    adult: str
    otherwise: frozenset[str]


@cache
def bands() -> Mapping[str, Band]:
    """Return the rule of each age band."""
    text = (Path(__file__).parent.parent / "data" / "child_rules.toml").read_text("utf-8")
    rows = tomllib.loads(text)["band"]
    return {
        row["id"]: Band(row["from"], row["child"], row["adult"], frozenset(row["otherwise"]))
        for row in rows
    }


@cache
def alone_from() -> Mapping[str, int]:
    """Return from which age a yes that she gave alone counts, by how it was given."""
    by_herself = [one.since for one in bands().values() if one.child == "consent"]
    weighed = [one.since for one in bands().values() if _SURVIVOR in one.otherwise]
    return {_SURVIVOR: min(by_herself), _ALONE: min(*by_herself, *weighed)}


def not_signed(
    age_band: str,
    answers: Mapping[str, Any],
    *,
    caregiver_unsafe: bool = False,
    youngest: str = "",
    worker: str = "",
) -> Iterator[tuple[str, str]]:
    """Yield what is missing for a yes to count: the question it is about, and a code.

    A caregiver who is marked as not safe never signs. Of whoever may be in the `youngest` band too
    her own yes alone is an exception. The `worker` who records one is no second person for it.
    """
    giver = answers.get("given_by", "")
    band = bands()[age_band]
    unsure = is_unsure(age_band, youngest or age_band)
    if answers.get("capacity") == "no":
        yield "capacity", "no_capacity"
    if giver == _CAREGIVER and caregiver_unsafe:
        yield "given_by", "unsafe_adult"
    if giver in EXCEPTIONS:
        for name in ("exception_reason", "second_person"):
            said = str(answers.get(name, "")).strip().casefold()
            if not said or (name == "second_person" and said == worker.strip().casefold()):
                yield name, "exception_explained"
    wrong = _not_certain(giver) if unsure and giver in _HERSELF else _wrong_giver(band, giver)
    if wrong:
        yield "given_by", wrong
    elif giver not in _HERSELF and band.child != "none" and answers.get("child_assent") != _ASSENTS:
        yield "child_assent", "child_agrees_too"


def is_unsure(age_band: str, youngest: str) -> bool:
    """Return whether somebody who may answer alone may be too young for that as well."""
    return bands()[age_band].child == "consent" and bands()[youngest].child != "consent"


def _not_certain(giver: str) -> str:
    """Return why her own yes is not enough where a younger child is possible, or nothing."""
    return "" if giver == _ALONE else "age_not_certain"


def _wrong_giver(band: Band, giver: str) -> str:
    """Return why somebody cannot answer for a person of an age, or nothing."""
    if giver == _COURT:
        return ""
    if giver == _ALONE:
        weighs = band.child == "assent" and _SURVIVOR in band.otherwise
        return "" if weighs else "adult_agrees_too"
    if giver == _SURVIVOR:
        return "" if band.child == "consent" else "adult_agrees_too"
    if band.adult == "none":
        return "own_decision"
    if giver == _CAREGIVER:
        return ""
    return "" if giver in band.otherwise else "own_decision"
