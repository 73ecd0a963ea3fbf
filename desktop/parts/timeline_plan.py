"""Where experiences stand on a line of years: what is sure, what may be, and what belongs together.

Nothing here has an order but that of time and of the words on screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from desktop.parts.tiles import by_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casework.records.episodes import EpisodeView

_ONGOING: Final = "ongoing"
# The lane of what has no name yet stands after all that have.
UNNAMED: Final = ""


@dataclass(frozen=True, slots=True)
class Span:
    """When something may have been (`begin` to `end`), and when it surely was, if at all."""

    begin: date
    end: date
    sure: tuple[date, date] | None
    going_on: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One experience in the lane of one of its kinds."""

    episode_id: str
    kind: str
    row: int
    span: Span


@dataclass(frozen=True, slots=True)
class Joint:
    """Two bars that belong together, and the day at which the line between them stands."""

    upper: Bar
    lower: Bar
    day: date


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is painted, by day and by row."""

    first: date
    last: date
    kinds: tuple[str, ...]
    bars: tuple[Bar, ...]
    links: tuple[Joint, ...]
    same: tuple[tuple[Bar, Bar], ...]
    first_contact: date


def plan_of(episodes: Sequence[EpisodeView], first_contact: date, today: date) -> Plan:
    """Return where everything stands."""
    first, last = _axis(episodes, first_contact, today)
    spans = {one.id: _span(one, first, today) for one in episodes}
    kinds: list[str] = []
    bars: list[Bar] = []
    for kind in (*by_name(), UNNAMED):
        mine = [one for one in episodes if kind in (one.continuum or {UNNAMED})]
        for line in _lines(mine, spans):
            bars += [Bar(one.id, kind, len(kinds), spans[one.id]) for one in line]
            kinds.append(kind)
    links = tuple(_links(episodes, bars))
    return Plan(first, last, tuple(kinds), tuple(bars), links, tuple(_same(bars)), first_contact)


def _axis(episodes: Iterable[EpisodeView], first_contact: date, today: date) -> tuple[date, date]:
    """Return the first and the last day, both the first of a year."""
    days = [first_contact]
    for one in episodes:
        days += [day for day in (one.start.first, one.start.last) if day]
        known = [day for day in (one.end.first, one.end.last) if day]
        days += known or [today]
    return date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)


def _span(one: EpisodeView, first: date, today: date) -> Span:
    begin, sure_from = one.start.first or first, one.start.last
    sure_until: date | None = today
    if one.ongoing == _ONGOING:
        end = max(today, begin)
    else:
        end, sure_until = max(one.end.last or today, begin), one.end.first
    sure = None
    if sure_from and sure_until and sure_from <= sure_until:
        sure = sure_from, sure_until
    return Span(begin, end, sure, going_on=one.ongoing == _ONGOING)


def _lines(mine: Sequence[EpisodeView], spans: dict[str, Span]) -> list[list[EpisodeView]]:
    """Return the experiences of one kind in as few lines as keep them from covering each other."""
    lines: list[list[EpisodeView]] = []
    for one in sorted(mine, key=lambda one: (spans[one.id].begin, one.id)):
        free = (line for line in lines if spans[line[-1].id].end < spans[one.id].begin)
        line = next(free, None)
        if line is None:
            lines.append([one])
        else:
            line.append(one)
    return lines


def _links(episodes: Iterable[EpisodeView], bars: Sequence[Bar]) -> Iterator[Joint]:
    """Yield one line for each link, between the bars of the two that lie nearest."""
    told: set[frozenset[str]] = set()
    for one in episodes:
        for link in one.links:
            both = frozenset({one.id, link.episode_id})
            mine = [bar for bar in bars if bar.episode_id == one.id]
            theirs = [bar for bar in bars if bar.episode_id == link.episode_id]
            pairs = [(a, b) for a in mine for b in theirs]
            if not pairs or both in told:
                continue
            told.add(both)
            near = min(pairs, key=_apart)
            upper, lower = sorted(near, key=lambda bar: (bar.row, bar.span.begin))
            yield Joint(upper, lower, _shared_day(upper.span, lower.span))


def _apart(pair: tuple[Bar, Bar]) -> tuple[bool, int]:
    """Return how far apart two bars are; two in one row are the last choice."""
    rows = abs(pair[0].row - pair[1].row)
    return not rows, rows


def _shared_day(one: Span, other: Span) -> date:
    """Return a day in the middle of what two spans share, or between them."""
    first, last = sorted((max(one.begin, other.begin), min(one.end, other.end)))
    return first + (last - first) / 2


def _same(bars: Sequence[Bar]) -> Iterator[tuple[Bar, Bar]]:
    """Yield neighbouring bars of one experience that is of several kinds."""
    by_episode: dict[str, list[Bar]] = {}
    for bar in bars:
        by_episode.setdefault(bar.episode_id, []).append(bar)
    for several in by_episode.values():
        yield from pairwise(several)


def years(plan: Plan, most: int) -> list[date]:
    """Return the first days of years to write under the line, no more than there is room for."""
    amount = plan.last.year - plan.first.year + 1
    step = next(one for one in (1, 2, 5, 10, 20, 50, 1000) if amount <= one * max(1, most))
    found = range(plan.first.year, plan.last.year + 1)
    return [date(year, 1, 1) for year in found if (year - plan.first.year) % step == 0]
