"""Who signs at a workbook: with whom its organisation began, and who was let in there since."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from casework.team.worker import Role
from sync.members.entries import RosterRefused
from sync.members.joining import Colleague
from sync.members.member import caseload_of
from sync.wire.frames import author_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sync.members.joining import Membership
    from sync.members.scribe import Scribe


def colleagues(signing: Iterable[tuple[bytes, bytes, str]], mine: bytes) -> list[Colleague]:
    """Return who else signs in a workbook: of each her id, her key and her role."""
    return [
        Colleague(user, public, role == Role.SUPERVISOR)
        for user, public, role in signing
        if user != mine
    ]


def let_write(member: Membership, signing: Iterable[Colleague]) -> bool:
    """Let those of a workbook write whose keys its organisation does not know, if there are any.

    They were let in since it began, or let in again with a key of their own.
    """
    known = {one.public for one in member.roster.authors.values()}
    unknown = [one for one in signing if one.public not in known]
    return bool(unknown) and member.say(partial(_join, member.roster.org, unknown))


def unheard(member: Membership, signing: Iterable[tuple[bytes, bytes, str]]) -> str:
    """Return who could let her be heard who sits here by a key that nobody knows, or nothing.

    Nobody has to where she waits to be let in, or where somebody administers at this workbook: that
    one says it with the next exchange. Else her laptop has to join anew: by the word of `others`
    who administer, or, where she did so `alone`, in an organisation that begins anew.
    """
    roster, me = member.roster, member.me
    book = roster.workbooks.get(me.workbook)
    if book is None or book.revoked or me.author in roster.authors or member.waits:
        return ""
    if any(roster.administers(author_id(public)) for _user, public, _role in signing):
        return ""
    is_others = any(
        roster.administers(name) and one.workbook != me.workbook
        for name, one in roster.authors.items()
    )
    return "others" if is_others else "alone"


def _join(org: bytes, unknown: Sequence[Colleague], scribe: Scribe) -> None:
    for one in unknown:
        hers = caseload_of(org, one.user)
        # What is no key signs nothing, and keeps nobody else from being heard.
        with suppress(RosterRefused):
            scribe.join_in(one.public, one.user, hers, administers=one.administers, late=True)
