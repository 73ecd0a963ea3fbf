"""What all grants of a case come to, for the list: shared or not, until when, with how many.

It holds on every day: what begins or ends by the calendar is told by its dates.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from casework.consent.grant import OWN_PURPOSES, Purpose
from casework.consent.view import no_contact

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from casework.consent.grant import Consents, Grant

# How long before a grant ends she is asked again.
REVIEW_AHEAD: Final = timedelta(days=30)


class Sharing(enum.StrEnum):
    """What was said about telling anybody outside the office."""

    NOT_ASKED = "not_asked"
    NONE = "none"
    SOME = "some"
    ENDED = "ended"


class ConsentLine(enum.StrEnum):
    """What the list says of consent; a code that `texts` turns into words."""

    COMPLETE = "complete"
    REVIEW_DUE = "review_due"
    NOT_ASKED = "not_asked"
    SHARING_NONE = "sharing_none"


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which something holds, both ends included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Agreement:
    """What lasts of all she said: `review_on` is the day on which the first grant ends."""

    sharing: Sharing = Sharing.NOT_ASKED
    review_on: date | None = None
    agreed: tuple[Span, ...] = ()
    no_contact: bool = False


def agreement(said: Consents) -> Agreement:
    """Return what all that was said comes to."""
    lasting = [grant for grant in said.grants if said.outcome(grant) is None]
    sharing = _sharing(said, lasting)
    if sharing is Sharing.ENDED:
        return Agreement(sharing)
    review_on = min(map(said.last_day, lasting), default=None)
    spans = tuple(_services(said, lasting))
    return Agreement(sharing, review_on, spans, no_contact(said))


def consent_line(agreed: Agreement, today: date) -> ConsentLine:
    """Return what the list says of consent on one day."""
    if agreed.sharing is Sharing.NOT_ASKED:
        return ConsentLine.NOT_ASKED
    if agreed.review_on is not None and agreed.review_on <= today + REVIEW_AHEAD:
        return ConsentLine.REVIEW_DUE
    return ConsentLine.COMPLETE if agreed.sharing is Sharing.SOME else ConsentLine.SHARING_NONE


def comes_of_age(said: Consents, last: date) -> bool:
    """Return whether a grant ends on a day because an adult gave it and she comes of age."""
    return any(
        said.last_day(grant) == last < grant.valid_until
        for grant in said.grants
        if grant.in_her_place and said.outcome(grant) is None
    )


def services_agreed(agreed: Agreement, today: date) -> int:
    """Return with how many services, or kinds of services, she agreed to a referral."""
    return sum(span.first <= today <= span.last for span in agreed.agreed)


def _sharing(said: Consents, lasting: Iterable[Grant]) -> Sharing:
    # A suspension that was lifted is as if it had never been: it asked for nothing.
    ends = (*said.pauses, *(ending for ending in said.endings if not ending.suspends))
    asked = {one.purpose for one in said.grants} | {one.purpose for one in ends}
    left = {grant.purpose for grant in lasting}
    # The end of the work together ends all that was said before; what lasts was said since.
    if Purpose.CASE_SERVICE in asked and not left:
        # What is only suspended may be taken up again, so the work has not ended.
        return Sharing.NONE if said.pauses else Sharing.ENDED
    if not asked - OWN_PURPOSES:
        return Sharing.NOT_ASKED
    return Sharing.SOME if left - OWN_PURPOSES else Sharing.NONE


def _services(said: Consents, lasting: Iterable[Grant]) -> Iterable[Span]:
    by_scope: dict[object, Span] = {}
    for grant in lasting:
        if grant.purpose is Purpose.REFERRAL:
            first, last = grant.valid_from, said.last_day(grant)
            known = by_scope.get(grant.scope, Span(first, last))
            by_scope[grant.scope] = Span(min(first, known.first), max(last, known.last))
    return by_scope.values()
