"""Erasures and holds in SQL."""

from __future__ import annotations

import json
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from casework.keeping.erasure import WAITING, Basis, Beyond, Erasure, Hold, HoldBasis
from casework.keeping.retention import Clock
from db.cases.search import SearchIndex
from db.guards.reach import unwalled
from db.guards.unions import one_persons
from db.homes.erasing_here import belonging_to, erase_here, forget_places
from db.media.folders import beyond
from db.rows.erasure import ErasureRow, HoldRow
from db.rows.readings import read_as

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from casework.records.case import CaseSummary
    from casework.team.worker import Worker
    from db.log.ground import Ground

_COLUMNS: Final = (
    "select e.id, e.case_id, e.before, e.basis, e.in_danger, e.asked_on, e.asked_by, e.agreed_by,"
    " e.state, e.ended_on, (select max(h.ended_on) from hold as h where h.case_id in {cases}),"
    " e.forms, e.letters, e.files"
).replace("{cases}", one_persons("e.case_id"))
_OF: Final = (_COLUMNS, "from erasure as e where e.case_id = ? and e.state = 'open'")
_OPEN: Final = (
    _COLUMNS,
    ", c.code from erasure as e join casefile as c on c.id = e.case_id where e.state = 'open' and",
    unwalled("c"),
)
_MINE: Final = "and c.worker = :worker"
_HOLD: Final = (
    "select h.id, h.case_id, h.basis, h.reason, h.held_by, h.second_by, h.since, h.review_on,"
    " h.agreed_on, h.ended_on, h.unsafe_to_tell"
)
# What nobody else agreed to stands for the time of waiting.
_STANDS: Final = "h.ended_on is null and (h.agreed_on is not null or h.since > :since)"
_HOLDING: Final = (
    _HOLD,
    f", c.code from hold as h join casefile as c on c.id = h.case_id where {_STANDS} and",
    unwalled("c"),
)
_TO_AGREE: Final = "and h.agreed_on is null and h.second_by = :worker"
# Also what is about to end because nobody else agreed: whoever set it may set it again.
_TO_REVIEW: Final = (
    "and ((h.review_on <= :last and :worker in (h.held_by, h.second_by))"
    " or (h.agreed_on is null and h.held_by = :worker and h.since <= :waits))"
)
_HOLDS: Final = (
    (_HOLD + " from hold as h where h.case_id in {cases} and {stands} order by h.since, h.id")
    .replace("{cases}", one_persons(":case"))
    .replace("{stands}", _STANDS)
)
_EXTENT: Final = (
    "select (select count(*) from form_instance where case_id in {cases}"
    " and state = 'final'), (select count(*) from letter where case_id in {cases}),"
    " (select count(*) from attachment where case_id in {cases})"
).replace("{cases}", one_persons(":case"))
# Whether a case was closed or handed over to another organisation: the work here is over.
_OVER: Final = "('closed', 'transferred_out')"
_CLOCK_OF: Final = (
    "select (select max(made_on) from case_step where case_id in {cases} and new in {over}"
    " and not exists (select 1 from casefile as c where c.id in {cases}"
    " and c.status not in {over})), (select max(born_until) from person where case_id in {cases})"
)
_CLOCK: Final = _CLOCK_OF.replace("{cases}", one_persons(":case")).replace("{over}", _OVER)
_PARTS: Final = (
    "select id, 'form_instance' from form_instance where case_id = :case"
    " and form_id in (select value from json_each(:forms))"
    " union all select id, 'attachment' from attachment where case_id = :case and :files"
)
_CASE: Final = "casefile"
_NO_DAYS: Final[Mapping[str, str]] = MappingProxyType({})


