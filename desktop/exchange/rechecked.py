"""Whether what an exchanging workbook shows is still what was written: asked on the store's thread.

Whoever works alone looks at it with the check of the whole workbook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.changes import Change
from casework.keeping.exchange import EXCHANGED
from casework.team.worker import Act, demand
from desktop.exchange.exchanging import Rechecks

if TYPE_CHECKING:
    from casework.keeping.exchange import Rechecked
    from desktop.bootstrap import Workbook


def look_further(workbook: Workbook) -> bool | None:
    """Look through a little more; return whether anything strayed once all was looked through."""
    if workbook.practice or workbook.membership().place is None:
        return False
    return Rechecks(workbook.post()).look_further()


def rechecked(workbook: Workbook) -> Rechecked:
    """Return what the last look found."""
    return Rechecks(workbook.post()).state


def rebuild(workbook: Workbook, stream: str) -> tuple[int, int]:
    """Build some things of a stream anew; return how many are as written, and how many are left."""
    demand(workbook.worker, Act.CHECK)
    return Rechecks(workbook.post()).rebuild(stream)


def rebuilt() -> Change:
    """Return what every page is told: what was built anew may be anything."""
    return Change(EXCHANGED)


def strayed() -> Change:
    """Return what is told when a look is over and something strayed."""
    return Change("exchange_strayed")
