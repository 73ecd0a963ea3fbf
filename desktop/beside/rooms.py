"""To whom an office sends work that it does not do itself; imported at the first need."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.figures.proving import Protector
    from casework.referrals.letters import Papers


class _AtFirst:
    """Something that is made when something of it is first asked for.

    Desks are set up on the thread of the window, which would stand still meanwhile.
    """

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> object:
        return self._make()

    def __getattr__(self, wanted: str) -> object:
        """Return what it has under a name."""
        return getattr(self._made, wanted)


class _Printing(_AtFirst):
    """The printing room; whoever packs there is only named before there is something to pack."""

    def packer(self) -> _AtFirst:
        """Return who seals what is taken out."""
        return _AtFirst(lambda: cast("Papers", self._made).packer())


def printing_room() -> Papers:
    """Return the printing room; type and paper are imported for the first letter."""
    return cast("Papers", _Printing(lambda: import_module("reports.papers").PrintingRoom()))


def prover() -> Protector:
    """Return who proves figures, in another process; most days nobody asks for any."""
    apart: Protector = import_module("desktop.beside.proving").protect_apart
    return apart
