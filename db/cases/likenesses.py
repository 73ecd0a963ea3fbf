"""Cases whose people may be known again, in SQL: found by shared keys, never all with all."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from casework.ids import new_id
from casework.persons.pair import PairAnswer, Together
from casework.ports.likenesses import Bearer
from db.cases.traits import read_traits
from db.consent.consents import SqlConsents
from db.guards.reach import cleared, reach_of, reached
from db.guards.unions import heads, united_with
from db.rows.likeness import CasePairRow
from db.rows.moments import stored
from db.rows.these import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from casework.team.worker import Worker
    from db.log.ground import Ground

_NOT_MEANT: Final = "('discarded', 'erased')"
_NEAR: Final = (
    "select distinct c.id from trait as t join casefile as c on c.id = t.case_id",
    "where t.value in (select value from json_each(:keys)) and c.id <> :besides",
    "and c.status not in",
    _NOT_MEANT,
    "and",
    cleared("c"),
    "limit :most",
)
# Keys that few share stand before the names themselves and their single words.
_FEW: Final = "t.value >= 'born ' and t.value < 'said '"
# Whoever sees all reads the keys from end to end; anybody else begins with the cases she has.
_ALL: Final = ("select t.value, t.case_id from trait as t where", _FEW)
_OWN: Final = (
    "select t.value, t.case_id from casefile as c cross join trait as t on t.case_id = c.id where",
    *(_FEW, "and", reached("c")),
)
# What two laptops brought in before they met.
_SUBMITTED: Final = ("select s.mark, s.case_id from submission as s",)
_HELD: Final = "with held (value, case_id) as materialized ("
_PAIRS: Final = """
), shared (value) as materialized (
    select value from held group by value having count(*) between 2 and :block),
two (one, other) as (
    select distinct a.case_id, b.case_id from shared as s
    join held as a on a.value = s.value
    join held as b on b.value = s.value and b.case_id > a.case_id)
select two.one, two.other from two
join casefile as c on c.id = two.one join casefile as d on d.id = two.other
where c.status not in ('discarded', 'erased') and d.status not in ('discarded', 'erased')
and not exists (select 1 from case_pair as p where p.answer <> 'apart'
    and (p.case_id = two.one and p.other_id = two.other
        or p.case_id = two.other and p.other_id = two.one))
