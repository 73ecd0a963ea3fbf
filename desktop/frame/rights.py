"""Which pages a role may open: what it cannot open is not listed, and not gone to by a key."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from casework.team.worker import Worker

# By name: the window is seen before the rules of roles are read.
_NEEDS: Final[Mapping[str, str]] = {
    "today": "RECORD",
    "cases": "READ_CASES",
    "case": "READ_CASES",
    "episodes": "READ_CASES",
    "form": "SERVICES",
    "consent": "READ_CASES",
    "history": "READ_CASES",
    "decide": "READ_CASES",
    "handing": "RECORD",
    "letter": "LETTER",
    "letters": "LETTER",
    "breaches": "RECORD",
    "requests": "RECORD",
    "team": "TEAM",
    "figures": "STATISTICS",
    "retention": "TEAM",
    "backups": "BACKUP",
    "submissions": "RECORD",
}


def may_open(worker: Worker, page: str) -> bool:
    """Return whether somebody's role opens a page at all."""
    act = _NEEDS.get(page)
    if act is None:
        return True
    rules = import_module("casework.team.worker")
    return bool(rules.may(worker, rules.Act[act]))


def home_of(worker: Worker, pages: Iterable[str]) -> str:
    """Return the first of some pages that somebody may open."""
    return next(page for page in pages if may_open(worker, page))
