"""Areas that were split, put together or moved: old and new figures enter one proof."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest

from casework.figures import axes, people
from casework.figures import sums as kept_sums
from casework.figures.axes import dimensions
from casework.figures.before import before
from casework.figures.counting import tally
from casework.figures.gathering import gather
from casework.figures.people import Person
from casework.figures.plan import cells, plans
from casework.figures.released import Proposed, Published, areas_now
from casework.protect.errors import NotProtected
from casework.protect.printed import Mark, Number
from casework.protect.protecting import protect
from casework.protect.shape import Name, Told
from forms import codelists

AT = datetime(2026, 3, 1, tzinfo=UTC)
YEAR, TODAY, LEAST = 2025, date(2026, 3, 1), 10
NORTH = ("north_border", "north_settlement", "north_towns", "north_villages")


class Invented:
    """People of whom no more is known than where they live."""

    def __init__(self, areas):
        self.areas = areas

    def people(self, *_days):
        return [
            Person(date(YEAR, 1, 5), area, None, "woman", frozenset(), frozenset())
            for area in self.areas
        ]

    def helped(self, *_days):
        return []

    def done(self, *_days):
        return []

    def sums(self, wanted, _on):
        found = Counter(
            cell
            for one in self.people()
            for cell in kept_sums.cells_of(kept_sums.line_of(one, None))
        )
        return [(*cell, n) for cell, n in found.items() if cell[:2] in set(wanted)]


@pytest.fixture
def change(monkeypatch):
    """Return what changes the list of areas: codes by id, some retired, some new."""
    now = codelists.code_list("area")

    def changed(codes, gone=()):
        known = {code: one for code, one in now.codes.items() if code not in gone}
        for code, said in codes.items():
            known[code] = replace(known.get(code, now.codes["north_towns"]), id=code, **said)
        found = replace(now, codes=MappingProxyType(known))

        def lists(list_id):
            return found if list_id == "area" else codelists.code_list(list_id)

        monkeypatch.setattr(axes, "code_list", lists)
        monkeypatch.setattr(people, "code_list", lists)
        forget()

    yield changed
    forget()


def forget():
    """Let lists be read anew."""
    axes._timeless.cache_clear()
    people.answers.cache_clear()


def told(areas, releases, plan, period):
    """Return one more release of invented people."""
    tables = {"area": cells(plans()[plan], period)["area"]}
    known = before(releases, YEAR)
    counted, ground = gather(Invented(areas), tables, known, (YEAR, TODAY, LEAST))
    printed = protect(known.told, counted, ground)
    new = tuple(cells_of(printed))
    wanted = Proposed(f"{len(releases):032x}", plan, period, "", LEAST, "aa", AT)
    return Published(wanted, "bb", AT, "rule", new, areas_now())


def cells_of(printed):
    return (Told(name, one) for name, one in printed.items() if one is not None)


def key(area, period="2025"):
    return Name("person", (("area", area), ("month", period)))


def test_an_area_that_was_split_is_all_its_parts_and_old_figures_are_copied(change):
    """Thirty lived in the towns; when the east of them is told by itself, nobody can subtract."""
    change({})
    first = told(["north_towns"] * 30 + ["south_towns"] * 20, [], "small_quarter", "2025-Q1")
    parts = {one: {"part_of": "north_towns"} for one in ("north_towns_east", "north_towns_west")}
    change({"north_towns": {"retired": True}, **parts})
    areas = dimensions([YEAR])["area"]
    assert areas.codes["north_towns"] == {"north_towns_east", "north_towns_west"}
    assert areas.codes["region.north"] == areas.codes["north_towns"] | {*NORTH} - {"north_towns"}
    known = before([first], YEAR)
    assert not known.others
    assert {one.name for one in known.own} == {one.name for one in first.cells}
    here = ["north_towns"] * 12 + ["north_towns_east"] * 5 + ["north_towns_west"] * 13
    true = tally(Invented(here), [key("north_towns"), key("north_towns_east")], YEAR, TODAY)
    assert true == {key("north_towns"): 30, key("north_towns_east"): 5}


def test_areas_that_were_put_together_are_told_as_one_and_no_mark_of_before_is_betrayed(change):
    change({})
    wanted = ["north_towns"] * 24 + ["north_border"] * 4 + ["south_towns"] * 20
    first = told_fine(wanted, [])
    assert printed_in(first)[key("north_border")] == Mark(LEAST)
    assert isinstance(printed_in(first)[key("north_towns")], Number)
    gone = {one: {"retired": True} for one in ("north_towns", "north_border")}
    change({"north_both": {"holds": ("north_towns", "north_border")}, **gone})
    assert dimensions([YEAR])["area"].codes["north_both"] == {"north_towns", "north_border"}
    assert "north_border" not in {code for _dim, code in axes.codes_along("area", fine=True)}
    here = ["north_both"] * 28 + ["south_towns"] * 20
    second = told_fine(here, [first])
    one = printed_in(second)[key("north_both")]
    # Were it told as 30, four or more would live at the border for certain.
    town = printed_in(first)[key("north_towns")]
    assert one.lo <= 28 <= one.hi
    assert one.lo - town.hi <= 0


def told_fine(areas, releases):
    tables = {
        "area": [(key(code).key, False) for _dim, code in axes.codes_along("area", fine=True)]
    }
    known = before(releases, YEAR)
    counted, ground = gather(Invented(areas), tables, known, (YEAR, TODAY, LEAST))
    printed = protect(known.told, counted, ground)
    wanted = Proposed(f"{len(releases):032x}", "year", "2025", "", LEAST, "aa", AT)
    return Published(wanted, "bb", AT, "rule", tuple(cells_of(printed)), areas_now())


def printed_in(release):
    return {one.name: one.printed for one in release.cells}


def test_a_region_that_lost_an_area_keeps_its_old_figures_under_a_name_of_their_own(change):
    change({})
    first = told(["north_towns"] * 30, [], "small_quarter", "2025-Q1")
    change({"north_towns": {"parent": "south"}})
    known = before([first], YEAR)
    (one,) = [one for one in known.others if "north" in dict(one.name.key)["area"]]
    assert known.codes["area"].codes[dict(one.name.key)["area"]] == {*NORTH}
    assert {dict(one.name.key).get("area") for one in known.own} >= {None, "region.west"}


def test_an_old_area_that_nobody_can_place_today_stops_everything(change):
    change({})
    first = told(["north_towns"] * 30, [], "small_quarter", "2025-Q1")
    change({}, gone=("north_towns",))
    with pytest.raises(NotProtected) as refused:
        before([first], YEAR)
    assert refused.value.code == "areas_changed"
