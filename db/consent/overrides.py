"""Decisions without consent, and notices of recalled letters, in SQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from casework.consent.override import Basis, Override, OverrideStatus, ToldHer
from casework.ids import new_id
from casework.referrals.letter import LetterSent
from db.guards.reach import reached_by
from db.rows.consent import LetterNoticeRow, OverrideRow
from db.rows.moments import read, stored, words
from db.rows.readings import read_as

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from casework.team.worker import Worker
    from db.log.ground import Ground

_LETTERS: Final = (
    "select l.number, l.service_id, l.purpose, l.kind, l.language, l.issued_on, l.valid_until,"
    " l.told, (select min(r.at) from letter_recall as r where r.letter_id = l.id),"
    " (select min(n.sent_on) from letter_notice as n where n.letter_id = l.id)"
    " from letter as l where l.case_id = ? order by l.issued_at, l.number"
)
_LETTER: Final = "select id from letter where number = ? and case_id = ?"
# Another than who proposed it decides, and looks at it again; whose case it is tells it as well.
_WAITING: Final = (
    "select o.id from override as o join casefile as c on c.id = o.case_id where {reached}"
    " and case o.status when 'decided' then :worker in (o.proposed_by, c.worker)"
    " when 'proposed' then o.proposed_by <> :worker"
    " when 'carried_out' then o.proposed_by <> :worker and o.review_on <= :last end"
    " order by o.proposed_at, o.id"
)


class SqlOverrides:
    """Decisions to tell something without consent."""

    def __init__(self, ground: Ground, worker: Worker) -> None:
        self._ground, self._worker = ground, worker

    @property
    def _session(self) -> Session:
        return self._ground.session

    def of(self, case_id: str) -> Sequence[Override]:
        """Return the decisions of a case, the first proposed first."""
        rows = self._session.scalars(
            select(OverrideRow)
            .where(OverrideRow.case_id == bytes.fromhex(case_id))
            .order_by(OverrideRow.proposed_at, OverrideRow.id)
        )
        return tuple(map(_override, rows))

    def waiting(self, last: date) -> Sequence[Override]:
        """Return the decisions that wait for this worker, those to look at again by a day."""
        asked = {"worker": bytes.fromhex(self._worker.id), "last": last.isoformat()}
        query = _WAITING.replace("{reached}", reached_by(self._worker, "c"))
        keys = [key for (key,) in self._ground.cursor().execute(query, asked).fetchall()]
        if not keys:
            # Asked each time Today is seen, mostly of none: no session is made for it.
            return ()
        rows = self._session.scalars(select(OverrideRow).where(OverrideRow.id.in_(keys)))
        known = {row.id: row for row in rows}
        return tuple(_override(known[key]) for key in keys)

    def keep(self, override: Override) -> None:
        """Keep a decision as it is now."""
        key = bytes.fromhex(override.id)
        row = self._session.get(OverrideRow, key)
        if row is None:
            row = OverrideRow(
                id=key,
                case_id=bytes.fromhex(override.case_id),
                basis=override.basis.value,
                recipient=override.recipient,
                items=" ".join(sorted(override.items)),
                reason=override.reason,
                told_her=override.told_her.value,
                told_why=override.told_why,
                review_on=override.review_on.isoformat(),
                proposed_by=bytes.fromhex(override.proposed_by),
                proposed_at=stored(override.proposed_at),
            )
            self._session.add(row)
        row.status = override.status.value
        row.decided_by = bytes.fromhex(override.decided_by) or None
        row.decided_at = stored(override.decided_at) if override.decided_at else None
        row.letter = override.letter
        row.reviewed_by = bytes.fromhex(override.reviewed_by) or None
        row.review = override.review
        self._session.flush()


class SqlNotices:
    """What was sent of letters, and that they were recalled."""

    def __init__(self, ground: Ground, now: Callable[[], datetime]) -> None:
        self._ground = ground
        self._now = now

    def letters(self, case_id: str) -> Sequence[LetterSent]:
        """Return every letter of a case with its recall and its notice, the first issued first."""
        rows = self._ground.cursor().execute(_LETTERS, (bytes.fromhex(case_id),)).fetchall()
        zone = self._now().tzinfo
        return tuple(
            LetterSent(
                number=number,
                service_id=service.hex(),
                purpose=purpose,
                kind=kind,
                language=language,
                issued_on=date.fromisoformat(issued),
                valid_until=date.fromisoformat(until),
                told=tuple(told.split()),
                recalled_on=_moment(recalled).astimezone(zone).date() if recalled else None,
                notice_on=date.fromisoformat(sent) if sent else None,
            )
            for number, service, purpose, kind, language, issued, until, told, recalled, sent in (
                rows
            )
        )

    def sent(self, case_id: str, number: str, on: date, by: str) -> None:
        """Keep that the recipient of a recalled letter was sent a notice."""
        case = bytes.fromhex(case_id)
        ((letter,),) = self._ground.cursor().execute(_LETTER, (number, case)).fetchall()
        self._ground.put(
            LetterNoticeRow,
            id=new_id(),
            letter_id=letter,
            case_id=case,
            sent_on=on.isoformat(),
            sent_by=bytes.fromhex(by),
        )


def _moment(stored_at: str) -> datetime:
    return read(stored_at)


def _override(row: OverrideRow) -> Override:
    return Override(
        id=row.id.hex(),
        case_id=row.case_id.hex(),
        basis=Basis(row.basis),
        recipient=row.recipient,
        items=words(row.items),
        reason=row.reason,
        told_her=read_as(ToldHer, row.told_her, ToldHer.NO),
        told_why=row.told_why,
        review_on=date.fromisoformat(row.review_on),
        proposed_by=row.proposed_by.hex(),
        proposed_at=read(row.proposed_at),
        status=OverrideStatus(row.status),
        decided_by=row.decided_by.hex() if row.decided_by else "",
        decided_at=read(row.decided_at) if row.decided_at else None,
        letter=row.letter,
        reviewed_by=row.reviewed_by.hex() if row.reviewed_by else "",
        review=row.review,
    )
