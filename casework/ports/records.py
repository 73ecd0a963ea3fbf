"""What casework needs from the store about cases, forms, consent, services and letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from casework.consent.event import ConsentEvent
    from casework.consent.grant import Consents, Grant
    from casework.records.birth import Born
    from casework.records.case import CaseStatus, CaseSummary
    from casework.records.casefile import CaseFile
    from casework.records.draft import Beginning, Draft, EntryLine
    from casework.records.filled import Filled
    from casework.referrals.letter import Letter, LetterOut, RegisterLine
    from casework.services.service import Service
    from forms.document import FormDoc
    from forms.model import FormModel


class Cases(Protocol):
    """The case files this worker may see."""

    def add(self, code: str, opened_on: date) -> str:
        """Keep a new draft case, assigned to this worker; return its id."""
        ...

    def by_code(self, code: str) -> CaseSummary | None:
        """Return the case with a code, or None when there is none for this worker."""
        ...

    def had_code(self, code: str) -> bool:
        """Return whether a case that this worker sees had a code and has another one now."""
        ...

    def codes_before(self, case_id: str) -> Sequence[str]:
        """Return the codes that a case had before, where other cases had them too."""
        ...

    def recoded(self) -> Sequence[tuple[str, str]]:
        """Return by id and code which of this worker's own cases had another code before."""
        ...

    def page(
        self, status: CaseStatus, limit: int, after: CaseSummary | None = None
    ) -> Sequence[CaseSummary]:
        """Return cases of one status, the last changed first."""
        ...

    def find(self, words: str, limit: int) -> Sequence[CaseSummary]:
        """Return the newest cases that match words."""
        ...

    def set_status(self, case_id: str, status: CaseStatus) -> None:
        """Keep a new status."""
        ...

    def limits_were_explained(self, case_id: str, at: datetime) -> None:
        """Keep when the limits of confidentiality were first explained."""
        ...

    def have_limits_explained(self, case_id: str) -> bool:
        """Return whether the limits of confidentiality were ever explained."""
        ...

    def touch(self, case_id: str) -> None:
        """Keep that something in a case changed now."""
        ...


class Documents(Protocol):
    """Form definitions and filled-in forms."""

    def form_ids(self) -> Sequence[str]:
        """Return the ids of the published forms."""
        ...

    def model(self, form_id: str, version: str = "") -> FormModel | None:
        """Return one version of a form, or the newest that was published."""
        ...

    def source(self, form_id: str) -> bytes | None:
        """Return what the newest published version of a form was made of."""
        ...

    def add(self, case_id: str, filled: Filled, at: datetime, draft_id: str = "") -> str:
        """Keep a filled-in form, made of its draft if it has one; return its id."""
        ...

    def amend(self, case_id: str, entry_id: str, filled: Filled, on: date) -> None:
        """Keep new answers of a finished form on a day, and what follows from them."""
        ...

    def take_back(self, case_id: str, entry_id: str, at: datetime) -> bool:
        """Make a draft again of what this worker finished today, unless somebody changes it now."""
        ...

    def entries(self, case_id: str, form_id: str) -> Sequence[EntryLine]:
        """Return the finished forms of one kind in a case, the last recorded first."""
        ...

    def entry(self, case_id: str, entry_id: str) -> Filled | None:
        """Return a finished form of a case as it is now, or None."""
        ...

    def versions(self) -> Mapping[str, Sequence[str]]:
        """Return which versions of each form were published."""
        ...

    def publish(self, forms: Mapping[str, bytes], at: datetime) -> None:
        """Publish forms from their sources."""
        ...

    def episodes(self, case: CaseSummary) -> Sequence[str]:
        """Return the ids of the episodes of a case, in the order they were recorded."""
        ...

    def born(self, case: CaseSummary) -> Born:
        """Return when somebody may be born, by what was said last of it in a case."""
        ...

    def file_of(self, case: CaseSummary, on: date) -> CaseFile:
        """Return all that is on record about one person, her age as it is on a day."""
        ...


class Drafts(Protocol):
    """What this worker may see of what was begun and is not finished."""

    def form_of(self, draft_id: str) -> str:
        """Return which form a draft is of, or nothing when it is not there."""
        ...

    def find(self, draft_id: str) -> Draft | None:
        """Return a draft, or None when there is none for this worker."""
        ...

    def newest(self, case_id: str, form_id: str) -> Draft | None:
        """Return the draft of a form in a case, or of no case, that was kept last."""
        ...

    def changing(self, case_id: str, entry_id: str) -> Draft | None:
        """Return the draft that changes a finished form, or None."""
        ...

    def mine(self) -> Sequence[Draft]:
        """Return what this worker began, the last kept first."""
        ...

    def begin(self, start: Beginning, filled: Filled, at: datetime) -> str:
        """Keep a new draft; return its id."""
        ...

    def keep(self, draft_id: str, doc: FormDoc, language: str, at: datetime) -> str:
        """Keep what was changed in a draft; return when that was, nothing if it is not there."""
        ...

    def discard(self, draft_id: str) -> None:
        """Take a draft away, with its rows."""
        ...


class ConsentLog(Protocol):
    """What was said about sharing."""

    def of(self, case_id: str) -> Consents:
        """Return everything said in one case."""
        ...

    def those(self, case_ids: Iterable[str]) -> Mapping[str, Consents]:
        """Return everything said in some cases."""
        ...

    def count(self, case_id: str) -> int:
        """Return how often something was said in one case."""
        ...

    def events(self, case_id: str) -> Sequence[ConsentEvent]:
        """Return how, when and by whom each of it was said, the first event first."""
        ...

    def last_moment(self, case_id: str) -> datetime | None:
        """Return when something was last said in a case, or in another of the same person."""
        ...

    def add(self, case_id: str, event: ConsentEvent, grants: Sequence[Grant]) -> None:
        """Keep one event and what it grants."""
        ...

    def unheard(self) -> Sequence[str]:
        """Return the cases of a restored store in which something was taken back since."""
        ...

    def heard(self) -> None:
        """Forget them, once each of them is suspended."""
        ...


class Services(Protocol):
    """The service directory."""

    def all(self) -> Sequence[Service]:
        """Return every active service, A to Z by name."""
        ...

    def everyone(self) -> Sequence[Service]:
        """Return every service there ever was, A to Z by name."""
        ...

    def these(self, service_ids: Iterable[str]) -> Sequence[Service]:
        """Return some services by their ids, those that left the directory among them."""
        ...

    def add(self, service: Service) -> None:
        """Keep a new entry."""
        ...

    def put(self, service: Service) -> None:
        """Keep an entry as it is now."""
        ...


class Letters(Protocol):
    """The letter register."""

    def add(self, letter: Letter) -> str:
        """Keep one issued letter; return its id."""
        ...

    def of(self, case_id: str) -> Sequence[LetterOut]:
        """Return the letters that went out of a case."""
        ...

    def register(self) -> Sequence[RegisterLine]:
        """Return the letters of the cases she reaches, the last first; masked, the days only."""
        ...

    def recall(self, case_id: str, number: str, at: datetime, reason: str) -> None:
        """Keep that a letter was recalled."""
        ...

    def check_key(self) -> bytes:
        """Return the key of this workbook's check codes."""
        ...

    def begun(self, case_code: str) -> str:
        """Return the letter this worker began in a case, as it was kept, or nothing."""
        ...

    def keep_begun(self, case_code: str, words: str) -> None:
        """Keep a begun letter on this laptop, or nothing any more."""
        ...
