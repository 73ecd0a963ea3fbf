"""Who may be counted, person by person: read over `countable` only, a few whole tables at once.

Cases of one person are one. What was said in any of them tells of her; what was done counts
where its own case may be counted.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from casework.figures.happened import Asked, Done
from casework.figures.people import Person
from casework.records.days import days_meant
from casework.referrals.referral import ReferralStatus
from casework.services.helped import Helped
from db.consent.referral_steps import Step, in_turn, slip_steps, step_before
from db.guards.unions import heads
from db.rows.moments import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlcipher3 import Cursor

Rows = list[tuple[Any, ...]]
Among = tuple[bytes, ...] | None
# Which cases a query is about: all there are, or those that are named.
_AMONG: Final = "{among}"
_ALL: Final = "is not null"
# The first case of each person comes first.
_CASES: Final = """
select c.id, c.opened_on, ifnull(c.area, ''), p.born_from, p.born_until, ifnull(p.gender, ''),
    ifnull(p.inequalities, ''), ifnull(p.sex, '')
from casefile as c left join person as p on p.case_id = c.id
where c.id {among}
order by c.opened_on, c.number
"""
_AGREEING: Final = """in (select case_id from countable
    where valid_from <= :on and valid_until >= :on)"""
# From when to when each case may be counted; some may be from a day that is to come.
_SPANS: Final = """
select case_id, valid_from, valid_until from countable
where case_id {among} and valid_until is not null
"""
_KINDS, _FORMS, _CONTROLS = "continuum", "exploitation_form", "control"
_SAID: Final = """
select e.case_id, t.list, t.code from episode as e join episode_tag as t on t.episode_id = e.id
where t.list in ('continuum', 'exploitation_form') and e.case_id {among}
union select e.case_id, t.element, t.code from episode as e
join episode_element as t on t.episode_id = e.id where t.element = 'control'
    and e.case_id {among}
"""
_BEGAN: Final = "select case_id, start from episode where start is not null and case_id {among}"
# The day of the office; what an older version wrote has that of UTC alone, the same everywhere.
_RECORDED_ON: Final = "ifnull(i.recorded_on, substr(i.recorded_at, 1, 10))"
_GIVEN: Final = """
select * from (
    select i.case_id, ifnull(d.value, {recorded_on}) as given_on, f.value
    from form_fact as f join form_instance as i on i.number = f.instance
    left join form_fact as d on d.qid = 'service_given.given_on' and d.instance = f.instance
    where f.qid = 'service_given.service_type' and i.case_id {among})
where given_on between :first and :last
""".replace("{recorded_on}", _RECORDED_ON)
_LAW: Final = """
select i.case_id, {recorded_on}, a.value, f.value
from form_fact as a join form_instance as i on i.number = a.instance
join form_fact as f on f.qid = 'legal.area_effect' and f.instance = a.instance
    and f.repeat = a.repeat
where a.qid = 'legal.area' and {recorded_on} between :first and :last
    and i.case_id {among}
""".replace("{recorded_on}", _RECORDED_ON)
_ASKED: Final = """
select r.case_id, r.service_type, r.status, r.changed_at, r.changed_on, ifnull(r.before, ''),
    ifnull(r.begun_on, substr(r.created_at, 1, 10)), r.service_id is null,
    (select min(day) from (select min(l.issued_on) as day from letter as l
        where l.referral_id = r.id union all select min(t.told_on) from telling as t
        where t.referral_id = r.id)),
    ifnull((select group_concat(y.answer || ' ' || y.at || ' '
        || ifnull(y.replied_on, substr(y.at, 1, 10)), ',') from letter as l
        join letter_reply as y on y.letter_id = l.id where l.referral_id = r.id), '')
