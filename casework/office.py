"""The one door for screens and verbs: every desk of one signed-in worker."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.answers import AnswersDesk
    from casework.attachments import AttachmentsDesk
    from casework.caselist import CaseListDesk
    from casework.caseload import CaseloadDesk
    from casework.cases import CasesDesk
    from casework.course_desk import CourseDesk
    from casework.erasures import ErasuresDesk
    from casework.exploiters import ExploitersDesk
    from casework.filling import FillingDesk
    from casework.glass import GlassDesk
    from casework.grants import GrantsDesk
    from casework.history import HistoryDesk
    from casework.legal import LegalDesk
    from casework.letters import LettersDesk, Papers
    from casework.overrides import OverridesDesk
    from casework.overview import OverviewDesk
    from casework.own_papers import OwnPapersDesk
    from casework.people import PeopleDesk
    from casework.printouts import PrintoutsDesk
    from casework.recalls import RecallsDesk
    from casework.referrals import ReferralsDesk
    from casework.retentions import RetentionDesk
    from casework.reviews import ReviewsDesk
    from casework.seat import Seat
    from casework.sections import SectionsDesk
    from casework.services import ServicesDesk
    from casework.suspensions import SuspensionsDesk
    from casework.talks import TalksDesk
    from casework.tasks import TasksDesk
    from casework.treaties import TreatiesDesk
    from casework.unrecorded import UnrecordedDesk
    from casework.walls import WallsDesk
    from casework.workload import WorkloadDesk


class Office:
    """What one signed-in worker can ask and do; a desk is set up when it is first asked."""

    def __init__(
        self, seat: Seat, papers: Callable[[], Papers], new_passphrase: Callable[[], str]
    ) -> None:
        self.worker = seat.worker
        self._seat, self._papers, self._new_passphrase = seat, papers, new_passphrase

    @cached_property
    def answers(self) -> AnswersDesk:
        """What is asked, and recording what was said."""
        desk: AnswersDesk = _desk("casework.answers", "AnswersDesk", self._seat)
        return desk

    @cached_property
    def attachments(self) -> AttachmentsDesk:
        """The files kept with a case."""
        desk: AttachmentsDesk = _desk("casework.attachments", "AttachmentsDesk", self._seat)
        return desk

    @cached_property
    def caselist(self) -> CaseListDesk:
        """The views on the cases."""
        desk: CaseListDesk = _desk("casework.caselist", "CaseListDesk", self._seat)
        return desk

    @cached_property
    def caseload(self) -> CaseloadDesk:
        """Who works with which case."""
        desk: CaseloadDesk = _desk("casework.caseload", "CaseloadDesk", self._seat)
        return desk

    @cached_property
    def cases(self) -> CasesDesk:
        """Finding cases."""
        desk: CasesDesk = _desk("casework.cases", "CasesDesk", self._seat)
        return desk

    @cached_property
    def course(self) -> CourseDesk:
        """Pausing, closing and opening a case again."""
        desk: CourseDesk = _desk("casework.course_desk", "CourseDesk", self._seat)
        return desk

    @cached_property
    def erasures(self) -> ErasuresDesk:
        """Erasing cases, and keeping them from it."""
        desk: ErasuresDesk = _desk("casework.erasures", "ErasuresDesk", self._seat)
        return desk

    @cached_property
    def exploiters(self) -> ExploitersDesk:
        """What is said of alleged exploiters."""
        desk: ExploitersDesk = _desk("casework.exploiters", "ExploitersDesk", self._seat)
        return desk

    @cached_property
    def legal(self) -> LegalDesk:
        """The legal pathway."""
        desk: LegalDesk = _desk("casework.legal", "LegalDesk", self._seat)
        return desk

    @cached_property
    def filling(self) -> FillingDesk:
        """Forms that are being filled in."""
        desk: FillingDesk = _desk("casework.filling", "FillingDesk", self._seat)
        return desk

    @cached_property
    def glass(self) -> GlassDesk:
        """Opening a colleague's case in need."""
        desk: GlassDesk = _desk("casework.glass", "GlassDesk", self._seat)
        return desk

    @cached_property
    def grants(self) -> GrantsDesk:
        """What was agreed, and taking it back."""
        desk: GrantsDesk = _desk("casework.grants", "GrantsDesk", self._seat)
        return desk

    @cached_property
    def history(self) -> HistoryDesk:
        """What happened in a case."""
        desk: HistoryDesk = _desk("casework.history", "HistoryDesk", self._seat)
        return desk

    @cached_property
    def letters(self) -> LettersDesk:
        """Letters to services."""
        tools = self._seat, self._papers(), self._new_passphrase
        desk: LettersDesk = _desk("casework.letters", "LettersDesk", *tools)
        return desk

    @cached_property
    def overview(self) -> OverviewDesk:
        """One case at a glance."""
        desk: OverviewDesk = _desk("casework.overview", "OverviewDesk", self._seat)
        return desk

    @cached_property
    def own_papers(self) -> OwnPapersDesk:
        """Papers for the person herself."""
        desk: OwnPapersDesk = _desk("casework.own_papers", "OwnPapersDesk", self._seat)
        return desk

    @cached_property
    def people(self) -> PeopleDesk:
        """The workers and the office."""
        desk: PeopleDesk = _desk("casework.people", "PeopleDesk", self._seat)
        return desk

    @cached_property
    def referrals(self) -> ReferralsDesk:
        """Help that is asked for."""
        desk: ReferralsDesk = _desk("casework.referrals", "ReferralsDesk", self._seat)
        return desk

    @cached_property
    def overrides(self) -> OverridesDesk:
        """Decisions to tell something without consent."""
        make = import_module("casework.overrides").OverridesDesk
        desk: OverridesDesk = make(self._seat, self._papers(), self._new_passphrase)
        return desk

    @cached_property
    def printouts(self) -> PrintoutsDesk:
        """What is printed for her."""
        make = import_module("casework.printouts").PrintoutsDesk
        desk: PrintoutsDesk = make(self._seat, self._papers())
        return desk

    @cached_property
    def recalls(self) -> RecallsDesk:
        """Notices that a letter no longer holds."""
        make = import_module("casework.recalls").RecallsDesk
        desk: RecallsDesk = make(self._seat, self._papers())
        return desk

    @cached_property
    def unrecorded(self) -> UnrecordedDesk:
        """Help for those who want no record."""
        desk: UnrecordedDesk = _desk("casework.unrecorded", "UnrecordedDesk", self._seat)
        return desk

    @cached_property
    def sections(self) -> SectionsDesk:
        """What was recorded on one form in a case."""
        desk: SectionsDesk = _desk("casework.sections", "SectionsDesk", self._seat)
        return desk

    @cached_property
    def reviews(self) -> ReviewsDesk:
        """A supervisor's look at plans and closures."""
        desk: ReviewsDesk = _desk("casework.reviews", "ReviewsDesk", self._seat)
        return desk

    @cached_property
    def retention(self) -> RetentionDesk:
        """How long what is kept."""
        desk: RetentionDesk = _desk("casework.retentions", "RetentionDesk", self._seat)
        return desk

    @cached_property
    def services(self) -> ServicesDesk:
        """The directory of services."""
        desk: ServicesDesk = _desk("casework.services", "ServicesDesk", self._seat)
        return desk

    @cached_property
    def talks(self) -> TalksDesk:
        """What services are told aloud, and what they answer."""
        desk: TalksDesk = _desk("casework.talks", "TalksDesk", self._seat)
        return desk

    @cached_property
    def suspensions(self) -> SuspensionsDesk:
        """What is not relied on for now."""
        desk: SuspensionsDesk = _desk("casework.suspensions", "SuspensionsDesk", self._seat)
        return desk

    @cached_property
    def tasks(self) -> TasksDesk:
        """What is to be done."""
        desk: TasksDesk = _desk("casework.tasks", "TasksDesk", self._seat)
        return desk

    @cached_property
    def treaties(self) -> TreatiesDesk:
        """The library of law."""
        desk: TreatiesDesk = _desk("casework.treaties", "TreatiesDesk", self._seat)
        return desk

    @cached_property
    def walls(self) -> WallsDesk:
        """Who must not see a case."""
        desk: WallsDesk = _desk("casework.walls", "WallsDesk", self._seat)
        return desk

    @cached_property
    def workload(self) -> WorkloadDesk:
        """The work in figures."""
        desk: WorkloadDesk = _desk("casework.workload", "WorkloadDesk", self._seat)
        return desk


def _desk(module: str, name: str, *tools: object) -> Any:  # noqa: ANN401 - each says what it is
    """Return a desk, imported when somebody first comes to it: a glance at the list needs one."""
    return getattr(import_module(module), name)(*tools)
