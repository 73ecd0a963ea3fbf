"""The desks that work on one case."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from casework.desks import Desks, desk_of

if TYPE_CHECKING:
    from casework.answers import AnswersDesk
    from casework.attachments import AttachmentsDesk
    from casework.cases import CasesDesk
    from casework.conflicts import ConflictsDesk
    from casework.course_desk import CourseDesk
    from casework.exploiters import ExploitersDesk
    from casework.filling import FillingDesk
    from casework.history import HistoryDesk
    from casework.legal import LegalDesk
    from casework.overview import OverviewDesk
    from casework.own_papers import OwnPapersDesk
    from casework.sections import SectionsDesk
    from casework.tasks import TasksDesk
    from casework.unrecorded import UnrecordedDesk
    from casework.waiting import WaitingDesk
    from casework.walls import WallsDesk


class CaseDesks(Desks):
    """What is asked, recorded, kept and planned in one case."""

    @cached_property
    def answers(self) -> AnswersDesk:
        """What is asked, and recording what was said."""
        desk: AnswersDesk = desk_of("casework.answers", "AnswersDesk", self._seat)
        return desk

    @cached_property
    def attachments(self) -> AttachmentsDesk:
        """The files kept with a case."""
        desk: AttachmentsDesk = desk_of("casework.attachments", "AttachmentsDesk", self._seat)
        return desk

    @cached_property
    def cases(self) -> CasesDesk:
        """Finding cases."""
        desk: CasesDesk = desk_of("casework.cases", "CasesDesk", self._seat)
        return desk

    @cached_property
    def conflicts(self) -> ConflictsDesk:
        """What two laptops said differently."""
        desk: ConflictsDesk = desk_of("casework.conflicts", "ConflictsDesk", self._seat)
        return desk

    @cached_property
    def course(self) -> CourseDesk:
        """Pausing, closing and opening a case again."""
        desk: CourseDesk = desk_of("casework.course_desk", "CourseDesk", self._seat)
        return desk

    @cached_property
    def exploiters(self) -> ExploitersDesk:
        """What is said of alleged exploiters."""
        desk: ExploitersDesk = desk_of("casework.exploiters", "ExploitersDesk", self._seat)
        return desk

    @cached_property
    def legal(self) -> LegalDesk:
        """The legal pathway."""
        desk: LegalDesk = desk_of("casework.legal", "LegalDesk", self._seat)
        return desk

    @cached_property
    def filling(self) -> FillingDesk:
        """Forms that are being filled in."""
        desk: FillingDesk = desk_of("casework.filling", "FillingDesk", self._seat)
        return desk

    @cached_property
    def history(self) -> HistoryDesk:
        """What happened in a case."""
        desk: HistoryDesk = desk_of("casework.history", "HistoryDesk", self._seat)
        return desk

    @cached_property
    def overview(self) -> OverviewDesk:
        """One case at a glance."""
        desk: OverviewDesk = desk_of("casework.overview", "OverviewDesk", self._seat)
        return desk

    @cached_property
    def own_papers(self) -> OwnPapersDesk:
        """Papers for the person herself."""
        desk: OwnPapersDesk = desk_of("casework.own_papers", "OwnPapersDesk", self._seat)
        return desk

    @cached_property
    def unrecorded(self) -> UnrecordedDesk:
        """Help for those who want no record."""
        desk: UnrecordedDesk = desk_of("casework.unrecorded", "UnrecordedDesk", self._seat)
        return desk

    @cached_property
    def sections(self) -> SectionsDesk:
        """What was recorded on one form in a case."""
        desk: SectionsDesk = desk_of("casework.sections", "SectionsDesk", self._seat)
        return desk

    @cached_property
    def tasks(self) -> TasksDesk:
        """What is to be done."""
        desk: TasksDesk = desk_of("casework.tasks", "TasksDesk", self._seat)
        return desk

    @cached_property
    def waiting(self) -> WaitingDesk:
        """How much waits for a decision."""
        desk: WaitingDesk = desk_of("casework.waiting", "WaitingDesk", self._seat)
        return desk

    @cached_property
    def walls(self) -> WallsDesk:
        """Who must not see a case."""
        desk: WallsDesk = desk_of("casework.walls", "WallsDesk", self._seat)
        return desk
