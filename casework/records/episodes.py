"""An experience as it is shown: kinds side by side, dates as far as they are known, links."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from casework.records.days import days_meant
from casework.records.entries import by_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casework.records.record import Record

FORM: Final = "episode"
_PARTS = (("exact", "date"), ("month", "month"), ("year", "year"))
_RANGE = "estimated_range"


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A date that lies between two days, and how well it is known; None where nothing is."""

    precision: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class EpisodeLink:
    """That an experience belongs together with another, and how, by code."""

    episode_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class EpisodeForm:
    """One form of exploitation with a time and a region of its own, as far as they are known."""

    kind: str
    first: FuzzyDate
    last: FuzzyDate
    region: str


@dataclass(frozen=True, slots=True)
class RoutePoint:
    """One place on the way: of which kind, in which country, when; where exactly stays apart."""

    kind: str
    country: str
    when: FuzzyDate


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """One experience. Codes come as sets: they have no order, so none can be shown."""

    id: str
    continuum: frozenset[str]
    start: FuzzyDate
    end: FuzzyDate
    ongoing: str
    region: str
    area: str
    setting: frozenset[str]
    own_words: str = field(repr=False)
    summary: str = field(repr=False)
    source: str
    certainty: str
    exchange_given: frozenset[str]
    exchange_promised: frozenset[str]
    gains: frozenset[str]
    control: frozenset[str]
    recruitment: frozenset[str]
    act: frozenset[str]
    means: frozenset[str]
    purpose: frozenset[str]
    online: frozenset[str]
    platforms: frozenset[str]
    still_online: str
    gbv_other: frozenset[str]
    forms: tuple[EpisodeForm, ...]
    route: tuple[RoutePoint, ...]
    links: tuple[EpisodeLink, ...]


def episode_view(record: Record) -> EpisodeView:
    """Return what a recorded experience shows."""
    said = by_name(record.model, record.doc)
    return EpisodeView(
        id=record.id,
        continuum=codes(said, "continuum"),
        start=fuzzy(said, "start"),
        end=fuzzy(said, "end"),
        ongoing=str(said.get("ongoing") or ""),
        region=str(said.get("region") or ""),
        area=str(said.get("area") or ""),
        setting=codes(said, "setting"),
        own_words=str(said.get("own_words") or ""),
        summary=str(said.get("worker_summary") or ""),
        source=str(said.get("source") or ""),
        certainty=str(said.get("certainty") or ""),
        exchange_given=codes(said, "exchange_given"),
        exchange_promised=codes(said, "exchange_promised"),
        gains=codes(said, "gain"),
        control=codes(said, "control"),
        recruitment=codes(said, "recruitment"),
        act=codes(said, "act"),
        means=codes(said, "means"),
        purpose=codes(said, "palermo_purpose"),
        online=codes(said, "online"),
        platforms=codes(said, "platforms"),
        still_online=str(said.get("still_online") or ""),
        gbv_other=codes(said, "gbv_other"),
        forms=tuple(
            EpisodeForm(
                str(row.get("form_kind") or ""),
                rough(row.get("form_from")),
                rough(row.get("form_until")),
                str(row.get("form_region") or ""),
            )
            for row in said.get("forms") or ()
        ),
        route=tuple(
            RoutePoint(
                str(row.get("route_point") or ""),
                str(row.get("route_country") or ""),
                rough(row.get("route_when")),
            )
            for row in said.get("route") or ()
        ),
        links=tuple(
            EpisodeLink(row["linked_episode"], str(row.get("linked_how") or ""))
            for row in said.get("linked") or ()
            if row.get("linked_episode")
        ),
    )


def fuzzy(said: Mapping[str, Any], name: str) -> FuzzyDate:
    """Return a date out of the questions that ask for it, never more certain than it was said."""
    precision = str(said.get(f"{name}_precision") or "")
    for kind, part in _PARTS:
        first, last = days_meant(str(said.get(f"{name}_{part}") or ""))
        if first is not None:
            return FuzzyDate(kind, first, last)
    earliest, latest = said.get(f"{name}_earliest"), said.get(f"{name}_latest")
    if earliest or latest:
        return FuzzyDate(_RANGE, _day(earliest), _day(latest))
    return FuzzyDate(precision)


def rough(said: object) -> FuzzyDate:
    """Return a date of which the year is known, or year and month."""
    known = str(said or "")
    name = "d_month" if "-" in known else "d_year"
    return fuzzy({name: known}, "d") if known else FuzzyDate()


def _day(said: object) -> date | None:
    return date.fromisoformat(str(said)) if said else None


def codes(said: Mapping[str, Any], name: str) -> frozenset[str]:
    """Return the codes that were chosen in answer to a question, as a set without order."""
    value = said.get(name) or ()
    return frozenset({value} if isinstance(value, str) else map(str, value))