class SqlHolds:
    """Holds on the cases this worker may see."""

    def __init__(self, ground: Ground, worker: Worker) -> None:
        self._ground, self._worker = ground, worker

    def of(self, case_id: str, today: date) -> Sequence[Hold]:
        """Return the holds on a case that stand on a day, the oldest first."""
        asked = {"case": bytes.fromhex(case_id), "since": _waits_since(today)}
        return [_hold(row) for row in self._ground.cursor().execute(_HOLDS, asked)]

    def standing(self, today: date) -> Sequence[tuple[str, Hold]]:
        """Return the holds that stand on the cases this worker may see, each with its code."""
        mine = not self._worker.sees_all_cases
        return self._held((*_HOLDING, _MINE) if mine else _HOLDING, today)

    def to_agree(self, today: date) -> Sequence[tuple[str, Hold]]:
        """Return the holds that wait for this worker, whom they name as the second person."""
        return self._held((*_HOLDING, _TO_AGREE), today)

    def to_review(self, today: date, last: date) -> Sequence[tuple[str, Hold]]:
        """Return the holds this worker stands for that are looked at again by a last day."""
        days = {"last": last.isoformat(), "waits": _waits_since(last + timedelta(days=1))}
        return self._held((*_HOLDING, _TO_REVIEW), today, days)

    def _held(
        self, query: Sequence[str], today: date, days: Mapping[str, str] = _NO_DAYS
    ) -> Sequence[tuple[str, Hold]]:
        worker = bytes.fromhex(self._worker.id)
        asked = {"worker": worker, "since": _waits_since(today), **days}
        rows = self._ground.cursor().execute(" ".join(query), asked)
        return [(row[-1], _hold(row[:-1])) for row in rows]

    def keep(self, hold: Hold) -> None:
        """Keep a hold as it is now."""
        session, entity = self._ground.session, bytes.fromhex(hold.id)
        row = session.get(HoldRow, entity)
        if row is None:
            row = HoldRow(
                id=entity,
                case_id=bytes.fromhex(hold.case_id),
                basis=hold.basis.value,
                reason=hold.reason,
                held_by=bytes.fromhex(hold.held_by),
                second_by=bytes.fromhex(hold.second_by),
                since=hold.since.isoformat(),
                unsafe_to_tell="yes" if hold.unsafe_to_tell else "no",
            )
            session.add(row)
        row.review_on = hold.review_on.isoformat()
        row.agreed_on = hold.agreed_on.isoformat() if hold.agreed_on else None
        row.ended_on = hold.ended_on.isoformat() if hold.ended_on else None
        session.flush()


