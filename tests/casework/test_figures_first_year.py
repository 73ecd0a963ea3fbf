"""In its first year whoever an office helped had come to it: people and work are read together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from attacker_asks import Attacker
from attacker_reads import understood
from invented_work import YEAR, Invented
from published import register as published_register

from casework.figures.before import before
from casework.figures.first_year import came, left_beside
from casework.figures.gathering import gather
from casework.figures.happened import Done
from casework.figures.people import PEOPLE, Person
from casework.figures.plan import cells, dimensions, left_over, plans
from casework.figures.released import Proposed, Published, areas_now
from casework.protect.protecting import protect
from casework.protect.shape import Name, Told, Within
from casework.protect.wire import question
from casework.protect.wire import understood as asked

LATER, LEAST = date(YEAR + 1, 2, 1), 10
NOON = datetime(YEAR, 4, 20, 12, tzinfo=UTC)
KIND, OTHER = "survival_sex", "transactional_sex"
TABLES = ("area", f"continuum.{KIND}", f"area-continuum.{KIND}", "given-area")
GIVEN = f"given.any {YEAR}"
OFFICES = [
    [("north_towns", 13, 2, 15), ("south_towns", 20, 4, 24), ("east_towns", 3, 1, 4)],
    [("north_towns", 18, 2, 20), ("south_towns", 32, 4, 35), ("east_towns", 5, 1, 4)],
    [("north_towns", 25, 1, 26), ("south_towns", 9, 17, 23), ("east_towns", 4, 1, 2)],
]


def living(*areas, year=YEAR):
    """Return people who came in January: in each area so many of one kind, of another, helped."""
    whole = Invented(0)
    for area, kind, other, helped in areas:
        for n in range(kind + other):
            said = frozenset([OTHER if n < other else KIND])
            whole.persons.append(Person(date(year, 1, 5), area, None, "woman", said, frozenset()))
            given = ((date(YEAR, 1, 9), "housing"),) if n >= kind + other - helped else ()
            whole.did.append(Done(area, given=given))
    return whole


def released(whole, releases=(), tables=TABLES):
    """Return what a small office publishes of such a year."""
    known = before(releases, YEAR)
    every = cells(plans()["small_year"], f"{YEAR}")
    mine = {table: every[table] for table in tables}
    counted, ground = gather(whole, mine, known, (YEAR, LATER, LEAST))
    # Another process is told the same.
    assert asked(question((), (), ground))[2].within == [*ground.within]
    printed = protect(known.told, counted, ground)
    told = tuple(Told(name, one) for name, one in printed.items() if one is not None)
    wanted = Proposed(f"{len(releases):032x}", "small_year", f"{YEAR}", "", LEAST, "a", NOON)
    return Published(wanted, "b", NOON, "rule", told, areas_now())


def attacker_of(release):
    """Return whoever has a release and knows that nobody had come before its year."""
    printed = {one.name: one.printed for one in release.cells}
    targets = [one.key for one in left_over(printed) if one.people == PEOPLE]
    told = published_register([printed], dimensions([YEAR]), targets, LEAST)
    helped = sorted({one.people for one in printed} - {PEOPLE})
    told["among"] = [[one, PEOPLE, [["month", f"{YEAR}"]]] for one in helped]
    return Attacker(understood(told))


@pytest.mark.parametrize("areas", OFFICES)
def test_of_no_mark_more_is_known_than_it_says_by_whoever_knows_when_an_office_opened(areas):
    whole = living(*areas)
    attacker = attacker_of(released(whole))
    assert attacker.consistent()
    few = {one for one in attacker.narrowed() if one.masked or count(whole, one.key) < LEAST}
    assert few == set()


def count(whole, key):
    """Return how many people have the codes of a cell."""
    areas = areas_now()
    return sum(
        all(
            one.area in areas[code]
            if dim == "area"
            else dim == "month" or (dim.rpartition(".")[2] in one.kinds) == (code == "yes")
            for dim, code in key
        )
        for one in whole.persons
    )


@pytest.mark.parametrize("helped", [27, 26, 22])
def test_that_somebody_came_and_was_given_nothing_is_not_the_difference_of_two_tables(helped):
    whole = living(("north_towns", 28, 0, helped))
    printed = {one.name: one.printed for one in released(whole, (), ("area", "given-area")).cells}
    for key in ((), (("area", "region.north"),)):
        had_come = printed.get(Name(PEOPLE, (*key, ("month", f"{YEAR}"))))
        given = printed.get(Name(GIVEN, key))
        if had_come and given:
            assert had_come.lo <= given.hi
            assert had_come.hi - given.lo >= LEAST - 1


def test_where_somebody_came_the_year_before_or_was_helped_before_she_came_nobody_is_tied():
    whole = living(*OFFICES[0])
    name, when = Name(GIVEN, ()), (YEAR, LATER)
    known = before((), YEAR).codes
    assert left_beside(whole, [name], when, known) == {Name(f"person-{GIVEN}", ()): 0}
    assert left_beside(whole, [Name(f"given.any {YEAR}-05", ())], when, known) == {}
    left = [Name(f"person-given.any {YEAR}-05", ())]
    until = tuple(("month", f"{YEAR}-{one}") for one in ("04", "05", "Q1"))
    (tie,) = came(left, (), known)
    assert tie == Within(PEOPLE, (f"given.any {YEAR}-05",), every=False, among=until)
    came_before = replace(whole.persons[0], opened=date(YEAR - 1, 11, 5))
    for more, earlier in ((5, 0), (0, 10)):
        again = living(*OFFICES[0])
        again.did += [whole.did[0]] * more
        again.persons += [came_before] * earlier
        assert left_beside(again, [name], when, known) == {}


@pytest.mark.parametrize("areas", OFFICES)
@pytest.mark.parametrize("dated_wrongly", ["help", "case"])
def test_one_day_that_is_wrong_changes_nothing_for_all_others(areas, dated_wrongly):
    """Somebody helped before her case was opened, or a case that is dated to the year before."""
    whole = living(*areas)
    if dated_wrongly == "help":
        whole.did.append(Done("west_towns", given=((date(YEAR, 1, 9), "housing"),)))
    else:
        whole.persons.append(replace(whole.persons[0], opened=date(YEAR - 1, 11, 5)))
    attacker = attacker_of(released(whole))
    assert attacker.consistent()
    few = {one for one in attacker.narrowed() if one.masked or count(whole, one.key) < LEAST}
    assert few == set()


def test_figures_of_before_that_contradict_who_had_come_stop_nothing():
    """Fewer came than were helped by what was told: whoever reads it cannot rely on that."""
    few, more = living(("north_towns", 14, 0, 14)), living(("north_towns", 44, 0, 44))
    told = [released(few, (), ("area",)), released(more, (), ("given-area",))]
    later = {one.name: one.printed for one in released(more, told, TABLES[1:3]).cells}
    assert later


@pytest.mark.parametrize(("helped", "tied"), [(4, False), (5, True), (9, True)])
def test_whoever_may_have_been_told_to_a_named_office_is_tied_for_everybody(helped, tied):
    whole = living(("north_towns", 30, 0, helped))
    left = left_beside(whole, [Name(GIVEN, ())], (YEAR, LATER), before((), YEAR).codes)
    assert left == ({Name(f"person-{GIVEN}", ()): 30 - helped} if tied else {})
