"""Which of some open tasks still stand, and whom they concern; asked of the consent rule alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casework.consent.grant import Consents
from casework.tasks.task import stands

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from casework.ports.stores import UnitOfWork
    from casework.tasks.task import Task


@dataclass(frozen=True, slots=True)
class Standing:
    """The tasks that stand, and the names of the services they concern."""

    open: tuple[Task, ...]
    subjects: Mapping[str, str] = field(repr=False)


def standing(work: UnitOfWork, tasks: Sequence[Task], now: datetime) -> Standing:
    """Return those of some open tasks that may still be done."""
    if not tasks:
        return Standing((), {})
    services = work.services.these({task.service_id for task in tasks if task.service_id})
    recipients = {service.id: service.recipient for service in services}
    said = work.consents.those({task.case_id for task in tasks if task.rests_on})
    nothing = Consents()
    kept = tuple(
        task for task in tasks if stands(task, said.get(task.case_id, nothing), recipients, now)
    )
    return Standing(kept, {service.id: service.name for service in services})
