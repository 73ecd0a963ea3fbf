"""Two laptops of one organisation that are apart for a while, and what is done at them."""

from __future__ import annotations

import cbor2
from laptops import First, Laptop
from make import VISIT, Clock
from once import once

from casework.consent.grant import Purpose
from casework.tasks.task import Task, TaskKind, TaskStatus
from casework.team.worker import Role
from db.rows.tables import CaseRow, TaskRow


class Apart:
    """A first laptop, and one of somebody else there."""

    @classmethod
    def begun(cls, template, folder, role):
        """Return them as they are once made: another time they are copied."""
        return once(template, (cls, role), folder, lambda base: cls(template, base, role))

    @classmethod
    def three(cls, template, folder):
        """Return two who look after others, with a third one that all know."""

        def make(base):
            made = cls(template, base, Role.SUPERVISOR)
            made.third = Laptop(made.first, base / "third", "Worker 8", Role.SUPERVISOR)
            made.third.takes(made.first.writes())
            made.other.takes(made.first.writes())
            return made

        return once(template, (cls, "three"), folder, make)

    @classmethod
    def four(cls, template, folder):
        """Return these three and a fourth one, who all know one another."""

        def make(base):
            made = cls.three(template, base)
            made.fourth = Laptop(made.first, base / "fourth", "Worker 6", Role.SUPERVISOR)
            all_of = (made.other, made.third, made.fourth)
            for _turn in range(2):
                for one in all_of:
                    one.takes(made.first.writes())
                    made.first.takes(one.writes())
                    for other in all_of:
                        if other is not one:
                            other.takes(one.writes())
            return made

        return once(template, (cls, "four"), folder, make)

    @classmethod
    def with_a_case(cls, template, folder):
        """Return these three; the second one has a case at home that the others have too."""

        def make(base):
            made = cls.three(template, base)
            with made.other.office() as office:
                made.code = office.answers.record(None, "intake", VISIT, "en").case_code
                made.first.agrees(made.code, office=office)
            stick = made.other.writes()
            made.first.takes(stick)
            made.third.takes(stick)
            with made.other.store() as store:
                ((made.case,),) = store.connection.execute("select id from casefile").fetchall()
            return made

        return once(template, (cls, "a case"), folder, make)

    @classmethod
    def strangers(cls, template, folder):
        """Return a first one and two others; the third has a case that the second may not read."""

        def make(base):
            made = cls(template, base, Role.CASEWORKER)
            made.third = Laptop(made.first, base / "third", "Worker 8", Role.CASEWORKER)
            made.third.takes(made.first.writes())
            with made.third.office() as office:
                made.code = office.answers.record(None, "intake", VISIT, "en").case_code
                made.first.agrees(made.code, office=office)
            made.first.takes(made.third.writes())
            made.other.takes(made.first.writes())
            with made.third.store() as store:
                ((made.case,),) = store.connection.execute("select id from casefile").fetchall()
            assert made.code in made.third.codes() - made.other.codes()
            return made

        return once(template, (cls, "strangers"), folder, make)

    def __init__(self, template, folder, role):
        self.clock = Clock()
        self.first = First(template, folder / "first", self.clock)
        self.other = Laptop(self.first, folder / "other", "Worker 7", role)
        self.carry()

    @property
    def here(self):
        return self.first.office(self.first.template.supervisor)

    def carry(self):
        came = [self.other.takes(self.first.writes()), self.first.takes(self.other.writes())]
        assert [one.refused for one in came] == [{}, {}]

    def both_hold(self):
        """Let a case be kept at both laptops; return its code and its id."""
        code = self.first.case()
        self.first.agrees(code)
        self.carry()
        return code, case_of(self.first, code)


def records(laptop, first, name):
    """Record a case at a laptop, to be kept elsewhere too; return its code."""
    with laptop.office() as office:
        answers = VISIT | {"name_used": name}
        code = office.answers.record(None, "intake", answers, "en").case_code
        first.agrees(code, office=office)
    return code


TOLD_APART = "select value from cell_conflict where entity = ? and field = 'opened_on'"


def opened(laptop, case, day):
    """Let somebody write at a laptop on which day a case was opened."""
    with laptop.store() as store:
        opened_at(store, case, day)


def opened_at(store, case, day):
    """Write on which day a case was opened."""
    with store.at_hand() as ground:
        ground.session.get_one(CaseRow, case).opened_on = day


def told_apart(store, case):
    said = [cbor2.loads(value) for (value,) in store.connection.execute(TOLD_APART, (case,))]
    return {one["opened_on"] if isinstance(one, dict) else one for one in said}


def case_of(first, code):
    query = "select id from casefile where code = ?"
    ((case,),) = first.store.connection.execute(query, (code,)).fetchall()
    return case


def comes_home(first, code):
    first.office(first.template.supervisor).grants.withdraw(code, Purpose.STORE_ELSEWHERE)


def takes_away(store, key):
    with store.at_hand() as ground:
        ground.session.delete(ground.session.get_one(TaskRow, key))


def titled(laptop, key, title):
    """Let somebody at a laptop say otherwise what is to be done."""
    with laptop.store() as store:
        retitled(store, key, title)


def retitled(store, key, title):
    """Say otherwise what is to be done."""
    with store.at_hand() as ground:
        ground.session.get_one(TaskRow, key).title = title


def tasks_of(store):
    return [key for (key,) in store.connection.execute("select id from task where kind = 'own'")]


def to_do(first, code, key):
    """Keep something to do in a case at the first laptop."""
    keep_to_do(first.store, first.template.supervisor, case_of(first, code), key)


def to_do_at(laptop, case, key):
    """Keep something to do in a case at another laptop."""
    with laptop.store() as store:
        store.welcome(laptop.unlocked())
        keep_to_do(store, store.worker(laptop.user), case, key)


def keep_to_do(store, me, case, key):
    """Keep something to do in a case, as somebody who works at a laptop."""
    what = (TaskKind.OWN, "call back", None, None, TaskStatus.OPEN, me.id)
    with store.begin(me) as work:
        work.tasks.keep(Task(key.hex(), case.hex(), *what))
        work.save()


def keeps(laptop):
    """Let somebody decide at a laptop that what is disputed stays."""
    with laptop.store() as store:
        store.welcome(laptop.unlocked())
        with store.begin(store.worker(laptop.user)) as work:
            (found,) = work.conflicts.found()
            work.conflicts.keep(found.place)
            work.save()


def summed_up(post):
    """Return a stick that has everything summed up, and no batch."""
    post.seal_all()
    return b"".join(post.write(reached(post), whole=True))


def reached(post):
    """Return how far each lane is known at a laptop."""
    return {lane: at.aseq for lane, at in post.exchange.lanes().items()}
