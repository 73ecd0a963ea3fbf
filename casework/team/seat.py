"""Where a worker sits: who, on which store, by which clock; every desk begins its work here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from casework.ids import as_case_code
from casework.refused import DeskRefused
from casework.team.worker import demand

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.services.service import Service
    from casework.team.worker import Act, Worker


class NotFound(DeskRefused):
    """Raised when nothing this worker may see has that name; never tells the name."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One signed-in worker with a store and a clock."""

    worker: Worker
    store: Callable[[], UnitOfWork]
    now: Callable[[], datetime]

    def begin(self, act: Act) -> UnitOfWork:
        """Return a piece of work, after asking whether this worker's role allows the act."""
        demand(self.worker, act)
        return self.store()


def case_named(work: UnitOfWork, typed: str) -> CaseSummary:
    """Return the case that a person named by its code, to be read as it is.

    Raises NotFound as `case_seen` does, and with `case_masked` when she may see it masked only.
    """
    case = case_seen(work, typed)
    if not work.glass.is_clear(case.id):
        work.note("case_masked", case.id)
        raise NotFound("case_masked")
    return case


def case_seen(work: UnitOfWork, typed: str) -> CaseSummary:
    """Return the case that a person named by its code; who shows it asks whether it is masked.

    Raises NotFound with `case_code_mistyped` when the check sign does not fit,
    and with `case_not_found` when this worker has no such case; that she tried is kept. Of a code
    that two cases had nobody knows which of them is meant: `case_recoded`.
    """
    code = as_case_code(typed)
    if code is None:
        raise NotFound("case_code_mistyped")
    found = work.cases.by_code(code)
    if found is None:
        # Of a case behind a wall the try stands in its history, and she learns no more than ever.
        work.note("case_not_opened", work.walls.hides(code))
        raise NotFound("case_recoded" if work.cases.had_code(code) else "case_not_found")
    return found


def service_named(work: UnitOfWork, name: str) -> Service:
    """Return the service that a person named by its name or its code; raises NotFound.

    A name that several services bear is refused: the letter could go to the wrong one.
    """
    return _the_one(work.services.all(), name)


def service_known(work: UnitOfWork, name: str) -> Service:
    """Return a service that a person named, also one that left the directory; raises NotFound.

    What was agreed to for it can be taken back for as long as it may hold something.
    """
    return _the_one(work.services.everyone(), name)


def _the_one(services: Sequence[Service], name: str) -> Service:
    wanted = name.strip().casefold()
    by_code = [service for service in services if service.code.casefold() == wanted]
    found = by_code or [one for one in services if one.name.strip().casefold() == wanted]
    if len(found) > 1:
        raise NotFound("service_ambiguous")
    if not found:
        raise NotFound("service_not_found")
    return found[0]
