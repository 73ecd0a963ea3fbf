"""The sums that figures are made of, kept up to what is written: who is counted, in which cells.

Nothing here decides about consent: from when to when a case may be counted is asked of
`countable`. A person's line holds for some days; on any other she is looked at again.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from casework.figures.sums import cells_of, line_of, mark
from db.figures.counted import spanned
from db.figures.marks import NEW
from db.rows import settings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlcipher3 import Cursor

    from casework.figures.sums import Cell
    from db.figures.counted import Spanned

FIRST_DAY: Final = date.min.isoformat()
LAST_DAY: Final = date.max.isoformat()
_AT_ONCE: Final = 400
_MARKED: Final = "select case_id from figure_mark"
_SETTLED: Final = "delete from figure_mark"
_HEAD: Final = "select case_id from case_pair where other_id = ? and answer = 'same'"
_PARTS: Final = "select other_id from case_pair where case_id = ? and answer = 'same'"
_NOW: Final = "select since, until, line from figure_person where head = ?"
_PUT: Final = "insert or replace into figure_person values (?, ?, ?, ?)"
_DROP: Final = "delete from figure_person where head = ?"
_ADD: Final = (
    "insert into figure_sum values (?, ?, ?, ?)"
    " on conflict do update set count = count + excluded.count"
)
_NONE: Final = "delete from figure_sum where period = ? and kind = ? and code = ? and count = 0"
_EMPTIED: Final = ("delete from figure_person", "delete from figure_sum", _SETTLED)
_EVERYBODY: Final = "select distinct case_id from countable order by case_id"
# Each half reads an index; told apart by whoever reads, for to do it here all would be sorted.
_OTHER_DAYS: Final = (
    "select head from figure_person where until <= :day"
    " union all select head from figure_person where since > :day"
)
_SUMS: Final = "select code, count from figure_sum where period = ? and kind = ?"
_LINES: Final = "select head, since, until, line from figure_person order by head"
_ALL_SUMS: Final = "select period, kind, code, count from figure_sum"


class Kept(NamedTuple):
    """What is kept of a person: from which day to which, and her codes where she is counted."""

    since: str
    until: str
    line: str | None


def settle(cursor: Cursor, day: str) -> None:
    """Look again at whoever was marked; where sums have to be made anew, that is for later."""
    if _are_true(cursor):
        _renew(cursor, (case for (case,) in cursor.execute(_MARKED).fetchall()), day)
    cursor.execute(_SETTLED)


def read_sums(
    cursor: Cursor, wanted: Iterable[tuple[str, str]], on: date
) -> Iterator[tuple[str, str, str, int]]:
    """Yield sums by period and kind, for those who agree on a day: by code, how many."""
    alone = not cursor.connection.in_transaction
    if _bring_up(cursor, on.isoformat()) and alone:
        # It holds whatever becomes of the work that asked.
        cursor.connection.commit()
    for period, kind in wanted:
        for code, count in cursor.execute(_SUMS, (period, kind)).fetchall():
            yield period, kind, code, count


def make_anew(cursor: Cursor, day: str) -> None:
    """Make all sums from everybody who may be counted."""
    for statement in _EMPTIED:
        cursor.execute(statement)
    everybody = cursor.execute(_EVERYBODY).fetchall()
    _renew(cursor, (case for (case,) in everybody), day)
    settings.keep(cursor, settings.SUMS, mark())


def take_out(cursor: Cursor, lines: Mapping[bytes, str | None]) -> None:
    """Forget persons, and take them out of all sums."""
    _change(cursor, [(line, None) for line in lines.values()])
    cursor.executemany(_DROP, [(head,) for head in lines])


def untrue_sums(cursor: Cursor) -> list[str]:
    """Return the tables of figures that differ from a count anew; those not in use are true."""
    if not _are_true(cursor) or cursor.execute(_MARKED).fetchone() is not None:
        return []
    rows = {head: Kept(*kept) for head, *kept in cursor.execute(_LINES).fetchall()}
    everybody = cursor.execute(_EVERYBODY).fetchall()
    known = {*rows, *(_head_of(cursor, case) for (case,) in everybody)}
    meant: dict[bytes, Kept] = {}
    for some in _parcels(sorted(known)):
        found = spanned(cursor, {head: _cases_of(cursor, head) for head in some})
        meant |= {
            head: state
            for head, one in found.items()
            if (state := _state(head, one, rows[head].since if head in rows else FIRST_DAY))
        }
    sums = Counter(cell for one in rows.values() for cell in _cells(one.line))
    kept = {(period, kind, code): n for period, kind, code, n in cursor.execute(_ALL_SUMS)}
    wrong = ["figure_person"] if rows != meant else []
    return [*wrong, "figure_sum"] if kept != sums else wrong


def _are_true(cursor: Cursor) -> bool:
    """Return whether sums are kept, and by the lists and plans of this program."""
    by = settings.kept(cursor, settings.SUMS)
    if by == NEW:
        # A new workbook: nobody is counted yet.
        settings.keep(cursor, settings.SUMS, mark())
        return True
    return by == mark()


def _bring_up(cursor: Cursor, day: str) -> bool:
    """Make sums true for a day; return whether anything had to be written."""
    if not _are_true(cursor):
        make_anew(cursor, day)
        return True
    marked = cursor.execute(_MARKED).fetchall()
    others = cursor.execute(_OTHER_DAYS, {"day": day}).fetchall()
    if not marked and not others:
        return cursor.connection.in_transaction
    _renew(cursor, (case for (case,) in [*marked, *others]), day)
    cursor.execute(_SETTLED)
    return True


def _renew(cursor: Cursor, cases: Iterable[bytes], day: str) -> None:
    """Look again at the persons of some cases, as they are counted on a day."""
    for some in _parcels(cases):
        heads = {_head_of(cursor, case) for case in some}
        states = spanned(cursor, {head: _cases_of(cursor, head) for head in heads})
        changed: list[tuple[str | None, str | None]] = []
        for head in sorted(heads.union(some)):
            one = states.get(head)
            new = _state(head, one, day) if one else None
            row = cursor.execute(_NOW, (head,)).fetchone()
            old = Kept(*row) if row else None
            if old == new:
                continue
            cursor.execute(*((_PUT, (head, *new)) if new else (_DROP, (head,))))
            changed.append((old.line if old else None, new.line if new else None))
        _change(cursor, changed)


def _state(head: bytes, one: Spanned, day: str) -> Kept | None:
    """Return what is kept of a person on a day, and the days between which it holds."""
    if not one.cases:
        return None
    edges = {edge for _case, first, last in one.spans for edge in (first, _after(last))}
    counted = one.on(head, day)
    return Kept(
        max((edge for edge in edges if edge <= day), default=FIRST_DAY),
        min((edge for edge in edges if edge > day), default=LAST_DAY),
        line_of(*counted) if counted else None,
    )


def _after(day: str) -> str:
    return day if day >= LAST_DAY else (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _change(cursor: Cursor, lines: Iterable[tuple[str | None, str | None]]) -> None:
    """Take persons out of the cells of their old lines, and put them into those of the new."""
    moved: Counter[Cell] = Counter()
    for old, new in lines:
        left, come = _cells(old), _cells(new)
        moved.subtract(left - come)
        moved.update(come - left)
    rows = sorted((*cell, count) for cell, count in moved.items() if count)
    cursor.executemany(_ADD, rows)
    cursor.executemany(_NONE, [row[:3] for row in rows if row[3] < 0])


def _cells(line: str | None) -> frozenset[Cell]:
    return cells_of(line) if line else frozenset()


def _head_of(cursor: Cursor, case: bytes) -> bytes:
    row = cursor.execute(_HEAD, (case,)).fetchone()
    return bytes(row[0]) if row else case


def _cases_of(cursor: Cursor, head: bytes) -> Collection[bytes]:
    return [head, *(case for (case,) in cursor.execute(_PARTS, (head,)).fetchall())]


def _parcels(cases: Iterable[bytes]) -> Iterator[list[bytes]]:
    source = iter(cases)
    while some := list(islice(source, _AT_ONCE)):
        yield some
