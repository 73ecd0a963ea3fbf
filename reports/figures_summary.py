"""Printed figures laid out as the monthly summary of another system, from printed cells alone.

What goes where is data. Nothing is added up: where several of our codes are one there, they stand
under each other, each as it was printed, with what is lost on the way.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from casework.figures.axes import codes_along, whole_key
from casework.figures.happened import FAMILIES
from casework.figures.people import AGE, BANDS, YES
from casework.figures.plan import unit_of
from casework.protect.printed import Number
from forms.codelists import code_list
from reports.figures_rows import languages
from reports.figures_sheet import workbook
from reports.figures_words import code_words, notes_of, shown_as

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from casework.protect.printed import Printed
    from casework.protect.shape import Key
    from reports.figures_words import Issue

GBVIMS: Final = "gbvims"
_LISTS: Final = {AGE: BANDS, **FAMILIES}


@dataclass(frozen=True, slots=True)
class Section:
    """One section there: the list of ours it is filled from, and what is lost on the way."""

    head: str
    group: str = ""
    loss: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Summary:
    """How one system lays out its summary."""

    standard: str
    version: str
    sections: tuple[Section, ...]

    def term(self, section: Section, code: str) -> tuple[str, str]:
        """Return what a code of ours is called there, and what is lost; nothing where neither."""
        if code in section.codes:
            return section.codes[code], section.loss
        known = code_list(_LISTS.get(section.group, section.group)).codes.get(code)
        rows = [one for one in known.mapping if one.standard == self.standard] if known else []
        return (rows[0].code, rows[0].loss or section.loss) if rows else ("", section.loss)


@cache
def summary(name: str) -> Summary:
    """Return the summary of a system by its name."""
    text = (resources.files("reports") / "summaries" / f"{name}.toml").read_text("utf-8")
    rows: dict[str, Any] = tomllib.loads(text)
    sections = tuple(Section(**one) for one in rows["section"])
    return Summary(rows["standard"], rows["version"], sections)


def figures_gbvims(issue: Issue) -> bytes:
    """Return the figures of a period as the summary of GBVIMS, as XLSX."""
    laid = summary(GBVIMS)
    named = issue.say("figures.summary", standard=laid.standard, version=laid.version)
    notes = [*notes_of(issue), named, issue.say("figures.note_number", number=issue.number)]
    sheets = {laid.standard: [*_heads(issue), *_rows(issue, laid)]}
    return workbook(issue.say("figures.notes"), notes, sheets, issue.language)


def _heads(issue: Issue) -> Iterator[Sequence[str]]:
    """Yield the headings and their tags."""
    told = languages(issue.language)
    here = ("dimension", "code", *(f"label_{one}" for one in told))
    yield ("section", "row", *here, "unit", "shown", "min", "max", "lost")
    tags = ("#x_by", "#x_code", *(f"#x_label+i_{one}" for one in told))
    ends = ("#affected", "#affected+min", "#affected+max", "#x_lost")
    yield ("#x_section", "#x_row", *tags, "#x_unit", *ends)


def _rows(issue: Issue, laid: Summary) -> Iterator[Sequence[str | int]]:
    """Yield a line a printed cell; of a section that no cell fills, what is lost."""
    cells = {key: one for mine in issue.shown.tables.values() for key, one in mine}
    empty = [""] * (2 + len(languages(issue.language)))
    for section in laid.sections:
        found = list(_section(issue, section, cells))
        if not found:
            yield (section.head, "", *empty, "", "", "", "", section.loss)
        for key, dim, code in found:
            term, loss = laid.term(section, dim.partition(".")[2] if code == YES else code)
            labels = (code_words(dim, code, one) for one in languages(issue.language))
            yield (section.head, term, dim, code, *labels, unit_of(key), *_told(cells[key]), loss)


def _section(
    issue: Issue, section: Section, cells: Mapping[Key, Printed | None]
) -> Iterator[tuple[Key, str, str]]:
    """Yield each cell of a section that was printed or may not be, by its code."""
    for dim, code in codes_along(section.group) if section.group else ():
        key = whole_key([(dim, code)], (section.group,), issue.shown.period)
        if key in cells:
            yield key, dim, code


def _told(printed: Printed | None) -> tuple[str | int, str | int, str | int]:
    """Return what is shown and what it stands for; nothing but a number is one."""
    if printed is None:
        return "", "", ""
    if isinstance(printed, Number):
        return printed.value, printed.lo, printed.hi
    return shown_as(printed), str(printed.lo), str(printed.hi)
