"""What came too late for others, of cases that are at home here, is said once more for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.homes.at_home import (
    is_said_again,
    is_taken_along,
    looked_at,
    lost_their_home,
    new_at_home,
)
from db.homes.scopes import LOCAL_PLACE, lives, parts
from db.homes.sending_on import send_on
from db.homes.stranded import say_going
from db.log.alone import Alone
from db.log.cells import read_entity, read_op, read_tips
from ledger.merge import repeats
from ledger.ops import PLACE, Kind, writes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlcipher3 import Cursor

    from db.homes.at_home import Homes
    from db.log.moves import Moves
    from db.log.oplog import OpLog
    from ledger.ops import Op

_SHARED: Final = "select id from stream where kind = 'shared'"
_SAID_IN: Final = "select stream from lane where id = ?"
_LEFT: Final = "select distinct entity from op where kind = 5"


class Places:
    """Where things live by now, and who brought them there."""

    def __init__(self, cursor: Cursor, moves: Moves) -> None:
        self._cursor, self._moves = cursor, moves
        self._shared = {stream for (stream,) in cursor.execute(_SHARED)}

    def lives(self, entity: bytes) -> bytes:
        """Return the exchanged stream in which something lives, or nothing."""
        stream = lives(self._cursor, entity)
        return stream if stream in self._shared else LOCAL_PLACE

    def is_elsewhere(self, stream: bytes) -> bool:
        """Return whether others read a stream."""
        return stream in self._shared

    def is_brought_out(self, entity: bytes) -> bool:
        """Return whether somebody of this workbook brought a thing out, and that stands."""
        tips = read_tips(self._cursor, entity).get(PLACE, ())
        made = self.made(entity)
        found = (read_op(self._cursor, tip) for tip in tips or ([made.id] if made else ()))
        out = (op for op in found if op and op.kind is Kind.CREATE and PLACE in writes(op))
        return any(self._moves.is_own(op.id.lane) for op in out)

    def made(self, entity: bytes) -> Op | None:
        """Return what made something, once that is in the log."""
        known = read_entity(self._cursor, entity)
        return read_op(self._cursor, known.made) if known and known.made else None


class Saying:
    """Says again what others lack, or let go of, as it was said before its case was back."""

    def __init__(
        self, cursor: Cursor, log: OpLog, moves: Moves, places: Places, ours: Homes
    ) -> None:
        self._cursor, self._log, self._moves = cursor, log, moves
        self._places, self._ours = places, ours

    def say_again(self, came: Iterable[tuple[Op, bytes]]) -> int:
        """Say again what was written elsewhere before its case came back; return how much."""
        again = 0
        for op, case in came:
            # Or what it changes as a whole, if that was gone here as it came and nobody said it.
            made = self._places.made(op.entity) if op.kind is not Kind.CREATE else None
            some = [made] if made and PLACE not in writes(made) else []
            again += any(self._says_again(one, case) for one in (*some, op))
        if again:
            self._log.write(self._cursor)
        return again

    def _says_again(self, op: Op, case: bytes) -> bool:
        stream = self._said_again_in(op, case)
        is_late = bool(stream) and self._moves.came_late(op, case)
        if is_late:
            self._moves.say_again(op, case, stream)
        return is_late

    def _said_again_in(self, op: Op, case: bytes) -> bytes:
        """Return in which stream something is said again here, if it came too late for others.

        Whoever has a case at home may not read the stream from which it was brought over.
        """
        is_theirs = PLACE in writes(op) and op.id.lane not in self._ours.adopted
        if is_theirs and not self._places.is_brought_out(case):
            # Whoever had it at home brought it to here.
            return b""
        lived, stream = self._places.lives(op.entity), self._places.lives(case)
        ((said,),) = self._cursor.execute(_SAID_IN, (op.id.lane,)).fetchall()
        if lived and stream and said != stream:
            return stream if is_taken_along(self._cursor, case, said, self._ours) else b""
        if is_said_again(self._cursor, case, self._ours):
            return lived
        # Whoever brought it back to where that was said may have let go of it: who took it along
        # says it again too, but nothing that is said again already, or both would do so for ever.
        taken = is_taken_along(self._cursor, case, said, self._ours)
        return lived if taken and not _is_repeated(self._cursor, op) else b""

    def say_alone(self, came: Iterable[tuple[Op, bytes]]) -> int:
        """Say elsewhere too what was written here alone of what was brought out meanwhile.

        That is of a case that is at home with somebody else since this laptop was lost.
        """
        alone, again = Alone(self._cursor), 0
        out = [(op, case) for op, case in came if alone.brought_out(op)]
        for case in dict.fromkeys(case for _op, case in out if self._places.lives(case)):
            stream = self._places.lives(case)
            found = list(parts(self._cursor, case, stream, {}))
            here = [one for one, target in found if target and not self._places.lives(one)]
            for made in filter(None, map(self._places.made, here)):
                self._moves.say_again(made, case, stream)
                again += 1
        for op, case in out:
            stream = self._places.lives(op.entity)
            for new in self._new_here(op, alone) if stream else ():
                self._moves.say_again(new, case, stream, alone.elsewhere(new, op))
                again += 1
        if again:
            self._log.write(self._cursor)
        return again

    def _new_here(self, op: Op, alone: Alone) -> list[Op]:
        """Return what stands of a thing here alone that whoever brought it out never saw."""
        tips = {tip for some in read_tips(self._cursor, op.entity).values() for tip in some}
        ops = (read_op(self._cursor, tip) for tip in tips if alone.is_new(tip, op))
        return sorted(filter(None, ops), key=lambda one: one.order)

    def say_going(self) -> int:
        """Say again what goes home from here, and was said by others.

        By who was lost with a laptop and gave it as a number, or in a stream not read there.
        """
        return send_on(self._cursor, self._log) + say_going(self._cursor, self._log)

    def say_adopted(self, came: Iterable[bytes]) -> int:
        """Say again what stands here of cases that are at home elsewhere since a removal.

        Others may have let go of it, and whoever was removed says it no more. Where they are at
        home here all of it; else what was written here: whoever has them at home since may have
        let go of that before. So of cases of which something `came`.
        """
        new = new_at_home(self._cursor)
        standing = self._all_standing(new)
        again = self.say_again(standing)
        theirs = lost_their_home(self._cursor, dict.fromkeys([*new, *came]), self._ours)
        for op, case in self._all_standing(theirs):
            stream = self._places.lives(case)
            if stream and self._is_mine(op) and self._moves.came_late(op, case):
                self._moves.say_again(op, case, stream)
                again += 1
        looked_at(self._cursor)
        if again:
            self._log.write(self._cursor)
        return again

    def _is_mine(self, op: Op) -> bool:
        """Return whether something was written for others here, since this workbook is this one.

        What it said before it was lost and came back was said by that home.
        """
        lane = op.id.lane
        if lane in self._ours.adopted or not self._moves.is_own(lane):
            return False
        ((said,),) = self._cursor.execute(_SAID_IN, (lane,)).fetchall()
        return self._places.is_elsewhere(said)

    def _all_standing(self, cases: Collection[bytes]) -> list[tuple[Op, bytes]]:
        """Return what stands of cases that had left, or of which parts had: things first."""
        standing: list[tuple[Op, bytes]] = []
        left = {one for (one,) in self._cursor.execute(_LEFT)} if cases else set()
        for case in cases:
            whole = [one for one, _where in parts(self._cursor, case, LOCAL_PLACE, {})]
            if not left.isdisjoint(whole):
                standing += [(op, case) for one in whole for op in self._standing(one)]
        return sorted(standing, key=lambda one: (one[0].kind is not Kind.CREATE, one[0].order))

    def _standing(self, entity: bytes) -> list[Op]:
        """Return what stands of a thing, but for what brought it out: that all have."""
        known = read_entity(self._cursor, entity)
        tips = {tip for some in read_tips(self._cursor, entity).values() for tip in some}
        ids = tips | ({known.made} if known and known.made else set())
        ops = (read_op(self._cursor, one) for one in ids)
        return [op for op in ops if op is not None and PLACE not in writes(op)]


def _is_repeated(cursor: Cursor, op: Op) -> bool:
    """Return whether an operation says once more what another one said."""
    before = (read_op(cursor, one) for one in op.parents)
    return any(one and repeats(op, one) for one in before)
