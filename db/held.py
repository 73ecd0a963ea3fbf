"""What a summary named only by its number, although it belongs home here: its lane waits for it.

Whoever sums up a stream may have emptied what came too late for a case that had left. Whoever has
that case at home still has to get it, from whoever wrote it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ledger.ops import ID_SIZE, Kind, Op, OpId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlcipher3 import Cursor

_KEY: Final = "exchange.held"
_READ: Final = "select value from setting where key = ?"
_KEEP: Final = "insert or replace into setting values (?, ?)"
_DROP: Final = "delete from setting where key = ?"
_LOGGED: Final = "select 1 from op where lane = ? and aseq = ? and idx = ?"
_STONE: Final = "select 1 from tombstone where entity = ?"
# Whoever has a case at home brought it out, or took it and its parts home.
_AT_HOME: Final = (
    "select 1 from op as o join lane as l on l.id = o.lane"
    " where (o.kind = 5 or o.kind = 2 and o.\"table\" = 'casefile')"
    " and l.author in (select unhex(value) from json_each(?))"
)
_OF_IT: Final = f"{_AT_HOME} and o.entity = ? limit 1"
_OF_STREAM: Final = f"{_AT_HOME} and l.stream = ? limit 1"
UNNAMED: Final = bytes(ID_SIZE)


@dataclass(slots=True)
class Held:
    """Up to where a lane is summed up, and what is still to come of that, by number and case."""

    aseq: int
    digest: bytes
    missing: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def empty(self, lane: bytes) -> Iterator[Op]:
        """Yield what is still to come as a summary names it."""
        for place, case in self.missing.items():
            yield Op(OpId(lane, *place), Kind.SCHEMA, case, "", None, None, 0)


def held(cursor: Cursor) -> dict[bytes, Held]:
    """Return the lanes that wait for something which a summary has not."""
    found = cursor.execute(_READ, (_KEY,)).fetchone()
    return {
        bytes.fromhex(lane): Held(
            aseq,
            bytes.fromhex(digest),
            {(number, idx): bytes.fromhex(case) for number, idx, case in missing},
        )
        for lane, aseq, digest, missing in (json.loads(found[0]) if found else ())
    }


def keep_held(cursor: Cursor, lanes: Mapping[bytes, Held]) -> None:
    """Keep which lanes wait."""
    rows = [
        (
            *(lane.hex(), one.aseq, one.digest.hex()),
            [(*place, case.hex()) for place, case in sorted(one.missing.items())],
        )
        for lane, one in sorted(lanes.items())
    ]
    if rows:
        cursor.execute(_KEEP, (_KEY, json.dumps(rows)))
    else:
        cursor.execute(_DROP, (_KEY,))


def missing(
    cursor: Cursor, stream: bytes, own: Iterable[bytes], empty: Iterable[Op]
) -> Iterator[Op]:
    """Yield of empty numbers those of which it is not here what they said, and belongs home."""
    ours = json.dumps(sorted(one.hex() for one in own))
    for op in empty:
        of_it = op.entity != UNNAMED
        where = (_OF_IT, op.entity) if of_it else (_OF_STREAM, stream)
        if (
            cursor.execute(_LOGGED, op.id).fetchone() is None
            and cursor.execute(where[0], (ours, where[1])).fetchone()
            and cursor.execute(_STONE, (op.entity,)).fetchone() is None
        ):
            yield op


def let_in(
    cursor: Cursor, waiting: dict[bytes, Held], batch: tuple[bytes, int], ops: Sequence[Op]
) -> Sequence[Op]:
    """Return what is new of a batch of which the rest came summed up; its lane goes on."""
    lane, aseq = batch
    one = waiting.get(lane)
    if one is None:
        return ops
    new = [op for op in ops if op.id.aseq > one.aseq or op.id[1:] in one.missing]
    for op in new:
        one.missing.pop(op.id[1:], None)
    if aseq >= one.aseq:
        del waiting[lane]
    keep_held(cursor, waiting)
    return new
