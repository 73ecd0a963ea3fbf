"""Which guide belongs to a place: what F1 opens there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.frame.places import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

_OF_FORMS: Final[Mapping[str, str]] = {
    "intake": "introduction",
    "assessment": "assessment",
    "episode": "assessment",
    "action_plan": "planning",
    "safety_plan": "planning",
    "conference": "implementing",
    "service_given": "implementing",
    "service": "implementing",
    "legal": "implementing",
    "follow_up": "follow_up",
    "closure": "closure",
    "consent": "consent",
}
_OF_PAGES: Final[Mapping[str, str]] = {
    "episodes": "assessment",
    "consent": "consent",
    "letter": "letters",
    "letters": "letters",
    "requests": "letters",
    "breaches": "keeping",
    "referrals": "implementing",
    "unrecorded": "introduction",
    "legal": "implementing",
    "service": "implementing",
    "services": "implementing",
    "figures": "figures",
    "settings": "hiding",
    "backups": "backup",
    "retention": "keeping",
    "erasure": "keeping",
    "help": "keys",
}


def help_at(place: Place) -> Place:
    """Return the guide for a place, or the list of all guides."""
    form_id = place.subject.partition("#")[0]
    topic = _OF_PAGES.get(place.page, "")
    if place.page in {"form", "entries"}:
        topic = _OF_FORMS.get(form_id, "")
    return Place("help", "", topic)
