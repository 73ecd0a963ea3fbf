"""The desk for the wall: who must not see a case, which service must not hear of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from casework.changes import Change
from casework.consent.kept_from import end_what_went_there
from casework.ids import new_id
from casework.team.seat import NotFound, case_named, service_named
from casework.team.wall import ConflictLink, Nearness, WallRefused
from casework.team.worker import Act, demand

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, tzinfo

    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.services.service import Service
    from casework.team.seat import Seat


@dataclass(frozen=True, slots=True)
class WallLine:
    """One link as it is shown: who or which service, why, since when, set by whom."""

    id: str
    name: str = field(repr=False)
    is_service: bool
    kind: Nearness
    since: date
    by: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WallChoice:
    """Somebody who may be put behind the wall: a worker by id, or a service by its code."""

    key: str
    name: str = field(repr=False)
    is_service: bool


class WallsDesk:
    """What a worker may ask and do about the wall around a case.

    Whoever stands behind it learns nothing, not even that it is there.
    """

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def of(self, case_code: str) -> Sequence[WallLine]:
        """Return who must not see a case, and which services must not hear of it, A to Z."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            lines = _lines(work, case, self._seat.now().tzinfo)
            work.note("walls_read", case.id)
        return lines

    def choices(self, case_code: str) -> Sequence[WallChoice]:
        """Return who may be put behind the wall of a case."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            links = work.walls.of(case.id)
            known = {one.user_id or one.service_id for one in links}
            people = [WallChoice(one.id, one.name, is_service=False) for one in work.people.all()]
            services = [
                WallChoice(one.code, one.name, is_service=True)
                for one in work.services.all()
                if one.id not in known
            ]
        return [*(one for one in people if one.key not in known), *services]

    def keep_from(self, case_code: str, user_id: str, kind: Nearness) -> Change:
        """Let a worker see nothing of a case from now on.

        Raises WallRefused with `nobody_left` when nobody would be there for her any more.
        """
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            if user_id not in {one.id for one in work.people.all()}:
                raise NotFound("worker_not_found")
            if not work.walls.keepers(case.id) - {user_id}:
                raise WallRefused("nobody_left")
            return self._kept(work, case, kind, user_id=user_id)

    def keep_service_from(self, case_code: str, service: str, kind: Nearness) -> Change:
        """Let a service hear nothing of a case from now on; what went there is called back."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            found = service_named(work, service)
            wish = Nearness(kind) is Nearness.HER_WISH
            end_what_went_there(self._seat, work, case.id, found.id, her_wish=wish)
            return self._kept(work, case, kind, service_id=found.id)

    def lift(self, case_code: str, link_id: str) -> Change:
        """Take a link away: what she wished at her word, anything else by a supervisor only."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            found = [one for one in work.walls.of(case.id) if one.id == link_id]
            if not found:
                raise NotFound("link_not_found")
            if found[0].kind is not Nearness.HER_WISH:
                demand(self._seat.worker, Act.PEOPLE)
            work.walls.lift(link_id)
            change = Change("conflict_lifted", case.id, case.code, link_id, found[0].kind)
            work.commit(change)
        return change

    def _kept(
        self,
        work: UnitOfWork,
        case: CaseSummary,
        kind: Nearness,
        *,
        user_id: str = "",
        service_id: str = "",
    ) -> Change:
        link = ConflictLink(
            id=new_id().hex(),
            case_id=case.id,
            kind=Nearness(kind),
            since=self._seat.now(),
            set_by=self._seat.worker.id,
            user_id=user_id,
            service_id=service_id,
        )
        work.walls.add(link)
        change = Change("conflict_noted", case.id, case.code, link.id, link.kind)
        work.commit(change)
        return change


def service_for(work: UnitOfWork, case: CaseSummary, name: str) -> Service:
    """Return the service that a person named, to hear of a case.

    Raises NotFound as `service_named` does, and WallRefused when it must not hear of it.
    """
    service = service_named(work, name)
    demand_no_wall(work, case, service)
    return service


def demand_no_wall(work: UnitOfWork, case: CaseSummary, service: Service) -> None:
    """Raise WallRefused when a service must not hear of a case."""
    if any(one.service_id == service.id for one in work.walls.of(case.id)):
        raise WallRefused("service_in_conflict")


def unwalled(work: UnitOfWork, case: CaseSummary) -> Sequence[Service]:
    """Return the services of the directory that may hear of a case."""
    hidden = {one.service_id for one in work.walls.of(case.id)}
    return [one for one in work.services.all() if one.id not in hidden]


def _lines(work: UnitOfWork, case: CaseSummary, zone: tzinfo | None) -> Sequence[WallLine]:
    links = work.walls.of(case.id)
    names = {one.id: one.name for one in work.people.all()}
    services = work.services.these({one.service_id for one in links if one.service_id})
    names |= {one.id: one.name for one in services}
    lines = [
        WallLine(
            id=one.id,
            name=names.get(one.user_id or one.service_id, ""),
            is_service=bool(one.service_id),
            kind=one.kind,
            since=one.since.astimezone(zone).date(),
            by=names.get(one.set_by, ""),
        )
        for one in links
    ]
    return sorted(lines, key=lambda line: (line.is_service, line.name))
