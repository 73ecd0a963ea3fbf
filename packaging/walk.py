"""What is said on an invented person's first visit, and what she agrees to: for tour and trial."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

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
