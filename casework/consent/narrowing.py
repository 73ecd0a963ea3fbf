"""Agreeing to less than before: a new grant out of the old one, which never covers more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from casework.ids import new_id
from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from casework.consent.grant import Consents, Grant, Scope


@dataclass(frozen=True, slots=True)
class Less:
    """What is no longer to be told, and an earlier last day if there is one."""

    categories: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    until: date | None = None


def narrowed_by(grants: Sequence[Grant]) -> str:
    """Return by whom grants count as given once they are narrowed together: what ends first wins.

    A caregiver's yes ends at her coming of age, and with the caregiver no longer being safe.
    """
    giver = max(grants, key=lambda one: (one.by_caregiver, one.in_her_place))
    return giver.given_by


def narrowed(grant: Grant, event: tuple[str, datetime, date], scope: Scope, less: Less) -> Grant:
    """Return the grant that stands in the place of one, for the recipient that was named.

    What was taken out is excluded by name, so that no wider grant brings it back. The day of an
    event is that of the calendar: its moment may be later, after a clock that ran ahead.
    """
    event_id, at, today = event
    until = min(grant.valid_until, less.until or grant.valid_until)
    return replace(
        grant,
        id=new_id().hex(),
        event_id=event_id,
        scope=scope,
        given_at=at,
        valid_until=until,
        valid_from=min(max(grant.valid_from, today), until),
        categories=grant.categories - less.categories,
        items=grant.items - less.items,
        excluded=grant.excluded | less.categories | less.items,
    )


def still_left_out(grant: Grant, before: Consents) -> Grant:
    """Return a new yes without the single things she took out before and does not name again.

    A yes to a whole kind would bring them back; the form asks for no single thing to leave out.
    """
    said = [
        one
        for one in (*before.grants, *before.elsewhere)
        if (one.purpose, one.scope) == (grant.purpose, grant.scope) and not one.refused
    ]
    _, last = max(((one.given_at, one.event_id) for one in said), default=(None, ""))
    out = frozenset[str]().union(*(one.excluded for one in said if one.event_id == last))
    single = out - code_list("data_category").codes.keys()
    return replace(grant, excluded=grant.excluded | (single - grant.items))
