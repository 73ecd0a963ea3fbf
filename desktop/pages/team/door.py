"""Letting somebody in: the workbook makes the keys, and the words are told once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casework.team.worker import Role
from desktop.doors import suggest_passphrase

if TYPE_CHECKING:
    from desktop.frame.house import House


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who was let in, with the words to come in by."""

    name: str = field(repr=False)
    passphrase: str = field(repr=False)


def let_in(house: House, own: str, name: str, role: str) -> Newcomer:
    """Let somebody in by words that nobody has chosen, for whoever knows her own passphrase."""
    house.require_own(own)
    words = suggest_passphrase()
    house.add_person(name, Role(role), words)
    return Newcomer(name, words)
