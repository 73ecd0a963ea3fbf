"""The repositories of one piece of work, each imported by whoever first needs it."""

from __future__ import annotations

from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from casework.records.case import CaseStatus
from db.cases.caselist import SqlCaseList

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casework.records.case import CaseSummary
    from casework.team.worker import Worker
    from db.answers.attachments import SqlAttachments
    from db.answers.bringing import SqlBringings
    from db.answers.conflicts import SqlConflicts
    from db.answers.documents import SqlDocuments
    from db.answers.drafts import SqlDrafts
    from db.answers.history import SqlHistory
    from db.answers.records import SqlRecords
    from db.answers.shelf import Shelf
    from db.answers.submissions import SqlSubmissions
    from db.answers.taking import SqlTakings
    from db.answers.waiting import SqlWaiting
    from db.cases.case_files import SqlCases
    from db.cases.caseload import SqlCaseload
    from db.cases.course import SqlCourse
    from db.cases.likenesses import SqlLikenesses
    from db.cases.people import SqlPeople
    from db.cases.reviews import SqlReviews
    from db.cases.services import SqlServices
    from db.cases.tasks import SqlTasks
    from db.cases.treaties import SqlTreaties
    from db.cases.unrecorded import SqlUnrecorded
    from db.cases.walls import SqlWalls
    from db.cases.workload import SqlWorkload
    from db.consent.consents import SqlConsents
    from db.consent.letters import SqlLetters
    from db.consent.overrides import SqlNotices, SqlOverrides
    from db.consent.referrals import SqlReferrals
    from db.figures.true_counts import SqlFigures
    from db.guards.glass import SqlGlass
    from db.homes.erasures import SqlErasures
    from db.log.ground import Ground
    from db.log.journal import Journal
    from db.log.streams import Streams
    from db.registers.breaches import SqlBreaches
    from db.registers.outside_requests import SqlOutsideRequests

# A list of what is due shows no more at once.
_MOST_CLOSED: Final = 2_000


class Repositories:
    """What every repository stands on: the ground, the streams, whose work it is, and the clock."""

    def __init__(
        self,
        ground: Ground,
        tools: tuple[Streams, Callable[[], Shelf]],
        worker: Worker,
        now: Callable[[], datetime],
    ) -> None:
        self._ground = ground
        self._streams, self._shelf = tools
        self._worker = worker
        self._now = now

    @property
    def _session(self) -> Session:
        return self._ground.session

    @property
    def _journal(self) -> Journal:
        return self._ground.journal


class CaseRepositories(Repositories):
    """What is kept of one case."""

    @cached_property
    def cases(self) -> SqlCases:
        """The case files."""
        made: SqlCases = kept(
            "db.cases.case_files", "SqlCases", self._ground, self._worker, self._now
        )
        return made

    @cached_property
    def documents(self) -> SqlDocuments:
        """Forms and filled-in forms."""
        made: SqlDocuments = kept(
            "db.answers.documents",
            "SqlDocuments",
            self._ground,
            self._streams,
            self._shelf(),
            self._worker,
        )
        return made

    @cached_property
    def drafts(self) -> SqlDrafts:
        """What was begun and is not finished."""
        made: SqlDrafts = kept(
            "db.answers.drafts", "SqlDrafts", self._ground, self._worker, self._now
        )
        return made

    @cached_property
    def attachments(self) -> SqlAttachments:
        """The files of the cases."""
        made: SqlAttachments = kept("db.answers.attachments", "SqlAttachments", self._ground)
        return made

    @cached_property
    def erasures(self) -> SqlErasures:
        """Erasures and holds."""
        made: SqlErasures = kept(
            "db.homes.erasures",
            "SqlErasures",
            self._ground,
            self._worker,
            self._closed,
            self.documents.rebuild,
        )
        return made

    @cached_property
    def unrecorded(self) -> SqlUnrecorded:
        """Help for those who want no record."""
        made: SqlUnrecorded = kept("db.cases.unrecorded", "SqlUnrecorded", self._ground)
        return made

    @cached_property
    def course(self) -> SqlCourse:
        """The steps that cases made."""
        made: SqlCourse = kept("db.cases.course", "SqlCourse", self._ground)
        return made

    @cached_property
    def walls(self) -> SqlWalls:
        """Who must not see a case."""
        made: SqlWalls = kept("db.cases.walls", "SqlWalls", self._ground, self._worker)
        return made

    @cached_property
    def records(self) -> SqlRecords:
        """The forms of one case."""
        made: SqlRecords = kept(
            "db.answers.records", "SqlRecords", self._ground, self._shelf(), self._worker
        )
        return made

    @cached_property
    def history(self) -> SqlHistory:
        """What happened in one case."""
        made: SqlHistory = kept("db.answers.history", "SqlHistory", self._ground, self._worker)
        return made

    @cached_property
    def tasks(self) -> SqlTasks:
        """What somebody means to do."""
        made: SqlTasks = kept("db.cases.tasks", "SqlTasks", self._ground, self._worker)
        return made

    @cached_property
    def conflicts(self) -> SqlConflicts:
        """What two laptops said differently."""
        tools = self._ground, self._worker, self._now
        made: SqlConflicts = kept("db.answers.conflicts", "SqlConflicts", *tools)
        return made

    @cached_property
    def waiting(self) -> SqlWaiting:
        """Whether anything waits for a decision at all."""
        made: SqlWaiting = kept("db.answers.waiting", "SqlWaiting", self._ground)
        return made

    def _closed(self) -> Sequence[CaseSummary]:
        over = (CaseStatus.CLOSED, CaseStatus.TRANSFERRED_OUT)
        return [case for status in over for case in self.cases.page(status, _MOST_CLOSED)]


