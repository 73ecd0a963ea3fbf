"""Everything in the workbook as plain data, in SQL: what a wall keeps from somebody stays."""

from __future__ import annotations

import base64
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import dialect

from casework.ids import new_id
from casework.ports.taking import Field, Sort, Taken
from db.answers.stored import unpacked
from db.guards.reach import WALLED
from db.rows.base import Row
from db.rows.moments import read, stored
from db.rows.rowplan import every_row, plans
from db.rows.taking import TakingRow
from ledger.ops import ID_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from casework.team.worker import Worker
    from db.log.ground import Ground

_DIALECT: Final = dialect()
_ANSWERS: Final = "answers"
# Written in the export under names of its own, though it only repeats the operations.
_DOCUMENT: Final = ("form_instance", "doc")
# Bytes that are no id although they are as long as one.
_CONTENT: Final = frozenset({"content", "digest", "seen", "base", "source", "author"})
_WALLED: Final = ("select id from casefile where number in", WALLED)
_PIECES: Final = "select content from attachment_piece where attachment = ? order by number"
_ALL: Final = (
    "select t.at, ifnull(u.name, ''), ifnull(s.name, ''), t.reason, t.sealed_to from taking as t"
    " left join app_user as u on u.id = t.by left join app_user as s on s.id = t.second_by"
    " order by t.at desc, t.id"
)


class SqlTakings:
    """Everything one worker may take out of the workbook."""

    def __init__(self, ground: Ground, worker: Worker, now: Callable[[], datetime]) -> None:
        self._ground = ground
        self._worker = worker
        self._now = now
        self._kept_back: set[bytes] | None = None

    def sorts(self) -> Sequence[Sort]:
        """Return every sort of thing there is, in the order of their files."""
        return every_sort()

    def rows(self, sort: str) -> Iterator[Mapping[str, object]]:
        """Yield everything of one sort as plain data, in the order of its ids."""
        names, query = _query(sort)
        kept_back = self._behind_a_wall()
        cursor = self._ground.cursor()
        for row in cursor.execute(query):
            if not kept_back.isdisjoint(value for value in row if isinstance(value, bytes)):
                continue
            yield {name: _plain(name, value) for name, value in zip(names, row, strict=True)}

    def files(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield the id and the content of every kept file, in pieces."""
        cursor = self._ground.cursor()
        for row in self.rows("attachment"):
            asked = (bytes.fromhex(str(row["id"])),)
            yield str(row["id"]), (piece for (piece,) in cursor.execute(_PIECES, asked))

    def note(self, second_by: str, reason: str, sealed_to: str) -> str:
        """Keep that everything is taken out, and why; return the id."""
        key = new_id()
        self._ground.put(
            TakingRow,
            id=key,
            at=stored(self._now()),
            by=bytes.fromhex(self._worker.id),
            second_by=bytes.fromhex(second_by) or None,
            reason=reason,
            sealed_to=sealed_to,
        )
        return key.hex()

    def all(self) -> Sequence[Taken]:
        """Return when everything was taken out, the last first."""
        return [Taken(read(at), *rest) for at, *rest in self._ground.cursor().execute(_ALL)]

    def _behind_a_wall(self) -> set[bytes]:
        """Return the cases that a wall keeps from this worker, and all that belongs to them."""
        if self._kept_back is None:
            asked = {"worker": bytes.fromhex(self._worker.id)}
            found = {row[0] for row in self._ground.cursor().execute(" ".join(_WALLED), asked)}
            while found and (more := self._belonging(found)):
                found |= more
            self._kept_back = found
        return self._kept_back

    def _belonging(self, found: set[bytes]) -> set[bytes]:
        cursor = self._ground.cursor()
        return {
            row[0]
            for sort in every_sort()
            for row in cursor.execute(_query(sort.name)[1]).fetchall()
            if row[0] not in found
            and not found.isdisjoint(value for value in row if isinstance(value, bytes))
        }


@cache
def every_sort() -> tuple[Sort, ...]:
    """Return every sort of thing in a workbook with the meaning of its fields."""
    text = (resources.files("db.answers") / "export_fields.toml").read_text("utf-8")
    meanings: dict[str, str] = tomllib.loads(text)
    docs = {one.__tablename__: one.__doc__ or "" for one in every_row()}
    return tuple(
        Sort(
            table,
            " ".join(docs[table].split()),
            tuple(Field(name, meanings.get(name, "")) for name in _query(table)[0]),
        )
        for table in sorted(plans())
    )


@cache
def _query(sort: str) -> tuple[tuple[str, ...], str]:
    """Return the names of the fields of a sort, the id first, and what reads them."""
    table = Row.metadata.tables[sort]
    kept = [slot.name for slot in plans()[sort].slots if slot.logged and slot.name != "id"]
    names = ["id", *kept]
    columns = [*names, _DOCUMENT[1]] if sort == _DOCUMENT[0] else names
    query = select(*(table.c[name] for name in columns)).order_by(table.c.id)
    told = [_ANSWERS if name == _DOCUMENT[1] else name for name in columns]
    return tuple(told), str(query.compile(dialect=_DIALECT))


def _plain(name: str, value: object) -> object:
    """Return a value as JSON says it: ids in hexadecimal, other bytes in base64."""
    if not isinstance(value, bytes):
        return value
    if name == _ANSWERS:
        return unpacked(value)
    if len(value) == ID_SIZE and name not in _CONTENT:
        return value.hex()
    return base64.b64encode(value).decode("ascii")
