"""Invented charts in the words of any language that paper is written in."""

from __future__ import annotations

from datetime import date

from forms.codelists import code_list, label
from reports.chart import Chart, Kind, Masked, Range, Series, arranged
from reports.chart_figure import picture
from reports.chart_page import Report, report
from reports.chart_shapes import Marker, Rule, Said, mirrored
from reports.chart_words import Lettering
from reports.page import COLUMN
from reports.paper import Paper
from texts.dates import month_and_year

FEW = {"en": "fewer than 5", "ar": "أقل من 5"}
OWN = {"en": "Yes", "ar": "نعم"}, {"en": "No", "ar": "لا"}
WORDS = {
    "en": (
        "Answers by kind of service",
        "Each answer is counted once.",
        "Kind of service",
        "Month",
    ),
    "ar": ("الإجابات حسب نوع الخدمة", "تُحسب كل إجابة مرة واحدة.", "نوع الخدمة", "الشهر"),
}
HEADS = {"en": ("Example report", "For the team"), "ar": ("تقرير للمثال", "للفريق")}
SCOPE = "recipient_kind"


def kinds(language):
    """Return the kinds of services in a language, in the order of their codes."""
    return tuple(label(SCOPE, code, language) for code in sorted(code_list(SCOPE).codes))


def months(language, count=12):
    """Return months that follow each other."""
    days = (date(2027 + at // 12, at % 12 + 1, 1) for at in range(count))
    return tuple(month_and_year(day, language) for day in days)


def chart(kind, language="en", *, series=2):
    """Return a chart of a kind: with a value that is not told, and one told as a range."""
    title, unit, heading, month = WORDS.get(language, WORDS["en"])
    few = Masked(FEW.get(language, kinds(language)[0]))
    rows = [
        [12, 18, 9, 22, few, 19, 0, 24, 17, 20, 26, 30],
        [5, 7, 4, Range(38, 52), 8, few, 6, 9, 12, 11, 6, 2],
        [3, 1, 2, 6, 5, 4, 7, 3, 2, 8, 1, 4],
    ][:series]
    names = months(language) if kind is Kind.LINE else kinds(language)
    named = zip(_names(language), rows, strict=False)
    return Chart(
        kind,
        title,
        unit,
        month if kind is Kind.LINE else heading,
        names,
        tuple(Series(name, tuple(row[: len(names)])) for name, row in named),
        ordered=kind is Kind.LINE,
    )


def wide(kind, language="en", *, series=6, rows=30, most=1234):
    """Return a chart of many series and rows, each told as one number."""
    title, unit, heading, month = WORDS.get(language, WORDS["en"])
    named = kinds(language)
    names = [f"{named[at % len(named)]} {at + 1}" for at in range(rows)]
    if kind is Kind.LINE:
        names = months(language, rows)
    values = [
        tuple((at * 37 + row * 53 + at * row) % most for row in range(rows)) for at in range(series)
    ]
    return Chart(
        kind,
        title,
        unit,
        month if kind is Kind.LINE else heading,
        tuple(names),
        tuple(Series(named[at], values[at]) for at in range(series)),
        ordered=True,
    )


def paper(charts, language="en", passphrase=None):
    """Return charts as a report."""
    title, keep = HEADS.get(language, kinds(language)[:2])
    return report(Report(language, title, "", keep, tuple(charts)), passphrase)


def laid_out(chart, language="en", width=COLUMN):
    """Return every shape of a chart in its place on paper, and how high it is."""
    lettering = Lettering(Paper(language))
    whole = picture(arranged(chart), lettering, width)
    part = whole.part(0, len(whole.blocks))
    if lettering.paper.rightward:
        return part.shapes, part.high
    return tuple(mirrored(shape, width) for shape in part.shapes), part.high


def box(shape):
    """Return left, low, right and high of a shape; of words, the height of their letters."""
    if isinstance(shape, Said):
        lines, style = len(shape.words.lines), shape.words.style
        tall = (lines - 1) * style.leading + style.size
        low = shape.low + (shape.high - tall) / 2
        return shape.start, low, shape.start + shape.long, low + tall
    if isinstance(shape, Rule):
        across, up = sorted((shape.start, shape.end)), sorted((shape.low, shape.top))
        return across[0], up[0], across[1], up[1]
    if isinstance(shape, Marker):
        return shape.start - 2.9, shape.low - 2.9, shape.start + 2.9, shape.low + 2.9
    return shape.start, shape.low, shape.start + shape.long, shape.low + shape.high


def _names(language):
    if language in WORDS:
        return (OWN[0][language], OWN[1][language], kinds(language)[2])
    return kinds(language)[:3]
