"""Who is to work at a laptop that is let in: somebody new, or who works here already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.team.people import LEFT, STRANGER
from desktop.saying.words import Refused

if TYPE_CHECKING:
    from casework.team.people import PeopleDesk
    from casework.team.worker import Role


def who_arrives(people: PeopleDesk, user: str, name: str, role: Role | None) -> tuple[str, Role]:
    """Return who it is, and in which role; somebody new is known from here on.

    Without a role it is whoever works here already under that name.
    """
    known = {one.id: one for one in people.members() if one.status != LEFT}
    named = next((one for one in known.values() if one.name == name), None)
    if role is None:
        if named is None:
            raise Refused("no_such_person")
        return named.id, named.role
    if user not in known:
        # If she is, the program ended right here when it was done before.
        if named is not None:
            # Taken for somebody new, she would have none of her cases there.
            raise Refused("works_here_already")
        people.add(user, name, role, STRANGER)
    return user, role
