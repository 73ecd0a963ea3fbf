"""Counts over `countable` only: nobody is counted who has not agreed to it for that audience.

These are true numbers. They never leave the store as they are: suppression comes
before anything is shown.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from casework.figures.people import Person
from casework.figures.released import Proposed, Published, packed, unpacked
from casework.grant import Purpose
from db.moments import read, stored, words
from db.rows_figures import ReleaseRow
from db.unions import one_persons

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session
    from sqlcipher3 import Connection

    from db.ground import Ground
    from db.streams import Streams

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
_RELEASES: Final = """
select lower(hex(id)), plan, period, recipient, least, lower(hex(proposed_by)), proposed_at,
    lower(hex(second)), published_at, rule, printed
from figure_release where status = ? order by ifnull(published_at, proposed_at), id
"""
_PROPOSED, _PUBLISHED, _DROPPED = "proposed", "published", "dropped"


class SqlFigures:
    """Who may be counted, and the register of what was published."""

    def __init__(self, ground: Ground, session: Session, streams: Streams) -> None:
        self._ground = ground
        self._session = session
        self._streams = streams

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

    def propose(self, wanted: Proposed) -> None:
        """Keep what somebody means to publish."""
        row = ReleaseRow(
            id=bytes.fromhex(wanted.id),
            plan=wanted.plan,
            period=wanted.period,
            recipient=wanted.recipient,
            least=wanted.least,
            status=_PROPOSED,
            proposed_by=bytes.fromhex(wanted.by),
            proposed_at=stored(wanted.at),
            second=None,
            published_at=None,
            rule="",
            printed="",
        )
        self._streams.add_for_all(self._session, row)

    def proposed(self) -> Sequence[Proposed]:
        """Return what waits for a second person, the first first."""
        rows = self._ground.cursor().execute(_RELEASES, (_PROPOSED,))
        return [_proposed(row) for row in rows]

    def publish(self, release: Published) -> None:
        """Keep what was published, in place of what was proposed."""
        row = self._session.get_one(ReleaseRow, bytes.fromhex(release.wanted.id))
        row.status, row.rule = _PUBLISHED, release.rule
        row.second, row.published_at = bytes.fromhex(release.second), stored(release.at)
        row.printed = packed(release.cells, release.areas)

    def drop(self, release_id: str) -> None:
        """Keep that what was proposed is not published."""
        row = self._session.get_one(ReleaseRow, bytes.fromhex(release_id))
        row.status = _DROPPED

    def published(self) -> Sequence[Published]:
        """Return everything that was ever published, the first first."""
        rows = self._ground.cursor().execute(_RELEASES, (_PUBLISHED,))
        return [_published(row) for row in rows]


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


def _proposed(row: tuple[Any, ...]) -> Proposed:
    number, plan, period, recipient, least, by, at, *_more = row
    return Proposed(number, plan, period, recipient, least, by, read(at))


def _published(row: tuple[Any, ...]) -> Published:
    *_wanted, second, at, rule, printed = row
    return Published(_proposed(row), second, read(at), rule, *unpacked(printed))


def persons_by_answer(
    connection: Connection, qid: str, audience: Purpose, on: date
) -> Mapping[str, int]:
    """Return how many persons gave each answer to a question, each counted once an answer."""
    day = on.isoformat()
    rows = connection.execute(_BY_ANSWER, (qid, audience.value, day, day))
    return {str(value): int(number) for value, number in rows}
