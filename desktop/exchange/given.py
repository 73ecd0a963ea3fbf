"""What is typed on the page of the exchange, for whoever does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from casework.team.worker import Role


@dataclass(frozen=True, slots=True)
class Asking:
    """A laptop that asked: its file, who is to work there, and the words that it shows.

    Whoever works here already has no new role. `keeper` is the service that people are asked about
    before copies of their file go elsewhere.
    """

    file: Path
    name: str = field(repr=False)
    role: Role | None
    words: str = field(repr=False)
    keeper: str = ""


@dataclass(frozen=True, slots=True)
class Naming:
    """Where a server is, the code of an invitation, and whether only the key it shows counts.

    Nothing is done without the passphrase of whoever says so.
    """

    own: str = field(repr=False)
    address: str = field(repr=False)
    invite: str = field(default="", repr=False)
    pinned: bool = False
