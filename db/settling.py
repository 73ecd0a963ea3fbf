"""Each case is brought to where it belongs by what was agreed: here only, or elsewhere too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.disclosure import may_be_kept_elsewhere
from casework.grant import Recipient
from db.cells import read_entity, read_op
from db.consents import SqlConsents
from db.moves import Moves, made_inside
from db.routes import CASE, HOLDER, OTHER, REPEAT
from db.rowplan import plans
from db.scopes import LOCAL_PLACE, lives, parts
from db.streams import shared_stream
from db.unions import united_with

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlcipher3 import Cursor

    from db.ground import Ground

KEPT_ELSEWHERE: Final = "kept_elsewhere"
TAKEN_HOME: Final = "taken_home"
_WHOSE: Final = "select {columns} from {table} where id = ?"
_SHARED: Final = "select id from stream where kind = 'shared'"
_WORKER: Final = "select worker from casefile where id = ?"
_SERVICE: Final = "select kind from service where code = ?"
_WALL: Final = "select 1 from conflict_link where case_id = ? and status = 'standing'"
# Whoever writes into a stream that never leaves sits at this laptop.
_AT_HOME: Final = (
    "select 1 from entity as e join lane as l on l.id = e.lane where e.id = :case"
    " and (l.author = :author or l.author in (select n.author from lane as n"
    " join stream as s on s.id = n.stream where s.kind = 'caseload'))"
)
# What may have to move: cases of which somebody said they may be kept elsewhere, or that are.
_CONCERNED: Final = (
    "select case_id from standing_grant where purpose = 'store_elsewhere'"
    " union select e.id from entity as e join stream as s on s.id = e.stream"
    " where e.type = 'casefile' and e.life <> 3 and s.kind = 'shared'"
)


def settle(ground: Ground) -> None:
    """Bring every case that the work under way concerns to where it belongs."""
    cursor = ground.pen()
    ground.journal.write(cursor)
    touched, ground.journal.touched = ground.journal.touched, set()
    cases = {case for entity in touched for case in _cases_of(cursor, entity)}
    if cases:
        _Settling(ground, cursor).settle(cases)


def settle_all(ground: Ground) -> int:
    """Bring every case to where it belongs today; return how many things moved."""
    cursor = ground.pen()
    ground.journal.write(cursor)
    return _Settling(ground, cursor).settle(case for (case,) in cursor.execute(_CONCERNED))


def _cases_of(cursor: Cursor, entity: bytes) -> Iterator[bytes]:
    """Yield the cases that something is a part of."""
    known = read_entity(cursor, entity)
    if known is None:
        return
    if known.type == REPEAT:
        made = read_op(cursor, known.made) if known.made else None
        fields = made.value if made else None
        yield from _cases_of(cursor, fields[HOLDER]) if isinstance(fields, dict) else ()
        return
    names = [slot.name for slot in plans()[known.type].slots if slot.name in {CASE, OTHER}]
    if names:
        query = _WHOSE.format(columns=", ".join(names), table=known.type)
        row = cursor.execute(query, (entity,)).fetchone()
        yield from (one for one in row or () if one)


class _Settling:
    """Where each case belongs, and what has to move for it."""

    def __init__(self, ground: Ground, cursor: Cursor) -> None:
        self._ground, self._cursor = ground, cursor
        self._log = ground.journal.pen(cursor)
        self._local = ground.journal.stream or LOCAL_PLACE
        self._moves = Moves(cursor, self._log)
        self._shared = {stream for (stream,) in cursor.execute(_SHARED)}

    def settle(self, cases: Iterable[bytes]) -> int:
        """Move cases, and what they are kept with; return how many things moved."""
        some = set(cases)
        for others in united_with(self._cursor, some).values():
            some |= others
        some = set(filter(self._is_there, some))
        wanted = self._wanted(some)
        moved = sum(self._bring(case, stream, wanted) for case, stream in wanted.items())
        if moved:
            self._log.write(self._cursor)
        return moved

    def _wanted(self, cases: set[bytes]) -> dict[bytes, bytes]:
        """Return where cases that are at home here belong by what stands now."""
        here = [case for case in sorted(cases) if self._is_at_home(case)]
        said = SqlConsents(self._ground).those([case.hex() for case in cases]) if here else {}
        together = united_with(self._cursor, here)
        now, wanted = self._ground.journal.now(), {}
        for case in here:
            hers = [case, *together[case]]
            answers = [said[one.hex()] for one in hers if one.hex() in said]
            stream, keepers = self._exchanged(case)
            may = len(answers) == len(hers) and may_be_kept_elsewhere(answers, keepers, now)
            free = may and not any(map(self._is_walled, hers))
            wanted[case] = stream if free else LOCAL_PLACE
        return wanted

    def _bring(self, case: bytes, stream: bytes, wanted: Mapping[bytes, bytes]) -> int:
        """Bring a case with its parts to where they belong; return how many of them moved."""
        targets = dict(parts(self._cursor, case, stream, wanted))
        home = {one for one, target in targets.items() if self._lives(one) not in {b"", target}}
        if home:
            # What was deleted since has no row that would say to what it belonged.
            home |= set(filter(self._lives, made_inside(self._cursor, home) - targets.keys()))
        for one in sorted(home):
            self._moves.take_home(one, self._local)
        out = [one for one, target in targets.items() if target and self._lives(one) != target]
        for one in out:
            self._moves.send(one, targets[one])
        for act, some in ((TAKEN_HOME, home), (KEPT_ELSEWHERE, out)):
            if case in some:
                self._log.line(act, case)
        return len(home.union(out))

    def _lives(self, entity: bytes) -> bytes:
        """Return the exchanged stream in which something lives, or nothing."""
        stream = lives(self._cursor, entity)
        return stream if stream in self._shared else LOCAL_PLACE

    def _exchanged(self, case: bytes) -> tuple[bytes, list[Recipient]]:
        """Return the exchanged stream of the worker of a case, and who keeps its copies."""
        ((worker,),) = self._cursor.execute(_WORKER, (case,)).fetchall()
        stream, codes = shared_stream(self._cursor, worker.hex() if worker else "")
        kinds = [self._cursor.execute(_SERVICE, (code,)).fetchall() for code in codes]
        if not all(kinds):
            return stream, []
        found = zip(codes, kinds, strict=True)
        return stream, [Recipient(code, kind, "") for code, ((kind,), *_) in found]

    def _is_there(self, case: bytes) -> bool:
        return self._cursor.execute(_WORKER, (case,)).fetchone() is not None

    def _is_at_home(self, case: bytes) -> bool:
        asked = {"case": case, "author": self._log.author}
        return self._cursor.execute(_AT_HOME, asked).fetchone() is not None

    def _is_walled(self, case: bytes) -> bool:
        return self._cursor.execute(_WALL, (case,)).fetchone() is not None
