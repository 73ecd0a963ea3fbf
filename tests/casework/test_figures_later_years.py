"""In its second year an office helps whoever came in either: both years are read together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from attacker_asks import Attacker
from attacker_reads import understood
from invented_work import YEAR, Invented
from published import register

from casework.figures.before import before
from casework.figures.gathering import gather, told_with
from casework.figures.happened import Done
from casework.figures.people import PEOPLE, Person
from casework.figures.plan import cells, dimensions, plans
from casework.figures.released import Proposed, Published, areas_now
from casework.protect.protecting import protect
from casework.protect.shape import Told

SECOND, LEAST = YEAR + 1, 10
LATER = date(YEAR + 2, 2, 1)
NOON = datetime(YEAR + 2, 1, 20, 12, tzinfo=UTC)
# In each area: who came in the first year, in the second, and who was helped in the second.
OFFICES = [
    [("north_towns", 7, 6, 13), ("south_towns", 40, 30, 55)],
    [("north_towns", 9, 3, 12), ("south_towns", 8, 40, 46), ("east_towns", 2, 2, 2)],
    [("north_towns", 40, 8, 46), ("south_towns", 1, 9, 10)],
]


def living(*areas):
    whole = Invented(0)
    for area, first, then, helped in areas:
        for n in range(first + then):
            opened = date(YEAR if n < first else SECOND, 1, 5)
            person = Person(opened, area, None, "woman", frozenset(), frozenset())
            whole.persons.append(person)
            given = ((date(SECOND, 3, 9), "housing"),) if n >= first + then - helped else ()
            whole.did.append(Done(area, given=given))
    return whole


def released(whole, year, tables, releases=()):
    known = before(releases, year)
    every = cells(plans()["small_year"], f"{year}")
    mine = {table: every[table] for table in tables}
    counted, ground = gather(whole, mine, known, (year, LATER, LEAST))
    printed = protect(told_with(known, ground), counted, ground)
    told = tuple(Told(name, one) for name, one in printed.items() if one is not None)
    wanted = Proposed(f"{len(releases):032x}", "small_year", f"{year}", "", LEAST, "a", NOON)
    return Published(wanted, "b", NOON, "rule", told, areas_now())


def attacker_of(*releases):
    """Return whoever has all releases and knows that nobody had come before the first year."""
    printed = [{one.name: one.printed for one in release.cells} for release in releases]
    told = register(printed, dimensions([YEAR, SECOND]), (), LEAST)
    helped = sorted({one.people for some in printed for one in some} - {PEOPLE})
    years = [["month", f"{YEAR}"], ["month", f"{SECOND}"]]
    told["among"] = [[one, PEOPLE, years] for one in helped if one.endswith(f" {SECOND}")]
    return Attacker(understood(told))


@pytest.mark.parametrize("areas", OFFICES)
def test_who_was_helped_in_the_second_year_tells_nothing_of_who_came_in_either(areas):
    whole = living(*areas)
    first = released(whole, YEAR, ("area",))
    second = released(whole, SECOND, ("area", "given-area"), [first])
    attacker = attacker_of(first, second)
    assert attacker.consistent()
    assert attacker.narrowed() == []


@pytest.mark.parametrize("areas", OFFICES)
def test_nor_where_the_first_year_is_told_after_it(areas):
    whole = living(*areas)
    second = released(whole, SECOND, ("area", "given-area"))
    first = released(whole, YEAR, ("area",), [second])
    assert attacker_of(first, second).narrowed() == []


def test_of_a_large_first_year_nothing_is_read_with_the_second():
    whole = living(("north_towns", 80, 40, 60), ("south_towns", 2, 1, 3))
    first = released(whole, YEAR, ("area",))
    known = before([first], SECOND)
    every = cells(plans()["small_year"], f"{SECOND}")
    mine = {table: every[table] for table in ("area", "given-area")}
    _counted, ground = gather(whole, mine, known, (SECOND, LATER, LEAST))
    assert [one for one in ground.within if one.among] == []
    assert told_with(known, ground) == known.told == ()


def test_of_many_who_came_before_all_that_was_told_nothing_is_read():
    whole = living(*OFFICES[0])
    long_ago = [replace(one, opened=date(YEAR - 3, 5, 5)) for one in whole.persons[:10]]
    whole.persons += long_ago
    first = released(whole, YEAR, ("area",))
    known = before([first], SECOND)
    mine = {"given-area": cells(plans()["small_year"], f"{SECOND}")["given-area"]}
    _counted, ground = gather(whole, mine, known, (SECOND, LATER, LEAST))
    assert [one for one in ground.within if one.among] == []


def test_a_year_that_was_told_by_areas_of_which_nobody_knows_any_more_stops_no_other():
    first = released(living(*OFFICES[0]), YEAR, ("area",))
    gone = dict.fromkeys(first.areas, frozenset({"no_such_area"}))
    around = before([replace(first, areas=gone)], SECOND).around
    assert [one.name.key for one in around] == [(("month", f"{YEAR}"),)]
