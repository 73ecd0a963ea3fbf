"""Laptops of one organisation: the first one, those that joined, and sticks between them."""

from __future__ import annotations

import io
from collections import Counter
from contextlib import closing, contextmanager
from copy import copy
from dataclasses import replace
from datetime import timedelta

from make import VISIT, Desks, protect
from newcomers import moves_in

from casework.keeping.erasure import Basis
from casework.team.people import STRANGER
from casework.team.worker import Role
from db.store import open_store
from desktop.bootstrap import Workbook, office_on, post_of
from sync.carrying import note_written

KEPT_WITH = "Example Clinic A"


def written(post):
    """Return a stick as it is when it was written to its end."""
    stick = b"".join(post.write())
    note_written(post)
    return stick


class Laptop:
    """A workbook that joined: closed between two visits, as laptops are."""

    def __init__(self, first, home, name, role=Role.CASEWORKER):
        self.clock, self.home, self.name = first.clock, home, name
        first.let_in[name] += 1
        self._keys = moves_in(home, name, first.let_in[name])
        with self.post() as post:
            request = post.membership.ask()
        self.user, self.role = request.user, role
        supervisor = first.office(first.template.supervisor)
        supervisor.people.add(request.user.hex(), name, role, STRANGER)
        if role is Role.VIEWER:
            answer, digest = first.post.admit_to_figures(request.data)
        else:
            administers = role is Role.SUPERVISOR
            answer, digest = first.post.admit(request.data, administers=administers)
        with self.post() as post:
            assert post.join(answer) == digest
            if post.figures.alone:
                post.figures.settle_in(name)

    def moved(self, home, clock):
        """Return the same laptop at another place, where its files are."""
        other = copy(self)
        other.home, other.clock = home, clock
        return other

    def unlocked(self):
        held = self._keys
        return replace(
            held, store_key=bytearray(held.store_key), author_seed=bytearray(held.author_seed)
        )

    @contextmanager
    def store(self):
        """Open its store, also while nobody is known in it."""
        with closing(open_store(self.home, self.unlocked(), self.clock)) as store:
            yield store

    @contextmanager
    def post(self):
        with self.store() as store:
            yield post_of(store, self.unlocked(), self.clock)

    @contextmanager
    def office(self):
        """Open it as whoever works there does."""
        with self.store() as store:
            store.welcome(self.unlocked())
            worker = store.worker(self.user)
            yield office_on(store, worker, self.clock, lambda: protect)

    def workbook(self):
        """Open it as the window does, on the thread that calls."""
        store = open_store(self.home, self.unlocked(), self.clock)
        return Workbook(self.home, self.unlocked(), store, self.clock)

    def takes(self, stick):
        with self.post() as post:
            return post.read(io.BytesIO(stick))

    def writes(self):
        with self.post() as post:
            return written(post)

    def codes(self):
        """Return the codes of all cases that its store holds."""
        with self.store() as store:
            return {code for (code,) in store.connection.execute("select code from casefile")}

    def finds(self, words):
        """Return whether a word of an answer is anywhere in its log."""
        with self.store() as store:
            rows = store.connection.execute("select value from op").fetchall()
        return any(words.encode() in value for (value,) in rows)


class First(Desks):
    """The workbook with which the organisation begins."""

    def __init__(self, template, home, clock):
        super().__init__(template, home, clock)
        self.let_in = Counter()
        supervisor = self.office(template.supervisor)
        supervisor.people.keep_copies_with(self.services()[KEPT_WITH])
        self.post.found()

    def moved(self, home, clock):
        """Return the same laptop, open at another place, where its files are."""
        other = copy(self)
        other.home, other.clock, other.let_in = home, clock, Counter(self.let_in)
        other.opens()
        return other

    def opens(self):
        super().opens()
        self.post = post_of(self.store, self.template.unlocked(), self.clock)

    def writes(self):
        return written(self.post)

    def takes(self, stick):
        return self.post.read(io.BytesIO(stick))

    def case(self, **answers):
        """Record a case of the supervisor's own; return its code."""
        office = self.office(self.template.supervisor)
        return office.answers.record(None, "intake", VISIT | answers, "en").case_code

    def agrees(self, code, service="Example Clinic A", office=None, **grant):
        """Let her agree that her file is kept elsewhere too; said in an office, or in ours."""
        given = {
            "recipient": self.services()[service],
            "valid_until": (self.clock.moment + timedelta(days=80)).date().isoformat(),
            "purpose": "store_elsewhere",
        }
        answers = {
            "limits_explained": "yes",
            "means": "verbal",
            "given_by": "survivor",
            "case_service": "given",
            "grants": [given | grant],
        }
        office = office or self.office(self.template.supervisor)
        return office.answers.record(code, "consent", answers, "en")


def carry(*laptops):
    """Let each of them read what each other writes, the first that is named begins."""
    for writer in laptops:
        stick = writer.writes()
        came = [one.takes(stick) for one in laptops if one is not writer]
        assert [one.refused for one in came] == [{}] * len(came)


def erase_together(first, second, here, code):
    """Let a case be erased by two who work at two laptops, and both hear of it."""
    here.erasures.request(code, Basis.HER_WISH, in_danger=True)
    carry(first, second)
    with second.office() as office:
        office.erasures.agree(code)
    carry(first, second)
    here.erasures.carry_out(code)
    carry(first, second)
