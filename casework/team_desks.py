"""The desks over many cases and the people who work with them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from casework.desks import Desks, desk_of

if TYPE_CHECKING:
    from casework.cases.caselist import CaseListDesk
    from casework.figures.desk import FiguresDesk
    from casework.figures.keeping import PublishedDesk
    from casework.files.bringing import BringingDesk
    from casework.files.taking import TakingDesk
    from casework.keeping.erasures import ErasuresDesk
    from casework.keeping.retentions import RetentionDesk
    from casework.persons.likenesses import LikenessDesk
    from casework.team.caseload import CaseloadDesk
    from casework.team.glass import GlassDesk
    from casework.team.people import PeopleDesk
    from casework.team.reviews import ReviewsDesk
    from casework.team.workload import WorkloadDesk


class TeamDesks(Desks):
    """Who works with which cases, and how all of them stand."""

    @cached_property
    def bringing(self) -> BringingDesk:
        """Tables that are brought in."""
        desk: BringingDesk = desk_of("casework.files.bringing", "BringingDesk", self._seat)
        return desk

    @cached_property
    def taking(self) -> TakingDesk:
        """Everything, taken out."""
        tools = self._seat, self._papers().packer(), self._new_passphrase
        desk: TakingDesk = desk_of("casework.files.taking", "TakingDesk", *tools)
        return desk

    @cached_property
    def caselist(self) -> CaseListDesk:
        """The views on the cases."""
        desk: CaseListDesk = desk_of("casework.cases.caselist", "CaseListDesk", self._seat)
        return desk

    @cached_property
    def caseload(self) -> CaseloadDesk:
        """Who works with which case."""
        desk: CaseloadDesk = desk_of("casework.team.caseload", "CaseloadDesk", self._seat)
        return desk

    @cached_property
    def erasures(self) -> ErasuresDesk:
        """Erasing cases, and keeping them from it."""
        desk: ErasuresDesk = desk_of("casework.keeping.erasures", "ErasuresDesk", self._seat)
        return desk

    @cached_property
    def figures(self) -> FiguresDesk:
        """Figures for those outside."""
        tools = self._seat, self._protector
        desk: FiguresDesk = desk_of("casework.figures.desk", "FiguresDesk", *tools)
        return desk

    @cached_property
    def published(self) -> PublishedDesk:
        """Figures that were published."""
        desk: PublishedDesk = desk_of("casework.figures.keeping", "PublishedDesk", self._seat)
        return desk

    @cached_property
    def glass(self) -> GlassDesk:
        """Opening a colleague's case in need."""
        desk: GlassDesk = desk_of("casework.team.glass", "GlassDesk", self._seat)
        return desk

    @cached_property
    def likeness(self) -> LikenessDesk:
        """Cases that may be of one person."""
        desk: LikenessDesk = desk_of("casework.persons.likenesses", "LikenessDesk", self._seat)
        return desk

    @cached_property
    def people(self) -> PeopleDesk:
        """The workers and the office."""
        desk: PeopleDesk = desk_of("casework.team.people", "PeopleDesk", self._seat)
        return desk

    @cached_property
    def reviews(self) -> ReviewsDesk:
        """A supervisor's look at plans and closures."""
        desk: ReviewsDesk = desk_of("casework.team.reviews", "ReviewsDesk", self._seat)
        return desk

    @cached_property
    def retention(self) -> RetentionDesk:
        """How long what is kept."""
        desk: RetentionDesk = desk_of("casework.keeping.retentions", "RetentionDesk", self._seat)
        return desk

    @cached_property
    def workload(self) -> WorkloadDesk:
        """The work in figures."""
        desk: WorkloadDesk = desk_of("casework.team.workload", "WorkloadDesk", self._seat)
        return desk
