"""What is said on an invented person's visits, and what she agrees to: for tour and trial."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# What is typed on the first visit, in the languages that it is shown in.
SAID = {
    "en": {
        "must_not": "No calls to the family, no visits, no messages.",
        "access": "Ground floor, please.",
        "account": "EX-ACCOUNT-1: told in her own words, and kept here.",
    },
    "ar": {
        "must_not": "لا اتصالات بالأسرة ولا زيارات ولا رسائل.",
        "access": "الطابق الأرضي من فضلكم.",
        "account": "EX-ACCOUNT-1: كما رُوي، ويبقى هنا.",
    },
}
# What is noted for the team.
NOTED = {
    "en": "Meeting at the training centre is best. No rush, ask again in April.",
    "ar": "اللقاء في مركز التدريب هو المفضّل. لا استعجال، السؤال من جديد في أبريل.",
}


def visit(language: str = "en") -> dict[str, object]:
    """Return what an invented person says at her first visit."""
    return {
        "limits_explained": "yes",
        "entry_route": "self",
        "name_used": "EX-NAME-1",
        "languages": ["ar", "en"],
        "interpreter": "yes",
        "sex": "female",
        "birth_precision": "year",
        "birth_year": datetime.now(UTC).date().year - 24,
        "safe_way": "phone_call",
        "safe_hours": "10:00\u201312:00",
        "phone": "+000 91 234 5678",
        "services_asked": ["health_emergency"],
        **SAID[language],
    }


def agreement(service: str) -> dict[str, object]:
    """Return what she agrees to: that one service is told a little, for 90 days."""
    return {
        "limits_explained": "yes",
        "means": "verbal",
        "given_by": "survivor",
        "case_service": "given",
        "grants": [
            {
                "purpose": "referral",
                "recipient": service,
                "categories": ["demographic", "contact", "needs"],
                "items": ["name_used", "own_phone"],
                "valid_until": (datetime.now(UTC).date() + timedelta(days=90)).isoformat(),
            }
        ],
    }


def lived(language: str = "en") -> list[dict[str, object]]:
    """Return what she tells of the years before, a part tied to the one before it by its place."""
    year = datetime.now(UTC).date().year
    told = {"own_words": SAID[language]["account"], "source": "survivor", "certainty": "stated"}
    return [
        {
            **told,
            "continuum": ["transactional_sex"],
            "start_precision": "month",
            "start_month": f"{year - 3}-03",
            "ongoing": "over",
            "end_precision": "month",
            "end_month": f"{year - 2}-04",
        },
        {
            **told,
            "continuum": ["survival_sex"],
            "start_precision": "month",
            "start_month": f"{year - 2}-01",
            "ongoing": "over",
            "end_precision": "estimated_range",
            "end_earliest": f"{year - 1}-03-01",
            "end_latest": f"{year - 1}-05-31",
            "linked": [{"linked_episode": 0, "linked_how": "led_to"}],
        },
        {
            **told,
            "continuum": ["trafficking_sexual_exploitation"],
            "start_precision": "estimated_range",
            "start_earliest": f"{year - 1}-01-01",
            "start_latest": f"{year - 1}-02-28",
            "ongoing": "over",
            "end_precision": "month",
            "end_month": f"{year - 1}-11",
            "linked": [{"linked_episode": 1, "linked_how": "same_time"}],
        },
    ]


def noted(language: str = "en") -> dict[str, object]:
    """Return a short note for the team."""
    return {"noted_on": datetime.now(UTC).date().isoformat(), "text": NOTED[language]}


def tell(ask: Callable[..., dict[str, str]], code: str, language: str = "en") -> int:
    """Record what she tells and a note by the command line; return how many episodes that is."""
    said = ("--language", language, "--answers", "-")
    known: list[str] = []
    for episode in lived(language):
        links = [
            one | {"linked_episode": known[one["linked_episode"]]}
            for one in episode.pop("linked", [])
        ]
        typed = episode | ({"linked": links} if links else {})
        known.append(ask("record", code, "episode", *said, typed=typed)["subject"])
    ask("record", code, "note", *said, typed=noted(language))
    return len(known)
