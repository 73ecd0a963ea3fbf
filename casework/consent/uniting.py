"""What holds of what one person said in several cases: the stricter, whichever case it is in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casework.consent.grant import OWN_PURPOSES
from casework.consent.view import refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.consent.grant import Consents


def united(own: Consents, others: Sequence[Consents]) -> Consents:
    """Return what holds in one case when others are of the same person.

    A grant covers what was told in its own case and nothing of another: no grant grows. What ends
    or suspends one, a no, and a later and narrower yes count wherever they were said.
    """
    if not others:
        return own
    days = [one.of_age_on for one in (own, *others) if one.of_age_on is not None]
    return replace(
        own,
        endings=(*own.endings, *(ending for one in others for ending in one.endings)),
        lifted=own.lifted.union(*(one.lifted for one in others)),
        of_age_on=min(days, default=None),
        births=tuple(birth for one in (own, *others) for birth in one.births),
        elsewhere=tuple(
            grant
            for one in others
            for grant in one.grants
            # To be told once more what the own office may do narrows nothing.
            if grant.refused or grant.purpose not in OWN_PURPOSES
        ),
        said_no=frozenset().union(*map(refused, others)),
    )
