"""The recovery sheet on paper: a printed code that opens a workbook alone, or as one of three."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import texts
from reports.grid import Grid
from reports.page import Surround, compose
from reports.paper import Paper
from reports.setting import Setter
from texts.dates import isolate, long_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from reportlab.platypus.flowables import Flowable

# Longer than any line: what is written on goes on to the edge, and all end there.
BLANK: Final = 1000.0
# As wide as a figure, so that the groups stand under each other behind one figure or two.
_FIGURE: Final = "\u2007"
_GROWTH: Final = 1.35
_AIR: Final = 18.0


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What one sheet says: whose workbook, when it was made, and the code itself.

    One of three has its number; any two of those open the workbook.
    """

    office: str
    made_on: date
    code: str = field(repr=False)
    language: str
    number: int = 0


def groups(code: str) -> tuple[str, ...]:
    """Return the groups of a code in the order in which they are read."""
    return tuple(code.split("-"))


def recovery_sheet_pdf(facts: SheetFacts) -> bytes:
    """Return the sheet as PDF; it is never encrypted, for it is kept as paper."""
    paper = Paper(facts.language)
    story = list(_story(Setter(paper), facts))
    title = _title(facts)
    return compose(paper, story, Surround(title, _say("sheet.keep", facts), "", practice=False))


def _story(setter: Setter, facts: SheetFacts) -> Iterator[Flowable]:
    styles = setter.styles
    yield setter.text(_title(facts), styles.title)
    made_on = long_date(facts.made_on, facts.language)
    yield setter.text(_say("sheet.of", facts, office=facts.office, date=made_on), styles.small)
    split = ".split" if facts.number else ""
    yield setter.text(_say(f"sheet.what{split}", facts), styles.body)
    yield setter.text(_say(f"sheet.how{split}", facts), styles.body)
    yield _groups(setter, facts)
    yield setter.text(_say("sheet.where", facts), replace(styles.heading, before=_AIR))
    line = replace(styles.body, blank=BLANK, before=6.0, after=10.0)
    whose = ("sheet.given_to",) if facts.number else ()
    for blank in (*whose, "sheet.sealed_by", "sheet.kept_at", "sheet.opened_on"):
        yield setter.text(_say(blank, facts), line)


def _title(facts: SheetFacts) -> str:
    if not facts.number:
        return _say("sheet.title", facts)
    return texts.say("sheet.title.split", language=facts.language, number=facts.number)


def _groups(setter: Setter, facts: SheetFacts) -> Grid:
    """Return the groups two beside each other, each with its number, a fine line under each."""
    size = setter.styles.strong.size * _GROWTH
    large = replace(setter.styles.strong, size=size, leading=size * 1.7, role="LBody")
    entries = setter.paper.tags.document.child("L")
    blocks = [
        setter.text(f"{number}.  {isolate(group, facts.language)}", large, entries.child("LI"))
        for number, group in zip(_numbers(facts), groups(facts.code), strict=True)
    ]
    rows = [tuple(blocks[at : at + 2]) for at in range(0, len(blocks), 2)]
    return Grid(setter.paper, rows, (1, 1))


def _numbers(facts: SheetFacts) -> list[str]:
    """Return the number of each group, all as wide as the last."""
    amount = len(groups(facts.code))
    return [str(number).rjust(len(str(amount)), _FIGURE) for number in range(1, amount + 1)]


def _say(text_id: str, facts: SheetFacts, **values: str) -> str:
    return texts.say(text_id, language=facts.language, **values)
