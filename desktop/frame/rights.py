"""Which pages a role may open: what it cannot open is not listed, and not gone to by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.worker import Act, may

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from casework.worker import Worker

_NEEDS: Final[Mapping[str, Act]] = {
    "today": Act.RECORD,
    "cases": Act.READ_CASES,
    "case": Act.READ_CASES,
    "episodes": Act.READ_CASES,
    "form": Act.SERVICES,
    "consent": Act.READ_CASES,
    "history": Act.READ_CASES,
    "letter": Act.LETTER,
    "letters": Act.LETTER,
    "team": Act.TEAM,
}


def may_open(worker: Worker, page: str) -> bool:
    """Return whether somebody's role opens a page at all."""
    act = _NEEDS.get(page)
    return act is None or may(worker, act)


def home_of(worker: Worker, pages: Iterable[str]) -> str:
    """Return the first of some pages that somebody may open."""
    return next(page for page in pages if may_open(worker, page))
