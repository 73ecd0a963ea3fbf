"""Referrals in SQL: requests for help, what was told aloud, and answers that came back."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from casework.ids import new_id
from casework.referrals.letter import RegisterLine
from casework.referrals.referral import Appointment, Need, Referral, ReferralStatus
from casework.referrals.telling import ALOUD, FILE, LetterKnown, Telling
from db.consent.referral_steps import step_before
from db.guards.reach import cleared, reach_of, reached, unwalled
from db.rows.moments import read, stored
from db.rows.referrals import LetterReplyRow, ReferralRow, TellingRow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from casework.team.worker import Worker
    from db.log.ground import Ground

_SENT: Final = (
    "select s.code, count(distinct x.case_id || hex(x.at)) from service as s join",
    "(select service_id, case_id, issued_at as at from letter",
    "union all select service_id, case_id, at from telling) as x on x.service_id = s.id",
    "join casefile as c on c.id = x.case_id where",
    unwalled("c"),
    "group by s.code",
)
_LETTER: Final = (
    "select l.id, l.case_id, c.code, l.referral_id, l.check_code,",
    "exists (select 1 from letter_recall as r where r.letter_id = l.id)",
    "from letter as l join casefile as c on c.id = l.case_id where l.number = :number and",
    reached("c"),
)
_TOLD: Final = (
    "select c.code, s.name, t.file, t.language, t.told_on, t.valid_until from telling as t",
    "join casefile as c on c.id = t.case_id join service as s on s.id = t.service_id where",
    cleared("c"),
    "order by t.at desc",
)
_ANSWERS: Final = "select answer from letter_reply where letter_id = ?"


class SqlReferrals:
    """Requests for help and where they stand."""

    def __init__(self, ground: Ground, worker: Worker, now: Callable[[], datetime]) -> None:
        self._ground = ground
        self._worker = worker
        self._now = now

    def of(self, case_id: str) -> Sequence[Referral]:
        """Return the referrals of a case, the oldest first."""
        rows = self._ground.session.scalars(
            select(ReferralRow)
            .where(ReferralRow.case_id == bytes.fromhex(case_id))
            .order_by(ReferralRow.created_at, ReferralRow.id)
        )
        return [_referral(row) for row in rows]

    def keep(self, referral: Referral) -> None:
        """Keep a referral as it is now."""
        session = self._ground.session
        row = session.get(ReferralRow, bytes.fromhex(referral.id))
        if row is None:
            row = ReferralRow(
                id=bytes.fromhex(referral.id),
                case_id=bytes.fromhex(referral.case_id),
                created_at=stored(referral.created_at),
                begun_on=self._day_of(referral.created_at),
            )
            session.add(row)
        days = _days_of(row)
        row.changed_on = days.get(stored(referral.changed_at)) or self._day_of(referral.changed_at)
        row.before = _before(referral, days)
        for column, value in _columns(referral).items():
            setattr(row, column, value)
        session.flush()

    def _day_of(self, moment: datetime) -> str:
        """Return the day of the office on which something happened, whatever day it is in UTC."""
        return moment.astimezone(self._now().tzinfo).date().isoformat()

    def sent(self) -> Mapping[str, int]:
        """Return how often something was sent or told to each service, by its code."""
        asked = reach_of(self._worker, self._now())
        return dict(self._ground.cursor().execute(" ".join(_SENT), asked).fetchall())

    def tell(self, telling: Telling) -> None:
        """Keep that something was told without a letter."""
        self._ground.session.add(
            TellingRow(
                id=new_id(),
                case_id=bytes.fromhex(telling.case_id),
                referral_id=bytes.fromhex(telling.referral_id),
                service_id=bytes.fromhex(telling.service_id),
                purpose=telling.purpose,
                language=telling.language,
                at=stored(telling.at),
                told_on=telling.at.date().isoformat(),
                told_by=bytes.fromhex(telling.told_by),
                valid_until=telling.valid_until.isoformat(),
                grant_ids=" ".join(telling.grant_ids),
                told=" ".join(telling.told),
                withheld=" ".join(telling.withheld),
                file=telling.file,
            )
        )

    def tellings(self, case_id: str) -> Sequence[Telling]:
        """Return what was told without a letter in a case, the first first."""
        rows = self._ground.session.scalars(
            select(TellingRow)
            .where(TellingRow.case_id == bytes.fromhex(case_id))
            .order_by(TellingRow.at, TellingRow.id)
        )
        return [_telling(row) for row in rows]

    def register(self) -> Sequence[RegisterLine]:
        """Return what was told without a letter in cases she sees as they are, the last first."""
        asked = reach_of(self._worker, self._now())
        rows = self._ground.cursor().execute(" ".join(_TOLD), asked).fetchall()
        return [
            RegisterLine(
                number="",
                case_code=case,
                service=service,
                kind=FILE if file else ALOUD,
                language=language,
                issued_on=date.fromisoformat(on),
                valid_until=date.fromisoformat(until),
                protected=False,
                recalled=False,
            )
            for case, service, file, language, on, until in rows
        ]

    def letter(self, number: str) -> LetterKnown | None:
        """Return the letter of a number, or None when there is none for this worker."""
        cursor = self._ground.cursor()
        asked = {"number": number, **reach_of(self._worker, self._now())}
        row = cursor.execute(" ".join(_LETTER), asked).fetchone()
        if row is None:
            return None
        letter, case, code, referral, check, recalled = row
        answers = frozenset(answer for (answer,) in cursor.execute(_ANSWERS, (letter,)))
        return LetterKnown(
            id=letter.hex(),
            case_id=case.hex(),
            case_code=code,
            referral_id=referral.hex(),
            check_code=check,
            recalled=bool(recalled),
            answers=answers,
        )

    def reply(self, letter: LetterKnown, answer: str, at: datetime) -> None:
        """Keep that an answer came back on the slip of a letter."""
        self._ground.session.add(
            LetterReplyRow(
                id=new_id(),
                letter_id=bytes.fromhex(letter.id),
                case_id=bytes.fromhex(letter.case_id),
                at=stored(at),
                replied_on=self._day_of(at),
                answer=answer,
            )
        )


def _columns(referral: Referral) -> dict[str, Any]:
    need, meeting = referral.need, referral.appointment
    return {
        "service_id": bytes.fromhex(referral.service_id) or None,
        "status": referral.status.value,
        "changed_at": stored(referral.changed_at),
        "service_type": need.service_type,
        "reason": need.reason,
        "accompaniment": need.accompaniment,
        "urgency": need.urgency,
        "appointment_on": meeting.on.isoformat() if meeting else None,
        "appointment_at": meeting.at.isoformat("minutes") if meeting and meeting.at else None,
        "appointment_place": meeting.place if meeting else None,
        "refusal": referral.refusal,
        "outcome": referral.outcome,
    }


def _days_of(row: ReferralRow) -> Mapping[str, str]:
    """Return the days that are kept of the steps of a referral, by their moments.

    A day stays what it was where it happened, on whatever laptop the next step is taken.
    """
    known = {row.changed_at: row.changed_on} if row.changed_at else {}
    if row.before:
        one = step_before(row.before)
        known[one.at] = one.day
    return known


def _before(referral: Referral, days: Mapping[str, str]) -> str | None:
    if referral.before is None:
        return None
    status, since = referral.before
    told = (status.value, since.isoformat(), days.get(stored(since), ""))
    return " ".join(filter(None, told))


def _referral(row: ReferralRow) -> Referral:
    meeting = None
    if row.appointment_on:
        at = time.fromisoformat(row.appointment_at) if row.appointment_at else None
        on = date.fromisoformat(row.appointment_on)
        meeting = Appointment(on, at, row.appointment_place or "")
    before = step_before(row.before) if row.before else None
    return Referral(
        id=row.id.hex(),
        case_id=row.case_id.hex(),
        service_id=row.service_id.hex() if row.service_id else "",
        status=ReferralStatus(row.status),
        created_at=read(row.created_at),
        changed_at=read(row.changed_at),
        need=Need(row.service_type, row.reason, row.accompaniment, row.urgency),
        appointment=meeting,
        refusal=row.refusal,
        outcome=row.outcome,
        before=(before.status, read(before.at)) if before else None,
    )


def _telling(row: TellingRow) -> Telling:
    return Telling(
        case_id=row.case_id.hex(),
        referral_id=row.referral_id.hex(),
        service_id=row.service_id.hex(),
        purpose=row.purpose,
        language=row.language,
        at=read(row.at),
        told_by=row.told_by.hex(),
        valid_until=date.fromisoformat(row.valid_until),
        grant_ids=tuple(row.grant_ids.split()),
        told=tuple(row.told.split()),
        withheld=tuple(row.withheld.split()),
        file=row.file,
    )
