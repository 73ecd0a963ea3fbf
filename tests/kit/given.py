"""A team at four laptops, whose cases are given from one to another."""

from __future__ import annotations

import io
from contextlib import ExitStack, contextmanager, nullcontext

from apart import summed_up, tasks_of
from back_again import days
from laptops import First, Laptop, written
from make import VISIT, Clock
from once import once

from casework.consent.grant import Purpose
from casework.team.supervision import Why
from casework.team.worker import Role

CASE = "select id from casefile where code = ?"
TOLD = (
    "select hex(c.worker), s.kind, iif(s.kind = 'shared', hex(s.id), ''), hex(c.home)"
    " from casefile as c join entity as e on e.id = c.id join stream as s on s.id = e.stream"
    " where c.id = ?"
)


def at(laptop):
    """Return what opens the store of a laptop; that of the first one is open."""
    return nullcontext(laptop.store) if isinstance(laptop, First) else laptop.store()


def post_at(laptop):
    """Return what opens the exchange of a laptop."""
    return nullcontext(laptop.post) if isinstance(laptop, First) else laptop.post()


@contextmanager
def all_open(laptops):
    """Open the exchange of each of some laptops: of all of them once, not for each stick."""
    with ExitStack() as opened:
        yield [opened.enter_context(post_at(laptop)) for laptop in laptops]


@contextmanager
def office_at(laptop):
    """Open a laptop as whoever works there does."""
    if isinstance(laptop, First):
        yield laptop.office(laptop.template.supervisor)
    else:
        with laptop.office() as office:
            yield office


def who_works_at(laptop):
    """Return who works at a laptop, by the id."""
    return laptop.template.supervisor.id if isinstance(laptop, First) else laptop.user.hex()


class Team:
    """Two who look after others, and two who work with their own cases, each at a laptop."""

    gone = ()

    @classmethod
    def begun(cls, template, folder):
        """Return them when all have heard of each other; another time they are copied."""
        return once(template, cls, folder, lambda base: cls(template, base))

    def __init__(self, template, folder):
        self.clock = Clock()
        self.first = First(template, folder / "first", self.clock)
        self.other = Laptop(self.first, folder / "other", "Worker 8", Role.SUPERVISOR)
        self.one = Laptop(self.first, folder / "one", "Worker 4", Role.CASEWORKER)
        self.two = Laptop(self.first, folder / "two", "Worker 5", Role.CASEWORKER)
        self.carry()

    @property
    def all(self):
        """Return the laptops that were not let out."""
        every = (self.first, self.other, self.one, self.two)
        return [laptop for laptop in every if laptop not in self.gone]

    def carry(self, *apart):
        """Bring everything to everybody, but for those who are apart, until nothing new comes."""
        here = [laptop for laptop in self.all if laptop not in apart]
        with all_open(here) as posts:
            for _turn in range(8):
                came = [
                    other.read(io.BytesIO(stick))
                    for post in posts
                    for stick in (written(post),)
                    for other in posts
                    if other is not post
                ]
                assert all(one.refused == {} for one in came)
                if not any(one.operations or one.roster_changed or one.files for one in came):
                    return

    def sum_up(self):
        """Bring to everybody what nobody can give any more but summed up, and what follows."""
        with all_open(self.all) as posts:
            for post in posts:
                whole = summed_up(post)
                for other in posts:
                    if other is not post:
                        other.read(io.BytesIO(whole))
        self.carry()

    def records(self, laptop):
        """Let somebody record a case, who agrees that it is kept elsewhere; all hear of that."""
        with office_at(laptop) as office:
            self.code = office.answers.record(None, "intake", VISIT, "en").case_code
            self.first.agrees(self.code, office=office)
        with at(laptop) as store:
            ((self.case,),) = store.connection.execute(CASE, (self.code,)).fetchall()
        self.carry()

    def assigns(self, laptop, by=None):
        """Let a supervisor give the case to whoever works at a laptop."""
        with office_at(by or self.first) as office:
            office.caseload.assign(self.code, who_works_at(laptop))

    def takes_back(self, laptop, *, is_hers=True):
        """Let her take back that it is kept elsewhere, and somebody at a laptop write that down."""
        with office_at(laptop) as office:
            if not is_hers:
                office.glass.open(self.code, Why.DANGER)
            office.grants.withdraw(self.code, Purpose.STORE_ELSEWHERE)

    def seen(self, look):
        """Return what is seen at each laptop, once all are sound."""
        found = []
        for laptop in self.all:
            with at(laptop) as store:
                assert store.examine(pages=False).faults == (), self.all.index(laptop)
                found.append(look(store))
        return found

    def who_has_it(self):
        """Return the laptops that have the case."""
        rows = self.seen(self.told)
        return [one for one, told in zip(self.all, rows, strict=True) if told is not None]

    def who_holds(self):
        """Return the laptops that have the case, all in the same stream, in the same words."""
        rows = self.seen(self.told)
        held = {one: told for one, told in zip(self.all, rows, strict=True) if told is not None}
        assert len({repr(told) for told in held.values()}) == 1
        return [*held]

    def told(self, store):
        """Return what is told of the case in a store, or nothing."""
        row = store.connection.execute(TOLD, (self.case,)).fetchone()
        return (row, sorted(tasks_of(store)), days(store, self.case)) if row else None
