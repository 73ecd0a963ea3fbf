"""Which other plan tells more: advised is the finest that shows enough, and it was proved."""

from __future__ import annotations

import pytest

from casework.figures.advising import Advising, coarser, is_enough
from casework.figures.plan import PEOPLE, dimensions
from casework.figures.proving import Asked, Facts, Unproved
from casework.protect.errors import NotProtected
from casework.protect.ground import Ground
from casework.protect.printed import Mark
from casework.protect.protecting import protect
from casework.protect.shape import Counted, Name, Told
from casework.protect.watching import Watch

YEAR = "2026"


def unproved(plan, counts, told=()):
    """Return figures of a year by gender, that are counted and not proved."""
    keys = [(("gender", code), ("month", YEAR)) for code in ("woman", "man", "girl", "boy")]
    names = [Name(PEOPLE, key) for key in keys]
    new = tuple(Counted(*one) for one in zip(names[len(told) :], counts, strict=True))
    old = tuple(Told(*one) for one in zip(names, told, strict=False))
    facts = Facts({"gender": tuple(keys)}, old, new, Ground(dimensions([2026]), (), 10))
    return Unproved(Asked(plan, YEAR, 10), facts, protect)


def test_plans_are_tried_from_the_finest_with_the_periods_that_hold_the_one_asked():
    quarter = [("quarter", "2026-Q2"), ("small_quarter", "2026-Q2")]
    year = [(one, YEAR) for one in ("year", "small_year", "least_year")]
    assert [one for one in coarser("month", "2026-05") if one in quarter + year] == quarter + year
    assert [one for one in coarser("quarter", "2026-Q2") if one in year] == year
    assert ("quarter", "2026-Q2") not in coarser("small_quarter", "2026-Q2")
    assert list(coarser("least_year", YEAR)) == []


def test_the_finest_plan_of_which_seven_in_ten_are_numbers_is_advised():
    few, many = unproved("year", (40, 40, 9, 0)), unproved("small_year", (40, 80, 20, 0))
    told = unproved("year", (80, 20, 15), (Mark(10),))
    advice = Advising((few, many, unproved("least_year", (90, 90, 90, 90)))).prove()
    assert (advice.plan, advice.period, advice.percent) == ("small_year", YEAR, 75)
    assert Advising((told,)).prove().numbers == 3
    assert Advising((few,)).prove() is None
    assert is_enough(7, 10)
    assert not is_enough(69, 100)


def test_what_has_no_proof_is_not_advised_and_whoever_stops_it_is_heard():
    early = Name(PEOPLE, (("month", YEAR),))
    other = unproved("least_year", (90, 90, 90, 90))

    def refuses(*_given):
        raise NotProtected("fit")

    unprovable = Unproved(other.asked, other._facts, refuses)
    assert Advising((unprovable, other)).prove().plan == "least_year"
    watch, heard = Watch(), []
    watch.at_stop(lambda: heard.append(early))
    watch.stop()
    watch.at_stop(lambda: heard.append(early))
    assert len(heard) == 2
    with pytest.raises(NotProtected) as refused:
        Advising((unproved("small_year", (40, 80, 20, 0)),)).prove(watch)
    assert refused.value.code == "stopped"
