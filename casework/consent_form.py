"""The consent form read as what it is: one event, and the grants that she gave or refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from casework.consent import ConsentEvent, ConsentKind
from casework.grant import OWN_PURPOSES, Grant, Purpose, Reach, Scope
from casework.ids import new_id, new_service_code
from casework.service import Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

FORM: Final = "consent"
# Consent is asked again at least once a year.
_USUAL_LENGTH: Final = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Said:
    """What one consent form brings: the event, its grants, and services named for the first time."""

    event: ConsentEvent
    grants: tuple[Grant, ...]
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who recorded it, when, and which services the directory knows."""

    at: datetime
    worker_id: str
    language: str
    services: Sequence[Service]


def read_consent(answers: Mapping[str, Any], sitting: Sitting) -> Said:
    """Return the event, grants and new services of a filled-in consent form."""
    event = _event(answers, sitting)
    found: list[Service] = []
    grants = tuple(
        _grant(row, event, _scope(row, [*sitting.services, *found], found))
        for row in answers.get("grants") or ()
    )
    return Said(event, grants, tuple(found))


def _event(answers: Mapping[str, Any], sitting: Sitting) -> ConsentEvent:
    rows = answers.get("grants") or ()
    refused = bool(rows) and all(row.get("answer") == "refused" for row in rows)
    return ConsentEvent(
        id=new_id().hex(),
        kind=ConsentKind.REFUSED if refused else ConsentKind.GIVEN,
        at=sitting.at,
        given_by=answers.get("given_by", ""),
        means=answers.get("means", ""),
        language=answers.get("language") or sitting.language,
        text_version=answers.get("text_version", ""),
        age_band=answers.get("age_band", ""),
        limits_explained=answers.get("limits_explained") == "yes",
        recorded_by=sitting.worker_id,
        assent=answers.get("assent", ""),
        witness=answers.get("witness", ""),
        note=answers.get("note", ""),
    )


def _grant(row: Mapping[str, Any], event: ConsentEvent, scope: Scope) -> Grant:
    since = _day(row.get("valid_from")) or event.at.date()
    return Grant(
        id=new_id().hex(),
        event_id=event.id,
        purpose=Purpose(row["purpose"]),
        scope=scope,
        given_at=event.at,
        valid_from=since,
        valid_until=_day(row.get("valid_until")) or since + _USUAL_LENGTH,
        categories=frozenset(row.get("categories") or ()),
        items=frozenset(row.get("items") or ()),
        excluded=frozenset(row.get("excluded") or ()),
        excluded_episodes=frozenset(row.get("excluded_episodes") or ()),
        refused=row.get("answer") == "refused",
        conditions=row.get("conditions", ""),
    )


def _scope(row: Mapping[str, Any], known: Sequence[Service], found: list[Service]) -> Scope:
    """Return whom a row names; a service the directory does not know yet is added to it."""
    if Purpose(row["purpose"]) in OWN_PURPOSES:
        return Scope(Reach.OWN)
    if row.get("recipient"):
        return Scope(Reach.SERVICE, row["recipient"])
    name = row.get("recipient_new_name", "").strip()
    if not name:
        return Scope(Reach.KIND, row["recipient_kind"])
    for service in known:
        if service.name.casefold() == name.casefold():
            return Scope(Reach.SERVICE, service.code)
    new = Service(new_id().hex(), new_service_code(), name, row["recipient_kind"])
    found.append(new)
    return Scope(Reach.SERVICE, new.code)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
