"""Counts over `countable` only: nobody is counted who has not agreed to it for that audience.

These are true numbers. They never leave the store as they are: suppression comes
before anything is shown.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from casework.figures.people import Person
from casework.grant import Purpose
from db.moments import words
from db.published import SqlPublished
from db.unions import one_persons

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlcipher3 import Connection


_BY_ANSWER: Final = """
select f.value, count(distinct i.case_id)
from form_fact as f
join form_instance as i on i.number = f.instance
join countable as c on c.case_id = i.case_id
where f.qid = ? and c.audience = ? and c.valid_from <= ? and c.valid_until >= ?
group by f.value
"""

# One row a person: her first case among those that may be counted, and all that was said in any.
_PEOPLE: Final = """
with counted as (select distinct case_id from countable
    where audience = :audience and valid_from <= :on and valid_until >= :on)
select c.opened_on, c.area, p.born_from, p.born_until, ifnull(p.gender, ''),
    ifnull(p.inequalities, ''),
    ifnull((select group_concat(distinct t.code) from episode as e
        join episode_tag as t on t.episode_id = e.id and t.list = 'continuum'
        where e.case_id in {hers}), '')
from casefile as c join counted as k on k.case_id = c.id
left join person as p on p.case_id = c.id
where c.opened_on between :first and :last and not exists (
    select 1 from casefile as b join counted as n on n.case_id = b.id
    where b.id in {hers} and (b.opened_on, b.number) < (c.opened_on, c.number))
""".replace("{hers}", one_persons("c.id"))


class SqlFigures(SqlPublished):
    """Who may be counted, and the register of what was published."""

    def people(self, first: date, last: date, on: date) -> Iterator[Person]:
        """Yield everybody whose first case was opened in some days, and who agrees on a day."""
        values = {
            "audience": Purpose.STATISTICS_EXTERNAL.value,
            "first": first.isoformat(),
            "last": last.isoformat(),
            "on": on.isoformat(),
        }
        for row in self._ground.cursor().execute(_PEOPLE, values):
            yield _person(row)


def _person(row: tuple[Any, ...]) -> Person:
    opened, area, born_from, born_until, gender, inequalities, kinds = row
    known = born_from and born_until
    return Person(
        opened=date.fromisoformat(opened),
        area=area,
        born=(date.fromisoformat(born_from), date.fromisoformat(born_until)) if known else None,
        gender=gender,
        kinds=frozenset(kinds.split(",")),
        inequalities=words(inequalities),
    )


def persons_by_answer(
    connection: Connection, qid: str, audience: Purpose, on: date
) -> Mapping[str, int]:
    """Return how many persons gave each answer to a question, each counted once an answer."""
    day = on.isoformat()
    rows = connection.execute(_BY_ANSWER, (qid, audience.value, day, day))
    return {str(value): int(number) for value, number in rows}
