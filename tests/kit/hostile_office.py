"""An office whose laptops meet at a server that is not to be trusted: made once, copied often."""

from __future__ import annotations

import io
import shutil
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from hostile import Behind
from laptops import First, Laptop
from lines import Quick, leads, syncs
from make import Clock, protect

from casework.files.attachment import Sort
from casework.files.attachments import Coming
from casework.team.worker import Role
from db.store import open_store
from desktop.bootstrap import office_on, post_of
from sync.line.calls import CallRefused, Calls
from sync.line.line import Line, Ways
from sync.line.under_way import Synced
from sync.survey import survey

# In seconds: a busy machine may keep a server waiting that behaves.
PATIENCE = 3
_SAID = (
    "select l.id, o.aseq, o.idx, o.kind, o.entity, o.value from op as o"
    " join lane as l on l.id = o.lane where l.stream in ({}) and o.kind <> 7 order by 1, 2, 3"
)
_ROWS = ("select name, hours from service order by 1", "select code, status from casefile")


def meets(post, **how):
    """Exchange once; return what came of it, or the code of why not."""
    how = {"calls": partial(Calls, patience=PATIENCE)} | how
    try:
        return Line(post, Ways(pause=Quick(), **how)).sync(lambda _: None, lambda: False)
    except CallRefused as refused:
        return str(refused)


class Book:
    """A laptop's workbook, copied and open."""

    def __init__(self, home, held, clock, worker):
        self.clock, self._worker = clock, worker
        self._held = held
        self.store = open_store(home, self.unlocked(), clock)
        self.store.welcome(self.unlocked())
        self.post = post_of(self.store, self.unlocked(), clock)

    def unlocked(self):
        """Return keys of its own: whoever opens a store wipes what it was given."""
        held = self._held
        return replace(
            held, store_key=bytearray(held.store_key), author_seed=bytearray(held.author_seed)
        )

    @property
    def name(self):
        return self.post.membership.me.workbook

    def writes(self, word):
        """Write something that everybody is to have."""
        office = office_on(self.store, self._worker, self.clock, lambda: protect)
        service = {"name": word, "kind": "health", "hours": f"{word} hours"}
        office.answers.record(None, "service", service, "en")

    def keeps(self, said):
        """Keep a file with the first case that is here."""
        office = office_on(self.store, self._worker, self.clock, lambda: protect)
        ((code,),) = self.store.connection.execute("select code from casefile limit 1")
        office.attachments.add(Coming(code, Sort.MESSAGE, as_it_is=True), io.BytesIO(said))

    def meets(self, **how):
        """Exchange once."""
        return meets(self.post, **how)

    @property
    def words(self):
        """Return what services are called here."""
        return {name for name, _ in self.store.connection.execute(_ROWS[0])}

    @property
    def shown(self):
        """Return all that was said in what all read, and what comes of it."""
        member = self.post.membership
        streams = member.roster.reading(member.me.workbook) - {member.roster.stream}
        quoted = ",".join(f"x'{stream.hex()}'" for stream in sorted(streams))
        asked = (_SAID.format(quoted), *_ROWS)
        rows = [self.store.connection.execute(one).fetchall() for one in asked]
        return rows, member.roster.head

    @property
    def state(self):
        """Return what people see of the exchange."""
        return survey(self.post, self._worker)

    def close(self):
        self.store.close()


class Made:
    """Three laptops that met at the server, closed, to be copied for each test."""

    def __init__(self, template, folder, hostile):
        self.folder, self.hostile, clock = folder, hostile, Clock()
        hostile.put(Behind(folder / "server", hostile.portal))
        first = First(template, folder / "0", clock)
        leads(first.post, hostile)
        names = ("Supervisor 8", "Supervisor 9")
        others = [
            Laptop(first, folder / str(n), name, Role.SUPERVISOR) for n, name in enumerate(names, 1)
        ]
        first.agrees(first.case())
        syncs(first.post)
        for _ in range(2):
            for one in others:
                with one.post() as post:
                    syncs(post)
            syncs(first.post)
        first.close()
        self._held = [template.unlocked(), *(one.unlocked() for one in others)]
        workers = [template.supervisor]
        for one in others:
            with one.store() as store:
                workers.append(store.worker(one.user))
        self._workers, self._moment = workers, clock.moment
        hostile.put(None)

    @contextmanager
    def opened(self, folder):
        """Lend a copy of it all."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        self.hostile.put(Behind(folder / "server", self.hostile.portal))
        clock = Clock(self._moment)
        books = [
            Book(folder / str(n), held, clock, worker)
            for n, (held, worker) in enumerate(zip(self._held, self._workers, strict=True))
        ]
        try:
            yield Office(self.hostile, books, clock, folder)
        finally:
            for one in books:
                one.close()
            self.hostile.put(None)


class Office:
    """The laptops of one test, and who stands between them."""

    def __init__(self, hostile, books, clock, folder):
        self.hostile, self.books, self.clock, self.folder = hostile, books, clock, folder
        self.first, self.second, self.third = books

    def meet(self, rounds=2):
        """Let all exchange; return what came of each, by what it was."""
        return [one.meets() for _ in range(rounds) for one in self.books]

    def meet_until_one(self, most, also=lambda: True):
        """Let all exchange twice, and more often where they need that to show the same."""
        done = []
        for _ in range(most):
            done += self.meet(1)
            if len(done) > len(self.books) and self.is_one and also():
                break
        return done

    @property
    def alarms(self):
        """Return every alarm that stands in a store and is shown to people."""
        return {alarm for one in self.books for alarm in one.state.server_alarms}

    @property
    def is_one(self):
        """Return whether all show the same."""
        first, *others = [one.shown for one in self.books]
        return all(one == first for one in others)

    def settle(self):
        """Let somebody who was told of something let the logs count as they are now."""
        told = next(one for one in self.books if one.state.server_alarms)
        Line(told.post).settle()


def codes(done):
    """Return why exchanges came to nothing."""
    return {one for one in done if not isinstance(one, Synced)}
