"""Who is of an area and an age in a quarter, beside who is of each in a month: some may be both."""

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
from casework.figures.plan import cells, name_of, plans
from casework.figures.released import Proposed, Published, areas_now, register
from casework.protect.months import by_month
from casework.protect.protecting import protect
from casework.protect.shape import Told

LATER, LEAST = date(YEAR + 1, 2, 1), 10
NOON = datetime(YEAR, 4, 20, 12, tzinfo=UTC)
QUARTER = ("quarter", f"{YEAR}-Q1", ("area-age", "area-gender"))
MONTHS = tuple(("month", f"{YEAR}-0{n}", ("area", "age")) for n in (1, 2, 3))
BOTH = (("age", "18_25"), ("area", "region.north"), ("month", f"{YEAR}-Q1"))
# Of 67 who came in January 38 are of the north and 38 are young: nine at least are both.
JANUARY = {
    ("north_towns", 20): 9,
    ("north_towns", 33): 20,
    ("north_towns", 50): 9,
    ("south_towns", 20): 20,
    ("west_towns", 20): 9,
}
SINCE = {
    (2, "south_towns", 33): 40,
    (2, "west_towns", 33): 30,
    (3, "north_towns", 50): 40,
    (3, "west_towns", 20): 30,
}


def living():
    """Return people who came in the first quarter; nine young ones of the north, in January."""
    whole = Invented(0)
    for (month, area, age), many in ({(1, *who): n for who, n in JANUARY.items()} | SINCE).items():
        born = (date(YEAR - age - 1, 6, 1),) * 2
        one = Person(date(YEAR, month, 9), area, born, "", frozenset(), frozenset())
        whole.persons += [one] * many
    return whole


def gathered(releases, plan, period, tables):
    """Return what a proof of some tables starts from, beside what was published before."""
    every, known = cells(plans()[plan], period), before(releases, YEAR)
    some = {one: every[one] for one in tables}
    return known, *gather(living(), some, known, (YEAR, LATER, LEAST))


def released(*due):
    """Return some releases, one after another."""
    releases = []
    for number, (plan, period, tables) in enumerate(due):
        known, counted, ground = gathered(releases, plan, period, tables)
        printed = protect(known.told, counted, ground)
        told = tuple(Told(name, one) for name, one in printed.items() if one is not None)
        wanted = Proposed(f"{number:032x}", plan, period, "", LEAST, "a", NOON)
        releases.append(Published(wanted, "b", NOON, "rule", told, areas_now()))
    return releases


@pytest.mark.parametrize(
    "due", [(*MONTHS, QUARTER), (QUARTER, *MONTHS)], ids=["months_first", "quarter_first"]
)
def test_who_is_both_in_a_quarter_is_not_what_two_groups_of_a_month_share(due):
    found = register(released(*due))
    attacker = Attacker(understood(found), whole=True)
    assert attacker.consistent()
    assert [one for one in attacker.narrowed() if one.masked] == []


def test_where_the_solver_comes_to_no_end_nobody_is_told_of_both():
    known, counted, ground = gathered(released(*MONTHS), *QUARTER)
    few = protect(known.told, counted, replace(ground, effort=2_000))
    assert {len(one.key) for one, told in few.items() if told is None} == {len(BOTH)}
    assert few[name_of(BOTH)] is None


def test_where_both_were_told_before_nobody_is_told_of_either():
    known, counted, ground = gathered(released(QUARTER, *MONTHS[:2]), *MONTHS[2])
    every = [*by_month(known.told, counted, ground)]
    assert {len(name.key) for one in every for name in one.at_stake} == {len(BOTH) - 1}
    assert {one.dims for one in every} >= {("age", "area", "month"), ("area", "gender", "month")}