from referral as r where r.case_id {among}
"""
_HELPED: Final = """
select helped_on, service_type, age_group from help_without_record
where helped_on between :first and :last order by helped_on, service_type, age_group
"""
_NOT_OFFERED: Final = frozenset(
    {ReferralStatus.IDEA, ReferralStatus.DISCUSSED, ReferralStatus.AGREED}
)


class Spanned(NamedTuple):
    """What is known of one person, and from when to when each of her cases may be counted."""

    spans: tuple[tuple[bytes, str, str], ...]
    # Her cases, the first first.
    cases: tuple[tuple[Any, ...], ...]
    facts: Facts

    def on(self, head: bytes, day: str) -> tuple[Person, Done] | None:
        """Return her as she is counted on a day, if she is."""
        agreed = {case for case, first, last in self.spans if first <= day <= last}
        mine = [row for row in self.cases if row[0] in agreed]
        if not mine:
            return None
        _case, *first = mine[0]
        return self.facts.person(head, tuple(first)), self.facts.done(mine[0][2], agreed)


class Facts:
    """What was said and done in some cases: by person what was said, by case what was done."""

    def __init__(self, cursor: Cursor, known: Mapping[bytes, bytes], among: Among) -> None:
        self._said = _said(cursor, known, among)
        self._began = _began(cursor, known, among)
        self._given, self._law, self._asked = (
            _rows(cursor, query, (date.min, date.max), among) for query in (_GIVEN, _LAW, _ASKED)
        )

    def person(self, head: bytes, first: tuple[Any, ...]) -> Person:
        """Return a person, by what her first case says of her."""
        return _person(head, first, self._said, self._began)

    def done(self, area: str, cases: Iterable[bytes]) -> Done:
        """Return what was done in those of her cases that may be counted."""
        rows = (
            [row for case in cases for row in found[case]]
            for found in (self._given, self._asked, self._law)
        )
        return _done(area, *rows)


def spanned(cursor: Cursor, persons: Mapping[bytes, Collection[bytes]]) -> Mapping[bytes, Spanned]:
    """Return what is known of some persons, by head and all their cases; of others, nothing.

    Nobody of whom no case may ever be counted is among them.
    """
    known = {case: head for head, cases in persons.items() for case in cases}
    among = tuple(known)
    spans: defaultdict[bytes, list[tuple[bytes, str, str]]] = defaultdict(list)
    for case, first, last in _run(cursor, _SPANS, among):
        spans[known[case]].append((case, first, last))
    mine: defaultdict[bytes, list[tuple[Any, ...]]] = defaultdict(list)
    for row in _run(cursor, _CASES, among):
        mine[known[row[0]]].append(row)
    facts = Facts(cursor, known, among) if spans else None
    return {
        head: Spanned(tuple(sorted(held)), tuple(mine[head]), facts)
        for head, held in spans.items()
        if facts
    }


def people_in(cursor: Cursor, first: date, last: date, on: date) -> Iterator[Person]:
    """Yield everybody whose first case was opened in some days, and who agrees on a day."""
    known = heads(cursor)
    mine: dict[bytes, tuple[Any, ...]] = {}
    for case, *row in _cases(cursor, on):
        mine.setdefault(known.get(case, case), tuple(row))
    said = _said(cursor, known)
    began = _began(cursor, known)
    for head, its in mine.items():
        if first <= date.fromisoformat(its[0]) <= last:
            yield _person(head, its, said, began)


def done_in(cursor: Cursor, first: date, last: date, on: date) -> Iterator[Done]:
    """Yield, person by person, what was done in some days for those who agree on a day."""
    known = heads(cursor)
    areas: dict[bytes, str] = {}
    hers: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for case, _opened, area, *_more in _cases(cursor, on):
        head = known.get(case, case)
        hers[head].append(case)
        areas.setdefault(head, area)
    given, asked, law = (_rows(cursor, query, (first, last)) for query in (_GIVEN, _ASKED, _LAW))
    for head, area in areas.items():
        rows = [
            [row for case in hers[head] for row in found[case]] for found in (given, asked, law)
        ]
        if any(rows):
            yield _done(area, *rows)


def _person(
    head: bytes,
    row: tuple[Any, ...],
    said: Mapping[tuple[bytes, str], set[str]],
    began: Mapping[bytes, tuple[date, date]],
) -> Person:
    opened, area, born_from, born_until, gender, unequal, sex = row
    born = born_from and born_until
    kinds, forms, controls = (said.get((head, name), ()) for name in (_KINDS, _FORMS, _CONTROLS))
    return Person(
        opened=date.fromisoformat(opened),
        area=area,
        born=(date.fromisoformat(born_from), date.fromisoformat(born_until)) if born else None,
        gender=gender,
        kinds=frozenset(kinds),
        inequalities=words(unequal),
        sex=sex,
        forms=frozenset(forms),
        controls=frozenset(controls),
        began=began.get(head),
    )


def _done(area: str, given: Rows, asked: Rows, law: Rows) -> Done:
    return Done(
        area,
        tuple({(date.fromisoformat(day), code) for day, code in given}),
        tuple(map(_asked, asked)),
        tuple({(date.fromisoformat(day), *more) for day, *more in law}),
    )


def helped_in(cursor: Cursor, first: date, last: date) -> Iterator[Helped]:
    """Yield every time that somebody without a record was helped in some days."""
    rows = cursor.execute(_HELPED, {"first": first.isoformat(), "last": last.isoformat()})
    for day, service, age in rows:
        yield Helped(date.fromisoformat(day), service, age)


def _run(cursor: Cursor, query: str, among: Among = None, **values: str) -> list[tuple[Any, ...]]:
    """Return what a query says of some cases, or of all."""
    named = {f"case_{place}": case for place, case in enumerate(among or ())}
    these = _ALL if among is None else f"in ({', '.join(f':{name}' for name in named)})"
    return cursor.execute(query.replace(_AMONG, these), {**named, **values}).fetchall()


def _rows(
    cursor: Cursor, query: str, days: tuple[date, date], among: Among = None
) -> defaultdict[bytes, list[tuple[Any, ...]]]:
    """Return rows case by case, of some days."""
    first, last = (day.isoformat() for day in days)
    found: defaultdict[bytes, list[tuple[Any, ...]]] = defaultdict(list)
    for case, *row in _run(cursor, query, among, first=first, last=last):
        found[case].append(tuple(row))
    return found


def _cases(cursor: Cursor, on: date) -> Iterator[tuple[Any, ...]]:
    yield from cursor.execute(_CASES.replace(_AMONG, _AGREEING), {"on": on.isoformat()}).fetchall()


def _said(
    cursor: Cursor, known: Mapping[bytes, bytes], among: Among = None
) -> Mapping[tuple[bytes, str], set[str]]:
    """Return the codes that were said of each person's experiences, by their list."""
    found: defaultdict[tuple[bytes, str], set[str]] = defaultdict(set)
    for case, name, code in _run(cursor, _SAID, among):
        found[known.get(case, case), name].add(code)
    return found


def _began(
    cursor: Cursor, known: Mapping[bytes, bytes], among: Among = None
) -> dict[bytes, tuple[date, date]]:
    """Return when the first experience that each person spoke of began, as far as it is known."""
    found: dict[bytes, tuple[date, date]] = {}
    for case, start in _run(cursor, _BEGAN, among):
        first, last = days_meant(start)
        if first and last:
            head = known.get(case, case)
            found[head] = min(found.get(head, (first, last)), (first, last))
    return found


def _asked(row: tuple[Any, ...]) -> Asked:
    """Return a request with every step of it that is still known, each by its day."""
    service_type, status, at, on, before, created, unserved, sent, replies = row
    stands = Step(ReferralStatus(status), at, on)
    earlier = [step_before(before)] if before else []
    steps = in_turn([*earlier, stands, *slip_steps(replies)])
    nobody = unserved and stands.status in _NOT_OFFERED
    return Asked(
        service_type,
        date.fromisoformat(sent) if sent else None,
        tuple((one.status, date.fromisoformat(one.day)) for one in steps),
        date.fromisoformat(created) if nobody else None,
    )
