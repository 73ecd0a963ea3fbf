"""Which roles were given to people by those who sit at this workbook, and by which word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlcipher3 import Connection

_GIVEN: Final = (
    "select u.id, u.role, l.author, c.lane, c.aseq, c.idx"
    " from app_user as u join cell_meta as c on c.entity = u.id and c.field = 'role'"
    " join lane as l on l.id = c.lane order by u.id"
)
_SPOKEN: Final = (
    "select ifnull(max(aseq), 0) from op"
    ' where lane = :lane and ("table" in (select value from json_each(:tables))'
    " and parents is not null"
    """ or "table" || '.' || ifnull(field, '') in (select value from json_each(:fields)))"""
)
_LAST: Final = (
    "select max(ifnull((select max(aseq) from op where lane = :lane), 0),"
    " ifnull((select sealed from lane where id = :lane), 0))"
)


class Given(NamedTuple):
    """The role of somebody, and the word that gave it to her."""

    user: bytes
    role: str
    word: bytes


class Roles:
    """The roles of people as the log has them, and how far each lane goes there."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def given_by(self, authors: Collection[bytes]) -> Iterator[Given]:
        """Yield the roles that stand because one of some authors, by their keys, changed them."""
        for user, role, author, lane, aseq, idx in self._connection.execute(_GIVEN).fetchall():
            if author in authors:
                yield Given(user, role, b"%s %d %d" % (lane.hex().encode(), aseq, idx))

    def last_spoken(
        self, lane: bytes, tables: Collection[str], fields: Collection[tuple[str, str]]
    ) -> int:
        """Return the last number of a lane by which some tables, or fields, were spoken of."""
        names = sorted(".".join(one) for one in fields)
        named = {"tables": json.dumps(sorted(tables)), "fields": json.dumps(names)}
        ((last,),) = self._connection.execute(_SPOKEN, named | {"lane": lane}).fetchall()
        return int(last)

    def last_number(self, lane: bytes) -> int:
        """Return the last number of a lane that was taken in, or written here, sealed or not."""
        ((last,),) = self._connection.execute(_LAST, {"lane": lane}).fetchall()
        return int(last)
