"""What is to decide outside of cases, as far as somebody may decide it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.team.worker import Act, may

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.ports.stores import UnitOfWork
    from casework.records.conflict import Found
    from casework.team.worker import Worker

# Who may change a thing decides about it.
_NEEDS: Final = {
    "app_user": Act.PEOPLE,
    "breach": Act.TEAM,
    "breach_action": Act.TEAM,
    "office": Act.PEOPLE,
    "outside_request": Act.TEAM,
    "service": Act.SERVICES,
    "treaty": Act.SERVICES,
}
# Of these others believe whoever leads, where laptops exchange.
_LED: Final = frozenset({Act.PEOPLE, Act.TEAM})


def outside(work: UnitOfWork, worker: Worker) -> Sequence[Found]:
    """Return what this worker is to decide in services, law, people, office and registers."""
    return _hers(work, worker, work.conflicts.outside())


def whole_outside(work: UnitOfWork, worker: Worker, name: str = "") -> Sequence[Found]:
    """Return the same as it is decided; with a name only what may be meant by it."""
    return _hers(work, worker, work.conflicts.whole("", name))


def _hers(work: UnitOfWork, worker: Worker, found: Sequence[Found]) -> Sequence[Found]:
    leads = work.people.administers()
    acts = {one for one in _NEEDS.values() if may(worker, one) and (leads or one not in _LED)}
    return [one for one in found if _NEEDS[one.place.table] in acts]
