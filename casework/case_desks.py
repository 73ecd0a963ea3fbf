"""The desks that work on one case."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from casework.desks import Desks, desk_of

if TYPE_CHECKING:
    from casework.answers.conflicts import ConflictsDesk
    from casework.answers.desk import AnswersDesk
    from casework.answers.filling import FillingDesk
    from casework.answers.history import HistoryDesk
    from casework.answers.waiting import WaitingDesk
    from casework.cases.course_desk import CourseDesk
    from casework.cases.desk import CasesDesk
    from casework.cases.exploiters import ExploitersDesk
    from casework.cases.legal import LegalDesk
    from casework.cases.overview import OverviewDesk
    from casework.cases.own_papers import OwnPapersDesk
    from casework.cases.sections import SectionsDesk
    from casework.files.attachments import AttachmentsDesk
    from casework.files.submissions import SubmissionsDesk
    from casework.services.unrecorded import UnrecordedDesk
    from casework.tasks.desk import TasksDesk
    from casework.team.walls import WallsDesk


class CaseDesks(Desks):
    """What is asked, recorded, kept and planned in one case."""

    @cached_property
    def answers(self) -> AnswersDesk:
        """What is asked, and recording what was said."""
        desk: AnswersDesk = desk_of("casework.answers.desk", "AnswersDesk", self._seat)
        return desk

    @cached_property
    def attachments(self) -> AttachmentsDesk:
        """The files kept with a case."""
        desk: AttachmentsDesk = desk_of("casework.files.attachments", "AttachmentsDesk", self._seat)
        return desk

    @cached_property
    def cases(self) -> CasesDesk:
        """Finding cases."""
        desk: CasesDesk = desk_of("casework.cases.desk", "CasesDesk", self._seat)
        return desk

    @cached_property
    def conflicts(self) -> ConflictsDesk:
        """What two laptops said differently."""
        desk: ConflictsDesk = desk_of("casework.answers.conflicts", "ConflictsDesk", self._seat)
        return desk

    @cached_property
    def course(self) -> CourseDesk:
        """Pausing, closing and opening a case again."""
        desk: CourseDesk = desk_of("casework.cases.course_desk", "CourseDesk", self._seat)
        return desk

    @cached_property
    def exploiters(self) -> ExploitersDesk:
        """What is said of alleged exploiters."""
        desk: ExploitersDesk = desk_of("casework.cases.exploiters", "ExploitersDesk", self._seat)
        return desk

    @cached_property
    def legal(self) -> LegalDesk:
        """The legal pathway."""
        desk: LegalDesk = desk_of("casework.cases.legal", "LegalDesk", self._seat)
        return desk

    @cached_property
    def filling(self) -> FillingDesk:
        """Forms that are being filled in."""
        desk: FillingDesk = desk_of("casework.answers.filling", "FillingDesk", self._seat)
        return desk

    @cached_property
    def history(self) -> HistoryDesk:
        """What happened in a case."""
        desk: HistoryDesk = desk_of("casework.answers.history", "HistoryDesk", self._seat)
        return desk

    @cached_property
    def overview(self) -> OverviewDesk:
        """One case at a glance."""
        desk: OverviewDesk = desk_of("casework.cases.overview", "OverviewDesk", self._seat)
        return desk

    @cached_property
    def own_papers(self) -> OwnPapersDesk:
        """Papers for the person herself."""
        desk: OwnPapersDesk = desk_of("casework.cases.own_papers", "OwnPapersDesk", self._seat)
        return desk

    @cached_property
    def unrecorded(self) -> UnrecordedDesk:
        """Help for those who want no record."""
        desk: UnrecordedDesk = desk_of("casework.services.unrecorded", "UnrecordedDesk", self._seat)
        return desk

    @cached_property
    def sections(self) -> SectionsDesk:
        """What was recorded on one form in a case."""
        desk: SectionsDesk = desk_of("casework.cases.sections", "SectionsDesk", self._seat)
        return desk

    @cached_property
    def submissions(self) -> SubmissionsDesk:
        """Answers given in another program, brought in."""
        desk: SubmissionsDesk = desk_of("casework.files.submissions", "SubmissionsDesk", self._seat)
        return desk

    @cached_property
    def tasks(self) -> TasksDesk:
        """What is to be done."""
        desk: TasksDesk = desk_of("casework.tasks.desk", "TasksDesk", self._seat)
        return desk

    @cached_property
    def waiting(self) -> WaitingDesk:
        """How much waits for a decision."""
        desk: WaitingDesk = desk_of("casework.answers.waiting", "WaitingDesk", self._seat)
        return desk

    @cached_property
    def walls(self) -> WallsDesk:
        """Who must not see a case."""
        desk: WallsDesk = desk_of("casework.team.walls", "WallsDesk", self._seat)
        return desk
