"""Pictures beside answers, for whoever does not read: signs of our own set, asked for by a key.

A list has a picture for each of its codes or none at all, so that no answer stands out. All are of
one size and one ink, and no list of experiences has any: those have their marks.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from desktop.look.current import look

if TYPE_CHECKING:
    from collections.abc import Mapping

_OTHER: Final = {"other": "dots-three"}
_NO_ANSWER: Final = {
    "does_not_want_to_say": "hand-palm",
    "not_asked": "circle-dashed",
    "not_known": "question",
}
_YES, _NO = "check", "x"
_YES_NO: Final = {"yes": _YES, "no": _NO}
_ONLY_IF: Final = _YES_NO | {"only_if": "key"} | _NO_ANSWER

PICTOGRAMS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "yes_only": {"yes": _YES},
        "yes_no": _YES_NO,
        "yes_no_answer": _YES_NO | _NO_ANSWER,
        "yes_no_noted": _YES_NO | _NO_ANSWER,
        "yes_no_onlyif": _ONLY_IF,
        "voicemail": _ONLY_IF,
        "consent_answer": {"given": _YES, "refused": _NO},
        "child_assent": {
            "assents": _YES,
            "does_not_assent": _NO,
            "not_now": "clock",
            "too_young": "baby",
        },
        "plan_decision": {
            "agreed": _YES,
            "changed": "pencil-simple",
            "declined": _NO,
            "thinking": "clock",
        },
        "contact_channel": {
            "email": "envelope-simple",
            "in_person": "user",
            "messaging_app": "chat-circle-dots",
            "none": "door",
            "phone_call": "phone",
            "sms": "chat-text",
            "through_person": "users",
            **_OTHER,
            **_NO_ANSWER,
        },
        "need_area": {
            "children_family": "baby",
            "health": "first-aid-kit",
            "law_papers": "scales",
            "living": "fork-knife",
            "safety_home": "house",
            "support": "users",
        },
        "staying_with": {
            "alone": "user",
            "employer": "briefcase",
            "family": "users-three",
            "friends": "users-four",
            "no_home": "tree",
            "partner": "users",
            "shelter": "buildings",
            **_OTHER,
            **_NO_ANSWER,
        },
        "care_arrangement": {
            "alone": "user",
            "foster": "house",
            "parent": "users",
            "partner": "user-plus",
            "peers": "users-four",
            "relatives": "users-three",
            "residential": "buildings",
            "street": "path",
            **_OTHER,
            **_NO_ANSWER,
        },
    }
)
"""The icon of each answer, by list and code."""


def stands_in_pictures(list_name: str) -> bool:
    """Return whether the answers of a list are shown with their pictures now."""
    return look().pictures and list_name in PICTOGRAMS


def pictogram_of(list_name: str, code: str) -> str:
    """Return the icon beside an answer, or nothing: none was asked for, or the list has none."""
    return PICTOGRAMS[list_name].get(code, "") if stands_in_pictures(list_name) else ""
