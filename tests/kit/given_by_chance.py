"""What chance does to one case of a team at four laptops that are seldom together."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from random import Random

from apart import keep_to_do, opened_at, retitled, tasks_of
from given import at, office_at, who_works_at
from laptops import First

from casework.consent.grant import Purpose
from casework.team.caseload import CaseloadRefused
from casework.team.glass import GlassRefused
from casework.team.seat import NotFound
from casework.team.supervision import Why
from casework.team.worker import NotPermitted

PLACE = (
    "select s.kind = 'shared', lower(hex(c.worker)) from casefile as c join entity as e"
    " on e.id = c.id join stream as s on s.id = e.stream where c.id = ?"
)
THERE = "select 1 from {} where id = ?"
MAY_REFUSE = (CaseloadRefused, GlassRefused, NotFound, NotPermitted)


class Story:
    """What was done so far: which things were made, which sticks were written."""

    def __init__(self, team, seed) -> None:
        self.team, self.chance = team, Random(seed)
        self.tasks: list[bytes] = []
        self.sticks: list[tuple[object, bytes]] = []
        self.turn = 0
        team.records(self.chance.choice(team.all))

    def goes_on(self, turns) -> None:
        """Let something happen so many times, at any laptop."""
        for _ in range(turns):
            self.turn += 1
            self.team.clock.moment += timedelta(minutes=self.chance.choice((1, 5, 60)))
            laptop = self.chance.choice(self.team.all)
            with suppress(*MAY_REFUSE):
                self.chance.choice(ACTS)(self, laptop)

    def has(self, laptop, table, key) -> bool:
        """Return whether a thing is at a laptop."""
        with at(laptop) as store:
            return store.connection.execute(THERE.format(table), (key,)).fetchone() is not None

    def has_case(self, laptop) -> bool:
        """Return whether the case is at a laptop."""
        return self.has(laptop, "casefile", self.team.case)


def assigns(story, laptop) -> None:
    """Give the case to somebody, if it is there."""
    if story.has_case(laptop):
        story.team.assigns(story.chance.choice(story.team.all), by=laptop)


def writes(story, laptop) -> None:
    """Write in the case."""
    if story.has_case(laptop):
        with at(laptop) as store:
            day = date(2025, 1, 1) + timedelta(days=story.turn)
            opened_at(store, story.team.case, day.isoformat())


def makes(story, laptop) -> None:
    """Keep something to do."""
    if story.has_case(laptop):
        key = b"to do %10d" % story.turn
        with at(laptop) as store:
            if isinstance(laptop, First):
                me = laptop.template.supervisor
            else:
                store.welcome(laptop.unlocked())
                me = store.worker(laptop.user)
            keep_to_do(store, me, story.team.case, key)
        story.tasks.append(key)


def retitles(story, laptop) -> None:
    """Say otherwise what is to be done."""
    key = story.chance.choice(story.tasks) if story.tasks else b""
    if story.has(laptop, "task", key):
        with at(laptop) as store:
            retitled(store, key, f"say {story.turn}")


def says(story, laptop, *, may) -> None:
    """Say that it may be kept elsewhere, or that it may not."""
    if not story.has_case(laptop):
        return
    with office_at(laptop) as office:
        with suppress(*MAY_REFUSE):
            office.glass.open(story.team.code, Why.DANGER)
        if may:
            story.team.first.agrees(story.team.code, office=office)
        else:
            office.grants.withdraw(story.team.code, Purpose.STORE_ELSEWHERE)


def gives(story, laptop) -> None:
    """Write a stick."""
    story.sticks.append((laptop, laptop.writes()))


def takes(story, laptop) -> None:
    """Take one of the last sticks, mostly for the first time."""
    others = [stick for by, stick in story.sticks[-8:] if by is not laptop]
    if others:
        assert laptop.takes(story.chance.choice(others)).refused == {}


ACTS = (
    *(*(assigns,) * 2, *(writes,) * 4, *(makes,) * 2, *(retitles,) * 2),
    *(*(partial(says, may=True),) * 2, partial(says, may=False)),
    *(*(gives,) * 6, *(takes,) * 8),
)


def must_end_well(story) -> None:
    """See that whoever should have the case has it, the same everywhere, and nobody else."""
    team = story.team
    team.clock.moment += timedelta(minutes=5)
    team.carry()
    team.sum_up()
    held = team.who_holds()
    with at(held[0]) as store:
        rows = store.connection.execute(PLACE, (team.case,)).fetchall()
        assert {*story.tasks} == {*tasks_of(store)}
    ((is_out, worker),) = rows
    hers = [laptop for laptop in team.all if who_works_at(laptop) == worker]
    supervised = [team.first, team.other]
    wanted = [laptop for laptop in team.all if laptop in supervised + hers]
    assert held == wanted if is_out else len(held) == 1
