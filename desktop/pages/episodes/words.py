"""What an experience is called, when and where it was, and with what it belongs together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import texts
from desktop.look import look
from desktop.parts.tiles import by_name, full_name, short_name
from forms.codelists import in_display_order, spoken
from texts.dates import fuzzy_date
from texts.language import in_digits
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casework.answers.filling import Sheet
    from casework.records.episodes import EpisodeForm, EpisodeView, FuzzyDate

_PRECISION: Final = "date_precision"
_RANGE: Final = "estimated_range"
_EPISODES: Final = "episodes"
# Seen by nobody: what stands beside it runs to the left.
_TO_THE_LEFT: Final = "\u200f"


def kinds_words(one: EpisodeView, *, whole: bool = False) -> str:
    """Return the kinds of an experience, A to Z; `whole` gives their full names."""
    name = full_name if whole else short_name
    said = sorted((name(code) for code in by_name() if code in one.continuum), key=sort_key)
    return texts.beside(*said) if said else texts.say("episode.unnamed")


def day_words(day: FuzzyDate) -> str:
    """Return what is known of a date, or that nothing is."""
    if day.first is None and day.last is None:
        return code_words(_PRECISION, day.precision) or texts.say("episode.unknown")
    return fuzzy_date(day.first, day.last)


def until_words(one: EpisodeView) -> str:
    """Return when an experience ended, or that it goes on."""
    if one.end.first or one.end.last:
        return day_words(one.end)
    return code_words("ongoing", one.ongoing) if one.ongoing != "over" else day_words(one.end)


def from_until(first: str, last: str) -> str:
    """Return from when until when something was, the beginning read first in every language.

    Two years with a dash between would else be one number, which no words turn round. Where nothing
    is known of the end, the beginning stands alone.
    """
    if not last:
        return first
    mark = "" if texts.current().direction == "ltr" else _TO_THE_LEFT
    return texts.say("case.from_until", first=first + mark, last=mark + last)


def where_words(one: EpisodeView) -> str:
    """Return the broad area in which it was."""
    parts = code_words("area", one.area), code_words("region", one.region)
    return texts.say("list.join").join(part for part in parts if part)


def code_words(list_id: str, code: str) -> str:
    """Return the words for a code; an area that an office added itself has none here."""
    if not code:
        return ""
    return in_digits(spoken(list_id, code), None)


def codes_words(list_id: str, codes: frozenset[str]) -> str:
    """Return the words for several codes, A to Z."""
    order = [code.id for code in in_display_order(list_id, texts.current().code)]
    mark = texts.say("list.join")
    return mark.join(code_words(list_id, code) for code in order if code in codes)


def link_words(one: EpisodeView, known: Mapping[str, EpisodeView]) -> list[str]:
    """Return with which other experiences it belongs together, and how."""
    return [
        texts.say(
            "episode.link_to",
            how=code_words("episode_link", link.kind) or texts.say("episode.linked"),
            kinds=kinds_words(known[link.episode_id]),
        )
        for link in one.links
        if link.episode_id in known
    ]


def form_words(one: EpisodeView) -> list[str]:
    """Return each form of exploitation that has a time or a region of its own."""
    mark = texts.say("list.join")
    return [
        mark.join(
            part for part in (_form_and_days(form), code_words("region", form.region)) if part
        )
        for form in one.forms
        if form.kind
    ]


def _form_and_days(form: EpisodeForm) -> str:
    kind = code_words("exploitation_form", form.kind)
    days = [day_words(day) for day in (form.first, form.last) if day.first]
    if not days:
        return kind
    span = from_until(days[0], days[-1])
    return texts.say("episodes.form_line", form=kind, days=span if len(days) > 1 else days[0])


def route_words(one: EpisodeView) -> list[str]:
    """Return the places on the way, by kind, country and time; never where exactly."""
    mark = texts.say("list.join")
    return [
        mark.join(
            part
            for part in (
                code_words("route_point", point.kind),
                code_words("country", point.country),
                day_words(point.when) if point.when.first else "",
            )
            if part
        )
        for point in one.route
    ]


def speaks_of_episodes(sheet: Sheet) -> bool:
    """Return whether a form offers the experiences of its case, and there are any."""
    lists = {one.list_name for one in sheet.model.questions()}
    return bool(sheet.case_code and sheet.externals.get(_EPISODES)) and _EPISODES in lists


def others_named(sheet: Sheet, episodes: Iterable[EpisodeView]) -> Sheet:
    """Return a sheet whose other episodes can be told apart: by their kinds and beginning."""
    known = {one.id: one for one in episodes if one.id != sheet.entry_id}
    rows = [
        {**row, "label": _told_apart(known[row["name"]])}
        for row in sheet.externals.get(_EPISODES, ())
        if row["name"] in known
    ]
    return replace(sheet, externals={**sheet.externals, _EPISODES: rows})


def _told_apart(one: EpisodeView) -> str:
    began = day_words(one.start)
    return began if look().discreet else texts.say("list.join").join((kinds_words(one), began))


def in_time(episodes: Sequence[EpisodeView]) -> list[EpisodeView]:
    """Return experiences by when they began, those whose beginning is not known last."""
    return sorted(episodes, key=_began)


def _began(one: EpisodeView) -> tuple[bool, str, str]:
    first = one.start.first or one.start.last
    return first is None, first.isoformat() if first else "", one.id
