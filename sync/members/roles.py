"""Whoever is made a supervisor administers from then on, and no longer once she is made another.

Her role is a word of the office, and comes to the roster by the laptop at which it was given: what
she says is taken by everybody as the roster says it, in whichever order they hear of it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from casework.team.worker import Role
from sync.members.entries import RosterRefused
from sync.members.keylife import hindrances

if TYPE_CHECKING:
    from db.exchange.roles import Roles
    from sync.members.joining import Membership

_SAID: Final = "role."


def say_roles(member: Membership, roles: Roles) -> None:
    """Let the roster say who administers, where somebody here gave her another role.

    Each word is said once: whatever somebody else says of her later stands.
    """
    me = member.me
    if not member.belongs or not member.roster.administers(me.author):
        return
    if hindrances(member.heard.chain, {}, ()):
        return
    secrets = member.exchange.secrets()
    here = {one.public for one in member.roster.authors.values() if one.workbook == me.workbook}
    new = [
        one for one in roles.given_by(here) if secrets.get(f"{_SAID}{one.user.hex()}") != one.word
    ]
    # Who comes before who goes, and oneself last: somebody has to say it.
    for one in sorted(new, key=lambda one: (one.role != Role.SUPERVISOR, one.user == me.user)):
        # As long as nobody else administers she does: it is said when somebody does.
        with suppress(RosterRefused):
            member.give_role(one.user, roles.last_number, administers=one.role == Role.SUPERVISOR)
            member.exchange.keep_secrets({f"{_SAID}{one.user.hex()}": one.word})
