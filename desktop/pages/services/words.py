"""What the directory says of a service, in words: who is welcomed, and when it was last checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from casework.services.service import STALE_MONTHS, months_between
from desktop.parts.fact_grid import Fact
from forms.codelists import code_list, label
from texts.dates import as_hours, hours_shown, in_own_direction, isolate
from texts.language import in_digits
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casework.services.service import Service

_DAYS_OF_A_MONTH: Final = 30
# The details that are codes, with the list of each; all others are words of somebody.
_CODED: Final = {
    "service_types": "service_type",
    "countries": "country",
    "regions": "region",
    "areas": "area",
    "welcomed": "welcomed",
    "accepts_children": "yes_no_noted",
    "languages": "language",
    "cost": "cost",
    "papers_asked": "papers_asked",
    "confidentiality": "confidentiality_seen",
}
_HOURS, _CONTACT = "hours", "contact"
# A key is compared by telephone: so many signs at a time.
_KEY, _AT_A_TIME = "sealing_key", 8
_FOR_CALLING: Final = (
    *("organisation", "contact", "hours", "address", "areas", "regions", "sealing_key"),
)
_FOR_GOING: Final = (
    *("service_types", "welcomed", "accepts_children", "languages", "access", "cost"),
    *("papers_asked", "countries"),
)
_OF_OURS: Final = ("safety_notes", "team_notes", "confidentiality")


def kind_words(kind: str) -> str:
    """Return what kind of service it is."""
    known = code_list("recipient_kind").codes
    return label("recipient_kind", kind, texts.current().code) if kind in known else ""


def codes_in_words(list_id: str, codes: str) -> str:
    """Return codes of a list as words, A to Z; unknown ones are left out."""
    known, language = code_list(list_id).codes, texts.current().code
    words = [label(list_id, code, language) for code in codes.split() if code in known]
    return texts.say("list.join").join(sorted(words, key=sort_key))


def checked_words(service: Service, today: date) -> str:
    """Return when an entry was last checked, and that it is worth a call after half a year."""
    on = service.checked_on
    if on is None:
        return texts.say("services.worth_a_call", checked=texts.say("services.never_checked"))
    days = max(0, (today - on).days)
    if days == 0:
        return texts.say("case.checked_today")
    if days <= _DAYS_OF_A_MONTH:
        return texts.plural("case.checked_days", days)
    months = max(1, months_between(on, today))
    words = texts.plural("services.checked_months", months)
    if months >= STALE_MONTHS:
        return texts.say("services.worth_a_call", checked=words)
    return words


def standing_words(service: Service, today: date) -> str:
    """Return on one line who is welcomed, in which languages, and how fresh that is."""
    said = service.details
    parts = [
        "" if service.active else texts.say("services.retired"),
        codes_in_words("welcomed", said.get("welcomed", "")),
        codes_in_words("language", said.get("languages", "")),
        codes_in_words("region", said.get("regions", "")),
        checked_words(service, today) if service.active else "",
    ]
    return texts.beside(*parts)


def found_by(service: Service) -> str:
    """Return all by which a service is found: its name and every word of its entry."""
    said = service.details
    coded = [codes_in_words(of, said.get(detail, "")) for detail, of in _CODED.items()]
    plain = [words for detail, words in said.items() if detail not in _CODED]
    return " ".join([service.name, kind_words(service.kind), *coded, *plain])


def facts_for_calling(service: Service) -> list[Fact]:
    """Return how to reach a service."""
    return _facts(service, _FOR_CALLING)


def facts_for_going(service: Service) -> list[Fact]:
    """Return for whom it is, what it asks and what it costs."""
    facts = _facts(service, _FOR_GOING)
    low, high = (in_digits(service.details.get(end, ""), None) for end in ("age_from", "age_to"))
    if low or high:
        ages = texts.say(
            "services.ages", low=isolate(low or in_digits("0", None)), high=isolate(high or "-")
        )
        if not high:
            ages = texts.say("services.ages_from", low=isolate(low))
        facts.insert(2, Fact(texts.say("services.fact.ages"), ages))
    return facts


def facts_of_ours(service: Service) -> list[Fact]:
    """Return what this office has seen; it stays here."""
    return _facts(service, _OF_OURS)


def _facts(service: Service, details: Sequence[str]) -> list[Fact]:
    return [
        Fact(texts.say(f"services.fact.{detail}"), words)
        for detail in details
        if (words := _words(detail, service.details.get(detail, "")))
    ]


def _words(detail: str, said: str) -> str:
    if detail in _CODED:
        return codes_in_words(_CODED[detail], said)
    if detail == _KEY:
        parts = (said[at : at + _AT_A_TIME] for at in range(0, len(said), _AT_A_TIME))
        return in_own_direction(" ".join(parts))
    if said and detail in {_HOURS, _CONTACT}:
        # A number that is dialled stays as it stands on the keys.
        return hours_shown(said) if detail == _HOURS else isolate(as_hours(said))
    return in_own_direction(said)
