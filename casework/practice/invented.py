"""Invented cases for practice: made from a seed, in several scripts, plainly not of anybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import texts
from casework.practice.life import episodes, tasks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from random import Random

    from casework.practice.life import PracticeTask
    from casework.services.service import Service

# A dash between two hours, as people write it.
TO: Final = "\u2013"
# The word "example" in the scripts that an office meets; never a name of anybody.
_EXAMPLES: Final = {
    "en": "Example",
    "fr": "Exemple",
    "ar": "مثال",
    "am": "ምሳሌ",
    "hi": "उदाहरण",
    "bn": "উদাহরণ",
    "uk": "Приклад",
}
_WORDS: Final = {
    "en": "An invented account for practice.",
    "fr": "Un récit inventé pour s'exercer.",
    "ar": "رواية مختلقة للتدريب.",
    "am": "ለልምምድ የተፈጠረ ታሪክ።",
    "hi": "अभ्यास के लिए गढ़ा हुआ विवरण।",
    "bn": "অনুশীলনের জন্য বানানো বিবরণ।",
    "uk": "Вигадана розповідь для вправ.",
}
# How many of the invented people say what: most agree to something, some say no.
_AGREEING: Final = 0.8
_YES: Final = 0.85
_WITH_CHILDREN: Final = 0.5
_BEGUN: Final = 0.15
_WRITTEN: Final = 0.6
_LATELY: Final = 20
_A_YEAR: Final = 363
_HALF_A_YEAR: Final = timedelta(days=180)
# After how long somebody is asked again: before what she agreed to ends.
ASKED_AGAIN: Final = timedelta(days=165)

# How many days ago some entries of the directory were last looked at, by their place in it.
LOOKED_AT: Final = {3: 250, 1: 120, 0: 12}


def directory() -> Sequence[dict[str, Any]]:
    """Return the entries of the directory, in the language that is spoken."""
    return (
        {
            "name": texts.say("sample.service.clinic"),
            "kind": "health",
            "hours": f"08:00{TO}16:00",
            "contact": "+000 55 0110",
            "service_types": ["health_emergency", "sexual_reproductive_health"],
            "regions": ["capital"],
            "languages": ["ar", "en", "fr"],
            "welcomed": ["women", "girls", "without_papers"],
            "accepts_children": "yes",
            "cost": "free",
            "access": texts.say("sample.clinic.access"),
            "safety_notes": texts.say("sample.clinic.safety"),
            "confidentiality": "kept",
        },
        {
            "name": texts.say("sample.service.counselling"),
            "kind": "mhpss",
            "hours": f"09:00{TO}15:00",
            "service_types": ["mental_health", "peer_group"],
            "regions": ["capital", "north"],
            "languages": ["am", "ar", "en"],
            "welcomed": ["everyone"],
            "team_notes": texts.say("sample.counselling.notes"),
        },
        {
            "name": texts.say("sample.service.legal"),
            "kind": "legal",
            "hours": f"10:00{TO}14:00",
            "service_types": ["legal_immigration", "legal_criminal", "compensation"],
            "languages": ["bn", "en", "fr"],
            "cost": "by_income",
            "papers_asked": ["none"],
        },
        {
            "name": texts.say("sample.service.shelter"),
            "kind": "shelter",
            "hours": f"00:00{TO}24:00",
            "service_types": ["emergency_accommodation"],
            "welcomed": ["women", "families"],
            "accepts_children": "yes",
            "age_from": 18,
        },
        {"name": texts.say("sample.service.police"), "kind": "police", "hours": f"08:00{TO}20:00"},
        {"name": texts.say("sample.service.social"), "kind": "social", "hours": f"09:00{TO}12:00"},
        {"name": texts.say("sample.service.training"), "kind": "cash", "hours": f"09:00{TO}17:00"},
    )


@dataclass(frozen=True, slots=True)
class PracticeCase:
    """The answers of one invented person, form by form, and what is still to be done.

    An episode names an earlier one by its place; a letter is written so many days ago.
    """

    days_ago: int
    intake: dict[str, Any] = field(repr=False)
    episodes: tuple[dict[str, Any], ...] = field(repr=False)
    consent: dict[str, Any] | None = field(repr=False)
    begun: dict[str, Any] | None = field(repr=False)
    letter: int | None
    tasks: tuple[PracticeTask, ...]


def practice_case(chance: Random, number: int, services: Sequence[Service]) -> PracticeCase:
    """Return one invented case; the same chance gives the same case."""
    language = chance.choice(list(_EXAMPLES))
    # Most of them came lately, some long ago.
    days_ago = 1 + int(_A_YEAR * chance.random() ** 2)
    consent = _consent(chance, services) if chance.random() < _AGREEING else None
    return PracticeCase(
        days_ago=days_ago,
        intake=_intake(chance, number, language),
        episodes=episodes(chance, _WORDS[language]),
        consent=consent,
        begun={"own_words": _WORDS[language]} if chance.random() < _BEGUN else None,
        letter=_letter(chance, days_ago, consent),
        tasks=tasks(chance),
    )


def dated(consent: dict[str, Any], given_on: date) -> dict[str, Any]:
    """Return a practice consent with its last day set from the day it was given."""
    until = (given_on + _HALF_A_YEAR).isoformat()
    grants = [grant | {"valid_until": until} for grant in consent["grants"]]
    return consent | {"grants": grants}


def _intake(chance: Random, number: int, language: str) -> dict[str, Any]:
    answers: dict[str, Any] = {
        "limits_explained": "yes",
        "languages": [language],
        "interpreter": chance.choice(["yes", "no"]),
        "name_used": f"{_EXAMPLES[language]} {number}",
        "sex": chance.choice(["female", "female", "female", "male"]),
        "birth_precision": "year",
        "birth_year": 2026 - chance.randrange(18, 55),
        "safe_way": chance.choice(["phone_call", "in_person"]),
        "safe_hours": chance.choice([f"08:00{TO}10:00", f"10:00{TO}12:00", f"16:00{TO}18:00"]),
        "phone": f"+000 55 {number:07d}",
        "code_word": _said(chance, "code_word", ("class", "book", "card")),
        "access": _said(chance, "access", ("", "floor", "print")),
        "must_not": texts.say("sample.must_not"),
        "account": f"{_WORDS[language]} ({number})",
    }
    if chance.random() < _WITH_CHILDREN:
        answers["children_count"] = chance.randrange(1, 4)
    return answers


def _said(chance: Random, kind: str, choices: Sequence[str]) -> str:
    """Return one of some words, or none."""
    found = chance.choice(choices)
    return texts.say(f"sample.{kind}.{found}") if found else ""


def _letter(chance: Random, days_ago: int, consent: dict[str, Any] | None) -> int | None:
    """Return how many days ago a letter was written, if she agreed to one and still does."""
    agreed = consent is not None and consent["grants"][0]["answer"] == "given"
    written = chance.random() < _WRITTEN
    lately = chance.randrange(min(days_ago, _LATELY))
    return lately if agreed and written and days_ago < _HALF_A_YEAR.days else None


def _consent(chance: Random, services: Sequence[Service]) -> dict[str, Any]:
    service = chance.choice(list(services))
    answer = "given" if chance.random() < _YES else "refused"
    shared = {
        "purpose": "referral",
        "answer": answer,
        "recipient": service.code,
        "categories": ["demographic", "contact", "needs"],
        "items": ["name_used"],
    }
    counted = {
        "purpose": "statistics_external",
        "answer": chance.choice(["given", "given", "refused"]),
        "categories": ["demographic", "exploitation_category"],
    }
    return {
        "limits_explained": "yes",
        "means": chance.choice(["verbal", "signature", "thumb"]),
        "given_by": "survivor",
        "case_service": "given",
        "grants": [shared, counted],
    }
