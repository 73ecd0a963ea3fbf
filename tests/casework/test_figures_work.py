"""Figures of what was done and what came of it: each person once, by month, and nobody betrayed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest
from attacker_asks import Attacker
from attacker_reads import understood
from invented_work import YEAR, Invented

from casework.figures.axes import dimensions
from casework.figures.bands import band
from casework.figures.before import before
from casework.figures.counting import tally
from casework.figures.gathering import gather
from casework.figures.happened import FAMILIES, NOT_MET, Asked, Done, codes_in, peoples
from casework.figures.people import PEOPLE, Person, codes_of, mapped
from casework.figures.periods import last_day, parts_of, periods_of
from casework.figures.plan import cells, left_over, name_of, plans, ties, unit_of
from casework.figures.released import Proposed, Published, register
from casework.figures.ties import without
from casework.protect.printed import Mark, Number, Span
from casework.protect.protecting import protect
from casework.protect.shape import Name, Told
from casework.referrals.referral import ReferralStatus

LATER = date(YEAR + 1, 2, 1)
SENT = date(YEAR, 3, 1)
NOON = datetime(YEAR, 4, 20, 12, tzinfo=UTC)
LEAST = 10


@pytest.mark.parametrize(
    ("days", "code"),
    [
        *((0, "0_3"), (3, "0_3"), (4, "4_7"), (7, "4_7"), (8, "8_14"), (14, "8_14")),
        *((15, "15_30"), (30, "15_30"), (31, "31_over"), (300, "31_over")),
    ],
)
def test_the_edge_of_each_band_until_an_answer(days, code):
    answered = ReferralStatus.REFUSED, SENT + timedelta(days=days)
    mine = peoples(Done("", asked=(Asked("housing", SENT, (answered,)),)))
    assert f"answered.{code} {YEAR}" in mine
    assert {one for one in mine if one.startswith("answered.")} == {
        f"answered.{which} {period}"
        for which in ("any", code)
        for period in periods_of(answered[1])
    }


@pytest.mark.parametrize(
    ("days", "code"),
    [
        *((-1, "not_known"), (0, "0_3"), (3, "0_3"), (4, "4_5"), (5, "4_5"), (6, "6_14")),
        *((14, "6_14"), (15, "15_30"), (30, "15_30"), (31, "31_90"), (90, "31_90")),
        *((91, "91_365"), (365, "91_365"), (366, "366_over"), (9000, "366_over")),
    ],
)
def test_the_edge_of_each_band_until_the_first_contact(days, code):
    began = SENT - timedelta(days=days)
    person = Person(SENT, "", None, "", frozenset(), frozenset(), began=(began, began))
    assert codes_of(person)["delay_first_contact"] == code


def test_a_beginning_that_could_lie_in_two_bands_is_not_known():
    person = Person(SENT, "", None, "", frozenset(), frozenset())
    year = date(YEAR - 3, 1, 1), date(YEAR - 3, 12, 31)
    month = date(YEAR, 1, 1), date(YEAR, 1, 31)
    found = [codes_of(replace(person, began=one)) for one in (None, year, month)]
    delays = [one["delay_first_contact"] for one in found]
    assert delays == ["not_known", "366_over", "not_known"]
    assert band("time_to_answer", -1) == ""


def test_two_kinds_of_help_in_two_months_make_one_person_of_each_and_of_their_quarter():
    given = ((date(YEAR, 1, 31), "housing"), (date(YEAR, 2, 1), "housing"))
    mine = peoples(Done("", given=(*given, (date(YEAR, 2, 9), "education"), given[0])))
    assert mine == {
        *(f"given.{one} {YEAR}-01" for one in ("any", "housing")),
        *(f"given.{one} {YEAR}-02" for one in ("any", "housing", "education")),
        *(f"given.{one} {YEAR}-Q1" for one in ("any", "housing", "education")),
        *(f"given.{one} {YEAR}" for one in ("any", "housing", "education")),
    }


def test_every_state_of_a_request_has_come_to_something_or_is_still_under_way():
    """What is on its way has come to nothing yet; everything else stands in the list."""
    came = {}
    for status in ReferralStatus:
        mine = peoples(Done("", asked=(Asked("housing", SENT, ((status, SENT),)),)))
        came[status] = {one.split(" ")[0] for one in mine if one.startswith("outcome.")}
    waiting = {status.value for status, found in came.items() if not found}
    assert waiting == {
        *("idea", "discussed", "agreed", "letter_issued", "told_verbally", "received")
    }
    told = {one.partition(".")[2] for one in chain.from_iterable(came.values())} - {"any"}
    assert told == set(codes_in("outcome"))


def test_help_that_was_not_to_be_had_is_what_requests_came_to():
    for status in ReferralStatus:
        mine = peoples(Done("", asked=(Asked("housing", SENT, ((status, SENT),)),)))
        flags = {one.split(" ")[0] for one in mine}
        unmet = bool(flags & {f"outcome.{one}" for one in NOT_MET})
        assert ("unmet.housing" in flags) == ("unmet.any" in flags) == unmet
    nobody = peoples(Done("", asked=(Asked("", nobody=SENT),)))
    assert {f"outcome.unavailable {YEAR}", f"unmet.not_known {YEAR}"} <= nobody
    assert not {one for one in nobody if one.startswith("sent.")}


def test_what_a_law_did_is_told_by_what_it_did():
    law = tuple((SENT, "immigration", one) for one in ("harmed", "not_asked"))
    assert {one for one in peoples(Done("", law=law)) if one.endswith("-03")} == {
        f"law_harmed.any {YEAR}-03",
        f"law_harmed.immigration {YEAR}-03",
    }


def test_periods_hold_the_next_smaller_ones():
    assert parts_of("2026-02") == ()
    assert parts_of("2026-Q2") == ("2026-04", "2026-05", "2026-06")
    assert parts_of("2026") == ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
    assert periods_of(date(2024, 2, 29)) == ("2024-02", "2024-Q1", "2024")
    assert last_day("2024-02", 1) == date(2024, 2, 29)


def test_every_table_counts_what_it_says_and_no_two_cells_are_one():
    for plan in plans().values():
        period = {1: "2026-03", 3: "2026-Q1", 12: "2026"}[plan.months]
        keys = {key for mine in cells(plan, period).values() for key, _margin in mine}
        assert len({name_of(key) for key in keys}) == len(keys)
        for table, mine in cells(plan, period).items():
            units = {unit_of(key) for key, _margin in mine}
            assert units == {"time" if table.startswith("helped") else "person"}


def test_tables_for_a_standard_are_of_those_that_its_list_of_codes_names():
    made = {table.id: table for table in plans()["year"].tables if table.standard}
    (code,) = mapped("continuum", "IC-TIP")
    assert {one.about for one in made.values()} == {((f"continuum.{code}", "yes"),)}
    assert {"sdg_16_2_2-sex", "sdg_16_2_2-age_group", "control_ctdc"} <= made.keys()
    told = dict(cells(plans()["year"], "2026"))["control_ctdc"]
    assert not [key for key, _margin in told if "control_ctdc.NotSpecified" in dict(key)]
    forced = Person(SENT, "", None, "", frozenset(), frozenset(), controls=frozenset({"oath"}))
    assert codes_of(forced)["control_ctdc.Other"] == "yes"
    assert codes_of(forced)["control_ctdc.Threats"] == "no"


def every_name():
    """Return the cells of all plans of larger offices in a year, and what is left over."""
    periods = ("2026-01", "2026-02", "2026-03", "2026-Q1", "2026")
    names = set()
    for period in periods:
        plan = {7: "month" if "Q" not in period else "quarter", 4: "year"}[len(period)]
        names |= {name_of(key) for mine in cells(plans()[plan], period).values() for key, _ in mine}
    return [*names, *left_over(names)]


def test_each_count_is_that_of_the_people_who_have_its_codes():
    """Counted once more, slowly: who has all of it, asked of each by herself."""
    invented = Invented(40, 3)
    names = [one for one in every_name() if "-" not in one.people.split(" ")[0]]
    true = tally(invented, names, YEAR, LATER)
    codes = dimensions([YEAR])
    of = [(peoples(one), one.area) for one in invented.did]
    for name in names:
        if " " in name.people:
            held = codes["area"].codes[dict(name.key)["area"]] if name.key else codes["area"].atoms
            assert true[name] == sum(name.people in mine and area in held for mine, area in of)
    whole = Name("person", (("age", "age_group.adult"), ("continuum.survival_sex", "yes")))
    grown = [one for one in map(codes_of, invented.persons) if one["age"].endswith("+adult")]
    key = (*whole.key, ("month", "2026"))
    assert tally(invented, [Name("person", key)], YEAR, LATER)[Name("person", key)] == sum(
        one["continuum.survival_sex"] == "yes" for one in grown
    )
    times = Name("unrecorded", (("helped", "any"), ("month", "2026")))
    assert tally(invented, [times], YEAR, LATER)[times] == len(invented.unrecorded) == 8


def test_whose_people_hold_whose_is_true_of_people():
    """Were one tie not true, what is proved would rest on what is not."""
    names = every_name()
    true = tally(Invented(80, 5), names, YEAR, LATER)
    keys = {}
    for name in names:
        keys.setdefault(name.people, set()).add(name.key)
    seen = 0
    for one in ties(names):
        parts = [keys.get(part, set()) for part in one.parts]
        for key in keys.get(one.whole, set()).intersection(*parts):
            counts = [true[Name(part, key)] for part in one.parts]
            most, whole = sum(counts), true[Name(one.whole, key)]
            assert whole >= max(counts)
            assert not one.every or whole <= most
            assert not one.apart or whole == most
            seen += 1
    assert seen > 1500
    assert {one.whole.split(".")[0] for one in ties(names)} >= FAMILIES.keys()


def published(number, printed):
    told = tuple(Told(name, one) for name, one in printed.items() if one is not None)
    at = NOON + timedelta(days=number)
    wanted = Proposed(f"r{number}", "month", "2026-01", "", LEAST, "a", at)
    return Published(wanted, "b", at, "rule", told, {})


def only_work(tables):
    """Return tables without those of people by the month of their intake, tried elsewhere."""
    return {
        table: mine
        for table, mine in tables.items()
        if name_of(mine[0][0]).people not in {"person", "unrecorded"}
    }


def quarter_of(whole, *, tied=True, plan="quarter"):
    """Return what is published of three months and their quarter while some take it back."""
    told, releases = [], []
    for month, made, period in (
        *((n, "month", f"2026-0{n}") for n in (1, 2, 3)),
        (3, plan, "2026-Q1"),
    ):
        gone = set(range(0, month * len(whole.did) // 25, 2)) if tied else ()
        here = whole.without(gone).until(date(YEAR, month, 28))
        tables = only_work(cells(plans()[made], period))
        counted, ground = gather(here, tables, before(releases, YEAR), (YEAR, LATER, LEAST))
        printed = protect(told, counted, ground if tied else replace(ground, within=()))
        releases.append(published(len(releases), printed))
        told += releases[-1].cells
    watched = [one for one in counted if one.watched and without(one.name)]
    few = [one.name for one in watched if one.count < LEAST]
    few = [one for one in few if not one.people.startswith(PEOPLE)]
    return releases, few


def attacked(releases, few):
    """Return what an attacker finds of marks, and of the few who are left over."""
    told = register(releases)
    told["remainders"] = [
        {
            "name": one.people,
            "whole": without(one)[0].people,
            "part": without(one)[1].people,
            "keys": [[list(pair) for pair in one.key]],
        }
        for one in few
    ]
    attacker = Attacker(understood(told))
    assert attacker.consistent()
    return [one for one in attacker.narrowed() if one.masked]


@pytest.mark.parametrize(("count", "seed"), [(90, 1), (400, 2)])
def test_what_was_done_in_a_quarter_betrays_nobody(count, seed):
    assert not attacked(*quarter_of(Invented(count, seed)))


def test_a_cell_that_was_left_out_is_watched_from_then_on_while_it_is_few():
    """Nobody was told of it, so later figures must not tell of it what a mark would have hidden."""
    whole = Invented(90, 1)
    releases, _few = quarter_of(whole)
    year = only_work(cells(plans()["year"], f"{YEAR}"))
    marks = [one.name for one in releases[-1].cells if isinstance(one.printed, Mark)]
    many = [one.name for one in releases[-1].cells if isinstance(one.printed, Number | Span)]
    out = {marks[0], many[0]}
    told = tuple(one for one in releases[-1].cells if one.name not in out)
    wanted = replace(releases[-1].wanted, plan="quarter", period=f"{YEAR}-Q1")
    left = [replace(releases[-1], wanted=wanted, cells=told)]
    known = before([*releases[:-1], *left], YEAR)
    assert out <= {*known.left_out}
    assert not {one.name for one in known.told} & {*known.left_out}
    counted, _ground = gather(whole, year, known, (YEAR, LATER, LEAST))
    watched = {one.name: one.count for one in counted if one.watched}
    assert watched[marks[0]] < LEAST
    assert many[0] not in watched or watched[many[0]] < LEAST + LEAST // 2


def test_without_what_holds_what_the_same_attacker_finds_people():
    """22 were given housing in February, and 34 in the quarter: some in January and in March."""
    january, february, march = (date(YEAR, month, 9) for month in (1, 2, 3))
    few = Invented(0)
    few.did = [
        Done("", given=((day, "housing"),))
        for day in (*[january] * 6, *[february] * 22, *[march] * 6)
    ]
    releases, _few = quarter_of(few, tied=False, plan="small_quarter")
    assert {one.people for one in attacked(releases, ()) if one.exists} == {
        f"given.{code} {YEAR}-{month}" for code in ("any", "housing") for month in ("01", "03")
    }
    assert not attacked(*quarter_of(few, plan="small_quarter"))
