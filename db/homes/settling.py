"""Each case is brought to where it belongs by what was agreed: here only, or elsewhere too."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from casework.consent.grant import Purpose, Recipient
from casework.disclosure import may_be_kept_elsewhere
from db.consent.consents import SqlConsents
from db.guards.as_made import as_made
from db.guards.unions import united_with
from db.homes.at_home import ended, homes, is_at_home, left_elsewhere
from db.homes.giving import give, keep_here
from db.homes.last_numbers import go_on
from db.homes.saying import Places, Saying
from db.homes.scopes import LOCAL_PLACE, cases_of, parts
from db.homes.unsettled import settled, unsettled
from db.log.cells import read_op, read_tips
from db.log.moves import Moves, deleted_inside
from db.log.outbox import on_sticks, take_back
from db.log.streams import elsewhere, shared_stream
from db.rows.own_office import of_own_office
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
_WORKER: Final = "select worker from casefile where id = ?"
_KEPT_WITH: Final = of_own_office("kept_with", "kept_with <> ''")
_SERVICE: Final = " ".join(("select s.kind from service as s where s.code = ? and", as_made("s")))
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
    changed: dict[bytes, None] = {}
    for name, kind, entity in unsettled(cursor):
        settling.note_taken_home(name, kind, entity)
        (made if kind is Kind.CREATE else came).append(name)
        cases[entity] = ()
        if kind is not Kind.CREATE:
            changed[entity] = None
    settling.note_brought_out(made)
    for entity in cases:
        cases[entity] = tuple(cases_of(cursor, entity))
    theirs = {case for some in cases.values() for case in some}
    moved = settling.settle(theirs.union(*(cases_of(cursor, one) for one in standing)))
    moved += settling.send_after((one, case) for one in changed for case in cases[one][:1])
    again = settling.saying.say_again(_read(cursor, [*made, *came], cases))
    again += settling.saying.say_adopted(theirs)
    again += settling.saying.say_alone(_read(cursor, made, cases))
    again += settling.saying.say_going()
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
        self._places = Places(cursor, self._moves)
        self.saying = Saying(cursor, self._log, self._moves, self._places, self._ours)
        self._taken_home: set[bytes] = set()
        self._settled: set[bytes] = set()

    def note_taken_home(self, name: OpId, kind: Kind, entity: bytes) -> None:
        """Note what somebody who is gone, and whose cases are at home here, had taken home."""
        if kind is Kind.MOVE and self._ours.adopted.get(name.lane):
            self._taken_home.add(entity)

    def note_brought_out(self, made: Iterable[OpId]) -> None:
        """Note the same of what she had brought out again: what she says of that need not come."""
        theirs = (name for name in made if self._ours.adopted.get(name.lane))
        found = (read_op(self._cursor, name) for name in theirs)
        self._taken_home |= {op.entity for op in found if op and PLACE in writes(op)}

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

    def send_after(self, changed: Iterable[tuple[bytes, bytes]]) -> int:
        """Send after a case that is at home elsewhere by now what stayed here as it was deleted.

        Somebody had changed it, or kept it; that came as the case had been given away. Things are
        given with their cases. Return how many of them went.
        """
        lives, sent = self._places.lives, 0
        for entity, case in changed:
            if lives(entity) or not lives(case) or not self._was_taken_home(entity):
                continue
            targets = dict(parts(self._cursor, case, lives(case), {}))
            if targets.get(entity):
                self._moves.send(entity, targets[entity], of=case)
                sent += 1
        if sent:
            self._log.write(self._cursor)
        return sent

    def _was_taken_home(self, entity: bytes) -> bool:
        found = (
            read_op(self._cursor, tip) for tip in read_tips(self._cursor, entity).get(PLACE, ())
        )
        return any(op and op.kind is Kind.MOVE and self._moves.is_own(op.id.lane) for op in found)

    def give(self) -> int:
        """Give what was settled to where its worker works, once nothing is left to say of it here.

        Return how many cases went.
        """
        some, self._settled = sorted(self._settled), set()
        journal = self._ground.journal
        given = [
            give(self._cursor, journal, one, self._places.lives(one), self._ours) for one in some
        ]
        return sum(given)

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
        lives = self._places.lives
        home = {one for one, target in targets.items() if lives(one) not in {b"", target}}
        home |= self._left_for_others(case, targets)
        was = lives(case)
        if stream not in {LOCAL_PLACE, was}:
            # What was written where it goes now, before it was known to have left there, others
            # let go of: it came too late for them.
            home |= {one for one, target in targets.items() if lives(one) == target}
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
        out = [one for one, target in targets.items() if target and lives(one) != target]
        for one in out:
            self._moves.send(one, targets[one], of=case)
        return len(home.union(out))

    def _known_open(self, said: Consents) -> Consents:
        """Return what was said without what whoever is gone took back, or had ended otherwise.

        Of that only its end is known, as of a no: what she agrees to afterwards is another yes, and
        what she had agreed to before stands no more.
        """
        over = ended(self._cursor) if self._ours.any else set()
        asked = (one for one in said.grants if one.purpose is Purpose.STORE_ELSEWHERE)
        gone = {one.id for one in asked if bytes.fromhex(one.id) in over}
        told = (replace(one, refused=True) if one.id in gone else one for one in said.grants)
        return replace(said, grants=tuple(told)) if gone else said

    def _stayed_home(self, case: bytes, targets: dict[bytes, bytes]) -> dict[bytes, bytes]:
        """Return where parts of a case belong, if whoever is gone had taken some of them home."""
        over = ended(self._cursor).intersection(targets) if self._ours.any else set()
        # Not what was brought out from here before that was heard: others have it by that.
        kept = {one for one in over if case not in over and not self._places.is_brought_out(one)}
        return {one: LOCAL_PLACE if one in kept else where for one, where in targets.items()}

    def _left_for_others(self, case: bytes, targets: Iterable[bytes]) -> set[bytes]:
        """Return what others have no longer, as whoever is gone took it home: it begins anew.

        With a case they let go of all that is a part of it.
        """
        some = [one for one in targets if self._places.lives(one)] if self._ours.any else []
        left = left_elsewhere(self._cursor, some, self._ours) if some else set()
        # Who heard that it left before they heard that it is out again had let go of it as well.
        theirs = self._taken_home.intersection(some)
        left |= {one for one in theirs if self._places.is_brought_out(one)}
        return set(some) if case in left else left

    def _exchanged(self, case: bytes) -> tuple[bytes, list[Recipient]]:
        """Return the exchanged stream of the worker of a case, and who keeps its copies."""
        ((worker,),) = self._cursor.execute(_WORKER, (case,)).fetchall()
        stream, codes = shared_stream(self._cursor, worker.hex() if worker else "")
        if not stream and elsewhere(self._cursor, worker):
            # Nobody here writes hers: it stays until whoever assigned it has brought it over.
            stream = self._places.lives(case)
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
