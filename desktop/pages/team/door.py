"""Letting somebody in, by words that are told once; and who may do what from then on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casework.team.worker import Role
from desktop.doors import suggest_passphrase

if TYPE_CHECKING:
    from casework.changes import Change
    from casework.office import Office
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


def change_role(house: House, office: Office, own: str, key: str, role: str) -> Change:
    """Give somebody another role, for whoever knows her own passphrase."""
    house.require_own(own)
    return office.people.set_role(key, Role(role))


def let_go(house: House, own: str, key: str) -> Change:
    """Take somebody's way in away, for whoever knows her own passphrase."""
    house.require_own(own)
    return house.let_go(key)