class SharingRepositories(Repositories):
    """What was agreed to, asked for and told."""

    @cached_property
    def consents(self) -> SqlConsents:
        """What was said about sharing."""
        made: SqlConsents = kept("db.consent.consents", "SqlConsents", self._ground)
        return made

    @cached_property
    def services(self) -> SqlServices:
        """The service directory."""
        made: SqlServices = kept("db.cases.services", "SqlServices", self._session, self._streams)
        return made

    @cached_property
    def referrals(self) -> SqlReferrals:
        """Requests for help."""
        made: SqlReferrals = kept(
            "db.consent.referrals", "SqlReferrals", self._ground, self._worker, self._now
        )
        return made

    @cached_property
    def letters(self) -> SqlLetters:
        """The letter register."""
        made: SqlLetters = kept(
            "db.consent.letters", "SqlLetters", self._session, self._worker, self._now
        )
        return made

    @cached_property
    def overrides(self) -> SqlOverrides:
        """Decisions to tell something without consent."""
        made: SqlOverrides = kept(
            "db.consent.overrides", "SqlOverrides", self._ground, self._worker
        )
        return made

    @cached_property
    def notices(self) -> SqlNotices:
        """What was sent of letters, and that they were recalled."""
        made: SqlNotices = kept("db.consent.overrides", "SqlNotices", self._ground, self._now)
        return made

    @cached_property
    def breaches(self) -> SqlBreaches:
        """What got to somebody who should not have it."""
        tools = self._ground, self._streams, self._worker, self._now
        made: SqlBreaches = kept("db.registers.breaches", "SqlBreaches", *tools)
        return made

    @cached_property
    def outside_requests(self) -> SqlOutsideRequests:
        """Who asked for data from outside."""
        tools = self._ground, self._streams, self._worker, self._now
        made: SqlOutsideRequests = kept(
            "db.registers.outside_requests", "SqlOutsideRequests", *tools
        )
        return made

    @cached_property
    def treaties(self) -> SqlTreaties:
        """What the organisation itself says of instruments of law."""
        made: SqlTreaties = kept("db.cases.treaties", "SqlTreaties", self._ground, self._streams)
        return made


class TeamRepositories(Repositories):
    """Who works with which cases, and what is seen over all of them."""

    @cached_property
    def bringings(self) -> SqlBringings:
        """Tables that were brought in."""
        tools = self._ground, self._worker, self._now
        made: SqlBringings = kept("db.answers.bringing", "SqlBringings", *tools)
        return made

    @cached_property
    def submissions(self) -> SqlSubmissions:
        """Answers given elsewhere that were brought in."""
        tools = self._ground, self._worker, self._now
        made: SqlSubmissions = kept("db.answers.submissions", "SqlSubmissions", *tools)
        return made

    @cached_property
    def takings(self) -> SqlTakings:
        """Everything in the workbook, on its way out."""
        tools = self._ground, self._worker, self._now
        made: SqlTakings = kept("db.answers.taking", "SqlTakings", *tools)
        return made

    @cached_property
    def caseload(self) -> SqlCaseload:
        """Who works with which case."""
        tools = self._ground, self._worker, self._now
        made: SqlCaseload = kept("db.cases.caseload", "SqlCaseload", *tools)
        return made

    @cached_property
    def reviews(self) -> SqlReviews:
        """Plans and closures that a supervisor is asked to look at."""
        made: SqlReviews = kept(
            "db.cases.reviews", "SqlReviews", self._ground, self._worker, self._now
        )
        return made

    @cached_property
    def workload(self) -> SqlWorkload:
        """The work in figures."""
        made: SqlWorkload = kept("db.cases.workload", "SqlWorkload", self._ground, self._worker)
        return made

    @cached_property
    def figures(self) -> SqlFigures:
        """Who may be counted, and what was published."""
        tools = self._ground, self._session, self._streams
        made: SqlFigures = kept("db.figures.true_counts", "SqlFigures", *tools)
        return made

    @cached_property
    def likenesses(self) -> SqlLikenesses:
        """Cases whose people may be known again."""
        tools = self._ground, self._worker, self._now
        made: SqlLikenesses = kept("db.cases.likenesses", "SqlLikenesses", *tools)
        return made

    @cached_property
    def glass(self) -> SqlGlass:
        """Cases of colleagues that were opened in need."""
        made: SqlGlass = kept("db.guards.glass", "SqlGlass", self._ground, self._worker, self._now)
        return made

    @cached_property
    def people(self) -> SqlPeople:
        """The workers and the office."""
        made: SqlPeople = kept(
            "db.cases.people", "SqlPeople", self._session, self._streams, self._worker
        )
        return made

    @cached_property
    def caselist(self) -> SqlCaseList:
        """The views on the cases."""
        return SqlCaseList(self._ground, self._worker, self._now)


def kept(module: str, name: str, *tools: object) -> Any:  # noqa: ANN401 - each says what it is
    """Return a repository, imported by whoever first needs it: a glance needs none."""
    return getattr(import_module(module), name)(*tools)
