"""The directory of services in numbers: kinds and freshness, who is welcomed, languages, months."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

import texts
from casework.services.service import STALE_MONTHS, months_between
from forms.codelists import code_list, label
from reports.chart import Chart, Kind, Series
from reports.chart_page import Report, report
from texts.dates import in_own_direction, long_date, month_and_year

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from casework.services.directory import Directory
    from casework.services.service import Service

_MONTHS: Final = 12
_SERVICES: Final = "nav.services"
_FRESHNESS: Final = ("directory.fresh", "directory.older", "services.never_checked")
_CHILDREN: Final = ("directory.children_yes", "directory.children_no", "directory.children_unsaid")


class _Seen(NamedTuple):
    """Which codes of a list are counted, in which parts."""

    list_id: str
    codes: Callable[[Service], list[str]]
    part: Callable[[Service], str]
    parts: tuple[str, ...]


def directory_pdf(directory: Directory) -> bytes:
    """Return the directory in numbers as PDF."""
    language, office = directory.language, directory.office
    lead = texts.say(
        "directory.lead",
        language=language,
        office=in_own_direction(office.name, language),
        day=long_date(directory.today, language),
    )
    return report(
        Report(
            language=language,
            title=texts.say("directory.title", language=language),
            lead=lead if directory.services else texts.say("services.empty", language=language),
            keep=texts.say("directory.keep", language=language),
            charts=tuple(charts_of(directory)),
            practice=office.practice,
        )
    )


def charts_of(directory: Directory) -> Iterator[Chart]:
    """Yield a chart for all of which the directory says something."""
    found = (_kinds(directory), _welcome(directory), _languages(directory), _months(directory))
    yield from (chart for chart in found if chart is not None)


def _kinds(directory: Directory) -> Chart | None:
    """Return the kinds of services, in parts by how long ago an entry was checked."""
    fresh, older, never = _FRESHNESS

    def part(service: Service) -> str:
        if service.checked_on is None:
            return never
        months = months_between(service.checked_on, directory.today)
        return older if months >= STALE_MONTHS else fresh

    seen = _Seen("recipient_kind", lambda service: [service.kind], part, _FRESHNESS)
    return _by_codes(directory, Kind.STACKED, seen, ("directory.by_kind", "directory.once"))


def _welcome(directory: Directory) -> Chart | None:
    """Return who is welcomed, by whether children may come along."""
    with_children, without, unsaid = _CHILDREN

    def part(service: Service) -> str:
        said = service.details.get("accepts_children", "")
        return {"yes": with_children, "no": without}.get(said, unsaid)

    seen = _Seen("welcomed", _said("welcomed"), part, _CHILDREN)
    return _by_codes(directory, Kind.GROUPED, seen, ("directory.welcome", "directory.each_welcome"))


def _languages(directory: Directory) -> Chart | None:
    """Return in how many services each language is spoken."""
    seen = _Seen("language", _said("languages"), lambda _service: _SERVICES, (_SERVICES,))
    words = ("directory.languages", "directory.each_language")
    return _by_codes(directory, Kind.DOTS, seen, words)


def _months(directory: Directory) -> Chart | None:
    """Return in which of the past months entries were last checked."""
    checked = [one.checked_on for one in directory.services if one.checked_on]
    ago = Counter(months_between(day, directory.today) for day in checked)
    shown = range(_MONTHS - 1, -1, -1)
    if not any(ago[months] for months in shown):
        return None
    language = directory.language
    return Chart(
        Kind.LINE,
        texts.say("directory.months", language=language),
        texts.say("directory.by_month", language=language),
        texts.say("directory.month", language=language),
        tuple(month_and_year(_earlier(directory.today, months), language) for months in shown),
        (Series(texts.say(_SERVICES, language=language), tuple(ago[months] for months in shown)),),
        ordered=True,
    )


def _by_codes(
    directory: Directory, kind: Kind, seen: _Seen, words: tuple[str, str]
) -> Chart | None:
    """Return how many services say each code of a list; what is not known is no row."""
    language = directory.language
    found = Counter(
        (code, seen.part(service)) for service in directory.services for code in seen.codes(service)
    )
    said = {code for code, _ in found}
    rows = [
        one
        for one in code_list(seen.list_id).codes.values()
        if one.id in said and not one.non_answer
    ]
    if not rows:
        return None
    title, unit = (texts.say(text_id, language=language) for text_id in words)
    return Chart(
        kind,
        title,
        unit,
        code_list(seen.list_id).labels[directory.language],
        tuple(label(seen.list_id, one.id, language) for one in rows),
        tuple(
            Series(texts.say(part, language=language), tuple(found[one.id, part] for one in rows))
            for part in seen.parts
        ),
    )


def _said(detail: str) -> Callable[[Service], list[str]]:
    """Return how the codes of a detail are read from an entry."""
    return lambda service: service.details.get(detail, "").split()


def _earlier(day: date, months: int) -> date:
    """Return the first day of the month so many months before."""
    whole = day.year * _MONTHS + day.month - 1 - months
    return date(whole // _MONTHS, whole % _MONTHS + 1, 1)
