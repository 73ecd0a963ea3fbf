"""An event of consent that no form asks for: taking back, suspending, lifting, narrowing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from casework.consent.event import ConsentEvent, ConsentKind
from casework.consent.wordings import (
    ADULT,
    AGE_BANDS,
    band_of_birth,
    newest_text,
)
from casework.ids import new_id
from casework.refused import DeskRefused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.team.seat import Seat

# The last moment that others can read. Only another program says that anything was agreed then.
_LAST: Final = datetime(8999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)


class NothingComesAfter(DeskRefused):
    """Raised where something stands by being said last, and nothing can be said later."""


def said_now(
    seat: Seat, work: UnitOfWork, case: CaseSummary, kind: ConsentKind, given_by: str = "survivor"
) -> tuple[datetime, Callable[..., ConsentEvent]]:
    """Return the moment of an event that is recorded now, and what makes it of its own facts."""
    at = next_moment(work, case.id, seat.now())
    if kind is ConsentKind.NARROWED:
        demand_later(work, case.id, at)
    age_band = age_band_now(work, case, seat.now().date())
    return at, partial(
        ConsentEvent,
        id=new_id().hex(),
        kind=kind,
        at=at,
        given_by=given_by,
        means="verbal",
        language=work.people.office().language,
        text_version=newest_text(age_band).id,
        age_band=age_band,
        limits_explained=work.cases.have_limits_explained(case.id),
        recorded_by=seat.worker.id,
    )


def age_band_now(work: UnitOfWork, case: CaseSummary, today: date) -> str:
    """Return the age band of a person by what was said last of her birth; of two the older.

    It decides what is read aloud and whether somebody may stand in her place; `youngest_band_now`
    whether her own yes is enough. Where her cases differ the youngest counts: nobody less has to
    agree.
    """
    births = work.consents.of(case.id).births
    return band_of_birth(max(births), today) if births else ADULT


def youngest_band_now(work: UnitOfWork, case: CaseSummary, today: date) -> str:
    """Return the band of the youngest that a person may be, by what is known of her age.

    Of whom nothing is said that makes a child likely, she is an adult.
    """
    last = work.documents.born(case).last
    named = ADULT if last is None else band_of_birth(last, today)
    return min(named, age_band_now(work, case, today), key=AGE_BANDS.index)


def next_moment(work: UnitOfWork, case_id: str, now: datetime) -> datetime:
    """Return a moment after all that this person said so far, even when the clock was set back.

    It is no later than others can read it: what takes something back ends all that it has seen.
    """
    last = work.consents.last_moment(case_id)
    if last is None or now > last:
        return now
    return min(last + timedelta(microseconds=1), _LAST).astimezone(now.tzinfo)


def demand_later(work: UnitOfWork, case_id: str, at: datetime) -> None:
    """Raise NothingComesAfter where a moment is not after all that this person said so far."""
    last = work.consents.last_moment(case_id)
    if last is not None and last >= at:
        raise NothingComesAfter("consent_nothing_after")
