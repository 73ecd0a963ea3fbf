"""Who may be counted, person by person: read over `countable` only, a few whole tables at once.

Cases of one person are one. What was said in any of them tells of her; what was done counts
where its own case may be counted.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from casework.birth import days_meant
from casework.figures.happened import Asked, Done
from casework.figures.people import Person
from casework.grant import Purpose
from casework.helped import Helped
from casework.referral import SLIP_ANSWERS, ReferralStatus
from db.moments import words
from db.unions import heads

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlcipher3 import Cursor

# The first case of each person comes first.
_CASES: Final = """
select c.id, c.opened_on, ifnull(c.area, ''), p.born_from, p.born_until, ifnull(p.gender, ''),
    ifnull(p.inequalities, ''), ifnull(p.sex, '')
from casefile as c left join person as p on p.case_id = c.id
where c.id in (select case_id from countable
    where audience = :audience and valid_from <= :on and valid_until >= :on)
order by c.opened_on, c.number
"""
_KINDS, _FORMS, _CONTROLS = "continuum", "exploitation_form", "control"
_SAID: Final = """
select e.case_id, t.list, t.code from episode as e join episode_tag as t on t.episode_id = e.id
where t.list in ('continuum', 'exploitation_form')
union select e.case_id, t.element, t.code from episode as e
join episode_element as t on t.episode_id = e.id where t.element = 'control'
"""
_BEGAN: Final = "select case_id, start from episode where start is not null"
_GIVEN: Final = """
select * from (select i.case_id, ifnull(d.value, substr(i.recorded_at, 1, 10)) as given_on, f.value
    from form_fact as f join form_instance as i on i.number = f.instance
    left join form_fact as d on d.qid = 'service_given.given_on' and d.instance = f.instance
    where f.qid = 'service_given.service_type')
where given_on between :first and :last
"""
_LAW: Final = """
select i.case_id, substr(i.recorded_at, 1, 10), a.value, f.value
from form_fact as a join form_instance as i on i.number = a.instance
join form_fact as f on f.qid = 'legal.area_effect' and f.instance = a.instance
    and f.repeat = a.repeat
where a.qid = 'legal.area' and substr(i.recorded_at, 1, 10) between :first and :last
"""
_ASKED: Final = """
select r.case_id, r.service_type, r.status, r.changed_on, ifnull(r.before, ''),
    substr(r.created_at, 1, 10), r.service_id is null,
    (select min(day) from (select min(l.issued_on) as day from letter as l
        where l.referral_id = r.id union all select min(t.told_on) from telling as t
        where t.referral_id = r.id)),
    ifnull((select group_concat(y.answer || ' ' || substr(y.at, 1, 10), ',') from letter as l
        join letter_reply as y on y.letter_id = l.id where l.referral_id = r.id), '')
