"""The belt of the wall: nobody behind it is given a case, and no service beyond it a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.guards.lifting import HOLDS
from db.guards.unions import one_persons

if TYPE_CHECKING:
    from collections.abc import Iterator

_STANDING: Final = (
    "exists (select 1 from conflict_link as w where w.case_id in {cases}"
    " and w.status = 'standing' and w.{who} = new.{column})"
)
_CHANGED: Final = "update of {column}"
_REFUSED: Final = """
create temp trigger {table}_keeps_the_wall_{name} before {when} on main.{table}
when {holds} and {standing}
begin select raise(abort, 'conflict:{table}'); end
"""
# What gives a case, or something of it, to somebody: table, and the column that says to whom.
_TO_WORKERS: Final = (("assignment", "user_id"), ("task", "worker"))
_TO_SERVICES: Final = (
    ("referral", "service_id"),
    ("letter", "service_id"),
    ("telling", "service_id"),
)


def wall_guards() -> Iterator[str]:
    """Yield what makes the triggers of a working connection."""
    for table, column in _TO_WORKERS:
        yield from _made(table, "user_id", column)
    for table, column in _TO_SERVICES:
        yield from _made(table, "service_id", column)


def _made(table: str, who: str, column: str) -> Iterator[str]:
    standing = _STANDING.format(who=who, column=column, cases=one_persons("new.case_id"))
    for name, when in (("new", "insert"), ("changed", _CHANGED.format(column=column))):
        facts = {"table": table, "name": name, "when": when, "standing": standing, "holds": HOLDS}
        yield _REFUSED.format(**facts)
