"""Notes for one worker and a supervisor: the one rule about who else may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casework.team.worker import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casework.team.worker import Worker

_RESTRICTED = "note.restricted"


def is_restricted(answers: Mapping[str, Any]) -> bool:
    """Return whether a form says that not everybody who works with the case may read it."""
    return bool(answers.get(_RESTRICTED))


def may_read(
    worker: Worker, written_by: str, answers: Mapping[str, Any], *, begun: bool = False
) -> bool:
    """Return whether a worker may read a form, by who wrote it and what it says of itself.

    A note that is only begun may have its mark still to come: it is for whoever began it.
    """
    if begun:
        return worker.id == written_by
    if not is_restricted(answers):
        return True
    return worker.id == written_by or worker.role is Role.SUPERVISOR