from referral as r
"""
_HELPED: Final = """
select helped_on, service_type, age_group from help_without_record
where helped_on between :first and :last order by helped_on, service_type, age_group
"""
_NOT_OFFERED: Final = frozenset(
    {ReferralStatus.IDEA, ReferralStatus.DISCUSSED, ReferralStatus.AGREED}
)


def people_in(cursor: Cursor, first: date, last: date, on: date) -> Iterator[Person]:
    """Yield everybody whose first case was opened in some days, and who agrees on a day."""
    known = heads(cursor)
    mine: dict[bytes, tuple[Any, ...]] = {}
    for case, *row in _cases(cursor, on):
        mine.setdefault(known.get(case, case), tuple(row))
    said = _said(cursor, known)
    began = _began(cursor, known)
    for head, (opened, area, born_from, born_until, gender, unequal, sex) in mine.items():
        if not first <= (day := date.fromisoformat(opened)) <= last:
            continue
        born = born_from and born_until
        yield Person(
            opened=day,
            area=area,
            born=(date.fromisoformat(born_from), date.fromisoformat(born_until)) if born else None,
            gender=gender,
            kinds=frozenset(said[head, _KINDS]),
            inequalities=words(unequal),
            sex=sex,
            forms=frozenset(said[head, _FORMS]),
            controls=frozenset(said[head, _CONTROLS]),
            began=began.get(head),
        )


def done_in(cursor: Cursor, first: date, last: date, on: date) -> Iterator[Done]:
    """Yield, person by person, what was done in some days for those who agree on a day."""
    known = heads(cursor)
    areas: dict[bytes, str] = {}
    hers: dict[bytes, bytes] = {}
    for case, _opened, area, *_more in _cases(cursor, on):
        hers[case] = known.get(case, case)
        areas.setdefault(hers[case], area)
    days = {"first": first.isoformat(), "last": last.isoformat()}
    given, law, asked = (_rows(cursor, query, days, hers) for query in (_GIVEN, _LAW, _ASKED))
    for head, area in areas.items():
        if head in given or head in law or head in asked:
            yield Done(
                area,
                tuple({(date.fromisoformat(day), code) for day, code in given[head]}),
                tuple(map(_asked, asked[head])),
                tuple({(date.fromisoformat(day), *more) for day, *more in law[head]}),
            )


def helped_in(cursor: Cursor, first: date, last: date) -> Iterator[Helped]:
    """Yield every time that somebody without a record was helped in some days."""
    rows = cursor.execute(_HELPED, {"first": first.isoformat(), "last": last.isoformat()})
    for day, service, age in rows:
        yield Helped(date.fromisoformat(day), service, age)


def _rows(
    cursor: Cursor, query: str, days: Mapping[str, str], hers: Mapping[bytes, bytes]
) -> defaultdict[bytes, list[tuple[Any, ...]]]:
    """Return rows person by person, of the cases that may be counted."""
    found: defaultdict[bytes, list[tuple[Any, ...]]] = defaultdict(list)
    for case, *row in cursor.execute(query, dict(days) if ":first" in query else {}):
        if case in hers:
            found[hers[case]].append(tuple(row))
    return found


def _cases(cursor: Cursor, on: date) -> Iterator[tuple[Any, ...]]:
    values = {"audience": Purpose.STATISTICS_EXTERNAL.value, "on": on.isoformat()}
    yield from cursor.execute(_CASES, values).fetchall()


def _said(cursor: Cursor, known: Mapping[bytes, bytes]) -> defaultdict[tuple[bytes, str], set[str]]:
    """Return the codes that were said of each person's experiences, by their list."""
    found: defaultdict[tuple[bytes, str], set[str]] = defaultdict(set)
    for case, name, code in cursor.execute(_SAID):
        found[known.get(case, case), name].add(code)
    return found


def _began(cursor: Cursor, known: Mapping[bytes, bytes]) -> dict[bytes, tuple[date, date]]:
    """Return when the first experience that each person spoke of began, as far as it is known."""
    found: dict[bytes, tuple[date, date]] = {}
    for case, start in cursor.execute(_BEGAN):
        first, last = days_meant(start)
        if first and last:
            head = known.get(case, case)
            found[head] = min(found.get(head, (first, last)), (first, last))
    return found


def _asked(row: tuple[Any, ...]) -> Asked:
    """Return a request with every step of it that is still known, each by its day."""
    service_type, status, changed, before, created, unserved, sent, replies = row
    steps = [(ReferralStatus(status), date.fromisoformat(changed))]
    if before:
        old, _, since = before.partition(" ")
        steps.append((ReferralStatus(old), date.fromisoformat(since[:10])))
    for reply in filter(None, replies.split(",")):
        answer, _, day = reply.partition(" ")
        if answer in SLIP_ANSWERS:
            steps.append((SLIP_ANSWERS[answer], date.fromisoformat(day)))
    nobody = unserved and steps[0][0] in _NOT_OFFERED
    return Asked(
        service_type,
        date.fromisoformat(sent) if sent else None,
        tuple(steps),
        date.fromisoformat(created) if nobody else None,
    )
