"""Which persons may have to be counted anew: marked by the store itself, whoever writes.

The triggers are temporary and made with the guards. They mark too many rather than too few, but
nobody of whom no case may ever be counted: most of what is saved marks nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from db.guards.lifting import HOLDS
from db.rows.these import THESE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from datetime import datetime

    from sqlcipher3 import Cursor

# What is noted of sums in a new workbook: they need no making.
NEW: Final = "new"
_TRIGGER: Final = """
create temp trigger figures_see_{name} after {act}{columns} on main.{table}
when {holds}{which}
begin {marks} end
"""
_MARK: Final = "insert or ignore into figure_mark select id from {whose} where id in ({cases});"
_EVERY: Final = "casefile"
# Who is kept already, or is one person with somebody who may be.
_WHO_IS_COUNTED: Final = (
    "select k.id from casefile as k"
    " where exists (select 1 from figure_person as f where f.head = k.id)"
    " or exists (select 1 from case_pair as m where m.other_id = k.id and m.answer = 'same')"
)
# Said once for all triggers, so that they are made in less time.
_COUNTED: Final = "figure_counted"
_VIEW: Final = "create temp view {name} as {whose}"
_GONE: Final = "insert or ignore into figure_mark values (old.id);"
_ROW: Final = ("{row}.case_id",)
_OF_FORM: Final = ("(select i.case_id from form_instance as i where i.number = {row}.instance)",)
_TOLD: Final = (
    " and {row}.qid in ('service_given.service_type', 'service_given.given_on', 'legal.area',"
    " 'legal.area_effect')"
)
# What may begin that somebody is counted, or end it: table, what changes, whose case.
_ALWAYS: Final = (
    ("consent_event", "", _ROW),
    ("consent_grant", "", _ROW),
    ("case_pair", "", ("{row}.case_id", "{row}.other_id")),
    ("casefile", " of status", ("{row}.id",)),
)
# What tells of somebody who is counted. What an episode is tagged with is written with it.
_DATA: Final = (
    ("casefile", " of opened_on, area", ("{row}.id",)),
    *((table, "", _ROW) for table in ("person", "episode", "referral", "letter")),
    *((table, "", _ROW) for table in ("letter_reply", "telling")),
    ("form_fact", "", _OF_FORM),
)
_ROWS: Final = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}
_MARKED: Final = "select 1 from figure_mark limit 1"
_LINES: Final = ("select head, line from figure_person where head", THESE)
_PARTED: Final = (
    "insert or ignore into figure_mark select case_id from case_pair where other_id",
    THESE,
    "union select other_id from case_pair where case_id",
    THESE,
)


def marks() -> Iterator[str]:
    """Yield what makes the triggers of a working connection, and the view they rest on."""
    yield _VIEW.format(name=_COUNTED, whose=_WHO_IS_COUNTED)
    for sources, whose in ((_ALWAYS, _EVERY), (_DATA, _COUNTED)):
        for table, columns, cases in sources:
            for act in ("update",) if columns else tuple(_ROWS):
                some = [case.format(row=row) for row in _ROWS[act] for case in cases]
                which = _TOLD.format(row=_ROWS[act][-1]) if table == "form_fact" else ""
                done = _MARK.format(whose=whose, cases=", ".join(some))
                yield _made(table, act, (columns, which, done))
    yield _made("casefile", "delete", ("", "", _GONE))


def _made(table: str, act: str, what: tuple[str, str, str]) -> str:
    columns, which, done = what
    facts = {"table": table, "act": act, "columns": columns, "which": which, "marks": done}
    name = f"{table}_{act}{columns.replace(', ', '_').replace(' ', '_')}"
    return _TRIGGER.format(name=name, holds=HOLDS, **facts)


def mark(cursor: Cursor, cases: Iterable[bytes], always: Collection[bytes]) -> None:
    """Mark cases that came from elsewhere, where no trigger does.

    `always` are those of which something came that may begin or end that somebody is counted.
    """
    for case in cases:
        # Whoever takes in what comes from elsewhere needs no guards.
        whose = _EVERY if case in always else f"({_WHO_IS_COUNTED})"
        cursor.execute(_MARK.format(whose=whose, cases=":case").rstrip(";"), {"case": case})


def settle_marked(cursor: Cursor, now: Callable[[], datetime]) -> None:
    """Bring sums up to what is written, inside its transaction; hardly any save has to."""
    if cursor.execute(_MARKED).fetchone() is not None:
        import_module("db.figures.sums").settle(cursor, now().date().isoformat())


def forget_counted(cursor: Cursor, these: str) -> None:
    """Take persons out of all sums before their cases are erased; `these` are ids as a list."""
    if lines := cursor.execute(" ".join(_LINES), (these,)).fetchall():
        import_module("db.figures.sums").take_out(cursor, dict(lines))
    cursor.execute(" ".join(_PARTED), (these, these))
