"""Who works with which case, in SQL: assignments from when to when, and offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from casework.ids import new_id
from casework.records.case import CaseSummary
from casework.team.supervision import Offer
from casework.team.worker import Role, Worker
from db.guards.reach import reach_of, unwalled
from db.log.streams import elsewhere, shared_stream
from db.rows.moments import read, stored
from db.rows.people import AssignmentRow, HandingRow
from db.rows.tables import CaseRow, TaskRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlcipher3 import Cursor

    from db.log.ground import Ground

_MAY: Final = (
    "select 1 from casefile, app_user as u where casefile.id = :case and u.id = :worker"
    " and u.status = 'active' and {unwalled}"
).replace("{unwalled}", unwalled())
_ROLE: Final = "select role from app_user where id = ?"
_EXCHANGED: Final = (
    "select 1 from entity as e join stream as s on s.id = e.stream and s.kind = 'shared'"
    " where e.id = ?"
)
_WORKER: Final = "select worker from casefile where id = ?"
_CASES: Final = (
    "select id, code, status, opened_on, changed_at from casefile where worker = ?"
    " and status not in ('closed', 'discarded', 'transferred_out', 'erasure_due', 'erased')"
    " order by code"
)
_STANDING: Final = "select id, reason from assignment where case_id = ? and until is null"
_LOADED: Final = (
    "select id from assignment where case_id = ? and user_id = ? and reason = ? and until is null"
)
_TASKS: Final = "select id from task where case_id = ? and worker = ? and status = 'open'"
_SHARERS: Final = (
    "select distinct u.id, u.role, u.name from assignment as g join app_user as u"
    " on u.id = g.user_id where g.case_id = ? and g.until is null"
    " and g.reason in ('shared', 'cover') order by u.name"
)
_COVERED: Final = (
    "select g.case_id, g.user_id from assignment as g join casefile as c on c.id = g.case_id"
    " where c.worker = ? and g.reason = 'cover' and g.until is null"
)
_OFFERS: Final = (
    "select h.id, h.case_id, casefile.code, h.sender, s.name, h.receiver, r.name, h.asked_at,"
    " h.note from handing as h join casefile on casefile.id = h.case_id"
    " join app_user as s on s.id = h.sender join app_user as r on r.id = h.receiver"
    " where h.status = 'proposed' and {unwalled}"
).replace("{unwalled}", unwalled())
_ONE: Final = f"{_OFFERS} and h.id = :id"
_OF: Final = f"{_OFFERS} and h.case_id = :id"
_MINE: Final = f"{_OFFERS} and :worker in (h.sender, h.receiver) order by h.asked_at, h.id"
_BESIDE: Final = frozenset({"shared", "cover"})


class SqlOffers:
    """Cases that this worker offers to another, or is offered."""

    def __init__(self, ground: Ground, worker: Worker, now: Callable[[], datetime]) -> None:
        self._ground, self._worker, self._now = ground, worker, now

    def keep(self, case_id: str, receiver: str, note: str) -> str:
        """Keep that this worker offers a case to somebody; return the id of it."""
        key = new_id()
        row = HandingRow(
            id=key,
            case_id=bytes.fromhex(case_id),
            sender=bytes.fromhex(self._worker.id),
            receiver=bytes.fromhex(receiver),
            status="proposed",
            asked_at=stored(self._now()),
            answered_at=None,
            note=note,
            answer="",
        )
        self._ground.session.add(row)
        return key.hex()

    def find(self, offer_id: str) -> Offer | None:
        """Return an offer that nobody answered yet, or None."""
        found = self._offers(_ONE, offer_id)
        return found[0] if found else None

    def open(self, case_id: str = "") -> Sequence[Offer]:
        """Return the open offers of a case, or all that this worker made or was made."""
        return self._offers(_OF if case_id else _MINE, case_id)

    def to_me(self) -> Sequence[Offer]:
        """Return what this worker was offered and did not answer yet, the first first."""
        return [one for one in self.open() if one.receiver_id == self._worker.id]

    def answer(self, offer_id: str, status: str, words: str) -> None:
        """Keep what became of an offer."""
        row = self._ground.session.get_one(HandingRow, bytes.fromhex(offer_id))
        row.status, row.answer = status, words
        row.answered_at = stored(self._now())

    def _offers(self, query: str, key: str) -> list[Offer]:
        values = reach_of(self._worker, self._now()) | {"id": bytes.fromhex(key)}
        return [_offer(row) for row in self._ground.cursor().execute(query, values).fetchall()]


class SqlCaseload:
    """Who works with which case, and what is offered to whom."""

    def __init__(self, ground: Ground, worker: Worker, now: Callable[[], datetime]) -> None:
        self._ground, self._now = ground, now
        self.offers = SqlOffers(ground, worker, now)

    def may_take(self, case_id: str, user_id: str) -> bool:
        """Return whether somebody works here and no wall keeps a case from her."""
        values = {"case": bytes.fromhex(case_id), "worker": bytes.fromhex(user_id)}
        return self._ground.cursor().execute(_MAY, values).fetchone() is not None

    def goes_to(self, case_id: str, user_id: str) -> bool:
        """Return whether a case comes to the laptop of somebody, if it is given to her.

        It is kept elsewhere too, and whoever gives it writes what her laptop reads.
        """
        cursor, user = self._ground.cursor(), bytes.fromhex(user_id)
        if not elsewhere(cursor, user):
            return True
        return _is_exchanged(cursor, case_id) and shared_stream(cursor, user_id)[0] != b""

    def is_seen_by(self, case_id: str, user_id: str) -> bool:
        """Return whether somebody has a case on her laptop while it is another's."""
        cursor, user = self._ground.cursor(), bytes.fromhex(user_id)
        if not elsewhere(cursor, user):
            return True
        reads_all = cursor.execute(_ROLE, (user,)).fetchone() == (Role.SUPERVISOR.value,)
        return reads_all and _is_exchanged(cursor, case_id)

    def worker_of(self, case_id: str) -> str:
        """Return the id of the worker of a case."""
        row = self._ground.cursor().execute(_WORKER, (bytes.fromhex(case_id),)).fetchone()
        return row[0].hex() if row and row[0] else ""

    def cases_of(self, user_id: str) -> Sequence[CaseSummary]:
        """Return the cases of a worker that are not over, whoever asks."""
        rows = self._ground.cursor().execute(_CASES, (bytes.fromhex(user_id),)).fetchall()
        return [CaseSummary._make(row) for row in rows]

    def assign(self, case_id: str, user_id: str, reason: str) -> None:
        """Make somebody the worker of a case; its open tasks go with it."""
        case, user = bytes.fromhex(case_id), bytes.fromhex(user_id)
        row = self._ground.session.get_one(CaseRow, case)
        before, row.worker = row.worker, user
        cursor = self._ground.cursor()
        for key, why in cursor.execute(_STANDING, (case,)).fetchall():
            kept = self._ground.session.get_one(AssignmentRow, key)
            if why not in _BESIDE or kept.user_id == user:
                kept.until = stored(self._now())
        for (key,) in cursor.execute(_TASKS, (case, before)).fetchall():
            self._ground.session.get_one(TaskRow, key).worker = user
        self._add(case, user, reason)

    def share(self, case_id: str, user_id: str, reason: str) -> bool:
        """Let somebody work along; return whether that is new."""
        case, user = bytes.fromhex(case_id), bytes.fromhex(user_id)
        known = self._ground.cursor().execute(_LOADED, (case, user, reason)).fetchone()
        if known or self.worker_of(case_id) == user_id:
            return False
        self._add(case, user, reason)
        return True

    def unshare(self, case_id: str, user_id: str, reason: str) -> bool:
        """End that somebody works along; return whether she did."""
        asked = (bytes.fromhex(case_id), bytes.fromhex(user_id), reason)
        found = self._ground.cursor().execute(_LOADED, asked).fetchall()
        for (key,) in found:
            self._ground.session.get_one(AssignmentRow, key).until = stored(self._now())
        return bool(found)

    def sharers(self, case_id: str) -> Sequence[Worker]:
        """Return who works along in a case, A to Z by name."""
        rows = self._ground.cursor().execute(_SHARERS, (bytes.fromhex(case_id),)).fetchall()
        return [Worker(key.hex(), Role(role), name) for key, role, name in rows]

    def covered_for(self, user_id: str) -> Sequence[tuple[str, str]]:
        """Return the cases of a worker that are covered meanwhile, each with who covers it."""
        rows = self._ground.cursor().execute(_COVERED, (bytes.fromhex(user_id),)).fetchall()
        return [(case.hex(), user.hex()) for case, user in rows]

    def _add(self, case: bytes, user: bytes, reason: str) -> None:
        self._ground.session.add(
            AssignmentRow(
                id=new_id(),
                case_id=case,
                user_id=user,
                since=stored(self._now()),
                until=None,
                reason=reason,
            )
        )


def _is_exchanged(cursor: Cursor, case_id: str) -> bool:
    return cursor.execute(_EXCHANGED, (bytes.fromhex(case_id),)).fetchone() is not None


def _offer(row: tuple[Any, ...]) -> Offer:
    key, case, code, sender, sender_name, receiver, receiver_name, at, note = row
    return Offer(
        id=key.hex(),
        case_id=case.hex(),
        case_code=code,
        sender_id=sender.hex(),
        sender=sender_name,
        receiver_id=receiver.hex(),
        receiver=receiver_name,
        at=read(at),
        note=note,
    )
