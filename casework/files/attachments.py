"""The desk for attachments: kept clean, looked at in memory, handed on through the one door."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from casework.changes import Change
from casework.consent.grant import Purpose
from casework.disclosure import ConsentMissing, Request, disclose, preview
from casework.files.attachment import (
    MOST_BYTES,
    MOST_PAPER_BYTES,
    Attachment,
    FileRefused,
    Form,
    Removal,
    Sort,
)
from casework.files.cleaning import coming_in, within_limit
from casework.files.given import keep_given, named_by_number
from casework.ids import new_id
from casework.need_to_know import items
from casework.records.casefile import Entry
from casework.team.seat import NotFound, case_named
from casework.team.walls import service_for
from casework.team.worker import Act

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from casework.disclosure import Disclosure
    from casework.files.attachment import Reader
    from casework.need_to_know import Item
    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.records.casefile import CaseFile
    from casework.services.service import Service
    from casework.team.seat import Seat

_CATEGORY: Final = "attachments"
_MOST_SHOWN: Final = {Form.TEXT: 2 << 20, Form.PDF: MOST_PAPER_BYTES}
# For whom a copy is made, when it is for no service.
FOR_HER: Final = "for_her"


@dataclass(frozen=True, slots=True)
class Coming:
    """A file that somebody brings: what it shows, when it was taken, who brought it.

    `as_it_is` keeps all that it says about its making, on purpose.
    """

    case_code: str
    sort: Sort
    taken_on: date | None = None
    source: str = ""
    as_it_is: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A file to be looked at: what it is, and its bytes, which stay in memory."""

    attachment: Attachment
    content: bytes = field(repr=False)


class AttachmentsDesk:
    """What a worker may ask and do with the files of a case."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def of(self, case_code: str) -> Sequence[Attachment]:
        """Return the files of a case, the last kept first."""
        with self._seat.begin(Act.READ_CASES) as work:
            case = case_named(work, case_code)
            work.note("attachments_read", case.id)
            return work.attachments.of(case.id)

    def add(self, coming: Coming, reader: Reader) -> Change:
        """Keep a file, read bit by bit; raises FileRefused for one that cannot be kept."""
        worker = self._seat.worker
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, coming.case_code)
            file, attachment_id = coming_in(reader, as_it_is=coming.as_it_is), new_id().hex()
            size, digest = work.attachments.pour(attachment_id, within_limit(file.pieces))
            attachment = Attachment(
                id=attachment_id,
                case_id=case.id,
                sort=coming.sort,
                number=work.attachments.next_number(case.id, coming.sort),
                form=file.form,
                size=size,
                digest=digest,
                cleaned=file.cleaned,
                taken_on=coming.taken_on,
                source=coming.source,
                kept_at=self._seat.now().isoformat(timespec="seconds"),
                kept_by="",
            )
            work.attachments.add(attachment, worker.id)
            change = Change(
                "attachment_added", case.id, case.code, attachment_id, coming.sort.value
            )
            work.commit(change)
        return change

    def show(self, case_code: str, attachment_id: str) -> Shown:
        """Return a file to be looked at; that it was is written down before."""
        with self._seat.begin(Act.READ_CASES) as work:
            case = case_named(work, case_code)
            found = _named(work, case.id, attachment_id)
            if found.form in {Form.UNKNOWN, Form.OFFICE}:
                raise FileRefused("file_not_shown")
            if found.size > _MOST_SHOWN.get(found.form, MOST_BYTES):
                raise FileRefused("file_too_large_to_show")
            work.note("attachment_shown", case.id)
            return Shown(found, b"".join(work.attachments.pieces(found.id)))

    def conditions(self, case_code: str, attachment_id: str, service: str) -> tuple[str, ...]:
        """Return on which conditions, in her words, she agreed that a service has a file.

        Raises WallRefused when that service must not hear of the case.
        """
        with self._seat.begin(Act.LETTER) as work:
            case = case_named(work, case_code)
            found = _named(work, case.id, attachment_id)
            recipient = service_for(work, case, service)
            work.note("consent_read", case.id)
            item = _item_of(found)
            if item is None:
                return ()
            file, request = self._holding(work, case, found), self._request(item, recipient)
            seen = preview(file, work.consents.of(case.id), request)
        return seen.conditions if seen.told else ()

    def copy(self, case_code: str, attachment_id: str, service: str = "") -> Shown:
        """Return a file that is saved elsewhere: for herself, or for a service she agreed to.

        Raises ConsentMissing when nothing she agreed to allows it, and WallRefused when that
        service must not hear of the case.
        """
        with self._seat.begin(Act.LETTER) as work:
            case = case_named(work, case_code)
            found = _named(work, case.id, attachment_id)
            kind, why = "attachment_copied", FOR_HER
            if service:
                kind, why = "attachment_given", self._give(work, case, found, service)
            content = b"".join(work.attachments.pieces(found.id))
            work.commit(Change(kind, case.id, case.code, found.id, why))
        return Shown(found, content)

    def remove(self, case_code: str, attachment_id: str, why: Removal) -> Change:
        """Take a file away for ever, with the reason."""
        with self._seat.begin(Act.RECORD) as work:
            case = case_named(work, case_code)
            found = _named(work, case.id, attachment_id)
            work.attachments.remove(found.id, why.value)
            change = Change("attachment_removed", case.id, case.code, found.id, why.value)
            work.commit(change)
        return change

    def _give(self, work: UnitOfWork, case: CaseSummary, found: Attachment, name: str) -> str:
        """Keep that a file goes to a service; return its kind and number, for the log."""
        service, file = service_for(work, case, name), named_by_number(found)
        disclosure = self._disclose(work, case, found, service)
        keep_given(work, case, service, disclosure, (file, self._seat.worker.id))
        return file

    def _disclose(
        self, work: UnitOfWork, case: CaseSummary, found: Attachment, service: Service
    ) -> Disclosure:
        """Ask the one door; a sort of file that no paper may carry goes to nobody."""
        item = _item_of(found)
        if item is None:
            raise ConsentMissing(Purpose.REFERRAL, "must_not_covered", [_CATEGORY])
        file = self._holding(work, case, found)
        return disclose(file, work.consents.of(case.id), self._request(item, service))

    def _holding(self, work: UnitOfWork, case: CaseSummary, found: Attachment) -> CaseFile:
        """Return what is on record of a case, with a file as the answer that may go."""
        entry = Entry(_field_of(found), _CATEGORY, found.id)
        return work.documents.file_of(case, self._seat.now().date()).holding([entry])

    def _request(self, item: Item, service: Service) -> Request:
        return Request(
            purpose=Purpose.REFERRAL,
            recipient=service.recipient,
            items=(item,),
            at=self._seat.now(),
            must=frozenset({item.id}),
        )


def _field_of(found: Attachment) -> str:
    return f"{_CATEGORY.removesuffix('s')}.{found.sort.value}"


def _item_of(found: Attachment) -> Item | None:
    """Return what of a paper a file would be, or None where no paper may carry its sort."""
    return next((one for one in items().values() if _field_of(found) in one.fields), None)


def _named(work: UnitOfWork, case_id: str, attachment_id: str) -> Attachment:
    found = work.attachments.named(case_id, attachment_id)
    if found is None:
        raise NotFound("attachment_not_found")
    return found
