"""Who may answer what stands in a register: where laptops exchange, whoever administers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.team.worker import Act, NotPermitted
from db.rows import settings

if TYPE_CHECKING:
    from sqlcipher3 import Cursor

    from casework.team.worker import Worker


def demand_administering(cursor: Cursor, worker: Worker) -> None:
    """Raise NotPermitted for what others would not believe: where laptops exchange, who leads."""
    leading = settings.kept(cursor, settings.ADMINISTERING)
    if leading is not None and worker.id not in leading.split():
        raise NotPermitted(Act.TEAM)
