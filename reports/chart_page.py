"""A report: each chart with its title, what is counted, a sentence on reading it, and a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportlab.platypus import CondPageBreak

import texts
from reports.chart import Masked, Range, arranged, ends, value_words
from reports.chart_figure import ChartFigure
from reports.chart_table import table
from reports.chart_words import Lettering
from reports.page import COLUMN, COLUMN_HEIGHT, Surround, compose
from reports.paper import Paper
from reports.setting import Setter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.platypus.flowables import Flowable

    from reports.chart import Chart

_BEFORE: Final = 16.0
# What a page must have room for, before a chart begins on it that goes on on the next.
_LEAST: Final = 220.0


@dataclass(frozen=True, slots=True)
class Report:
    """Some charts on paper in one language; `lead` says by whom and when, `keep` who may see it.

    A `number` stands at the foot of each page, where what is told has one.
    """

    language: str
    title: str
    lead: str
    keep: str
    charts: tuple[Chart, ...]
    practice: bool = False
    number: str = ""


def report(asked: Report, passphrase: str | None = None) -> bytes:
    """Return the report as PDF, encrypted when there is a passphrase."""
    paper = Paper(asked.language)
    setter = Setter(paper)
    lettering = Lettering(paper)
    story: list[Flowable] = [setter.text(asked.title, setter.styles.title)]
    if asked.lead:
        story.append(setter.text(asked.lead, setter.styles.small))
    for at, chart in enumerate(asked.charts):
        parts = list(_set(arranged(chart), setter, lettering))
        story += _together(parts) if at else parts
    # The title of a file shows in queues and lists: it says no more than that.
    title = texts.say("chart.paper_title", language=asked.language)
    surround = Surround(title, asked.keep, asked.number, practice=asked.practice, heard=True)
    return compose(paper, story, surround, passphrase)


def sentence_of(chart: Chart, language: str) -> str:
    """Return what a chart shows, for those who hear the page."""
    found = [both for value in chart.values() if (both := ends(value))]
    said = [
        texts.say(f"chart.kind.{chart.kind}", language=language, title=chart.title),
        texts.plural("chart.rows", len(chart.categories), language=language),
    ]
    if len(chart.series) > 1:
        join = texts.say("list.join", language=language)
        names = join.join(one.name for one in chart.series)
        said.append(texts.say("chart.series", language=language, names=names))
    if found:
        low, high = min(low for low, _ in found), max(high for _, high in found)
        between = {"low": value_words(low, language), "high": value_words(high, language)}
        said.append(texts.say("chart.between", language=language, **between))
    said.append(texts.say("chart.table_follows", language=language))
    return " ".join(said)


def _together(parts: Sequence[Flowable]) -> Iterator[Flowable]:
    """Yield a chart on one page with its table, or at least in one piece, if a page can hold it."""
    highs = [one.getSpaceBefore() + one.wrap(COLUMN, 0.0)[1] + one.getSpaceAfter() for one in parts]
    wishes = (sum(highs), sum(highs[:-1]), _LEAST)
    yield CondPageBreak(next(high for high in wishes if high <= COLUMN_HEIGHT))
    yield from parts


def _set(chart: Chart, setter: Setter, lettering: Lettering) -> Iterator[Flowable]:
    """Yield one chart with all that belongs to it."""
    styles, language = setter.styles, setter.paper.language
    heading = replace(styles.heading, before=_BEFORE, keep_with_next=False)
    over = (
        setter.text(chart.title, heading),
        setter.text(chart.unit, replace(styles.small, after=6.0)),
    )
    yield from over
    # Where nothing is told there is nothing to draw; the table says so in fewer pages.
    if any(map(ends, chart.values())):
        place = setter.paper.tags.document.child("Div")
        figure = ChartFigure(chart, lettering, place, sentence_of(chart, language))
        figure.over = over
        yield figure
    notes = " ".join(texts.say(one, language=language) for one in _notes(chart))
    if notes:
        yield setter.text(notes, replace(styles.small, after=6.0))
    yield table(chart, setter, over)


def _notes(chart: Chart) -> Iterator[str]:
    """Yield what a reader has to know to read a chart."""
    if not chart.ordered:
        yield "chart.a_to_z"
    values = list(chart.values())
    if any(isinstance(value, Masked) for value in values):
        yield "chart.not_told"
    if any(isinstance(value, Range) for value in values):
        yield "chart.lies_between"
