"""Any story of laptops that are seldom together: what was said, and what each of them shows."""

from __future__ import annotations

import io
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from itertools import product

from convergence_book import Book, has_come
from convergence_end import see_all_the_same
from convergence_oracle import GONE, Said, is_gone, is_shown, standing
from convergence_removed import (
    counts_at,
    decide_late,
    is_whole,
    note_removed,
    still_there,
    with_before,
    with_words,
)
from convergence_returned import Saved, comes_back
from convergence_sight import FIELDS

from db.rows.moments import read
from sync.members.tending import GRACE, LONGEST
from sync.wire.bundle import BundleRefused

# What is said once more bears the moment of when it was said first, which is emptied here by then.
SENT_ON = (
    "select o.entity, ifnull(o.field, ''), o.lane, o.aseq, o.idx, b.lane, b.aseq, b.idx"
    " from op as o join op as b on b.hlc = o.hlc and b.kind = 7 and b.lane <> o.lane"
    " where o.kind in (1, 3) and instr(o.parents, b.lane) > 0"
)
WRITTEN = (
    "select o.lane, o.aseq, o.idx from op as o join lane as l on l.id = o.lane"
    " where l.author = ? and o.entity = ? and ifnull(o.field, '') = ? and o.kind in (1, 3)"
)


class Story:
    """One run: laptops, what passes between them, and all that was ever said."""

    def __init__(self, organisation, folder) -> None:
        self.organisation = organisation
        # Until then one laptop alone gives streams new keys: two that do it apart part the roster.
        self.latest = organisation.clock.moment + LONGEST + GRACE
        organisation.clock.moment += timedelta(days=1)
        self.books = [Book(organisation, n, folder) for n in range(len(organisation.homes))]
        self.cases = {one.id: one for one in organisation.cases}
        # At which laptop each of them is at home.
        self.homes = {one.id: one.home for one in organisation.cases}
        # Of each thing its table and its case.
        self.things: dict[bytes, tuple[str, bytes]] = {}
        self.said: dict[bytes, list[Said]] = {}
        # What made a thing, at first or once more: before that has come nothing of it is shown.
        self.makings: set[Said] = set()
        self.by: dict[Said, int] = {}
        self.words: dict[bytes, list[Said]] = {}
        # What was given away and may still come, in the order in which it was written.
        self.carried: dict[bytes, int] = {}
        # Sticks that somebody left lying about, and of which laptop each is.
        self.in_drawers: list[tuple[Book, bytes]] = []
        self.brought = [set() for _ in self.books]
        self.erased: set[bytes] = set()
        # By which operation each thing that is at home was made: another one said it anew.
        self.made: dict[tuple[int, bytes], tuple[object, ...]] = {}
        self.alarms: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.turn = 0
        # Which laptop was removed, and when each of the others heard of it.
        self.removed: int | None = None
        self.heard_of_it: dict[int, int] = {}
        # The sealed backup of one laptop, and which laptop says nothing more to anybody.
        self.saved: Saved | None = None
        self.silent: int | None = None
        # Of its cases those that were whole where they are at home since.
        self.whole: set[bytes] = set()
        self._begin()

    def close(self) -> None:
        """Close all laptops."""
        for book in self.books:
            book.close()

    def belonging(self) -> list[Book]:
        """Return the laptops that still belong."""
        return [book for book in self.books if book.number != self.removed]

    def _begin(self) -> None:
        """Take note of what all know when they part."""
        for case in self.cases.values():
            home = self.books[case.home]
            self.words[case.id] = []
            self.knows(home, case.id, "casefile", case.id)
            self.knows(home, case.form, "form_instance", case.id)
            for key in case.tasks:
                self.knows(home, key, "task", case.id)
            if case.agreed:
                query = "select given_at, event_id from consent_grant where case_id = ?"
                ((at, event),) = home.rows(query, case.id)
                self.words[case.id].append(Said(case.id, "", ("yes", read(at), event.hex())))
        for book in self.books:
            self.anew(book)
        for key in self.organisation.services:
            self.knows(self.books[0], key, "service", b"")

    def knows(self, book, key, table, case) -> None:
        """Take note of a thing as it is now on one laptop."""
        self.things[key] = table, case
        self.said[key] = [Said(key, name, self.shown(book, key, name)) for name in FIELDS[table]]
        self.makings.update(self.said[key])

    # ------------------------------------------------------------------ what a laptop shows

    def shown(self, book, key, name):
        """Return what a field of a thing shows."""
        return book.sight().shown(self.things[key][0], key, name)

    def heads(self, book, key, name) -> dict[object, set[tuple[object, ...]]]:
        """Return all that somebody sees of a field, shown or to be decided, and what said each."""
        return book.sight().heads(self.things[key][0], key, name)

    def visible(self, book, key, name) -> set[object]:
        """Return all that somebody sees of a field: what is shown, or all that is to decide."""
        return set(self.heads(book, key, name))

    def is_there(self, book, key) -> bool:
        """Return whether a thing is in a store."""
        return key in book.sight().table(self.things[key][0])

    def known(self, book, key) -> set[Said]:
        """Return all that was said of a thing and has come to a laptop, by what it has got."""
        reached = book.reached()
        return {
            one
            for one in self.said[key]
            if not one.told
            or self.by[one] == book.number
            or any(has_come(place, reached) or book.logs(place, one) for place in one.told)
        }

    # ------------------------------------------------------------------ what is said

    def sees(self, book, key, name) -> set[Said]:
        """Return all of a field that somebody sees who is about to change it."""
        same = self.means(book, key, name)
        # What came too late for her has no words here: what bears them was said again by others.
        stands = set().union(*self.heads(book, key, name).values())
        words = {one.value for one in same if not one.told.isdisjoint(stands)}
        return {
            one
            for one in same
            if not (one.told and one.value in words and one.told.isdisjoint(stands))
        }

    def means(self, book, key, name) -> set[Said]:
        """Return all of a field that says what somebody sees there."""
        seen = self.visible(book, key, name)
        return {one for one in self.known(book, key) if one.field == name and one.value in seen}

    def says(self, book, key, name, value, act) -> None:
        """Let something be written, and take note of what whoever did it saw."""
        sees = self.sees(book, key, name) if name else set()
        if not name:
            sees = {one for one in self.known(book, key) if self.has_words(book, one)}
            fields = FIELDS[self.things[key][0]]
            sees |= {one for each in fields for one in self.sees(book, key, each)}
            # To take away a thing names what made it, also where all of that was replaced.
            sees |= self.makings & self.known(book, key)
        self.keeps_of(book, Said(key, name, value, frozenset(sees)), act)

    @staticmethod
    def has_words(book, one) -> bool:
        """Return whether it is here that a thing stays or went: that may have come too late."""
        return not one.field and any(book.logs(place, one) for place in one.told)

    def keeps_of(self, book, one, act) -> None:
        """Let something be written, and take note of it and where it stands."""
        before = self.written(book, one.entity, one.field)
        act()
        told = self.written(book, one.entity, one.field) - before
        assert told, (book.number, one.entity, one.field, self.turn)
        self.keeps(book, one, told)

    @staticmethod
    def written(book, key, name) -> set[tuple[object, ...]]:
        """Return by which operations whoever sits there ever wrote a field of a thing."""
        return set(book.rows(WRITTEN, book.author, key, name))

    def keeps(self, book, one, told) -> None:
        """Take note of what was kept, and where it stands."""
        one.told |= told
        self.by[one] = book.number
        self.said[one.entity].append(one)

    def anew(self, book) -> None:
        """Take note of what a laptop said anew because its case went out again."""
        note_removed(self, book)
        for key, made in book.sight().made.items():
            case = self.things.get(key, ("", b""))[1] if made[0] else b""
            if not case or not self.is_home(book, case) or case in self.erased:
                continue
            place = book.number, key
            before, self.made[place] = self.made.get(place), made
            if before is None:
                # It may have gone on in the moment in which it came.
                told = {at for one in self.said[key] if one in self.makings for at in one.told}
                before = next(iter(told - {made}), made) if made not in told else made
            if before != made and book.wrote(made[0]):
                self._whole_anew(book, key, made)
        for one in book.now("said again", book.said_again):
            self._again(book, one)
        if book.sight().moved:
            self._sent_on(book)

    def _whole_anew(self, book, key, place) -> None:
        """Take note of all that is said of a thing with what makes it once more."""
        self._gone_anew(book, key, place)
        for name in FIELDS[self.things[key][0]]:
            for value, told in self.heads(book, key, name).items():
                same = {one for one in self.means(book, key, name) if one.value == value}
                self.keeps(book, Said(key, name, value, with_before(self, book, same)), told)
                self.makings.add(self.said[key][-1])

    def _gone_anew(self, book, key, place) -> None:
        """Take note that it is said anew that somebody took a thing away: whatever she saw."""
        for one in standing(with_words(self, book, key)).get((key, ""), ()):
            if one.value is GONE:
                self.keeps(book, Said(key, "", GONE, one.sees | {one}), {place})

    def _again(self, book, again) -> None:
        """Take note of what a laptop said again of a case at home, as it came too late for others.

        Whoever replaced it elsewhere before she heard of that has not replaced this.
        """
        key, name, value, place = again
        table, case = self.things.get(key, ("", b""))
        if not case or not self.is_home(book, case) or case in self.erased:
            return
        here = [one for one in self.known(book, key) if one.field == name]
        # With what makes a thing once more all is said that somebody took it away.
        with_it = {at[:2] for one in here for at in one.told} if not name else ()
        if place[:2] in with_it or any(place in one.told for one in here):
            return
        if not name and value is None:
            self._gone_anew(book, key, place)
        elif not name or name in FIELDS[table]:
            # That a thing stays is no value.
            meant = value if name else None
            same = frozenset(one for one in here if one.value == meant)
            self.keeps(book, Said(key, name, meant, same), {place})

    def _sent_on(self, book) -> None:
        """Take note of what a laptop says for somebody else, as it came too late for others."""
        for key, name, *places in book.now("sent on", lambda: book.rows(SENT_ON)):
            again, before = tuple(places[:3]), tuple(places[3:])
            for one in self.said.get(key, ()):
                if one.field == name and before in one.told:
                    one.told.add(again)

    # ------------------------------------------------------------------ what must hold

    def looks(self, book) -> None:
        """See that a laptop shows all it knows: of what all hold, and of what is at home here."""
        lacking = {key for _upto, some in book.reached().values() for key in some.values()}
        for key, (_table, case) in self.things.items():
            # Of what is still to come with its words it is not certain what had replaced what.
            if case in self.erased or not lacking.isdisjoint((key, case)):
                continue
            if not case or is_whole(self, book, case) or self._stayed(book, case):
                self.shows(book, key, still_there(self, book, with_words(self, book, key)))

    def is_home(self, book, case) -> bool:
        """Return whether a laptop has a case at home, or had it there before it was removed."""
        return book.number in {self.cases[case].home, self.homes[case]}

    def _stayed(self, book, case) -> bool:
        """Return whether a case was on a laptop from the first day, as it was said there.

        What goes out later, or once more, is said anew; whoever has that has not what was before.
        """
        homes = {self.cases[case].home, self.homes[case]}
        left = any(case in self.books[number].sight().moved for number in homes)
        return self.cases[case].agreed and not left and self.is_there(book, case)

    def shows(self, book, key, said) -> None:
        """See that a laptop shows of a thing what stands, and all of it."""
        stands, where = standing(said), (book.number, key, *self.things[key], self.turn)
        if self.makings.isdisjoint(said):
            assert not self.is_there(book, key), where
            return
        gone = is_gone(stands, key)
        assert self.is_there(book, key) is not (gone is True), (where, gone)
        life = book.sight().lives[key]
        assert life == {False: 0, True: 1, None: 2}[gone], (where, life)
        for name in FIELDS[self.things[key][0]] if gone is not True else ():
            # What a thing was made without was said by nobody: it stands beside nothing.
            some = {one for one in stands[key, name] if one.value is not None} or stands[key, name]
            some = counts_at(self, book, some, said)
            seen, meant = self.visible(book, key, name), {one.value for one in some}
            assert seen == meant, (where, name, seen, meant)
            assert is_shown(some, name, self.shown(book, key, name)), (where, name)

    # ------------------------------------------------------------------ what passes between them

    def gives(self, book) -> list[bytes]:
        """Let a laptop write what others have not got yet; return that."""
        new: list[bytes] = []
        if book.number == self.silent:
            return new

        def carry(some) -> None:
            new.extend(one for one in some if one not in self.carried)
            self.carried.update(dict.fromkeys(new, book.number))

        book.seals(carry)
        self.anew(book)
        return new

    def _all_give(self, book) -> int:
        """Let all who work at a laptop give away what they have; return how much."""
        given = len(self.gives(book))
        # What is for one of two to seal, or to do, waits until she sits there.
        for _other in book.people[1:]:
            book.sits_down()
            given += len(self.gives(book))
        return given

    def _all_come(self) -> int:
        """Let all come to each laptop that it has not; return how much of it was new."""
        new = 0
        for book in self.books:
            left = [one for one, by in self.carried.items() if by != book.number]
            some = book.wanting(left)
            new += self.comes(book, some) if some else 0
        return new

    def comes(self, book, batches) -> int:
        """Let a laptop take in what somebody brings; return how much of it was new."""
        came = book.post.take(batches)
        self.heard(book, came)
        self.anew(book)
        self.brought[book.number].update(batches)
        return came.batches + came.roster_changed

    def stick(self, book, other, chance) -> None:
        """Carry a real stick from one laptop to another, torn if chance wills."""
        if book is other or self.silent in {book.number, other.number}:
            return
        # Whoever belongs no longer sums up nothing for others.
        may = {"snapshot.right"} if book.number == self.removed else set()
        self.gives(book)
        lanes = {lane: at.aseq for lane, at in other.post.exchange.lanes().items()}
        file = b"".join(book.post.write(lanes))
        if chance and chance.random() < 0.3:
            file = file[: chance.randrange(len(file))]
        with suppress(BundleRefused):
            self.heard(other, other.post.read(io.BytesIO(file)), may)
        self.anew(other)

    def heard(self, book, came, may=frozenset()) -> None:
        """Nothing that comes is wrong, unless a laptop was set back."""
        self.alarms.update(came.refused)
        assert not came.forked
        assert came.refused.keys() <= may or book.organisation.may_alarm, (
            book.number,
            came,
            self.turn,
        )

    def ends(self) -> None:
        """Bring everything to everybody until nobody has anything more to say; look at all."""
        for _turn in range(24):
            # Whoever turns old keys turns them before others would who have not heard of that.
            first, *others = self.books
            new = self._all_give(first) + decide_late(self) + self._all_come()
            new += sum(self._all_give(book) for book in others) + self._all_come()
            if not new and not any(book.waits() for book in self.belonging()):
                break
            if not new:
                # What nobody can give any more goes along summed up.
                for book, other in product(self.books, self.books):
                    self.stick(book, other, None)
                # Keys that came too late for a pair are given again when they were owed so long.
                self.organisation.clock.moment += GRACE
        else:
            raise AssertionError("they never come to an end")
        see_all_the_same(self)
        self.done["comes_back"] += comes_back(self)
