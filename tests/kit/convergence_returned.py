"""A laptop is lost in the midst of a story, and at its end comes back from a sealed backup."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from apart import summed_up
from convergence_book import Book
from convergence_end import is_nowhere, rows_are_the_same
from convergence_oracle import is_gone, standing
from convergence_removed import lets_go, with_words
from make import WORDS

from casework.team.worker import Role
from db.backups import backup
from db.backups.tombstones import replay_for
from db.rows.tables import TaskRow
from db.vault import keys, recovery
from db.vault.cost import FLOOR

if TYPE_CHECKING:
    from pathlib import Path

    from convergence_oracle import Said

LEFT = "select 1 from cell_meta where entity = ? and field = '@stream'"
KIND = "select s.kind from entity as e join stream as s on s.id = e.stream where e.id = ?"
STONE = "select 1 from tombstone where entity = ?"
UNSEALED = (
    "select count(*) from op as o join lane as l on l.id = o.lane join stream as s"
    " on s.id = l.stream where s.kind = 'shared' and o.aseq > l.sealed"
)
# What others may read of a case, and in which stream.
SHARED = (
    "select e.id, e.stream from entity as e join stream as s on s.id = e.stream"
    " where e.type = 'casefile' and e.life in (0, 2) and e.lane is not null"
    " and s.kind = 'shared' order by e.id"
)

# How many of those that are lost give nothing more.
SILENT = 0.8


class Saved(NamedTuple):
    """A backup: of which laptop, where, by which sheet, when, and what had been said there."""

    number: int
    file: Path
    sheet: str
    turn: int
    said: frozenset[Said]


def backs_up(turn):
    """Write a sealed backup of a laptop, once; what is written there was given before, or not."""
    story, chance, book = turn
    if book.number == 0 or story.saved is not None or book.skew or book.worker is None:
        return False
    # Sooner or later, and mostly when much would be lost.
    if story.turn < chance.randrange(300):
        return False
    ((unsealed,),) = book.rows(UNSEALED)
    if unsealed < chance.randrange(2, 6):
        if chance.random() < 0.9:
            return False
        story.gives(book)
    sheet = keys.new_recovery_code()
    reader = bytes(recovery.backup_key(recovery.read(sheet)).public_key)
    file = book.home.parent / "one.backup"
    backup.back_up(book.store.connection, book.held(), file, book.clock, [reader])
    said = frozenset(one for one, by in story.by.items() if by == book.number)
    story.saved = Saved(book.number, file, sheet, story.turn, said)
    return True


def is_lost(turn):
    """Lose the laptop of which there is a backup, soon or after a while; it is removed.

    Mostly nobody hears of it again; what it gave before may still come.
    """
    story, chance, _book = turn
    if story.saved is None or story.turn < story.saved.turn + chance.randrange(60):
        return False
    is_let_go = lets_go(story, story.books[story.saved.number])
    if is_let_go and chance.random() < SILENT:
        story.silent = story.saved.number
    return is_let_go


class Returned(Book):
    """What comes back from the backup: another workbook of the same person."""

    def __init__(self, story) -> None:
        number, file, sheet = story.saved[:3]
        lost, self.story = story.books[number], story
        self.organisation, self.number, self.home = story.organisation, number, lost.home / "back"
        person = keys.Newcomer(lost.worker.name, WORDS, FLOOR)
        backup.restore(file, self.home, sheet, person, replay_for(person.name))
        self._keys = keys.unlock(self.home, person.name, WORDS)
        self.skew, self.seat, self.given = timedelta(), 0, {}
        self.dead, self.role, self.people = False, lost.role, lost.people
        self.open()

    def held(self):
        """Return the keys of whoever sits there."""
        return self._keys

    def joins(self, first) -> None:
        """Be let in at the first laptop."""
        request = self.post.membership.ask()
        administers = self.role is Role.SUPERVISOR
        answer, digest = first.post.admit(request.data, administers=administers)
        assert self.post.join(answer) == digest

    def meets(self, others) -> None:
        """Exchange sticks with all others until all must have heard of all."""
        for _turn in range(3):
            for other in others:
                came = self.post.read(io.BytesIO(summed_up(other.post)))
                back = other.post.read(io.BytesIO(b"".join(self.post.write(whole=True))))
                wrong = [one for one in (came, back) if one.refused or one.forked]
                assert wrong == [], (other.number, wrong)

    def shared(self):
        """Return the cases that live where this laptop reads, with all of their things."""
        reading = self.post.membership.roster.reading(self.post.membership.me.workbook)
        rows = [*self.story.books[0].rows(SHARED), *self.rows(SHARED)]
        found = [case for case, stream in rows if stream in reading]
        things = self.story.things.items()
        return {case: [key for key, (_table, whose) in things if whose == case] for case in found}


def comes_back(story) -> bool:
    """Let the lost laptop come back when all is said; see that it shows the same, and goes on."""
    if story.saved is None or story.removed is None:
        return False
    first, others = story.books[0], story.belonging()
    if first.seat:
        first.sits_down()
    back = Returned(story)
    try:
        back.joins(first)
        # A stick is for whom one has heard of.
        for other in others[1:]:
            other.post.take(first.post.exchange.roster())
        back.meets(others)
        _shows_the_same(story, back)
        _has_what_was_saved(story, back)
        for case, whole in back.shared().items():
            tasks = [key for key in whole if story.things[key][0] == "task"]
            for key in [key for key in tasks if back.rows("select 1 from task where id = ?", key)]:
                back.write(TaskRow, key, "title", f"back{case.hex()[:4]}")
        back.meets(others)
        _shows_the_same(story, back)
    finally:
        back.close()
    return True


def _shows_the_same(story, back) -> None:
    """See that it has all that others may read, as they have it, and nothing that was erased."""
    first = story.books[0]
    for case in story.erased:
        if first.rows(STONE, case):
            is_nowhere(story, back, story.cases[case])
    for case, whole in back.shared().items():
        for key in (case, *whole):
            there = [story.is_there(book, key) for book in (first, back)]
            # What nobody has any more, or was never given to anybody; what had been taken home
            # there came back there, and is nowhere else.
            is_home = there == [False, True] and back.rows(KIND, case) != [("shared",)]
            assert is_home or there[0] is there[1], (story.things[key], there)
            if all(there):
                rows_are_the_same(story.things[key][0], key, [first, back])
    faults = back.store.examine(pages=False).faults
    assert faults == (), faults


def _has_what_was_saved(story, back) -> None:
    """See that what had been said before the backup, and stands, is at others who may read it."""
    first, saved = story.books[0], story.saved.said
    of_all = [key for key, (_table, case) in story.things.items() if not case]
    for key in (*of_all, *(one for pair in back.shared().items() for one in (pair[0], *pair[1]))):
        hers = {one for one in saved if one.entity == key}
        # What had come with its words, and left and came back, has them at its home.
        case = story.things[key][1]
        home = story.books[story.homes.get(case, 0)]
        known = with_words(story, first, key) | with_words(story, home, key) | hers
        where = (*story.things[key], key)
        if not story.is_there(first, key):
            gone = is_gone(standing(known), key) or _was_taken_away(story, back, known, key)
            assert not hers or gone, where
            continue
        stands = standing(known)
        for name in {one.field for one in hers if one.field}:
            some = stands.get((key, name), set())
            meant = {one.value for one in some if one in hers and not _was_replaced(one, some)}
            assert meant <= story.visible(first, key, name), (*where, name, meant)


def _was_taken_away(story, back, known, key) -> bool:
    """Return whether something was deleted while its case was at home: that is told to nobody.

    What others had changed of it meanwhile went home as its home was gone: nobody has that any
    more, so it keeps nothing.
    """
    first, lost, case = story.books[0], story.books[story.saved.number], story.things[key][1]
    if case not in story.cases or story.cases[case].home != lost.number:
        return False
    if not first.rows(LEFT, key):
        return False
    whole = known | story.known(lost, key)
    here = (back, *story.belonging())
    there = {one for one in whole if any(book.logs(at, one) for book in here for at in one.told)}
    gone = is_gone(standing(whole), key) or is_gone(standing(there | story.known(lost, key)), key)
    return bool(gone)


def _was_replaced(one, stands) -> bool:
    """Return whether it says once more what others have replaced: that counts for nothing."""
    before = {seen for seen in one.sees if (seen.field, seen.value) == (one.field, one.value)}
    return any(before & other.sees for other in stands if other is not one)