class SqlErasures:
    """Erasures of the cases this worker may see."""

    def __init__(
        self,
        ground: Ground,
        worker: Worker,
        closed: Callable[[], Sequence[CaseSummary]],
        rebuild: Callable[[str], None],
    ) -> None:
        self._ground = ground
        self._worker = worker
        self._closed, self._rebuild = closed, rebuild
        self.holds = SqlHolds(ground, worker)

    def open(self) -> Sequence[tuple[str, Erasure]]:
        """Return what is to be erased of the cases this worker may see, each with its code."""
        mine = not self._worker.sees_all_cases
        query = (*_OPEN, _MINE) if mine else _OPEN
        asked = {"worker": bytes.fromhex(self._worker.id)}
        rows = self._ground.cursor().execute(" ".join(query), asked)
        return [(row[-1], _erasure(row[:-1])) for row in rows]

    def of(self, case_id: str) -> Erasure | None:
        """Return the erasure of a case that is under way, or None."""
        asked = (bytes.fromhex(case_id),)
        row = self._ground.cursor().execute(" ".join(_OF), asked).fetchone()
        return None if row is None else _erasure(row)

    def keep(self, erasure: Erasure) -> None:
        """Keep an erasure as it is now."""
        session, entity = self._ground.session, bytes.fromhex(erasure.id)
        row = session.get(ErasureRow, entity)
        if row is None:
            row = ErasureRow(
                id=entity,
                case_id=bytes.fromhex(erasure.case_id),
                before=erasure.before,
                basis=erasure.basis.value,
                in_danger="yes" if erasure.in_danger else "no",
                asked_on=erasure.asked_on.isoformat(),
                asked_by=bytes.fromhex(erasure.asked_by),
            )
            session.add(row)
        row.agreed_by = bytes.fromhex(erasure.agreed_by) or None
        ended = erasure.done_on or erasure.taken_back_on
        row.state = "done" if erasure.done_on else "taken_back" if ended else "open"
        row.ended_on = ended.isoformat() if ended else None
        row.forms, row.letters, row.files = erasure.forms, erasure.letters, erasure.files
        session.flush()

    def extent(self, case_id: str) -> tuple[int, int, int]:
        """Return how many forms, letters and files a case has."""
        asked = {"case": bytes.fromhex(case_id)}
        ((forms, letters, files),) = self._ground.cursor().execute(_EXTENT, asked).fetchall()
        return forms, letters, files

    def clock(self, case_id: str) -> Clock:
        """Return from when the time of a case runs."""
        asked = {"case": bytes.fromhex(case_id)}
        ((closed, born),) = self._ground.cursor().execute(_CLOCK, asked).fetchall()
        return Clock(_day(closed), _day(born))

    def closed(self) -> Sequence[CaseSummary]:
        """Return the cases this worker may see in which the work is over."""
        return self._closed()

    def parts(self, case_id: str, forms: Sequence[str], *, files: bool) -> int:
        """Return how many forms of some kinds, and files, a case has."""
        return len(self._parts(case_id, forms, files=files))

    def destroy_parts(self, case_id: str, forms: Sequence[str], basis: str, *, files: bool) -> None:
        """Erase the forms of some kinds of a case, and its files; the rest stays as it is."""
        cursor = self._ground.pen()
        self._ground.journal.write(cursor)
        roots = self._parts(case_id, forms, files=files)
        erase_here(self._ground, belonging_to(cursor, roots), basis)
        self._rebuild(case_id)
        # The words of before are let go of only now.
        SearchIndex(self._ground.pen()).scour()

    def _parts(self, case_id: str, forms: Sequence[str], *, files: bool) -> dict[bytes, str]:
        asked = {"case": bytes.fromhex(case_id), "forms": json.dumps(list(forms)), "files": files}
        return dict(self._ground.cursor().execute(_PARTS, asked).fetchall())

    def beyond(self) -> Beyond:
        """Return what the erasures of this store have not reached so far."""
        folders, copies = beyond(self._ground.cursor().connection)
        return Beyond(tuple(map(str, folders)), tuple(map(str, copies)))

    def destroy(self, case_id: str, case_code: str, basis: str) -> None:
        """Erase a whole case and everything that was ever a part of it."""
        cursor = self._ground.pen()
        # What waits to be written may say more of what belongs to the case.
        self._ground.journal.write(cursor)
        forget_places(cursor, case_code)
        doomed = belonging_to(cursor, {bytes.fromhex(case_id): _CASE})
        erase_here(self._ground, doomed, basis)


def _waits_since(today: date) -> str:
    """Return the last day since which a hold to which nobody agreed stands no more."""
    return (today - WAITING).isoformat()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _erasure(row: tuple[Any, ...]) -> Erasure:
    entity, case, before, basis, danger, asked_on, asked_by, agreed, state, ended, held, *extent = (
        row
    )
    return Erasure(
        id=entity.hex(),
        case_id=case.hex(),
        before=before,
        basis=Basis(basis),
        in_danger=danger == "yes",
        asked_on=date.fromisoformat(asked_on),
        asked_by=asked_by.hex(),
        agreed_by=agreed.hex() if agreed else "",
        done_on=_day(ended) if state == "done" else None,
        taken_back_on=_day(ended) if state == "taken_back" else None,
        forms=extent[0],
        letters=extent[1],
        files=extent[2],
        held_until=_day(held),
    )


def _hold(row: tuple[Any, ...]) -> Hold:
    entity, case, basis, reason, held_by, second_by, since, review_on, *days, unsafe = row
    return Hold(
        id=entity.hex(),
        case_id=case.hex(),
        basis=read_as(HoldBasis, basis, HoldBasis.SAFETY),
        reason=reason,
        held_by=held_by.hex(),
        second_by=second_by.hex(),
        since=date.fromisoformat(since),
        review_on=date.fromisoformat(review_on),
        agreed_on=_day(days[0]),
        ended_on=_day(days[1]),
        unsafe_to_tell=unsafe == "yes",
    )
