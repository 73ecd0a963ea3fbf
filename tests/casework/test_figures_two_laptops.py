"""Two laptops publish one month apart, from other records: what follows is proved beside each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from attacker_asks import Attacker
from attacker_reads import understood
from invented_work import YEAR, Invented

from casework.figures.before import before
from casework.figures.gathering import gather
from casework.figures.happened import Done
from casework.figures.people import PEOPLE, Person
from casework.figures.plan import cells, dimensions, plans
from casework.figures.released import Proposed, Published, areas_now, register
from casework.protect.errors import NotProtected
from casework.protect.ground import Ground
from casework.protect.lines import lines
from casework.protect.printed import Mark, Number, Span
from casework.protect.protecting import protect
from casework.protect.shape import Counted, Name, Told

LATER, LEAST = date(YEAR + 1, 2, 1), 10
NOON = datetime(YEAR, 4, 20, 12, tzinfo=UTC)
MONTH, QUARTER = f"{YEAR}-01", f"{YEAR}-Q1"
TABLES = ("area", "gender", "given", "area-gender", "given-area")
# How many women and men there are in two areas: by one laptop, by the other, and once they met.
OFFICES = [
    ((8, 6, 3, 1), (8, 2, 3, 0), (9, 6, 3, 1)),
    ((11, 0, 7, 4), (9, 0, 7, 4), (11, 0, 7, 4)),
    ((9, 9, 9, 9), (9, 4, 9, 5), (9, 4, 9, 9)),
    ((9, 4, 9, 5), (9, 9, 9, 9), (9, 4, 9, 9)),
]


def living(women, men, women_south, men_south):
    """Return people who came in January, and were given something then."""
    whole = Invented(0)
    said = [("north_towns", "woman", women), ("north_towns", "man", men)]
    said += [("south_towns", "woman", women_south), ("south_towns", "man", men_south)]
    for area, gender, many in said:
        one = Person(date(YEAR, 1, 5), area, None, gender, frozenset(), frozenset())
        whole.persons += [one] * many
        whole.did += [Done(area, given=((date(YEAR, 1, 9), "housing"),))] * many
    return whole


def released(number, whole, releases, plan, period):
    """Return a release of some tables of a plan, beside others."""
    tables = {one: mine for one, mine in cells(plans()[plan], period).items() if one in TABLES}
    known = before(releases, YEAR)
    counted, ground = gather(whole, tables, known, (YEAR, LATER, LEAST))
    printed = protect(known.told, counted, ground)
    told = tuple(Told(name, one) for name, one in printed.items() if one is not None)
    wanted = Proposed(f"{number:032x}", plan, period, "", LEAST, "a", NOON)
    return Published(wanted, "b", NOON, "rule", told, areas_now())


@pytest.mark.parametrize(("one", "other", "met"), OFFICES)
def test_what_follows_betrays_nobody_to_whoever_believes_the_one_or_the_other(one, other, met):
    apart = [
        released(number, living(*people), [], "month", MONTH)
        for number, people in enumerate((one, other))
    ]
    assert not Attacker(understood(register(apart))).consistent()
    third = released(2, living(*met), apart, "small_quarter", QUARTER)
    assert any(isinstance(cell.printed, Number | Span) for cell in third.cells)
    for first in apart:
        attacker = Attacker(understood(register([first, third])))
        assert attacker.consistent()
        assert [one for one in attacker.hidden() if one.masked and one.narrowed] == []


NAMES = [
    Name(PEOPLE, (*key, ("month", MONTH)))
    for key in ([("area", "region.north")], [("area", "region.south")], [])
]
GROUND = Ground(dimensions([YEAR]), (), LEAST)


def told(*releases):
    """Return what releases tell of two regions and of all, where they tell anything."""
    return [
        Told(name, said, number)
        for number, release in enumerate(releases)
        for name, said in zip(NAMES, release, strict=True)
        if said
    ]


def test_each_release_stands_whole_beside_all_of_the_other_that_can_be_true_with_it():
    ten, twenty, few = Number(10, LEAST), Number(20, LEAST), Mark(LEAST)
    known = told((ten, few, ten), (ten, ten, twenty))
    first, second = lines(known, GROUND)
    assert [one for one in known if one not in first] == known[4:]
    assert [one for one in known if one not in second] == known[1:3]


def test_what_no_release_by_itself_can_be_stops_all_and_so_does_what_nobody_told_apart():
    twenty, few = Number(20, LEAST), Mark(LEAST)
    for known in (told((twenty, twenty, few), (None, None, few)), told((few, few, few))):
        with pytest.raises(NotProtected) as refused:
            lines(known, GROUND)
        assert refused.value.code == "register"


def test_a_mark_that_two_betray_together_stops_nothing_that_follows():
    """By one there are at most twelve, by the other ten of them in the north: so two elsewhere."""
    ten, few = Number(10, LEAST), Mark(LEAST)
    known = told((None, few, ten), (ten, None, ten))
    cell = Counted(Name(PEOPLE, (("gender", "woman"), ("month", MONTH))), 3)
    assert protect(known, [cell], GROUND) == {cell.name: few}
    alone = [replace(one, release=0) for one in known if one != known[-1]]
    with pytest.raises(NotProtected):
        protect(alone, [cell], GROUND)
