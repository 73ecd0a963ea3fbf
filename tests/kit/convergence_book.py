"""Laptops of one organisation that is founded once: each run has copies of their real stores."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache

import cbor2
from convergence_oracle import KEPT
from convergence_sight import Sight
from laptops import KEPT_WITH, Laptop
from make import Clock, Desks, protect
from nacl.signing import SigningKey

from casework.consent.event import ConsentEvent, ConsentKind
from casework.consent.grant import Ending, Grant, Purpose, Reach, Scope
from casework.ids import new_id
from casework.tasks.task import Task, TaskKind, TaskStatus
from casework.team.worker import Role, Worker
from db.cases.listed import list_tasks
from db.homes.held import held
from db.log import outbox
from db.rows.tables import TaskRow
from db.store import FILE, open_store
from desktop.bootstrap import office_on, post_of
from ledger.ops import lane_id
from sync.members import member
from sync.wire import frames
from sync.wire.lanes import LATE

ELSEWHERE = Purpose.STORE_ELSEWHERE
CARRIED = b"whoever carries."
SECOND_SEED = b"somebody else at this laptop...."
AT_FIRST = {"limits_explained": "yes", "name_used": "at first", "account": "at first"}
VISIT = {**AT_FIRST, "languages": ["ar"], "sex": "female", "birth_precision": "year"}
# What is said once more bears the moment of when it was said first.
SAID = (
    "select o.entity, o.hlc, o.kind, o.field, o.value, o.lane, o.aseq, o.idx, l.author from op as o"
    " join lane as l on l.id = o.lane where o.kind in (1, 3)"
)
WITH_WORDS = (
    "select 1 from op where lane = ? and aseq = ? and idx = ? and entity = ? and kind in (1, 2, 3)"
)
AUTHOR = "select author from lane where id = ?"
SET_ASIDE = ("", "-wal", "-shm")


@dataclass
class CaseKnown:
    """A case as all know it: whose laptop it is at home on, and what it is made of."""

    id: bytes
    code: str
    home: int
    form: bytes
    tasks: list[bytes]
    agreed: bool


class Founder(Desks):
    """The first laptop, at which two people work."""

    def __init__(self, template, home, clock) -> None:
        super().__init__(template, home, clock)
        self.let_in = Counter()
        supervisor = self.office(template.supervisor)
        self.keeper = self.services()[KEPT_WITH]
        supervisor.people.keep_copies_with(self.keeper)
        public = bytes(SigningKey(SECOND_SEED).verify_key)
        supervisor.people.add(b"second at first!".hex(), "Caseworker 3", Role.CASEWORKER, public)
        self.post = post_of(self.store, template.unlocked(), clock)
        self.post.found()


class Organisation:
    """Laptops that know each other and hold some cases, closed, to be copied."""

    def __init__(self, template, folder, roles, cases) -> None:
        self.clock, self.may_alarm = Clock(), False
        self.roles = [Role.SUPERVISOR, *roles]
        first = Founder(template, folder / "0", self.clock)
        self.keeper = first.keeper
        others = [
            Laptop(first, folder / str(n), f"Worker {n}", role) for n, role in enumerate(roles, 4)
        ]
        second = replace(
            template.unlocked(),
            user_id=b"second at first!",
            author_seed=bytearray(SECOND_SEED),
            author_key=b"",
        )
        first.store.close()
        self.homes = [first.home, *(one.home for one in others)]
        self.keys = [(template.unlocked(), second), *((one.unlocked(),) for one in others)]
        self.heard: dict[object, object] = {}
        self.cases: list[CaseKnown] = []
        books = [Book(self, n) for n in range(len(self.homes))]
        self._carry(books)
        for book in books:
            book.close()
            book.open()
        for book in books:
            for agreed in cases[book.number]:
                self.cases.append(self._case(book, agreed))
        self.services = [
            row[0] for row in books[0].rows("select id from service order by name limit 2")
        ]
        self._carry(books)
        for book in books:
            book.close()

    @staticmethod
    def _carry(books) -> None:
        for _turn in range(2):
            for book in books:
                sealed = book.seals()
                book.given.clear()
                for other in books:
                    assert not other.post.take(sealed).refused

    def _case(self, book, agreed) -> CaseKnown:
        office = book.office()
        code = office.answers.record(None, "intake", {**VISIT, "birth_year": 2001}, "en").case_code
        ((case, form),) = book.rows(
            "select c.id, i.id from casefile as c join form_instance as i on i.case_id = c.id"
            " where c.code = ?",
            code,
        )
        with book.work() as work:
            for (user,) in book.rows("select id from app_user where length(author) = 32"):
                work.caseload.share(case.hex(), user.hex(), "shared")
            work.save()
        known = CaseKnown(case, code, book.number, form, [], agreed)
        if agreed:
            book.says(known, "yes")
        known.tasks += [book.new_task(known, title) for title in ("first", "second")]
        return known

    def hear(self, listener, batches, publics, held, head=None):
        """Return what a roster says: heard once for all copies of a workbook."""
        said, keys = tuple(batches), tuple((key.stream, key.epoch) for key in held)
        asked = listener.workbook, listener.origin, said, tuple(publics), keys, head
        if asked not in self.heard:
            self.heard[asked] = HEAR(listener, said, publics, held, head)
        return self.heard[asked]


HEAR = member.hear
HEADER = lru_cache(4096)(frames.parse)


class Book:
    """One laptop in one run: its store, open, at which somebody sits."""

    def __init__(self, organisation, number, folder=None) -> None:
        self.organisation, self.number = organisation, number
        self.home = organisation.homes[number]
        if folder is not None:
            self.home = shutil.copytree(self.home, folder / str(number), dirs_exist_ok=True)
        self.skew, self.seat, self.given = timedelta(), 0, {}
        self.dead = False
        self.role = organisation.roles[number]
        self.people = [one.user_id.hex() for one in organisation.keys[number]]
        self.open()

    def clock(self):
        """Return what the clock of this laptop says, right or wrong."""
        return self.organisation.clock() + self.skew

    def open(self) -> None:
        """Open the store for whoever sits there, as the program does."""
        held = self.held()
        keys = replace(
            held, store_key=bytearray(held.store_key), author_seed=bytearray(held.author_seed)
        )
        self.store = open_store(self.home, keys, self.clock)
        self._mark, self._seen = None, {}
        # What a death of the machine would take is tested elsewhere.
        self.store.connection.execute("PRAGMA synchronous = OFF")
        self.post, self.author = post_of(self.store, keys, self.clock), keys.author_key
        self.worker = None
        # A newcomer is known once she has heard of herself.
        for name, role in self.rows("select name, role from app_user where id = ?", keys.user_id):
            self.worker = Worker(keys.user_id.hex(), Role(role), name)
            self.store.welcome(keys)

    def held(self):
        """Return the keys of whoever sits there."""
        return self.organisation.keys[self.number][self.seat]

    def close(self) -> None:
        """Close it."""
        self.store.close()

    def sits_down(self) -> None:
        """Let the other one sit there, of two; where one works alone, open it again."""
        self.seat = (self.seat + 1) % len(self.people)
        self.close()
        self.open()

    def rows(self, query, *values):
        """Return what a query finds."""
        return self.store.connection.execute(query, values).fetchall()

    @contextmanager
    def work(self):
        """Give a piece of work of whoever sits here."""
        with self.store.begin(self.worker) as work:
            yield work

    def office(self):
        """Return the office of whoever sits here."""
        return office_on(self.store, self.worker, self.clock, lambda: protect)

    def write(self, row_of, key, name, value) -> None:
        """Set a column, as a desk does."""
        with self.work() as work:
            row = work._session.get_one(row_of, key)
            setattr(row, name, value)
            if row_of is TaskRow:
                list_tasks(work._ground.cursor(), row.case_id)
            work.save()

    def delete(self, row_of, key) -> None:
        """Take a row away, as a desk does."""
        with self.work() as work:
            row = work._session.get_one(row_of, key)
            work._session.delete(row)
            list_tasks(work._ground.cursor(), row.case_id)
            work.save()

    def new_task(self, case, title) -> bytes:
        """Keep a new task of a case."""
        key = self.organisation.clock().isoformat().encode()[-16:].rjust(16, b"t")
        with self.work() as work:
            task = Task(
                *(key.hex(), case.id.hex(), TaskKind.OWN, title, None, None),
                *(TaskStatus.OPEN, self.worker.id),
            )
            work.tasks.keep(task)
            work.save()
        return key

    def says(self, case, word) -> tuple[object, ...]:
        """Record that she agrees to it, or takes it back, that her case is kept elsewhere too."""
        at, event, me = self.clock(), new_id().hex(), self.worker.id
        how = ("survivor", "verbal", "en", "1", "adult", True, me)
        with self.work() as work:
            if word == "yes":
                scope, until = Scope(Reach.SERVICE, self.organisation.keeper), (at + KEPT).date()
                given = Grant(new_id().hex(), event, ELSEWHERE, scope, at, at.date(), until)
                said = ConsentEvent(event, ConsentKind.GIVEN, at, *how)
                work.consents.add(case.id.hex(), said, [given])
            else:
                grants = work.consents.of(case.id.hex()).grants
                seen = frozenset(one.id for one in grants if one.purpose is ELSEWHERE)
                ending = Ending(ELSEWHERE, at, None, seen)
                said = ConsentEvent(event, ConsentKind.WITHDRAWN, at, *how, ending=ending)
                work.consents.add(case.id.hex(), said, ())
            work.save()
        return word, at, event

    def seals(self, carry=lambda _some: None) -> list[bytes]:
        """Seal what is written here; return all that others may be given that they were not yet.

        Somebody is to `carry` it before it is kept here that it was given: else a laptop that
        loses its power in between would never give it.
        """
        self.post.seal_all()
        found = list(self.post.exchange.sealed_since(self.given))
        new = [batch for *_at, batch in found]
        names = [frames.batch_id(batch) for batch in new]
        outbox.mark_under_way(self.store.connection.cursor(), names)
        some = [*self.post.exchange.roster(), *new]
        if self.dead:
            raise OSError("power")
        carry(some)
        self.post.exchange.mark_sent(names, CARRIED)
        self.given |= {lane: aseq for lane, aseq, _batch in found}
        return some

    def said_again(self):
        """Return what is said here once more for somebody else: thing, field, value and place."""
        own = {one.author_key for one in self.organisation.keys[self.number]}
        rows = self.rows(SAID)
        times = Counter(tuple(what[:4]) for what in rows)
        return [
            (key, name or "", cbor2.loads(value), tuple(place))
            for key, at, kind, name, value, *place, author in rows
            if author in own and times[key, at, kind, name] > 1
        ]

    def wrote(self, lane) -> bool:
        """Return whether a lane is of somebody who works here."""
        own = {one.author_key for one in self.organisation.keys[self.number]}
        return self.rows(AUTHOR, lane)[0][0] in own

    # What ends badly.

    def image(self) -> dict[str, bytes]:
        """Return the files of the store as they are at this moment."""
        found = {}
        for end in SET_ASIDE[:2]:
            with suppress(FileNotFoundError):
                found[end] = (self.home / f"{FILE}{end}").read_bytes()
        return found

    def put_back(self, image) -> None:
        """Close the store, put files of another moment in its place, and open it again."""
        self.close()
        for end in SET_ASIDE:
            (self.home / f"{FILE}{end}").unlink(missing_ok=True)
        for end, data in image.items():
            (self.home / f"{FILE}{end}").write_bytes(data)
        self.open()

    def dies_in(self, act, after) -> bool:
        """Do something, and end in the midst of it as a laptop without power does."""
        kept, left, given = [], [after], dict(self.given)

        def look() -> int:
            left[0] -= 1
            if not kept and left[0] <= 0:
                kept.append(self.image())
                self.dead = True
            return 1 if kept else 0

        self.store.connection.set_progress_handler(look, 400)
        try:
            act()
        except Exception:
            # Whatever is said of it, nobody hears it any more.
            if not kept:
                raise
        self.store.connection.set_progress_handler(None, 400)
        if kept:
            # What was to be given away then was not.
            self.given, self.dead = given, False
            self.put_back(kept[0])
        return bool(kept)

    def now(self, name, look):
        """Return what there is to see in the store: looked for once until something changes."""
        mark = self.store, self.store.connection.total_changes
        if self._mark != mark:
            self._mark, self._seen = mark, {}
        if name not in self._seen:
            self._seen[name] = look()
        return self._seen[name]

    def sight(self) -> Sight:
        """Return all that is to be seen of things here now."""
        return self.now("sight", lambda: Sight(self.rows))

    def wanting(self, batches) -> list[bytes]:
        """Return of batches for this laptop those that have not come, or have to come again."""
        exchange, roster = self.post.exchange, self.post.membership.roster
        reading, known = roster.reading(self.post.membership.me.workbook), {*exchange.roster()}
        lanes, found = exchange.lanes(), []
        for batch in batches:
            header = HEADER(batch)
            public = roster.author_key(header.author)
            if header.stream == roster.stream or public is None:
                lacks = batch not in known
            else:
                lane = lane_id(public, header.stream)
                lacks = lane not in lanes or lanes[lane].aseq < header.aseq
            if lacks and header.stream in reading:
                found.append(batch)
        return found

    def reached(self):
        """Return of each lane how far it is known here, and what is to come before that."""
        return self.now("reached", self._reached)

    def _reached(self):
        known = {lane: (at.aseq, {}) for lane, at in self.post.exchange.lanes().items()}
        waiting = held(self.store.connection.cursor())
        return known | {lane: (one.aseq, one.missing) for lane, one in waiting.items()}

    def logs(self, place, one) -> bool:
        """Return whether what was said at a place is here with its words."""
        return bool(self.rows(WITH_WORDS, *place, one.entity))

    def waits(self) -> bool:
        """Return whether something that came here waits for something else but a decision."""
        return any(one.why != LATE for one in self.post.exchange.parked())


def has_come(place, reached) -> bool:
    """Return whether what was said at a place has come; a summary may have left out some of it."""
    lane, *at = place
    upto, missing = reached.get(lane, (0, {}))
    return at[0] <= upto and tuple(at) not in missing
