"""Three tables, each of two of three things: whole people stand behind all of them at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from attacker_asks import Attacker
from attacker_reads import understood
from invented_work import YEAR, Invented

from casework.figures.before import before
from casework.figures.gathering import gather
from casework.figures.people import Person
from casework.figures.plan import cells, plans
from casework.figures.released import Proposed, Published, areas_now, register
from casework.protect.errors import NotProtected
from casework.protect.protecting import protect
from casework.protect.shape import Told

LATER, LEAST = date(YEAR + 1, 2, 1), 10
NOON = datetime(YEAR, 4, 20, 12, tzinfo=UTC)
PERIOD = f"{YEAR}-Q1"
TABLES = ("area-age", "area-gender", "age-gender")
# How many there are of whom: by area, age in years and gender. Of both, no two of the tables tell
# more of a mark than it says, and all three do.
GROWN = {
    ("north_towns", 50, "man"): 5,
    ("north_towns", 30, "man"): 9,
    ("north_towns", 70, "man"): 4,
    ("north_towns", 50, "non_binary"): 9,
    ("north_towns", 50, "woman"): 5,
    ("east_towns", 70, "other"): 17,
    ("", 50, "non_binary"): 5,
}
YOUNG = {
    ("north_towns", 13, "boy"): 9,
    ("north_towns", 16, "boy"): 8,
    ("north_towns", 10, "boy"): 5,
    ("north_towns", 13, ""): 6,
    ("north_towns", 13, "other"): 4,
    ("west_towns", 16, "girl"): 22,
    ("west_towns", 16, "non_binary"): 22,
    ("east_towns", 10, ""): 27,
    ("west_towns", 10, "non_binary"): 6,
    ("east_towns", 10, "girl"): 15,
    ("east_towns", 70, "non_binary"): 9,
    ("", 16, "boy"): 5,
    ("west_towns", 50, ""): 7,
}


def living(many):
    """Return people who came in January."""
    whole = Invented(0)
    for (area, age, gender), count in many.items():
        born = (date(YEAR - age - 1, 6, 1),) * 2
        one = Person(date(YEAR, 1, 9), area, born, gender, frozenset(), frozenset())
        whole.persons += [one] * count
    return whole


def gathered(whole):
    """Return what a proof of a quarter by area, age and gender starts from."""
    every, known = cells(plans()["quarter"], PERIOD), before((), YEAR)
    tables = {one: every[one] for one in TABLES}
    return gather(whole, tables, known, (YEAR, LATER, LEAST))


def released(whole):
    """Return what is published of it."""
    counted, ground = gathered(whole)
    printed = protect((), counted, ground)
    told = tuple(Told(name, one) for name, one in printed.items() if one is not None)
    return Published(
        Proposed("0" * 32, "quarter", PERIOD, "", LEAST, "a", NOON),
        "b",
        NOON,
        "rule",
        told,
        areas_now(),
    )


@pytest.mark.parametrize("many", [GROWN, YOUNG], ids=["grown", "young"])
def test_of_no_mark_three_tables_tell_more_than_it_says(many):
    attacker = Attacker(understood(register([released(living(many))])), whole=True)
    assert attacker.consistent()
    assert [one for one in attacker.narrowed() if one.masked] == []


def test_where_the_solver_comes_to_no_end_no_two_of_three_things_are_told_together():
    counted, ground = gathered(living(YOUNG))
    few = protect((), counted, replace(ground, effort=8_000))
    every = protect((), counted, ground)
    crossed = {one for one in every if len(one.key) == len(TABLES)}
    assert {name for name, one in few.items() if one is None} == crossed
    assert None not in every.values()
    with pytest.raises(NotProtected):
        protect((), counted, replace(ground, effort=500))