and
"""
_SEEN: Final = (reached("c"), "and", reached("d"), "limit :most")
_BEARERS: Final = (
    "select c.id, c.code, p.born_from, p.born_until, t.value from casefile as c"
    " left join trait as t on t.case_id = c.id left join person as p on p.case_id = c.id"
    " where c.id in (select unhex(value) from json_each(:cases)) order by c.number desc"
)
_SAID: Final = (
    "select id, answer from case_pair where case_id in (:one, :other)"
    " and other_id in (:one, :other) order by at desc, answer = 'same' desc limit 1"
)
_CODES: Final = (
    "select id, code from casefile where id in (select unhex(value) from json_each(?))"
    " order by code"
)
_REACHED: Final = (
    "select id, code from casefile where id in (select unhex(value) from json_each(:cases)) and",
    reached(),
)
# A key that more cases share than this says nothing of any two of them.
_BLOCK: Final = 20
_MOST_NEAR: Final = 400
_MOST_PAIRS: Final = 5_000


class SqlLikenesses:
    """What one worker may find of people who are known already."""

    def __init__(self, ground: Ground, worker: Worker, now: Callable[[], datetime]) -> None:
        self._ground = ground
        self._worker = worker
        self._now = now

    def near(self, keys: Iterable[str], besides: str) -> Sequence[Bearer]:
        """Return the cases this worker reads that are kept under one of some keys, but for one."""
        asked = self._asked(
            keys=json.dumps(sorted(keys)), besides=bytes.fromhex(besides), most=_MOST_NEAR
        )
        rows = self._ground.cursor().execute(" ".join(_NEAR), asked).fetchall()
        return list(self._bearers(case for (case,) in rows).values())

    def bearer(self, case_id: str) -> Bearer:
        """Return a case with what its person may be known by."""
        case = bytes.fromhex(case_id)
        return self._bearers([case])[case]

    def pairs(self) -> Sequence[tuple[Bearer, Bearer]]:
        """Return the cases this worker sees that share a key and of which nobody said anything."""
        return self._two(_ALL if self._worker.sees_all_cases else _OWN)

    def of_one_submission(self) -> Sequence[tuple[Bearer, Bearer]]:
        """Return those into which one submission was brought in, and of which nobody said it."""
        return self._two(_SUBMITTED)

    def _two(self, held: Sequence[str]) -> Sequence[tuple[Bearer, Bearer]]:
        query = " ".join((_HELD, *held, _PAIRS, *_SEEN))
        asked = self._asked(block=_BLOCK, most=_MOST_PAIRS)
        rows = self._ground.cursor().execute(query, asked).fetchall()
        known = self._bearers(case for pair in rows for case in pair)
        return [(known[one], known[other]) for one, other in rows]

    def answer(self, one: str, other: str) -> PairAnswer | None:
        """Return what was last said of two cases, or None."""
        found = self._said(one, other)
        return PairAnswer(found[1]) if found else None

    def others(self, case_id: str) -> Sequence[tuple[str, str]]:
        """Return id and code of every other case of the same person, whoever may reach it."""
        case, cursor = bytes.fromhex(case_id), self._ground.cursor()
        some = listed(united_with(cursor, [case])[case])
        return [(key.hex(), code) for key, code in cursor.execute(_CODES, (some,))]

    def together(self, case_ids: Iterable[str]) -> Mapping[str, Together]:
        """Return with which others that this worker reaches some cases are kept, if with any."""
        cursor, known = self._ground.cursor(), heads(self._ground.cursor())
        asked = {case: known.get(case, case) for case in map(bytes.fromhex, case_ids)}
        parts: defaultdict[bytes, list[bytes]] = defaultdict(list)
        for part, head in known.items():
            parts[head].append(part)
        some = listed((*parts, *known))
        codes = dict(cursor.execute(" ".join(_REACHED), self._asked(cases=some)).fetchall())
        return {
            case.hex(): Together(
                codes.get(head, ""), tuple(codes[one] for one in parts[head] if one in codes)
            )
            for case, head in asked.items()
            if head in parts
        }

    def keep(self, one: str, other: str, answer: PairAnswer) -> None:
        """Keep what this worker says of two cases; the first is the one both are found under."""
        first, second = bytes.fromhex(one), bytes.fromhex(other)
        session, concerned = self._ground.session, self._all_of(first, second)
        for row in self._rows_for(first, second, answer):
            row.answer = answer.value
            row.by, row.at = bytes.fromhex(self._worker.id), stored(self._now())
        session.flush()
        # The history of each says it; that of the first by the change itself.
        self._ground.journal.audit(f"pair_{answer.value}", second, one)
        for case in concerned | self._all_of(first, second):
            SqlConsents(self._ground).list_anew(case.hex())

    def _rows_for(self, first: bytes, second: bytes, answer: PairAnswer) -> Sequence[CasePairRow]:
        """Return the rows that are to say it: of which cases one is, it says for good.

        Who are one person are so by the row that has the first case as the one both are found
        under; whatever else is said is said of every row, as two laptops may have made one each.
        """
        both = (first, second)
        of_both = select(CasePairRow).where(
            CasePairRow.case_id.in_(both), CasePairRow.other_id.in_(both)
        )
        known = list(self._ground.session.scalars(of_both))
        if answer is PairAnswer.SAME:
            known = [row for row in known if row.case_id == first]
        if not known:
            known = [CasePairRow(id=new_id(), case_id=first, other_id=second)]
            self._ground.session.add_all(known)
        return known

    def _all_of(self, *cases: bytes) -> set[bytes]:
        """Return some cases and all others of their people."""
        found = united_with(self._ground.cursor(), cases)
        return {*cases, *(one for some in found.values() for one in some)}

    def _said(self, one: str, other: str) -> tuple[bytes, str] | None:
        asked = {"one": bytes.fromhex(one), "other": bytes.fromhex(other)}
        row = self._ground.cursor().execute(_SAID, asked).fetchone()
        return (row[0], row[1]) if row else None

    def _bearers(self, cases: Iterable[bytes]) -> dict[bytes, Bearer]:
        asked = {"cases": listed(set(cases))}
        values: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
        for *whose, value in self._ground.cursor().execute(_BEARERS, asked):
            values[tuple(whose)] += [value] if value else []
        return {
            case: Bearer(case.hex(), code, read_traits(held, (first, last)))
            for (case, code, first, last), held in values.items()
        }

    def _asked(self, **values: object) -> dict[str, object]:
        return reach_of(self._worker, self._now()) | values
