"""The letter register in SQL."""

from __future__ import annotations

import os
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select, text

from casework.ids import new_id
from casework.referrals.letter import LetterOut, RegisterLine
from db.guards.reach import cleared, reach_of, reached
from db.rows.consent import LetterNoticeRow
from db.rows.moments import stored
from db.rows.tables import CaseRow, LetterRecallRow, LetterRow, ServiceRow, SettingRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session
    from sqlcipher3 import Connection

    from casework.referrals.letter import Letter
    from casework.team.worker import Worker

# Nobody reads further back in one list.
_MOST_LINES: Final = 2_000
# By what a file was protected: the words of a passphrase, the key of its service, or nothing.
_WORDS, _KEY, _PLAIN = "yes", "key", "no"


class SqlLetters:
    """What went out, to whom, on which grants."""

    def __init__(self, session: Session, worker: Worker, now: Callable[[], datetime]) -> None:
        self._session = session
        self._worker = worker
        self._now = now

    def add(self, letter: Letter) -> str:
        """Keep one issued letter; return its id."""
        entity = new_id()
        self._session.add(
            LetterRow(
                id=entity,
                number=letter.number,
                case_id=bytes.fromhex(letter.case_id),
                referral_id=bytes.fromhex(letter.referral_id),
                service_id=bytes.fromhex(letter.service_id),
                purpose=letter.purpose,
                kind=letter.kind,
                language=letter.language,
                template=letter.template,
                issued_at=stored(letter.issued_at),
                issued_on=letter.issued_at.date().isoformat(),
                issued_by=bytes.fromhex(letter.issued_by),
                valid_until=letter.valid_until.isoformat(),
                grant_ids=" ".join(letter.grant_ids),
                told=" ".join(letter.told),
                withheld=" ".join(letter.withheld),
                content=letter.content,
                content_hash=letter.content_hash,
                check_code=letter.check_code,
                protected=_protection(letter),
            )
        )
        return entity.hex()

    def of(self, case_id: str) -> Sequence[LetterOut]:
        """Return the letters that went out of a case, the oldest first."""
        case = bytes.fromhex(case_id)
        recalled = set(
            self._session.scalars(
                select(LetterRecallRow.letter_id).where(LetterRecallRow.case_id == case)
            )
        )
        rows = self._session.execute(
            select(
                LetterRow.id,
                LetterRow.number,
                LetterRow.service_id,
                LetterRow.purpose,
                LetterRow.valid_until,
                LetterRow.referral_id,
            )
            .where(LetterRow.case_id == case)
            .order_by(LetterRow.issued_at, LetterRow.number)
        )
        return [
            LetterOut(
                number,
                service.hex(),
                purpose,
                date.fromisoformat(until),
                letter in recalled,
                referral.hex(),
            )
            for letter, number, service, purpose, until, referral in rows
        ]

    def register(self) -> Sequence[RegisterLine]:
        """Return the letters of the cases she reaches, the last issued first.

        Of a case that is masked for her a line says no more than its number and its days.
        """
        recalled = select(LetterRecallRow.id).where(LetterRecallRow.letter_id == LetterRow.id)
        noticed = select(func.min(LetterNoticeRow.sent_on)).where(
            LetterNoticeRow.letter_id == LetterRow.id
        )
        wanted = (
            select(
                LetterRow.number,
                CaseRow.code,
                ServiceRow.name,
                LetterRow.kind,
                LetterRow.language,
                LetterRow.issued_on,
                LetterRow.valid_until,
                LetterRow.protected,
                recalled.exists(),
                noticed.scalar_subquery(),
                text(cleared()),
            )
            .join(CaseRow, CaseRow.id == LetterRow.case_id)
            .join(ServiceRow, ServiceRow.id == LetterRow.service_id)
            .order_by(LetterRow.issued_at.desc(), LetterRow.number)
            .limit(_MOST_LINES)
        )
        asked = reach_of(self._worker, self._now())
        rows = self._session.execute(wanted.where(text(reached())), asked)
        return [_line(tuple(row)) for row in rows]

    def recall(self, case_id: str, number: str, at: datetime, reason: str) -> None:
        """Keep that a letter was recalled."""
        letter = self._session.scalars(select(LetterRow.id).where(LetterRow.number == number)).one()
        self._session.add(
            LetterRecallRow(
                id=new_id(),
                letter_id=letter,
                case_id=bytes.fromhex(case_id),
                at=stored(at),
                reason=reason,
            )
        )

    def check_key(self) -> bytes:
        """Return the key of this workbook's check codes."""
        row = self._session.get(SettingRow, "check_key")
        if row is None:
            row = SettingRow(key="check_key", value=os.urandom(32).hex())
            self._session.add(row)
        return bytes.fromhex(row.value)

    def begun(self, case_code: str) -> str:
        """Return the letter this worker began in a case, as it was kept, or nothing."""
        row = self._session.get(SettingRow, self._begun(case_code))
        return row.value if row is not None else ""

    def keep_begun(self, case_code: str, words: str) -> None:
        """Keep a begun letter on this laptop, or nothing any more; it goes with its case."""
        key = self._begun(case_code)
        row = self._session.get(SettingRow, key)
        if row is not None and not words:
            self._session.delete(row)
        elif row is not None:
            row.value = words
        elif words:
            self._session.add(SettingRow(key=key, value=words))

    def _begun(self, case_code: str) -> str:
        # An erasure forgets every place that names its case: this is one of them.
        return f"place.letter.{self._worker.id}.{case_code}"


def _protection(letter: Letter) -> str:
    if letter.sealed:
        return _KEY
    return _WORDS if letter.protected else _PLAIN


def _line(row: tuple[Any, ...]) -> RegisterLine:
    number, case, service, kind, language, issued, until, protected, recalled, *more = row
    noticed, clear = more
    line = RegisterLine(
        number=number,
        case_code=case,
        service=service,
        kind=kind,
        language=language,
        issued_on=date.fromisoformat(issued),
        valid_until=date.fromisoformat(until),
        protected=protected == _WORDS,
        sealed=protected == _KEY,
        recalled=bool(recalled),
        notice_on=date.fromisoformat(noticed) if noticed else None,
    )
    return line if clear else line.under_mask()


def damaged_letters(connection: Connection) -> tuple[int, list[str]]:
    """Return how many letters there are, and the numbers of those that are not as issued."""
    rows = connection.execute("select number, content, content_hash from letter").fetchall()
    wrong = [number for number, content, known in rows if sha256(content).hexdigest() != known]
    return len(rows), sorted(wrong)
