"""After a restore: walls set since stand again, and what was taken back since is not relied on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casework.changes import Change
from casework.consent.event import ConsentEvent, ConsentKind
from casework.consent.grant import Pause, all_suspended
from casework.consent.said import next_moment
from casework.consent.wordings import ADULT, newest_text
from casework.ids import new_id

if TYPE_CHECKING:
    from datetime import datetime

    from casework.ports.stores import UnitOfWork
    from casework.team.seat import Seat


def wall_off(seat: Seat) -> None:
    """Put up every wall that was set after the backup was made.

    Whoever opens the workbook first may be who stands behind one: it holds before she reads.
    """
    with seat.store() as work:
        links = work.walls.unbuilt()
    for link in links:
        with seat.store() as work:
            if link.id not in {one.id for one in work.walls.of(link.case_id)}:
                work.walls.add(link)
                work.commit(Change("conflict_noted", link.case_id, "", link.id, link.kind))
    with seat.store() as work:
        work.walls.built()
        work.save()


def distrust(seat: Seat) -> None:
    """Suspend what is agreed wherever something was taken back after the backup was made.

    Nobody decides this, so no role is asked: whoever opens the workbook first, it holds before
    anything is told.
    """
    with seat.store() as work:
        cases = work.consents.unheard()
    for case_id in cases:
        with seat.store() as work:
            _suspend(seat, work, case_id)
    with seat.store() as work:
        work.consents.heard()
        work.save()


def _suspend(seat: Seat, work: UnitOfWork, case_id: str) -> None:
    said = work.consents.of(case_id)
    if said.is_paused_for(Pause.RESTORED):
        return
    at = next_moment(work, case_id, seat.now())
    event = replace(
        _last_said(work, case_id, at),
        id=new_id().hex(),
        kind=ConsentKind.SUSPENDED,
        at=at,
        recorded_by=seat.worker.id,
        assent="",
        witness="",
        note="",
        ending=all_suspended(said, at),
        reason=Pause.RESTORED.value,
        lifts=frozenset(),
    )
    work.consents.add(case_id, event, ())
    work.commit(Change("consent_suspended", case_id, subject_id=case_id, reason=event.reason))


def _last_said(work: UnitOfWork, case_id: str, at: datetime) -> ConsentEvent:
    """Return an event of a case as it was: who would have to agree, and in which wording.

    Where nothing was said yet, it is stopped too: the case may be put together with another.
    """
    events = work.consents.events(case_id)
    if events:
        return events[-1]
    return ConsentEvent(
        id="",
        kind=ConsentKind.SUSPENDED,
        at=at,
        given_by="survivor",
        means="verbal",
        language=work.people.office().language,
        text_version=newest_text(ADULT).id,
        age_band=ADULT,
        limits_explained=work.cases.have_limits_explained(case_id),
        recorded_by="",
    )
