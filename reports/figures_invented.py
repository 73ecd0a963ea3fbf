"""Invented records, drawn from printed figures alone: a line for each of many who do not exist.

The first columns of each line say so, for lines are cut out of files. Columns and codes are those
of the plain table of the same figures. Nothing in it is finer than the period of the figures; the
number of their release is not in it, so that the same figures give the same bytes.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

import texts
from casework.figures.invented import invent
from casework.figures.people import AREA, FLAGS, YES
from reports.figures_rows import in_words, languages, place_columns, placed
from reports.figures_words import code_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.figures_rows import Column
    from reports.figures_words import Issue

_MARK: Final = "\ufeff"


def figures_invented(issue: Issue) -> bytes:
    """Return invented records as CSV in UTF-8; the same figures give the same bytes.

    Raises FiguresRefused where the figures tell too little.
    """
    invented = invent(issue.shown)
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerows(zip(*_columns(invented.dims, issue.language), strict=True))
    notes = [texts.say("figures.invented", language=one) for one in languages(issue.language)]
    for number, person in enumerate(invented.people, 1):
        codes = dict(zip(invented.dims, person, strict=True))
        begin = (*notes, f"invented-{number}", issue.shown.period)
        table.writerow([*begin, *placed(codes.get(AREA, ""), issue), *_said(codes, issue)])
    return (_MARK + written.getvalue()).encode()


def _columns(dims: Sequence[str], language: str) -> Iterator[Column]:
    """Yield the heading and the tag of each column."""
    yield from in_words("invented", "#x_invented", language)
    yield "record", "#x_record"
    yield "period", "#x_period"
    yield from place_columns(language)
    for dim in dims:
        group, _, flag = dim.partition(".")
        if group in FLAGS:
            yield dim, f"#x_{group}+{flag}"
        elif dim != AREA:
            yield f"{dim}_code", f"#x_{dim}+code"
            yield from in_words(f"{dim}_label", f"#x_{dim}+label", language)


def _said(codes: dict[str, str], issue: Issue) -> Iterator[str]:
    """Yield what is said of somebody beside where; of a yes or no the yes alone, as in figures."""
    for dim, code in codes.items():
        if dim.partition(".")[0] in FLAGS:
            yield code if code == YES else ""
        elif dim != AREA:
            yield code
            for language in languages(issue.language):
                yield code_words(dim, code, language)
