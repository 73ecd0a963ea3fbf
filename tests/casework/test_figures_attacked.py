"""Published figures from the side of whoever wants to find somebody in them."""

from __future__ import annotations

import pytest
from attacker_asks import Attacker
from attacker_reads import understood
from figured import OUTSIDE, VIEWER, figures, some_agreed
from hypothesis import given
from hypothesis import strategies as st
from make import Clock, Desks
from printed_digest import digest, elsewhere
from published import register as published_register

from casework.consent.grant import Purpose
from casework.figures.plan import PEOPLE, dimensions, left_over
from casework.figures.released import register
from casework.protect.errors import NotProtected
from casework.protect.ground import Ground
from casework.protect.printed import Mark, Number, Span, coarsened, ladder
from casework.protect.protecting import protect
from casework.protect.shape import Counted, Name


@pytest.fixture(scope="module")
def agreed(template, tmp_path_factory):
    return some_agreed(template, tmp_path_factory.mktemp("agreed") / "home")


def _opened(agreed, home):
    made, moment = agreed
    desks = Desks(made, home, Clock(moment))
    desks.month, desks.year = moment.strftime("%Y-%m"), str(moment.year)
    return desks


@pytest.fixture
def office(agreed, tmp_path):
    desks = _opened(agreed, tmp_path / "home")
    yield desks
    desks.close()


def publish(desks, plan, period, recipient=""):
    wanted = figures(desks).propose(plan, period, recipient)
    return figures(desks, VIEWER).agree(wanted.subject_id)


def attack(desks):
    """Return what is known of marks by whoever has the whole register, and of nothing else."""
    attacker = Attacker(understood(register(figures(desks).register())))
    assert attacker.consistent()
    return [one for one in attacker.narrowed() if one.masked]


def test_one_more_or_one_less_changes_nothing_that_was_printed_and_betrays_nothing(office):
    """Also where somebody takes it back and agrees again."""
    quarter = f"{office.year}-Q{(int(office.month[5:]) + 2) // 3}"
    by_number = "select code from casefile order by number limit 1"
    ((first,),) = office.store.connection.execute(by_number).fetchall()
    office.clock.pass_days(60)
    month = publish(office, "month", office.month)
    office.office().grants.withdraw(first, Purpose.STATISTICS_EXTERNAL)
    office.clock.pass_days(100)
    assert figures(office).preview("month", office.month) == month.shown
    later = publish(office, "small_quarter", quarter).release
    assert attack(office) == []
    office.agree(first, **OUTSIDE)
    again = publish(office, "month", office.month)
    assert again.shown == month.shown
    assert [one.packed for one in figures(office).register()[:2]] == [
        month.release.packed,
        later.packed,
    ]
    assert again.release.cells == ()
    assert attack(office) == []


def test_whoever_did_not_agree_leaves_no_trace_in_any_figure(office, agreed, tmp_path):
    """With one of whom alone something is said, and without her, every figure is the same."""
    without = _opened(agreed, tmp_path / "without")
    office.visit(gender="other")
    office.agree(office.visit(gender="other"), **(OUTSIDE | {"answer": "refused"}))
    shown = []
    for desks in (office, without):
        desks.clock.pass_days(60)
        shown += [
            figures(desks).preview("month", desks.month, recipient)
            for recipient in ("", "Example Ministry")
        ]
    without.close()
    assert shown[:2] == shown[2:]
    assert shown[0] != shown[1]


def test_what_a_named_recipient_was_told_is_not_told_to_everybody(office):
    """Thirteen women, twelve men; of eight more of one gender only who is named may read.

    To everybody they are fewer than ten like nobody: nothing is left blank because of them.
    """
    for _ in range(8):
        office.agree(office.visit(gender="non_binary"), **OUTSIDE)
    office.clock.pass_days(60)
    named = publish(office, "month", office.month, "Example Ministry").shown
    everybody = publish(office, "month", office.month).shown
    fine, coarse = (
        {dict(key).get("gender"): one for key, one in shown.tables["gender"]}
        for shown in (named, everybody)
    )
    assert fine["non_binary"] == Span(5, 9)
    assert coarse["non_binary"] == Mark(10)
    assert fine["boy"] == Mark(5)
    assert coarse["boy"] == Mark(10)
    assert any(isinstance(one, Number | Span) for one in coarse.values())
    every = {key: one for mine in everybody.tables.values() for key, one in mine}
    blank = {key for key, one in every.items() if one is None}
    assert blank == {k for mine in named.tables.values() for k, one in mine if one is None}
    assert all(every[key] == Mark(10) or every[key].lo >= 10 for key in every.keys() - blank)
    assert attack(office) == []


def test_what_is_left_over_a_few_is_watched_whatever_is_counted(office):
    """Three agreed in a month: of whom something was not said, they are few as well."""
    office.clock.pass_days(31)
    month = office.clock.moment.strftime("%Y-%m")
    for _ in range(3):
        office.agree(office.visit(gender="woman"), **OUTSIDE)
    office.clock.pass_days(50)
    facts = figures(office).count("month", month)._facts
    watched = [one for one in facts.counted if one.watched]
    assert {one.count for one in watched} <= {0, 3}
    said = {pair for one in facts.counted for pair in one.name.key if pair[1] == "yes"}
    unsaid = {pair for one in watched for pair in one.name.key if pair[1] == "no"}
    assert {dim for dim, _code in unsaid} == {dim for dim, _code in said}


def test_a_month_that_was_left_out_cannot_be_worked_out_from_its_quarter():
    """Of 22, 17 and 4 the last is not told, and their sum would say that somebody was there."""
    north = ("area", "region.north")
    names = [
        Name(PEOPLE, (north, ("month", f"2025-{period}"))) for period in ("01", "02", "Q1", "03")
    ]
    *told, month = names
    counts = dict(zip(names, (22, 17, 43, 4), strict=True))
    assert left_over(told) == [month]
    assert left_over(names) == left_over(told[:2]) == []
    ground, ends = Ground(dimensions([2025]), (), 10), {}
    for watched in ((), left_over(told)):
        cells = [Counted(one, counts[one]) for one in told]
        cells += [Counted(one, counts[one], watched=True) for one in watched]
        out = protect((), cells, ground)
        known = understood(published_register([out], ground.dimensions, [month.key]))
        ends[len(watched)] = [(one.lo, one.hi) for one in Attacker(known).hidden()]
    assert ends[0][0][0] >= 1
    assert ends[1] == [(0, 9)]


@given(count=st.integers(0, 300), step=st.integers(0, 3))
def test_what_is_coarsened_holds_what_was_printed_and_nothing_below_ten(count, step):
    for printed in [*ladder(count, 5)][step:]:
        told = coarsened(printed, 10)
        assert told.lo <= printed.lo <= printed.hi <= told.hi
        assert told == Mark(10) if count < 10 else told in [*ladder(count, 10)]
        assert coarsened(printed, 5) == printed


def test_what_an_earlier_rule_printed_across_ten_is_told_to_nobody_else():
    """Neither a mark nor a blank could stand there: both would tell what it was."""
    with pytest.raises(NotProtected):
        coarsened(Number(10, 5), 10)


def test_figures_are_the_same_in_every_process():
    assert elsewhere(1) == digest()
