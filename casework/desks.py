"""What every group of desks has: where the worker sits, who prints, proves, and thinks up words."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.figures.proving import Protector
    from casework.referrals.letters import Papers
    from casework.team.seat import Seat


class Desks:
    """Some desks of one signed-in worker; each is set up when it is first asked."""

    def __init__(
        self,
        seat: Seat,
        papers: Callable[[], Papers],
        new_passphrase: Callable[[str], str],
        protector: Callable[[], Protector],
    ) -> None:
        self.worker = seat.worker
        self._seat, self._papers, self._new_passphrase = seat, papers, new_passphrase
        self._protector = protector


def desk_of(module: str, name: str, *tools: object) -> Any:  # noqa: ANN401 - each says what it is
    """Return a desk, imported when somebody first comes to it: a glance at the list needs one."""
    return getattr(import_module(module), name)(*tools)
