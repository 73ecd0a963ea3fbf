"""Each case is brought to where it belongs by what was agreed: here only, or elsewhere too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from casework.consent.grant import Recipient
from casework.disclosure import may_be_kept_elsewhere
from db.consent.consents import SqlConsents
from db.guards.unions import united_with
from db.homes.at_home import (
    ended,
    homes,
    is_at_home,
    is_said_again,
    is_taken_along,
    left_elsewhere,
    looked_at,
    new_at_home,
)
from db.homes.giving import give, keep_here
from db.homes.last_numbers import go_on
from db.homes.scopes import LOCAL_PLACE, cases_of, lives, parts
from db.homes.sending_on import send_on
from db.homes.stranded import say_going
from db.homes.unsettled import settled, unsettled
from db.log.alone import Alone
from db.log.cells import read_entity, read_op, read_tips
from db.log.moves import Moves, deleted_inside
from db.log.outbox import on_sticks, take_back
from db.log.streams import elsewhere, shared_stream
from db.rows.these import listed
from ledger.ops import PLACE, Kind, writes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlcipher3 import Cursor

    from casework.consent.grant import Consents
    from db.log.ground import Ground
    from ledger.ops import Op, OpId

KEPT_ELSEWHERE: Final = "kept_elsewhere"
TAKEN_HOME: Final = "taken_home"
_SHARED: Final = "select id from stream where kind = 'shared'"
_WORKER: Final = "select worker from casefile where id = ?"
_SAID_IN: Final = "select stream from lane where id = ?"
_KEPT_WITH: Final = "select kept_with from office where kept_with <> ''"
_SERVICE: Final = "select kind from service where code = ?"
_LEFT: Final = "select distinct entity from op where kind = 5"
_WALL: Final = "select 1 from conflict_link where case_id = ? and status = 'standing'"
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
    cases = {case for entity in touched for case in cases_of(cursor, entity)}
    if cases:
        settling = _Settling(ground, cursor)
        settling.settle(cases)
        settling.give()


def settle_all(ground: Ground, sealing: Collection[bytes] = ()) -> int:
    """Bring every case to where it belongs today; return how many things moved.

    `sealing` are the streams in which whoever sits here is about to seal what she wrote.
    """
    came = after_receiving(ground)
    cursor = ground.pen()
    settling = _Settling(ground, cursor)
    moved = settling.settle(case for (case,) in cursor.execute(_CONCERNED))
    moved += settling.give()
    go_on(cursor, ground.journal.pen(cursor), sealing)
    return came + moved


def after_receiving(ground: Ground, standing: Iterable[bytes] = ()) -> int:
    """Bring to where it belongs what came in, and say again what came in too late for others.

    Also what came before the program ended too early to do so, and what is `standing` again.
    """
    cursor = ground.pen()
    ground.journal.write(cursor)
    settling = _Settling(ground, cursor)
    made: list[OpId] = []
    came: list[OpId] = []
    cases: dict[bytes, tuple[bytes, ...]] = {}
    for name, kind, entity in unsettled(cursor):
        settling.note_taken_home(name, kind, entity)
        (made if kind is Kind.CREATE else came).append(name)
        cases[entity] = ()
    for entity in cases:
        cases[entity] = tuple(cases_of(cursor, entity))
    theirs = {case for some in cases.values() for case in some}
    moved = settling.settle(theirs.union(*(cases_of(cursor, one) for one in standing)))
    again = settling.say_again(_read(cursor, [*made, *came], cases))
    again += settling.say_adopted()
    again += settling.say_alone(_read(cursor, made, cases))
    again += settling.say_going()
    settled(cursor)
    return moved + again + settling.give()


def _read(
    cursor: Cursor, some: Iterable[OpId], cases: Mapping[bytes, tuple[bytes, ...]]
) -> Iterator[tuple[Op, bytes]]:
    """Yield operations, read one by one, each with the first case that it is a part of."""
    for name in some:
        if op := read_op(cursor, name):
            yield from ((op, case) for case in cases.get(op.entity, ())[:1])


class _Settling:
    """Where each case belongs, and what has to move for it."""

    def __init__(self, ground: Ground, cursor: Cursor) -> None:
        self._ground, self._cursor = ground, cursor
        self._log = ground.journal.pen(cursor)
        self._local = ground.journal.stream or LOCAL_PLACE
        self._moves = Moves(cursor, self._log)
        self._ours = homes(cursor, self._log.author)
        self._shared = {stream for (stream,) in cursor.execute(_SHARED)}
        self._taken_home: set[bytes] = set()
        self._settled: set[bytes] = set()

    def note_taken_home(self, name: OpId, kind: Kind, entity: bytes) -> None:
        """Note what somebody who is gone, and whose cases are at home here, had taken home."""
        if kind is Kind.MOVE and self._ours.adopted.get(name.lane):
            self._taken_home.add(entity)

    def settle(self, cases: Iterable[bytes]) -> int:
        """Move cases, and what they are kept with; return how many things moved."""
        some = set(cases)
        for others in united_with(self._cursor, some).values():
            some |= others
        some = {case for case in some if _is_there(self._cursor, case)}
        wanted, journal = self._wanted(some), self._ground.journal
        for case in wanted:
            keep_here(self._cursor, journal, case, self._ours)
        moved = sum(self._bring(case, stream, wanted) for case, stream in wanted.items())
        if moved:
            self._log.write(self._cursor)
        self._settled |= wanted.keys()
        return moved

    def give(self) -> int:
        """Give what was settled to where its worker works, once nothing is left to say of it here.

        Return how many cases went.
        """
        some, self._settled = sorted(self._settled), set()
        journal = self._ground.journal
        given = [give(self._cursor, journal, one, self._lives(one), self._ours) for one in some]
        return sum(given)

    def say_again(self, came: Iterable[tuple[Op, bytes]]) -> int:
        """Say again what was written elsewhere before its case came back; return how much."""
        again = 0
        for op, case in came:
            stream = self._said_again_in(op, case)
            if stream and self._moves.came_late(op, case):
                self._moves.say_again(op, case, stream)
                again += 1
        if again:
            self._log.write(self._cursor)
        return again

    def _said_again_in(self, op: Op, case: bytes) -> bytes:
        """Return in which stream something is said again here, if it came too late for others.

        Whoever has a case at home may not read the stream from which it was brought over.
        """
        is_theirs = PLACE in writes(op) and op.id.lane not in self._ours.adopted
        if is_theirs and not self._is_brought_out(case):
            # Whoever had it at home brought it to here.
            return b""
        lived, stream = self._lives(op.entity), self._lives(case)
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
        for case in dict.fromkeys(case for _op, case in out if self._lives(case)):
            stream = self._lives(case)
            found = list(parts(self._cursor, case, stream, {}))
            here = [one for one, target in found if target and not self._lives(one)]
            for made in filter(None, map(self._made, here)):
                self._moves.say_again(made, case, stream)
                again += 1
        for op, case in out:
            stream = self._lives(op.entity)
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

    def _made(self, entity: bytes) -> Op | None:
        known = read_entity(self._cursor, entity)
        return read_op(self._cursor, known.made) if known and known.made else None

    def say_going(self) -> int:
        """Say again what goes home from here, and was said by others.

        By who was lost with a laptop and gave it as a number, or in a stream not read there.
        """
        return send_on(self._cursor, self._log) + say_going(self._cursor, self._log)

    def say_adopted(self) -> int:
        """Say again what stands here of cases that are at home here since a removal.

        Others may have let go of it, and whoever was removed says it no more.
        """
        standing: list[tuple[Op, bytes]] = []
        cases = new_at_home(self._cursor)
        left = {one for (one,) in self._cursor.execute(_LEFT)} if cases else set()
        for case in cases:
            whole = [one for one, _where in parts(self._cursor, case, LOCAL_PLACE, {})]
            if not left.isdisjoint(whole):
                standing += [(op, case) for one in whole for op in self._standing(one)]
        looked_at(self._cursor)
        standing.sort(key=lambda one: (one[0].kind is not Kind.CREATE, one[0].order))
        return self.say_again(standing)

    def _standing(self, entity: bytes) -> list[Op]:
        """Return what stands of a thing, but for what brought it out: that all have."""
        known = read_entity(self._cursor, entity)
        tips = {tip for some in read_tips(self._cursor, entity).values() for tip in some}
        ids = tips | ({known.made} if known and known.made else set())
        ops = (read_op(self._cursor, one) for one in ids)
        return [op for op in ops if op is not None and PLACE not in writes(op)]

    def _wanted(self, cases: set[bytes]) -> dict[bytes, bytes]:
        """Return where cases that are at home here belong by what stands now."""
        here = [case for case in sorted(cases) if is_at_home(self._cursor, case, self._ours)]
        said = SqlConsents(self._ground).those([case.hex() for case in cases]) if here else {}
        together = united_with(self._cursor, here)
        now, wanted = self._ground.journal.now(), {}
        for case in here:
            hers = [case, *together[case]]
            answers = [self._known_open(said[one.hex()]) for one in hers if one.hex() in said]
            stream, keepers = self._exchanged(case)
            may = len(answers) == len(hers) and may_be_kept_elsewhere(answers, keepers, now)
            free = may and not any(_is_walled(self._cursor, one) for one in hers)
            wanted[case] = stream if free else LOCAL_PLACE
        return wanted

    def _bring(self, case: bytes, stream: bytes, wanted: Mapping[bytes, bytes]) -> int:
        """Bring a case with its parts to where they belong; return how many of them moved."""
        targets = self._stayed_home(case, dict(parts(self._cursor, case, stream, wanted)))
        home = {one for one, target in targets.items() if self._lives(one) not in {b"", target}}
        home |= self._left_for_others(case, targets)
        was = self._lives(case)
        if stream not in {LOCAL_PLACE, was}:
            # What was written where it goes now, before it was known to have left there, others
            # let go of: it came too late for them.
            home |= {one for one, target in targets.items() if self._lives(one) == target}
        if home:
            home |= deleted_inside(self._cursor, home)
        if bool(was) is not bool(stream):
            self._log.line(KEPT_ELSEWHERE if stream else TAKEN_HOME, case)
        for one in sorted(home):
            self._moves.take_home(one, self._local)
        if home:
            # What was sealed of it and given to nobody yet is never given. Nor are bytes kept of
            # what was given, unless it may be kept elsewhere still: others may wait for them.
            stay = on_sticks(self._cursor) if stream else ()
            take_back(self._cursor, listed(home), stay)
        # What goes on into another stream names what it says of the one it left.
        if not self._log.idle:
            self._log.write(self._cursor)
        out = [one for one, target in targets.items() if target and self._lives(one) != target]
        for one in out:
            self._moves.send(one, targets[one], of=case)
        return len(home.union(out))

    def _known_open(self, said: Consents) -> Consents:
        """Return what was said without what whoever is gone took back, or had ended otherwise.

        Of that only its end is known: what she agrees to afterwards is another yes.
        """
        over = ended(self._cursor) if self._ours.any else set()
        grants = tuple(one for one in said.grants if bytes.fromhex(one.id) not in over)
        return replace(said, grants=grants) if over else said

    def _stayed_home(self, case: bytes, targets: dict[bytes, bytes]) -> dict[bytes, bytes]:
        """Return where parts of a case belong, if whoever is gone had taken some of them home."""
        over = ended(self._cursor).intersection(targets) if self._ours.any else set()
        # Not what was brought out from here before that was heard: others have it by that.
        kept = {one for one in over if case not in over and not self._is_brought_out(one)}
        return {one: LOCAL_PLACE if one in kept else where for one, where in targets.items()}

    def _left_for_others(self, case: bytes, targets: Iterable[bytes]) -> set[bytes]:
        """Return what others have no longer, as whoever is gone took it home: it begins anew.

        With a case they let go of all that is a part of it.
        """
        some = [one for one in targets if self._lives(one)] if self._ours.any else []
        left = left_elsewhere(self._cursor, some, self._ours) if some else set()
        # Who heard that it left before they heard that it is out again had let go of it as well.
        left |= {one for one in self._taken_home.intersection(some) if self._is_brought_out(one)}
        return set(some) if case in left else left

    def _is_brought_out(self, entity: bytes) -> bool:
        """Return whether somebody of this workbook brought a thing out, and that stands."""
        tips = read_tips(self._cursor, entity).get(PLACE, ())
        made = self._made(entity)
        found = (read_op(self._cursor, tip) for tip in tips or ([made.id] if made else ()))
        out = (op for op in found if op and op.kind is Kind.CREATE and PLACE in writes(op))
        return any(self._moves.is_own(op.id.lane) for op in out)

    def _lives(self, entity: bytes) -> bytes:
        """Return the exchanged stream in which something lives, or nothing."""
        stream = lives(self._cursor, entity)
        return stream if stream in self._shared else LOCAL_PLACE

    def _exchanged(self, case: bytes) -> tuple[bytes, list[Recipient]]:
        """Return the exchanged stream of the worker of a case, and who keeps its copies."""
        ((worker,),) = self._cursor.execute(_WORKER, (case,)).fetchall()
        stream, codes = shared_stream(self._cursor, worker.hex() if worker else "")
        if not stream and elsewhere(self._cursor, worker):
            # Nobody here writes hers: it stays until whoever assigned it has brought it over.
            stream = self._lives(case)
        rows = self._cursor.execute(_KEPT_WITH).fetchall()
        codes = tuple(dict.fromkeys((*codes, *(code for (code,) in rows))))
        kinds = [self._cursor.execute(_SERVICE, (code,)).fetchall() for code in codes]
        if not all(kinds):
            return stream, []
        found = zip(codes, kinds, strict=True)
        return stream, [Recipient(code, kind, "") for code, ((kind,), *_) in found]


def _is_there(cursor: Cursor, case: bytes) -> bool:
    return cursor.execute(_WORKER, (case,)).fetchone() is not None


def _is_walled(cursor: Cursor, case: bytes) -> bool:
    return cursor.execute(_WALL, (case,)).fetchone() is not None


def _is_repeated(cursor: Cursor, op: Op) -> bool:
    """Return whether an operation says once more what another one said."""
    before = (read_op(cursor, one) for one in op.parents)
    return any(one and (one.entity, one.hlc) == (op.entity, op.hlc) for one in before)
