"""The list in SQL: which cases a view holds, by index alone, and the lines of a block of them."""

from __future__ import annotations

import json
from array import array
from datetime import date, datetime
from functools import lru_cache
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from casework.cases.caseline import NUMBERS, CaseCard, CaseLine, Due, Listed, Sort, View
from casework.consent.agreement import consent_line as said_of
from casework.consent.agreement import services_agreed
from casework.records.case import CaseStatus
from db.cases.by_day import HELPING, HELPING_LATER, due_by, helps, parts, week_of
from db.cases.dues import helping
from db.cases.listed import listed_agreement
from db.guards.reach import (
    begun_seen,
    cleared,
    code_typed,
    found_by_words,
    reach_of,
    reached,
    shared_with,
    unwalled,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from casework.cases.caseline import Narrowing
    from casework.consent.agreement import ConsentLine
    from casework.team.worker import Worker
    from db.cases.search import SearchIndex
    from db.log.ground import Ground

_BEGUN: Final = (
    "select i.case_id from form_instance as i where i.state = 'draft' and {mine}"
).replace("{mine}", begun_seen("i"))
_ASIDE: Final = "status in ('paused', 'closing', 'transferred_out', 'erasure_due')"
_KEPT: Final = "status not in ('discarded', 'erased')"
# What a view holds; each is answered by an index of `casefile` alone.
_HOLDS: Final = {
    View.MINE_OPEN: "worker = :worker and status = 'open'",
    View.FOLLOW_UP_DUE: "worker = :worker and due <= :today",
    View.DRAFTS: "worker = :worker and (status = 'draft' or id in ({begun}))"
    " and status <> 'discarded'".replace("{begun}", _BEGUN),
    View.CONSENT_REVIEW: "worker = :worker and status = 'open'"
    " and (review_on is null or review_on <= :horizon)",
    View.CLOSED: "worker = :worker and status = 'closed'",
    View.ASIDE: f"worker = :worker and {_ASIDE}",
    View.SHARED: shared_with(),
    View.ALL_OPEN: "status = 'open'",
    View.ALL_CLOSED: "status = 'closed'",
    View.ALL_ASIDE: _ASIDE,
    View.MINE: f"worker = :worker and {_KEPT}",
    View.ALL: _KEPT,
}
# Which index: the narrowest that has all that is asked, which the planner does not always see.
_COUNTED: Final = {
    View.MINE_OPEN: "casefile indexed by casefile_review",
    View.FOLLOW_UP_DUE: "casefile indexed by casefile_due",
    View.DRAFTS: "casefile indexed by casefile_own",
    View.CONSENT_REVIEW: "casefile indexed by casefile_review",
    View.CLOSED: "casefile indexed by casefile_review",
    View.ASIDE: "casefile indexed by casefile_review",
    View.SHARED: "casefile",
    View.ALL_OPEN: "casefile indexed by casefile_status",
    View.ALL_CLOSED: "casefile indexed by casefile_status",
    View.ALL_ASIDE: "casefile indexed by casefile_status",
    View.MINE: "casefile indexed by casefile_review",
    View.ALL: "casefile indexed by casefile_status",
}
_OWN: Final = "casefile indexed by casefile_own"
_DUE: Final = "casefile indexed by casefile_due"
_LISTED: Final = {
    View.MINE_OPEN: {Sort.CHANGED: _OWN, Sort.CODE: _OWN, Sort.WHEN: _DUE},
    View.FOLLOW_UP_DUE: dict.fromkeys(Sort, _DUE),
    View.DRAFTS: dict.fromkeys(Sort, _OWN),
    View.CONSENT_REVIEW: dict.fromkeys(Sort, _OWN),
    View.CLOSED: {Sort.CHANGED: _OWN, Sort.CODE: _OWN, Sort.WHEN: _DUE},
    View.ASIDE: dict.fromkeys(Sort, _OWN),
    View.SHARED: dict.fromkeys(Sort, "casefile"),
    View.ALL_OPEN: dict.fromkeys(Sort, "casefile indexed by casefile_list"),
    View.ALL_CLOSED: dict.fromkeys(Sort, "casefile indexed by casefile_list"),
    View.ALL_ASIDE: dict.fromkeys(Sort, "casefile indexed by casefile_list"),
    View.MINE: {Sort.CHANGED: _OWN, Sort.CODE: _OWN, Sort.WHEN: _DUE},
    View.ALL: dict.fromkeys(Sort, "casefile indexed by casefile_list"),
}
_AMONG: Final = "and number in (select value from json_each(:among)) and {found}".replace(
    "{found}", found_by_words()
)
_MOST_FOUND: Final = 20_000
# How she may be reached is masked: who may not read it learns nothing of it by narrowing.
_BY_WAY: Final = f"and safe_way = :way and {cleared()}"
_BY_EXPERIENCE: Final = "and instr(' ' || experiences || ' ', ' ' || :experience || ' ')"
# By where a row stands, which every index knows, and not by its number: that would cost each
# line of a page one more page of the store. Rows stay where they are while a store is open.
_LINES: Final = (
    """
select c.rowid, c.id, c.code, c.status, c.changed_at, c.experiences, c.sharing, c.review_on,
    c.agreed, c.safe_way, c.code_word, d.form_id, d.id, not {cleared}
from casefile as c
left join form_instance as d on d.case_id = c.id and d.state = 'draft' and {drafts}
where c.rowid in (select value from json_each(:numbers)) and {reached}
""".replace("{cleared}", cleared("c"))
    .replace("{reached}", reached("c"))
    .replace("{drafts}", begun_seen("d"))
)
_CARDS: Final = """
select id, code, ifnull(safe_way, ''), ifnull(code_word, ''), not {cleared} from casefile
where id in (select unhex(value) from json_each(:cases)) and {reached}
""".replace("{cleared}", cleared()).replace("{reached}", reached())
_STATUS: Final = {one.value: one for one in CaseStatus}
_REVIEWS: Final = (
    "select id, review_on from casefile where worker = :worker and status = 'open'",
    "and review_on <= :until and",
    unwalled(),
    "order by review_on, number",
)


class SqlCaseList:
    """The views of one worker on the cases she may see."""

    def __init__(self, ground: Ground, worker: Worker, now: Callable[[], datetime]) -> None:
        self._ground = ground
        self._worker = worker
        self._now = now

    def count(self, view: View, today: date, horizon: date) -> int:
        """Return how many cases a view holds."""
        values = self._asked_of(Listed(view, Sort.CODE, (today, horizon)))
        held = [(_COUNTED[view], "where", _HOLDS[view])]
        if helps(values):
            held.append(("casefile", "where worker = :worker and", HELPING_LATER))
        counts = [("select count(*) from", *one, "and", unwalled()) for one in held]
        return sum(self._one(" ".join(one), values) for one in counts)

    def numbers(self, of: Listed, limit: int = -1) -> array[int]:
        """Return the numbers of the cases of a list in order, or of the first ones."""
        values = self._asked_of(of) | {"limit": limit}
        return self._numbers(of, values, _narrowed(of.narrowed, values))

    def found(self, of: Listed, words: str, limit: int) -> array[int]:
        """Return the numbers of the cases of a list that match words, in its order."""
        # Imported with the first word that somebody looks for.
        index: SearchIndex = import_module("db.cases.search").SearchIndex(self._ground.cursor())
        wanted = limit
        while True:
            known = index.find(words, wanted)
            among = self._asked_of(of) | {"among": json.dumps(known), "limit": limit}
            among |= {"typed": code_typed(words)}
            numbers = self._numbers(of, among, f"{_AMONG} {_narrowed(of.narrowed, among)}")
            if len(numbers) >= limit or len(known) < wanted or wanted >= _MOST_FOUND:
                return numbers
            # The index knows every case: those outside the view must not hide those inside.
            wanted = min(4 * wanted, _MOST_FOUND)

    def lines(self, numbers: Iterable[int], today: date) -> Sequence[CaseLine]:
        """Return the lines of some cases, in the order asked; whom she may not see is left out."""
        wanted = list(numbers)
        rows = self._ground.cursor().execute(_LINES, self._asked("numbers", wanted))
        found = {row[0]: _line(row, today) for row in rows}
        return [found[number] for number in wanted if number in found]

    def cards(self, case_ids: Iterable[str]) -> Mapping[str, CaseCard]:
        """Return what stands beside everything that concerns some cases this worker may see."""
        rows = self._ground.cursor().execute(_CARDS, self._asked("cases", case_ids))
        return {
            key.hex(): CaseCard(code, way, word, masked=bool(masked))
            for key, code, way, word, masked in rows
        }

    def reviews(self, until: date) -> Sequence[tuple[str, date]]:
        """Return this worker's open cases in which a grant ends up to a day, and when it ends."""
        values = {"worker": bytes.fromhex(self._worker.id), "until": until.isoformat()}
        rows = self._ground.cursor().execute(" ".join(_REVIEWS), values)
        return [(key.hex(), date.fromisoformat(day)) for key, day in rows]

    def _asked(self, name: str, wanted: Iterable[object]) -> dict[str, Any]:
        return {name: json.dumps(list(wanted)), **reach_of(self._worker, self._now())}

    def _numbers(self, of: Listed, values: dict[str, Any], among: str) -> array[int]:
        numbers: array[int] = array(NUMBERS)
        cursor = self._ground.cursor()
        for part, order in parts(of.sort, values):
            held = (*_source(of.view, of.sort, part, values), "and", unwalled(), part, among)
            query = " ".join(("select rowid from", *held, "order by", order, "limit :limit"))
            numbers.extend(chain.from_iterable(cursor.execute(query, values)))
        return numbers if values["limit"] < 0 else numbers[: values["limit"]]

    def _asked_of(self, of: Listed) -> dict[str, Any]:
        today, horizon = of.days
        days = {"today": today.isoformat(), "horizon": horizon.isoformat()}
        values = days | reach_of(self._worker, self._now()) | _said(of.narrowed, today)
        return values | self._helping(of)

    def _helping(self, of: Listed) -> dict[str, str]:
        """Return in which cases something helps for a while yet, where it matters for a list."""
        if not (of.view is View.FOLLOW_UP_DUE or of.sort is Sort.WHEN or of.narrowed.due):
            return {}
        return {"helping": json.dumps(helping(self._ground.cursor(), self._now()))}

    def _one(self, query: str, values: dict[str, Any]) -> int:
        ((count,),) = self._ground.cursor().execute(query, values).fetchall()
        return int(count)


def _source(view: View, sort: Sort, part: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return where the cases of a view are read from, and what it holds."""
    if view is View.FOLLOW_UP_DUE and helps(values):
        return _DUE, "where worker = :worker", due_by(Due.TODAY, values)
    # Few are named by number: there the index of a view would only be in the way.
    source = "casefile" if part == HELPING else _LISTED[view][sort]
    return source, "where", _HOLDS[view]


def _narrowed(narrowed: Narrowing, values: Mapping[str, Any]) -> str:
    """Return what else holds of the cases that are asked for."""
    held = [due_by(narrowed.due, values)] if narrowed.due else []
    held += [_BY_WAY] if narrowed.way else []
    held += [_BY_EXPERIENCE] if narrowed.experience else []
    return " ".join(held)


def _said(narrowed: Narrowing, today: date) -> dict[str, str]:
    return {"week": week_of(today), "way": narrowed.way, "experience": narrowed.experience}


def _line(row: tuple[Any, ...], today: date) -> CaseLine:
    (
        number,
        key,
        code,
        status,
        changed_at,
        experiences,
        *said,
        way,
        word,
        draft,
        draft_id,
        masked,
    ) = row
    consent, services = _told(*said, today)
    return CaseLine(
        number=number,
        id=key.hex(),
        code=code,
        status=_STATUS[status],
        experiences=_codes(experiences or ""),
        safe_way=way or "",
        code_word=word or "",
        consent=consent,
        services_agreed=services,
        draft=draft or "",
        draft_id=draft_id.hex() if draft_id else "",
        changed_at=datetime.fromisoformat(changed_at),
        next=None,
        masked=bool(masked),
    )


# The cases of a page say few things of these, and each is told for every line of it.
@lru_cache(maxsize=256)
def _told(
    sharing: str | None, review_on: str | None, agreed: str | None, today: date
) -> tuple[ConsentLine, int]:
    said = listed_agreement(sharing, review_on, agreed)
    return said_of(said, today), services_agreed(said, today)


@lru_cache(maxsize=256)
def _codes(stored: str) -> frozenset[str]:
    return frozenset(stored.split())
