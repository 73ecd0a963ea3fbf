"""The consent form read as what it is: one event, and the grants that she gave or refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from casework.consent.event import ConsentEvent, ConsentKind
from casework.consent.grant import OWN_PURPOSES, Grant, Purpose, Reach, Scope
from casework.ids import new_id, new_service_code
from casework.services.service import Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

FORM: Final = "consent"
# Consent is asked again at least once a year.
_REVIEWED_AFTER: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Said:
    """What one consent form brings: the event, its grants, and services that are new."""

    event: ConsentEvent
    grants: tuple[Grant, ...]
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who recorded it, when, in which wording, and which services the directory knows.

    `today` is what the calendar says; `at` may be later, after a clock that ran ahead.
    """

    at: datetime
    today: date
    worker_id: str
    language: str
    text_version: str
    age_band: str
    services: Sequence[Service]


def read_consent(answers: Mapping[str, Any], sitting: Sitting) -> Said:
    """Return the event, grants and new services of a filled-in consent form."""
    rows = _rows(answers, sitting.today)
    event = _event(answers, rows, sitting)
    found: list[Service] = []
    grants = tuple(
        _grant(row, event, sitting.today, _scope(row, [*sitting.services, *found], found))
        for row in rows
    )
    return Said(event, grants, tuple(found))


def _rows(answers: Mapping[str, Any], today: date) -> list[Mapping[str, Any]]:
    """Return every answer about a purpose; the one about working together stands apart."""
    rows = list(answers.get("grants") or ())
    if answers.get(Purpose.CASE_SERVICE):
        until = (today + _REVIEWED_AFTER).isoformat()
        own = {"purpose": Purpose.CASE_SERVICE, "valid_until": until}
        rows.insert(0, own | {"answer": answers[Purpose.CASE_SERVICE]})
    return rows


def _event(
    answers: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], sitting: Sitting
) -> ConsentEvent:
    refused = bool(rows) and all(map(_is_refused, rows))
    notes = [answers.get(name, "") for name in ("exception_reason", "second_person", "capacity")]
    return ConsentEvent(
        id=new_id().hex(),
        kind=ConsentKind.REFUSED if refused else ConsentKind.GIVEN,
        at=sitting.at,
        given_by=answers["given_by"],
        means=answers["means"],
        language=answers.get("explained_language") or sitting.language,
        text_version=answers.get("text_version") or sitting.text_version,
        age_band=sitting.age_band,
        limits_explained=answers.get("limits_explained") == "yes",
        recorded_by=sitting.worker_id,
        assent=answers.get("child_assent", ""),
        witness=answers.get("witness", ""),
        note="\n".join(note for note in notes if note),
    )


def _grant(row: Mapping[str, Any], event: ConsentEvent, today: date, scope: Scope) -> Grant:
    since = date.fromisoformat(row["valid_from"]) if row.get("valid_from") else today
    refused = _is_refused(row)
    until = row.get("valid_until") or since.isoformat()
    return Grant(
        id=new_id().hex(),
        event_id=event.id,
        purpose=Purpose(row["purpose"]),
        scope=scope,
        given_at=event.at,
        valid_from=since,
        valid_until=date.fromisoformat(until),
        categories=_codes(row, "categories"),
        items=_codes(row, "items"),
        excluded=_codes(row, "not_categories"),
        excluded_episodes=_codes(row, "not_episodes"),
        refused=refused,
        conditions=row.get("conditions", ""),
        given_by=event.given_by,
    )


def _is_refused(row: Mapping[str, Any]) -> bool:
    """Return whether an answer is anything but a yes."""
    return bool(row.get("answer", "given") != "given")


def _codes(row: Mapping[str, Any], name: str) -> frozenset[str]:
    return frozenset(row.get(name) or ())


def _scope(row: Mapping[str, Any], known: Sequence[Service], found: list[Service]) -> Scope:
    """Return whom a row names; a service the directory does not know yet is added to it.

    One of that name and another kind is somebody else, whom she was not asked about.
    """
    if Purpose(row["purpose"]) in OWN_PURPOSES:
        return Scope(Reach.OWN)
    if row.get("recipient"):
        return Scope(Reach.SERVICE, row["recipient"])
    name, kind = row.get("recipient_new_name", "").strip(), row["recipient_kind"]
    if not name:
        return Scope(Reach.KIND, kind)
    for service in known:
        if (service.name.casefold(), service.kind) == (name.casefold(), kind):
            return Scope(Reach.SERVICE, service.code)
    new = Service(new_id().hex(), new_service_code(), name, kind)
    found.append(new)
    return Scope(Reach.SERVICE, new.code)
