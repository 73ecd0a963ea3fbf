"""What happened in one case, out of the audit chain and the operations it vouches for."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Final, cast

import cbor2

from casework.answers.past import AnswerChange, HistoryLine
from db.answers.restricted import hidden
from db.answers.stored import INSTANCE, REPEAT
from db.guards.reach import reached
from db.log.cells import op_of, read_entity, read_op
from db.log.oplog import WRITTEN
from ledger.merge import written
from ledger.ops import ID_SIZE, Kind, OpId, writes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlcipher3 import Cursor

    from casework.team.worker import Worker
    from db.log.ground import Ground
    from forms.document import Answer
    from ledger.ops import Op

# Only what changes a finished form shows single answers: what was recorded stands in the form.
_CHANGED: Final = frozenset({"answers_changed", "conflict_decided"})
_LINES: Final = (
    # A reason that is a colleague's id is told by her name.
    "select a.seq, a.at, ifnull(u.name, ''), a.action,"
    " coalesce((select o.name from app_user as o where lower(hex(o.id)) = a.reason),"
    # A letter by its number, which goes with the letter.
    " (select l.number from letter as l where l.id = unhex(a.reason)), a.reason),"
    " a.covers from audit_entry as a"
    " left join app_user as u on u.id = a.user where a.object = :case and a.seq < :before"
    # A line that names another case is there for whoever may know of that one too.
    " and not (a.action in (select value from json_each(:naming)) and exists"
    " (select 1 from casefile where (casefile.id in (unhex(substr(a.reason, 1, 32)),"
    " unhex(substr(a.reason, 34, 32)), unhex(substr(a.reason, 67, 32)))"
    # An older program wrote codes.
    " or casefile.code in"
    " (substr(a.reason, 1, 9), substr(a.reason, 11, 9), substr(a.reason, 21, 9)))"
    " and not {reached}))"
    " order by a.seq desc limit :limit"
).replace("{reached}", reached())
# What names other cases, by their ids.
_NAMING: Final = frozenset(
    {"likeness_shown", "pair_apart", "pair_different", "pair_same", "pair_unsure"}
)
_CODE: Final = "select code from casefile where id = unhex(?)"
_GONE: Final = "-"
_BEFORE: Final = "select action, covers from audit_entry where seq = ?"
_SPAN: Final = "select * from op where lane = ? and aseq = ? and idx between ? and ? order by idx"
_FORM: Final = "select 1 from form_instance where id = ? and case_id = ? and state = 'final'"
_EVER: Final = 2**62
_IN: Final = "in"


class SqlHistory:
    """The audit lines of a case, with the answers that they changed."""

    def __init__(self, ground: Ground, worker: Worker) -> None:
        self._ground = ground
        self._worker = worker

    def of(self, case_id: str, limit: int, before: int | None) -> Sequence[HistoryLine]:
        """Return what happened in a case, the newest first."""
        cursor, case = self._ground.cursor(), bytes.fromhex(case_id)
        others = {one.hex() for one in hidden(cursor, case, self._worker)}
        asked = {
            "case": case,
            "before": _EVER if before is None else before,
            "limit": limit,
            "worker": bytes.fromhex(self._worker.id),
            "all": self._worker.sees_all_cases,
            "naming": json.dumps(sorted(_NAMING)),
        }
        return [
            HistoryLine(
                number=seq,
                at=datetime.fromisoformat(at),
                worker=worker,
                act=act,
                subject=_codes(cursor, reason) if act in _NAMING else reason,
                changes=_read(cursor, case, (seq, covers), others) if act in _CHANGED else (),
            )
            for seq, at, worker, act, reason, covers in cursor.execute(_LINES, asked).fetchall()
        ]

    def change(self, case_id: str, change_id: str) -> AnswerChange | None:
        """Return one change of an answer of a case by its id."""
        lane, _, place = change_id.partition(".")
        aseq, _, idx = place.partition(".")
        cursor = self._ground.cursor()
        op = read_op(cursor, OpId(bytes.fromhex(lane), int(aseq), int(idx)))
        return _change(cursor, bytes.fromhex(case_id), op) if op else None


def _codes(cursor: Cursor, ids: str) -> str:
    """Return the codes of cases that a line names; of one that was erased there is none."""
    return " ".join(_code(cursor, one) for one in ids.split())


def _code(cursor: Cursor, one: str) -> str:
    row = cursor.execute(_CODE, (one,)).fetchone()
    if row is None:
        # An older program wrote codes.
        return _GONE if len(one) == 2 * ID_SIZE else one
    return str(row[0])


def _read(
    cursor: Cursor, case: bytes, line: tuple[int, bytes | None], hidden_ones: set[str]
) -> tuple[AnswerChange, ...]:
    """Return the answers that one line changed, those of hidden forms left out."""
    return tuple(one for one in _changes(cursor, case, *line) if one.entry_id not in hidden_ones)


def _changes(cursor: Cursor, case: bytes, seq: int, covers: bytes | None) -> Iterator[AnswerChange]:
    """Yield the answers that one line changed; a flush before it has a line of its own."""
    while covers is None:
        seq -= 1
        ((action, covers),) = cursor.execute(_BEFORE, (seq,)).fetchall()
        if action != WRITTEN:
            return
    for lane, aseq, first, length, _digest in cbor2.loads(covers):
        for row in cursor.execute(_SPAN, (lane, aseq, first, first + length - 1)).fetchall():
            change = _change(cursor, case, op_of(row))
            if change is not None:
                yield change


def _change(cursor: Cursor, case: bytes, op: Op) -> AnswerChange | None:
    """Return what an operation did to an answer of a finished form of a case."""
    # Columns of a form have plain names, questions have dotted ones.
    if op.kind is not Kind.SET or op.table not in {INSTANCE, REPEAT} or "." not in (op.field or ""):
        return None
    entry = _form_of(cursor, op.entity)
    if entry is None or not cursor.execute(_FORM, (entry, case)).fetchone():
        return None
    lane, aseq, idx = op.id
    return AnswerChange(
        id=f"{lane.hex()}.{aseq}.{idx}",
        entry_id=entry.hex(),
        row=op.entity.hex() if op.table == REPEAT else "",
        qid=op.field or "",
        before=_before(cursor, op),
        after=cast("Answer | None", op.value),
    )


def _form_of(cursor: Cursor, entity: bytes) -> bytes | None:
    """Return the form that an entity is, or whose row it is."""
    # Whoever means harm may let rows stand in each other.
    passed = set[bytes]()
    while entity not in passed:
        passed.add(entity)
        known = read_entity(cursor, entity)
        made = read_op(cursor, known.made) if known and known.made else None
        if known is None or known.type == INSTANCE or made is None:
            return entity if known and known.type == INSTANCE else None
        holder = writes(made).get(_IN)
        if not isinstance(holder, bytes):
            return None
        entity = holder
    return None


def _before(cursor: Cursor, op: Op) -> Answer | None:
    """Return the answer that an operation replaced: of several the latest that is another one."""
    replaced = [found for parent in op.parents if (found := read_op(cursor, parent))]
    answers = [written(one, op.field or "") for one in sorted(replaced, key=lambda op: op.order)]
    others = [one for one in answers if one != op.value] or answers
    return cast("Answer | None", others[-1] if others else None)
