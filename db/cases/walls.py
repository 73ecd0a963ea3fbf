"""The wall in SQL: conflict links, and what a worker behind one tried to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from casework.team.wall import ConflictLink, Nearness
from db.cases.search import SearchIndex
from db.guards.reach import WALLED
from db.guards.unions import one_persons, united_with
from db.media.folders import tell_the_lists
from db.media.walls_since import built, unbuilt
from db.rows.moments import read, stored
from db.rows.walls import ConflictLinkRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.team.worker import Worker
    from db.log.ground import Ground

STANDING: Final = "standing"
LIFTED: Final = "lifted"
_BY_CODE: Final = (
    "select id from casefile where ' ' || code || ifnull(' ' || code_before, '') || ' '",
    "like '% ' || :code || ' %' and number in",
    WALLED,
)
_NUMBERS: Final = ("select number, id from casefile where number in", WALLED)
# Whoever may open a case: its worker, and those who look after the team.
_KEEPERS: Final = (
    "select id from app_user as u where u.status = 'active' and (u.role = 'supervisor'"
    " or u.id = (select worker from casefile where id = :case))"
    " and u.id not in (select user_id from conflict_link"
    " where case_id in {cases} and status = 'standing' and user_id is not null)".replace(
        "{cases}", one_persons(":case")
    )
)
_MOST: Final = 20_000


class SqlWalls:
    """Who must not see a case, and which services must not hear of it."""

    def __init__(self, ground: Ground, worker: Worker) -> None:
        self._ground = ground
        self._worker = worker

    def of(self, case_id: str) -> Sequence[ConflictLink]:
        """Return the links of a case that stand."""
        rows = self._ground.session.scalars(
            select(ConflictLinkRow)
            .where(ConflictLinkRow.case_id.in_(self._cases(case_id)))
            .where(ConflictLinkRow.status == STANDING)
            .order_by(ConflictLinkRow.since, ConflictLinkRow.id)
        )
        return [_link(row) for row in rows]

    def add(self, link: ConflictLink) -> None:
        """Keep a new link."""
        self._ground.when_kept(tell_the_lists)
        self._ground.session.add(
            ConflictLinkRow(
                id=bytes.fromhex(link.id),
                case_id=bytes.fromhex(link.case_id),
                user_id=bytes.fromhex(link.user_id) or None,
                service_id=bytes.fromhex(link.service_id) or None,
                kind=link.kind.value,
                status=STANDING,
                since=stored(link.since),
                set_by=bytes.fromhex(link.set_by),
            )
        )

    def lift(self, link_id: str) -> None:
        """Keep that a link does not stand any more."""
        self._ground.when_kept(tell_the_lists)
        self._ground.session.get_one(ConflictLinkRow, bytes.fromhex(link_id)).status = LIFTED

    def unbuilt(self) -> Sequence[ConflictLink]:
        """Return the links that were set after the backup from which this store was restored."""
        return [
            ConflictLink(
                id=link,
                case_id=case,
                kind=Nearness(kind),
                since=read(since),
                set_by=set_by,
                user_id=user,
                service_id=service,
            )
            for link, case, user, service, kind, since, set_by in unbuilt(self._ground.cursor())
        ]

    def built(self) -> None:
        """Forget them, once each of them stands."""
        built(self._ground.pen())

    def keepers(self, case_id: str) -> frozenset[str]:
        """Return the workers who may open a case."""
        asked = {"case": bytes.fromhex(case_id)}
        rows = self._ground.cursor().execute(_KEEPERS, asked).fetchall()
        return frozenset(key.hex() for (key,) in rows)

    def hides(self, code: str) -> str:
        """Return the case of a code from which a wall keeps this worker, or nothing."""
        row = self._ground.cursor().execute(" ".join(_BY_CODE), self._asked(code=code)).fetchone()
        return row[0].hex() if row else ""

    def kept_back(self, words: str) -> Sequence[str]:
        """Return the cases that match words and that a wall keeps from this worker."""
        hidden = dict(self._ground.cursor().execute(" ".join(_NUMBERS), self._asked()).fetchall())
        if not hidden:
            return ()
        found = SearchIndex(self._ground.cursor()).find(words, _MOST)
        return [hidden[number].hex() for number in found if number in hidden]

    def _cases(self, case_id: str) -> list[bytes]:
        """Return a case and those of the same person: what keeps one keeps all."""
        case = bytes.fromhex(case_id)
        return [case, *united_with(self._ground.cursor(), [case])[case]]

    def _asked(self, **values: object) -> dict[str, object]:
        return {"worker": bytes.fromhex(self._worker.id), **values}


def _link(row: ConflictLinkRow) -> ConflictLink:
    return ConflictLink(
        id=row.id.hex(),
        case_id=row.case_id.hex(),
        kind=Nearness(row.kind),
        since=read(row.since),
        set_by=row.set_by.hex(),
        user_id=row.user_id.hex() if row.user_id else "",
        service_id=row.service_id.hex() if row.service_id else "",
    )
