"""What was chosen while asking, and the answers of the consent form that it comes to.

The form is the one way in: nothing here decides whether an answer counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from casework.consent.grant import OWN_PURPOSES, Purpose
from casework.consent.signing import EXCEPTIONS, not_signed

if TYPE_CHECKING:
    from datetime import date

    from casework.consent.sheet import ConsentSheet
    from desktop.pages.consent.topic import Topic

GIVEN, REFUSED = "given", "refused"
_SURVIVOR: Final = "survivor"
_ADULTS: Final = frozenset({"caregiver", "other_adult"})
_ALONE: Final = "survivor_alone"
_GIVERS: Final = (_SURVIVOR, "caregiver", "other_adult", "caseworker", _ALONE, "court")


@dataclass(slots=True)
class Sitting:
    """What holds for everything that is asked while one sits together."""

    means: str = "verbal"
    language: str = ""
    explained_in: str = ""
    given_by: str = ""
    limits: bool = False
    witness: str = field(default="", repr=False)
    capacity: str = ""
    unsafe: str = ""
    reason: str = field(default="", repr=False)
    second: str = field(default="", repr=False)


@dataclass(slots=True)
class Chosen:
    """What holds for one question: what may be told and what not, until when, on which conditions.

    A child's yes to one question is no yes to the next.
    """

    until: date
    categories: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    assent: str = ""
    conditions: str = field(default="", repr=False)
    left_out: frozenset[str] = frozenset()
    episodes_left_out: frozenset[str] = frozenset()


def givers(sheet: ConsentSheet) -> tuple[str, ...]:
    """Return who can answer for a person of an age; the rule itself is asked."""
    unsafe, youngest = sheet.caregiver_unsafe, sheet.youngest_band
    wrong = {
        giver
        for giver in _GIVERS
        for name, _ in not_signed(
            sheet.age_band, {"given_by": giver}, caregiver_unsafe=unsafe, youngest=youngest
        )
        if name == "given_by"
    }
    return tuple(giver for giver in _GIVERS if giver not in wrong)


def is_exception(giver: str) -> bool:
    """Return whether an answer of somebody needs a reason and a second member of staff."""
    return giver in EXCEPTIONS


def is_adult_beside(giver: str) -> bool:
    """Return whether an adult answers beside a child, so that it matters whether they are safe."""
    return giver in _ADULTS


def child_is_heard(giver: str) -> bool:
    """Return whether somebody else answers, so that the child is heard on a line of its own."""
    return giver not in {"", _SURVIVOR, _ALONE}


def answers_of(
    topic: Topic, answer: str, sitting: Sitting, chosen: Chosen, text_version: str
) -> dict[str, Any]:
    """Return the answers of the consent form: one question, one answer."""
    giver = sitting.given_by
    said: dict[str, Any] = {
        "limits_explained": "yes" if sitting.limits else "",
        "text_version": text_version,
        "explained_language": sitting.explained_in or sitting.language,
        "means": sitting.means,
        "capacity": sitting.capacity,
        "given_by": giver,
        "giver_unsafe": sitting.unsafe if is_adult_beside(giver) else "",
        "child_assent": chosen.assent if child_is_heard(giver) else "",
        "exception_reason": sitting.reason if is_exception(giver) else "",
        "second_person": sitting.second if is_exception(giver) else "",
        "witness": sitting.witness,
    }
    if topic.purpose is Purpose.CASE_SERVICE:
        said[Purpose.CASE_SERVICE.value] = answer
    else:
        said["grants"] = [_grant(topic, answer, chosen)]
    return {name: value for name, value in said.items() if value}


def _grant(topic: Topic, answer: str, chosen: Chosen) -> dict[str, Any]:
    row: dict[str, Any] = {"purpose": topic.purpose.value, "answer": answer}
    if topic.purpose not in OWN_PURPOSES:
        if topic.is_of_a_kind:
            row |= {"any_of_kind": "yes", "recipient_kind": topic.recipient}
        else:
            row["recipient"] = topic.recipient
    row["conditions"] = chosen.conditions
    if answer == GIVEN:
        row["categories"] = sorted(chosen.categories)
        if topic.purpose not in OWN_PURPOSES:
            row["items"] = sorted(chosen.items)
            row["not_episodes"] = sorted(chosen.episodes_left_out)
        row["not_categories"] = sorted(chosen.left_out)
        row["valid_until"] = chosen.until.isoformat()
    return {name: value for name, value in row.items() if value}
