"""Cases of colleagues that were opened in need, in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from casework.ids import new_id
from casework.team.supervision import Finding, GlassEvent, Why
from db.guards.reach import cleared, reach_of, unwalled
from db.log.speakers import Signers
from db.rows.moments import read, stored
from db.rows.people import GlassRow
from db.rows.readings import read_as

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from casework.team.supervision import Opening
    from casework.team.worker import Worker
    from db.log.ground import Ground

_CLEAR: Final = "select 1 from casefile where id = :case and {cleared}".replace(
    "{cleared}", cleared()
)
_EVENTS: Final = (
    "select k.id, k.case_id, c.code, k.user_id, ifnull(u.name, ''), k.opened_at, k.until, k.why,"
    " k.words, k.finding, k.reviewed_by, l.author from glass as k"
    " join casefile as c on c.id = k.case_id"
    " left join app_user as u on u.id = k.user_id left join entity as e on e.id = k.id"
    " left join cell_meta as m on m.entity = k.id and m.field = 'finding'"
    " left join lane as l on l.id = ifnull(m.lane, e.lane)"
)
# What was opened behind a wall is for others to look at.
_SEEN: Final = f"{_EVENTS} where {unwalled('c')}"
_ALL: Final = f"{_SEEN} order by k.reviewed_at is not null, k.opened_at desc limit 500"
_ONE: Final = f"{_SEEN} and k.id = :id"
_UNTIL: Final = "select max(until) from glass where user_id = ? and case_id = ? and until > ?"
_OPEN: Final = "select id from glass where user_id = ? and case_id = ? and until > ?"


class SqlGlass:
    """What was opened in need, by whom, and what came of it."""

    def __init__(self, ground: Ground, worker: Worker, now: Callable[[], datetime]) -> None:
        self._ground = ground
        self._worker = worker
        self._now = now

    def is_clear(self, case_id: str) -> bool:
        """Return whether this worker sees a case without a mask."""
        if not self._worker.sees_all_cases:
            # What she reaches at all is her own or was shared with her.
            return True
        values = reach_of(self._worker, self._now()) | {"case": bytes.fromhex(case_id)}
        return self._ground.cursor().execute(_CLEAR, values).fetchone() is not None

    def until(self, case_id: str) -> datetime | None:
        """Return until when this worker opened a case, or None."""
        if not self._worker.sees_all_cases:
            return None
        values = (bytes.fromhex(self._worker.id), bytes.fromhex(case_id), stored(self._now()))
        ((until,),) = self._ground.cursor().execute(_UNTIL, values).fetchall()
        return read(until) if until else None

    def open(self, opening: Opening) -> str:
        """Keep that this worker opened a case until a moment; return the id of it."""
        key = new_id()
        row = GlassRow(
            id=key,
            case_id=bytes.fromhex(opening.case_id),
            user_id=bytes.fromhex(self._worker.id),
            opened_at=stored(self._now()),
            until=stored(opening.until),
            why=opening.why.value,
            words=opening.words,
            reviewed_by=None,
            reviewed_at=None,
            finding="",
        )
        self._ground.session.add(row)
        return key.hex()

    def end(self, case_id: str) -> bool:
        """End what this worker opened; return whether there was anything."""
        now = stored(self._now())
        values = (bytes.fromhex(self._worker.id), bytes.fromhex(case_id), now)
        found = self._ground.cursor().execute(_OPEN, values).fetchall()
        for (key,) in found:
            self._ground.session.get_one(GlassRow, key).until = now
        return bool(found)

    def events(self) -> Sequence[GlassEvent]:
        """Return what was opened, what waits for a review first, then the newest first."""
        signers = Signers(self._ground.cursor())
        rows = self._ground.cursor().execute(_ALL, self._asked()).fetchall()
        # What nobody else looked at waits, whatever whoever opened it says of that.
        return sorted((_event(row, signers) for row in rows), key=lambda one: bool(one.finding))

    def waiting(self) -> Sequence[GlassEvent]:
        """Return what others opened and nobody looked at, for a worker who looks after the team."""
        mine, leads = self._worker.id, self._worker.sees_all_cases
        found = self.events() if leads else ()
        return [one for one in found if one.finding is None and one.worker_id != mine]

    def event(self, glass_id: str) -> GlassEvent | None:
        """Return one of them, or None."""
        asked = self._asked(id=bytes.fromhex(glass_id))
        rows = self._ground.cursor().execute(_ONE, asked).fetchall()
        return _event(rows[0], Signers(self._ground.cursor())) if rows else None

    def _asked(self, **values: object) -> dict[str, object]:
        return {"worker": bytes.fromhex(self._worker.id), **values}

    def reviewed(self, glass_id: str, finding: str) -> None:
        """Keep what came of a review by this worker."""
        row = self._ground.session.get_one(GlassRow, bytes.fromhex(glass_id))
        row.finding = finding
        row.reviewed_by = bytes.fromhex(self._worker.id)
        row.reviewed_at = stored(self._now())


def _event(row: tuple[Any, ...], signers: Signers) -> GlassEvent:
    key, case, code, user, name, at, until, why, words, finding, named, author = row
    by, reviewer = signers.of(author, named) if finding else ("", "")
    is_own = by == user.hex()
    return GlassEvent(
        id=key.hex(),
        case_id=case.hex(),
        case_code=code,
        worker_id=user.hex(),
        worker=name,
        at=read(at),
        until=read(until),
        why=read_as(Why, why, Why.OTHER),
        words=words,
        finding=None if is_own else read_as(Finding, finding, None),
        reviewed_by="" if is_own else reviewer,
    )
