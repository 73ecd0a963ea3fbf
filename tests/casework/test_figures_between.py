"""An area that went over to another region: nobody takes its people out of old and new figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest
from attacker_asks import Attacker
from attacker_reads import understood
from invented_work import YEAR, Invented
from published import register as published_register

from casework.figures import axes, people
from casework.figures.before import before
from casework.figures.between import between
from casework.figures.gathering import gather
from casework.figures.happened import Done
from casework.figures.people import PEOPLE, Person
from casework.figures.plan import cells, plans
from casework.figures.released import Proposed, Published, areas_now
from casework.protect.protecting import protect
from casework.protect.shape import Name, Told
from forms import codelists

LATER, LEAST, MOVED = date(YEAR + 1, 2, 1), 10, "north_towns"
NOON = datetime(YEAR, 4, 20, 12, tzinfo=UTC)
MONTH, QUARTER = f"{YEAR}-01", f"{YEAR}-Q1"


@pytest.fixture
def moved(monkeypatch):
    """Return what moves an area to a region; in the end all is as it was."""
    now = codelists.code_list("area")

    def forget():
        axes._timeless.cache_clear()
        people.answers.cache_clear()

    def move(region, parts=()):
        codes = {**now.codes, MOVED: replace(now.codes[MOVED], parent=region)}
        for one, lies in parts:
            codes[one] = replace(now.codes[MOVED], id=one, parent=lies, part_of=MOVED)
        codes = MappingProxyType(codes)
        lists = {"area": replace(now, codes=codes)}
        for module in (axes, people):
            monkeypatch.setattr(
                module, "code_list", lambda one: lists.get(one) or codelists.code_list(one)
            )
        forget()

    yield move
    forget()


def living(**areas):
    """Return people who came in January, and were given something then; so many in each area."""
    whole = Invented(0)
    for area, many in areas.items():
        one = Person(date(YEAR, 1, 5), area, None, "woman", frozenset(), frozenset())
        whole.persons += [one] * many
        whole.did += [Done(area, given=((date(YEAR, 1, 9), "housing"),))] * many
    return whole


def released(whole, releases, plan, period, table):
    """Return one more release, of one table."""
    known = before(releases, YEAR)
    tables = {table: cells(plans()[plan], period)[table]}
    counted, ground = gather(whole, tables, known, (YEAR, LATER, LEAST))
    printed = protect(known.told, counted, ground)
    mine = tuple(Told(name, one) for name, one in printed.items() if one is not None)
    wanted = Proposed(f"{len(releases):032x}", plan, period, "", LEAST, "a", NOON)
    return Published(wanted, "b", NOON, "rule", mine, areas_now())


def narrowed(releases, targets):
    """Return what whoever remembers the old list knows of those who live where it has changed."""
    known = before(releases, YEAR)
    cells = {one.name: one.printed for one in known.told}
    told = published_register([cells], known.codes, targets, LEAST)
    attacker = Attacker(understood(told))
    assert attacker.consistent()
    return [(one.key, one.lo, one.hi) for one in attacker.narrowed()]


@pytest.mark.parametrize(
    ("border", "few", "south"),
    [(21, 5, 17), (20, 8, 21), (21, 9, 12), (22, 9, 16), (30, 3, 14), (27, 2, 20), (19, 3, 12)],
)
def test_who_lives_in_an_area_that_went_over_is_not_the_difference_of_two_releases(
    moved, border, few, south
):
    whole = living(north_border=border, north_towns=few, south_towns=south)
    moved("north")
    first = released(whole, [], "month", MONTH, "area")
    moved("south")
    then = released(whole, [first], "small_quarter", QUARTER, "area")
    there = [(("area", MOVED), ("month", period)) for period in (MONTH, QUARTER)]
    assert narrowed([first, then], there) == []


@pytest.mark.parametrize(
    ("border", "near", "far", "south"), [(15, 9, 9, 19), (20, 5, 9, 12), (17, 6, 7, 21)]
)
def test_who_lives_in_a_part_that_lies_in_another_region_is_not_what_two_regions_share(
    moved, border, near, far, south
):
    moved("north", [("far_towns", "south"), ("near_towns", "north")])
    whole = living(north_border=border, near_towns=near, far_towns=far, south_towns=south)
    release = released(whole, [], "month", MONTH, "area")
    assert narrowed([release], [(("area", "far_towns"), ("month", MONTH))]) == []


def test_where_no_list_has_changed_nobody_lies_between(moved):
    moved("north")
    whole = living(north_border=24, north_towns=3)
    first = released(whole, [], "month", MONTH, "area")
    known = before([first], YEAR)
    names = [one.name for one in known.told]
    assert between(names, known.codes) == (frozenset(), known.codes)


def known_before_it_moved(moved, *how):
    """Return what was published while an area lay in the north, once it lies in the south."""
    moved("north")
    whole = living(north_border=24, north_towns=3, south_towns=14)
    first = released(whole, [], *how)
    moved("south")
    return before([first], YEAR)


def test_what_was_given_is_compared_by_its_own_period(moved):
    known = known_before_it_moved(moved, "quarter", QUARTER, "given-area")
    later = Name(f"given.any {YEAR}", (("area", "region.south"),))
    found, _codes = between([*(one.name for one in known.told), later], known.codes)
    there = {one.people for one in found if one.key == (("area", MOVED),)}
    assert there == {f"given.any {period}" for period in (QUARTER, f"{YEAR}")}


def test_a_part_that_no_code_holds_gets_one(moved):
    known = known_before_it_moved(moved, "month", MONTH, "area")
    new = Name(PEOPLE, (("area", "region.south"), ("month", QUARTER)))
    group = {"two": frozenset(["south_towns", "south_border", MOVED])}
    areas = replace(known.codes["area"], codes={**known.codes["area"].codes, **group})
    names = [new, Name(PEOPLE, (("area", "two"), ("month", MONTH)))]
    found, codes = between(names, {**known.codes, "area": areas})
    held = {codes["area"].codes[dict(one.key)["area"]] for one in found}
    assert held == {frozenset(["south_settlement", "south_villages"])}
