"""What stands of what was here before, once a summary has been taken in.

Of a cell that is known on both sides stands what both have, and what one has that the other never
saw: whatever a summary covers and has no longer was replaced or went.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.homes.at_home import homes
from db.homes.given_without_words import note_summed, unsaid
from db.homes.sending_on import goes_again
from db.homes.told_ends import note_let_go
from db.homes.unsettled import mark_unsettled
from db.homes.written_before import written_before
from db.incoming.vouched import anybody
from db.incoming.whose_word import OWN_WORD, Hers, Word
from db.log.heads import Heads, load, parcels
from db.log.moves import made_inside
from ledger.ops import PLACE, Kind, Op, OpId, writes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sqlcipher3 import Cursor

    from db.log.heads import Taken
    from ledger.summary import Awaited

_KNOWN: Final = "select id from entity where life <> 3"
_ENTITIES: Final = "select id from entity where stream = ? and life <> 3 order by id"
_AUTHORS: Final = "select id, author from lane"
_SUMMED: Final = "insert or ignore into cell_summed values (?, ?, ?, ?, ?)"


class Cut:
    """How far a summary goes in each lane, and which operations stand there in which cells.

    Of cells that are here: whatever was not here before stands as the summary says. It is the
    `word` of somebody, who `may` say so of what lives where she writes.
    """

    def __init__(
        self,
        stream: bytes,
        covered: Mapping[bytes, int],
        word: Word = OWN_WORD,
        may: Callable[[bytes, bytes], bool] = anybody,
    ) -> None:
        self.stream, self.covered, self.word = stream, covered, word
        self.hers = Hers(word, stream, may)
        self.awaited: list[Awaited] = []
        self.before: frozenset[bytes] = frozenset()
        self._standing: dict[tuple[bytes, str], set[OpId]] = {}
        self._entities: set[bytes] = set()
        self._away: list[tuple[object, ...]] = []
        self._gone: dict[bytes, Op] = {}
        self._replaced: dict[tuple[bytes, str], set[OpId]] = {}
        # What left for whoever summed it up, by which lanes, and what has no content there.
        self._left: dict[bytes, set[bytes]] = {}
        self._empty: set[OpId] = set()
        # What others may have without its words; and what of it stood here, and stands no longer.
        self._unsaid: set[OpId] = set()
        self._before: Mapping[bytes, OpId] = {}
        self._lacking: set[OpId] = set()
        # Whose cases are at home here; what they brought out there, and knew; what was too late.
        self._ours: frozenset[bytes] = frozenset()
        self._out: set[bytes] = set()
        self._known: set[OpId] = set()
        self._late: set[OpId] = set()

    def begin(self, cursor: Cursor) -> None:
        """Look at what is here before anything comes."""
        self.before = frozenset(entity for (entity,) in cursor.execute(_KNOWN))
        self._unsaid, self._before = unsaid(cursor), written_before(cursor)
        ours, lanes = homes(cursor), cursor.execute(_AUTHORS).fetchall()
        self._ours = frozenset(lane for lane, author in lanes if ours.are(lane, author))

    def await_(self, some: Iterable[Awaited]) -> None:
        """Note what was replaced before it came."""
        for one in some:
            self.awaited.append(one)
            self._replaced.setdefault((one.entity, one.field), set()).add(one.id)

    def add(self, ops: Iterable[Op]) -> None:
        """Note where operations of the summary stand."""
        for op in ops:
            if op.kind is Kind.SCHEMA:
                self._empty.add(op.id)
            if op.entity not in self.before:
                continue
            self._entities.add(op.entity)
            if op.id.lane in self._ours and op.kind is Kind.CREATE and PLACE in writes(op):
                self._out.add(op.entity)
                self._known.update(op.parents)
            if op.kind is Kind.MOVE:
                self._left.setdefault(op.entity, set()).add(op.id.lane)
            for name in writes(op):
                self._standing.setdefault((op.entity, name), set()).add(op.id)

    def apart(self, cursor: Cursor) -> tuple[dict[bytes, Taken], dict[bytes, Op]]:
        """Return what is changed by all that stands no longer, and what is gone as a whole."""
        changed: dict[bytes, Taken] = {}
        heads = Heads(cursor, {}, set())
        here = [entity for (entity,) in cursor.execute(_ENTITIES, (self.stream,)).fetchall()]
        taken_home = self._taken_home(cursor)
        # What was made in it since, or is unknown to whoever took it home, is home with it.
        home = {*made_inside(cursor, taken_home)} if taken_home else set()
        # What came too late for others, before it was known here that its case had left and is
        # back, stands where that is at home.
        out = made_inside(cursor, self._out) if self._out else {}
        late = frozenset(self._empty - self._known)
        for some in parcels(one for one in here if one in self.before):
            mine = {}
            for entity, one in load(cursor, some).items():
                is_told = entity in home or entity in self._entities
                stays = late if entity in out else frozenset[OpId]()
                is_gone = one.made and self._covers(one.made.id) and one.made.id not in stays
                if one.made and is_gone and not is_told:
                    self._gone[entity] = one.made
                    # For whoever verifies the log: it left, by no word that came.
                    self._away.append((*one.made.id, entity, PLACE))
                # What made it may still come: until then nobody knows whose it is.
                elif self._let_go(
                    one, stays, is_at_home=entity in home or not (one.made or is_told)
                ):
                    mine[entity] = one
            heads.save(mine)
            changed |= mine
        # What was taken home here meanwhile still stands there for whoever summed it up.
        for some in parcels(self._entities.difference(self._left, here)):
            known = load(cursor, some)
            mine = {key: one for key, one in known.items() if self._let_go(one, is_at_home=True)}
            heads.save(mine)
            changed |= mine
        # What others brought over into another stream left this one also where it never was away.
        over = _brought_over(cursor)
        for some in parcels((self._left.keys() & self.before).difference(here)):
            known = load(cursor, some)
            mine = {key: one for key, one in known.items() if over(one) and self._let_go(one)}
            heads.save(mine)
            changed |= mine
        cursor.executemany(_SUMMED, self._away)
        note_let_go(cursor, (self.stream, self.word.signer), self._away)
        return changed, self._gone

    def _taken_home(self, cursor: Cursor) -> set[bytes]:
        """Return what left by lanes that are at home here: it was taken home, and nobody has it.

        By this workbook before it was lost and came back, or by one that was let out since.
        """
        ours = homes(cursor)
        lanes = {
            lane
            for lane, author in cursor.execute(_AUTHORS).fetchall()
            if ours.have_had(lane, author)
        }
        return {entity for entity, by in self._left.items() if by <= lanes}

    def note_empty(self, cursor: Cursor) -> None:
        """Keep of what a copy that came back was to say once more that others have its words."""
        note_summed(cursor, self.covered, self._empty)

    def say_again(self, cursor: Cursor) -> None:
        """Keep to be said once more what stood here, or does, and others have as a number."""
        for one in sorted(self._late):
            mark_unsettled(cursor, one.lane, one.aseq)
        if self._lacking:
            goes_again(cursor, self._lacking, self._unsaid)

    def _let_go(
        self, one: Taken, stays: frozenset[OpId] = frozenset(), *, is_at_home: bool = False
    ) -> bool:
        """Take from the heads of a thing those that were replaced; return whether there were.

        Those that `stays` names are none of them.
        Of what is at home a summary replaces only by what it has of the same, and nothing that is
        an empty number there: it came too late for others, and is said again.
        """
        for name in {*one.tips, *(writes(one.made) if one.made else ())}:
            cell = one.known.id, name
            standing = self._standing.get(cell, set())
            if is_at_home and (name == PLACE or not standing):
                continue
            standing = standing | self._empty if is_at_home else standing
            self._late |= one.heads(name) & stays - standing
            standing = standing | stays
            replaced = self._replaced.get(cell, set())
            heads = one.heads(name)
            left = {
                head
                for head in heads
                if head not in replaced and (head in standing or not self._covers(head))
            }
            if left != heads:
                lacking = (heads - left - replaced) & self._empty
                self._lacking.update(filter(self._may_be_lacking, lacking))
                self._away += [(*op_id, *cell) for op_id in sorted(heads - left)]
                one.tips[name] = left
                one.changed.add(name)
        return bool(one.changed)

    def _may_be_lacking(self, op_id: OpId) -> bool:
        """Return whether an empty number may be all that anybody has of something said here."""
        last = self._before.get(op_id.lane)
        return op_id in self._unsaid or (last is not None and op_id <= last)

    def _covers(self, op_id: OpId) -> bool:
        return op_id.aseq <= self.covered.get(op_id.lane, 0)


def _brought_over(cursor: Cursor) -> Callable[[Taken], bool]:
    """Return what tells whether a thing lives where somebody else brought it back, or over."""
    ours, authors = homes(cursor), dict(cursor.execute(_AUTHORS).fetchall())

    def is_so(one: Taken) -> bool:
        made = one.made
        if made is None or PLACE not in writes(made):
            return False
        # What was taken home here since then stands here.
        places = (tip.lane for tip in one.tips.get(PLACE, ()))
        is_here = any(ours.are(lane, authors[lane]) for lane in places)
        return not is_here and not ours.have_had(made.id.lane, authors[made.id.lane])

    return is_so
