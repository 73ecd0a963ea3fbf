"""To whom an office sends work that it does not do itself; imported at the first need."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from casework.figures.proving import Protector
    from casework.referrals.letters import Papers


def printing_room() -> Papers:
    """Return the printing room; type and paper are imported for the first letter."""
    room: Papers = import_module("reports.papers").PrintingRoom()
    return room


def prover() -> Protector:
    """Return who proves figures, in another process; most days nobody asks for any."""
    apart: Protector = import_module("desktop.beside.proving").protect_apart
    return apart
