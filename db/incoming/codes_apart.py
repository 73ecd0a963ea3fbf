"""Cases that were given one code at laptops apart: each has another one, and keeps what it had.

Whoever holds two of them writes that of both. What each is called then follows from it alone, so
all who write it write the same, and who holds one of them hears of that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.ids import another_case_code
from db.incoming.shapes import CASE
from db.log.heads import load
from ledger.merge import shown
from ledger.ops import Kind, Op, encode, encode_parents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlcipher3 import Cursor

    from db.log.heads import Taken
    from db.log.oplog import OpLog
    from ledger.ops import Value

# What has no row as another one has its code, or shows no change of it.
_WAITING: Final = (
    "select distinct o.entity from opaque_op as o join entity as e on e.id = o.entity"
    " where o.why = 'row' and e.type = 'casefile' and e.life in (0, 2)"
)
_ALSO: Final = "select id from casefile where code = ? and id <> ?"
_CODE, _BEFORE = "code", "code_before"


def of_one_code(cursor: Cursor) -> list[bytes]:
    """Return the cases that are here and were given the code of another one that is."""
    cases: set[bytes] = set()
    for (case,) in cursor.execute(_WAITING).fetchall():
        code = _said(cursor, load(cursor, [case])[case], _CODE)
        others = [other for (other,) in cursor.execute(_ALSO, (code, case)).fetchall()]
        cases |= {case, *others} if others else set()
    return sorted(cases)


def give_others(cursor: Cursor, log: OpLog, cases: Iterable[bytes]) -> list[Op]:
    """Write that each of some cases has another code; return what was written."""
    log.resume(cursor)
    known = sorted(load(cursor, cases).items())
    ops = [op for _case, one in known for op in _other(cursor, log, one)]
    log.write(cursor)
    return ops


def _other(cursor: Cursor, log: OpLog, one: Taken) -> Iterator[Op]:
    """Write that a case has another code, and which it had."""
    code, before = str(_said(cursor, one, _CODE)), _said(cursor, one, _BEFORE)
    said = {_CODE: another_case_code(one.known.id, code)}
    said[_BEFORE] = " ".join([*str(before or "").split(), code])
    hlc = log.clock.tick()
    for name, value in said.items():
        parents = sorted(one.heads(name) or ({one.made.id} if one.made else ()))
        head = (Kind.SET, one.known.id, CASE, name)
        told = (*head, encode(value)), (hlc, encode_parents(parents))
        op_id = log.add(cursor, one.known.stream, *told)
        yield Op(op_id, *head, value, hlc, tuple(parents))


def _said(cursor: Cursor, one: Taken, name: str) -> Value:
    tips = one.cells(cursor).get(name)
    return shown(tips, name) if tips else None
