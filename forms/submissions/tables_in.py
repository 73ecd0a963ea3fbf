"""Submissions as tables: one for the forms, and one for each repeat, joined by their keys."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from forms.errors import SourceRefused, Where
from forms.model import Repeat
from forms.submissions.submission import Given

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forms.limits import Limits
    from forms.model import FormModel
    from forms.tables.table import Line, Table

    Pair = tuple[str, object]

# How Central names the row above, and how workbooks of Kobo do.
_KEY, _PARENT = "KEY", "PARENT_KEY"
_INDEX, _PARENT_INDEX, _PARENT_TABLE = "_index", "_parent_index", "_parent_table_name"
# A sheet has no longer name than this; the rest of it is cut off.
_LONGEST_SHEET: Final = 31
_DEEPEST: Final = 20


@dataclass(slots=True)
class _Rows:
    """Rows of one repeat below one row of another table, or why they cannot be read."""

    name: str
    rows: list[tuple[str, list[Pair]]] = field(default_factory=list)
    wrong: SourceRefused | None = None


def read_tables_of(
    model: FormModel, tables: Sequence[Table], limits: Limits
) -> Iterator[Given | tuple[str, SourceRefused]]:
    """Return the submissions of tables that belong together, and the rows that belong to none."""
    mains = [table for table in tables if not _is_below(table)]
    if sum(len(table.lines) for table in mains) > limits.submissions:
        yield mains[0].sheet, SourceRefused("answers.too_many", limit=limits.submissions)
        return
    below: dict[str, dict[str, _Rows]] = {}
    for table in tables:
        if _is_below(table):
            main = mains[0].sheet if mains else ""
            refused = _gather(model, table, main, below)
            if refused is not None:
                yield table.sheet, refused
    keys = Counter(_key(table, _said(table, line)) for table in mains for line in table.lines)
    twice = {key for key in below if key and keys[key] > 1}
    for table in mains:
        for line in table.lines:
            yield _given(table, line, below, twice)
    # What is left stands below nothing that was read.
    for rows in (one for some in below.values() for one in some.values()):
        yield rows.name, SourceRefused("answers.row_of_nothing", rows=len(rows.rows))


def _is_below(table: Table) -> bool:
    return _PARENT in table.head or _PARENT_INDEX in table.head


def _gather(
    model: FormModel, table: Table, main: str, below: dict[str, dict[str, _Rows]]
) -> SourceRefused | None:
    """Keep the rows of a repeat by the row above them; return why that is not possible."""
    repeat = _repeat_of(model, table.sheet)
    if repeat is None:
        return SourceRefused("answers.table_of_nothing")
    name = "/".join(repeat.path[1:])
    for line in table.lines:
        said = _said(table, line)
        above = said.get(_PARENT) or _numbered(
            said.get(_PARENT_TABLE) or main, said.get(_PARENT_INDEX)
        )
        rows = below.setdefault(above, {}).setdefault(name, _Rows(name))
        rows.rows.append((_key(table, said), list(said.items())))
        rows.wrong = rows.wrong or _fault(table, line)
    return None


def _repeat_of(model: FormModel, sheet: str) -> Repeat | None:
    """Return the repeat that a table is named for; the only one there is needs no name."""
    repeats = [item for item in model.items() if isinstance(item, Repeat)]
    if len(repeats) == 1:
        return repeats[0]
    name = PurePosixPath(sheet).stem
    cut = len(name) >= _LONGEST_SHEET
    fits = [
        one
        for one in repeats
        if name == one.name or name.endswith(f"-{one.name}") or (cut and one.name.startswith(name))
    ]
    return max(fits, key=lambda one: len(one.name), default=None)


def _said(table: Table, line: Line) -> dict[str, str]:
    """Return the cells of a line that say anything, by their headings."""
    return {head: cell for head, cell in zip(table.head, line.cells, strict=False) if head and cell}


def _key(table: Table, said: dict[str, str]) -> str:
    return said.get(_KEY) or _numbered(table.sheet, said.get(_INDEX))


def _numbered(sheet: str, index: str | None) -> str:
    """Return a key of a number; two rows without one have nothing to do with each other."""
    return f"{sheet}#{index}" if index else ""


def _fault(table: Table, line: Line) -> SourceRefused | None:
    if not line.fault:
        return None
    return SourceRefused(line.fault, where=Where(table.sheet, line.number, line.column))


def _given(
    table: Table, line: Line, below: dict[str, dict[str, _Rows]], twice: set[str]
) -> Given | tuple[str, SourceRefused]:
    place = Where(table.sheet, line.number).words()
    said = _said(table, line)
    key, fault = _key(table, said), _fault(table, line)
    if key in twice:
        fault = fault or SourceRefused("answers.key_twice")
    try:
        if fault is not None:
            raise fault
        return Given(place, _with_rows(key, list(said.items()), below, 0))
    except SourceRefused as refused:
        return place, refused


def _with_rows(
    key: str, pairs: list[Pair], below: dict[str, dict[str, _Rows]], depth: int
) -> list[Pair]:
    """Return the cells of a row with the rows of the repeats below it."""
    if depth > _DEEPEST:
        raise SourceRefused("source.depth", limit=_DEEPEST)
    # A row without a key has none below it: what names no row above belongs to no one person.
    for rows in below.pop(key, {}).values() if key else ():
        made = [_with_rows(own, cells, below, depth + 1) for own, cells in rows.rows]
        if rows.wrong is not None:
            raise rows.wrong
        pairs.append((rows.name, made))
    return pairs
