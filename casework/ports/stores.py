"""What casework needs from the store, said without SQL. Ids are hex words on this side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from casework.cases.course import Course
    from casework.changes import Change
    from casework.ports.attachments import Attachments
    from casework.ports.bringing import Bringings
    from casework.ports.conflicts import Conflicts, Looks
    from casework.ports.consent import Notices, Overrides, Unrecorded
    from casework.ports.erasures import Erasures
    from casework.ports.figures import Figures
    from casework.ports.likenesses import Likenesses
    from casework.ports.lookouts import CaseList, History, Records, Tasks, Treaties, Walls
    from casework.ports.records import Cases, ConsentLog, Documents, Drafts, Letters, Services
    from casework.ports.referrals import Referrals
    from casework.ports.registers import Breaches, OutsideRequests
    from casework.ports.submissions import Submissions
    from casework.ports.taking import Takings
    from casework.ports.team import Caseload, Glass, People, Reviews, Workload


class CaseStores(Protocol):
    """What is kept of one case."""

    @property
    def cases(self) -> Cases:
        """The case files."""
        ...

    @property
    def documents(self) -> Documents:
        """Forms and filled-in forms."""
        ...

    @property
    def drafts(self) -> Drafts:
        """What was begun and is not finished."""
        ...

    @property
    def attachments(self) -> Attachments:
        """The files of the cases."""
        ...

    @property
    def erasures(self) -> Erasures:
        """Erasures and holds."""
        ...

    @property
    def unrecorded(self) -> Unrecorded:
        """Help for those who want no record."""
        ...

    @property
    def course(self) -> Course:
        """The steps that cases made."""
        ...

    @property
    def walls(self) -> Walls:
        """Who must not see a case."""
        ...

    @property
    def records(self) -> Records:
        """The forms of one case."""
        ...

    @property
    def history(self) -> History:
        """What happened in one case."""
        ...

    @property
    def tasks(self) -> Tasks:
        """What somebody means to do."""
        ...

    @property
    def conflicts(self) -> Conflicts:
        """What two laptops said differently."""
        ...

    @property
    def waiting(self) -> Looks:
        """Whether anything waits for a decision at all."""
        ...


class SharingStores(Protocol):
    """What was agreed to, asked for and told."""

    @property
    def consents(self) -> ConsentLog:
        """What was said about sharing."""
        ...

    @property
    def services(self) -> Services:
        """The service directory."""
        ...

    @property
    def referrals(self) -> Referrals:
        """Requests for help."""
        ...

    @property
    def letters(self) -> Letters:
        """The letter register."""
        ...

    @property
    def overrides(self) -> Overrides:
        """Decisions to tell something without consent."""
        ...

    @property
    def notices(self) -> Notices:
        """What was sent of letters, and that they were recalled."""
        ...

    @property
    def breaches(self) -> Breaches:
        """What got to somebody who should not have it."""
        ...

    @property
    def outside_requests(self) -> OutsideRequests:
        """Who asked for data from outside."""
        ...

    @property
    def treaties(self) -> Treaties:
        """What the organisation itself says of instruments of law."""
        ...


class TeamStores(Protocol):
    """Who works with which cases, and what is seen over all of them."""

    @property
    def takings(self) -> Takings:
        """Everything in the workbook, on its way out."""
        ...

    @property
    def bringings(self) -> Bringings:
        """Tables that were brought in."""
        ...

    @property
    def submissions(self) -> Submissions:
        """Answers given elsewhere that were brought in."""
        ...

    @property
    def figures(self) -> Figures:
        """Who may be counted, and what was published."""
        ...

    @property
    def caseload(self) -> Caseload:
        """Who works with which case."""
        ...

    @property
    def reviews(self) -> Reviews:
        """Plans and closures that a supervisor is asked to look at."""
        ...

    @property
    def workload(self) -> Workload:
        """The work in figures."""
        ...

    @property
    def likenesses(self) -> Likenesses:
        """Cases whose people may be known again."""
        ...

    @property
    def glass(self) -> Glass:
        """Cases of colleagues that were opened in need."""
        ...

    @property
    def people(self) -> People:
        """The workers and the office."""
        ...

    @property
    def caselist(self) -> CaseList:
        """The views on the cases."""
        ...


class UnitOfWork(CaseStores, SharingStores, TeamStores, Protocol):
    """One all-or-nothing piece of work on the store."""

    def __enter__(self) -> Self:
        """Begin."""
        ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """Roll back what was not committed."""
        ...

    def note(self, act: str, subject_id: str = "", reason: str = "") -> None:
        """Write a reading into the audit chain, before what was read is shown."""
        ...

    def save(self) -> None:
        """Keep the work by its operations alone: what is saved every second is no act."""
        ...

    def commit(self, change: Change, *besides: str) -> None:
        """Keep the work and the change that describes it, together; `besides` are further acts."""
        ...
