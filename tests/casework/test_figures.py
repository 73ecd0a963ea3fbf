"""Figures for those outside: who is counted, by which two people, and what can never come out."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date

import pytest
from attacker_asks import Attacker
from attacker_reads import understood
from figured import VIEWER, figures

from casework.consent.grant import Purpose
from casework.figures.desk import LEAST, LEAST_NAMED
from casework.figures.errors import FiguresRefused
from casework.figures.people import Person, age_codes, codes_of
from casework.figures.plan import PEOPLE, cells, demand_over, left_over, plan_ids, plans
from casework.figures.released import packed, register, unpacked
from casework.persons.pair import PairAnswer
from casework.protect.errors import NotProtected
from casework.protect.printed import Mark, Span
from casework.protect.shape import Name, Told
from casework.team.seat import NotFound
from casework.team.worker import NotPermitted
from desktop.bootstrap import office_on


def women(shown):
    return dict(shown.tables["gender"])[("gender", "woman"), ("month", shown.period)]


def published(desks, plan="month", recipient=""):
    wanted = figures(desks).propose(plan, desks.month, recipient)
    done = figures(desks, VIEWER).agree(wanted.subject_id)
    return done.shown, done.release


def test_each_person_who_agreed_is_counted_once(counted):
    """Twenty-five agreed; sharper numbers would say that of other genders fewer than ten came."""
    shown = figures(counted).preview("month", counted.month)
    told = {dict(key).get("gender"): one for key, one in shown.tables["gender"]}
    for gender, count in (("woman", 13), ("man", 12), (None, 25)):
        assert told[gender].lo <= count <= told[gender].hi
    assert told["non_binary"] == told["girl"] == Mark(LEAST)
    assert len(list(people_now(counted))) == 25


def test_joined_cases_are_one_person(counted):
    before = len(list(people_now(counted)))
    by_number = "select code from casefile order by number limit 2"
    (first,), (second,) = counted.store.connection.execute(by_number).fetchall()
    counted.office().likeness.say(first, second, PairAnswer.SAME)
    assert len(list(people_now(counted))) == before - 1 == 24


def people_now(desks):
    with desks.store.begin(desks.template.supervisor) as work:
        day = desks.clock.moment.date()
        yield from work.figures.people(date(day.year, 1, 1), date(day.year, 12, 31), day)


def test_who_takes_it_back_is_counted_no_more_and_what_was_told_stays(counted):
    shown, release = published(counted)
    for case in [*counted.office().cases.all()][:8]:
        counted.office().grants.withdraw(case.code, Purpose.STATISTICS_EXTERNAL)
    assert len(list(people_now(counted))) < 25
    again = figures(counted).preview("month", counted.month)
    assert again == shown
    assert figures(counted).register() == [release]


def test_what_stands_only_with_those_who_did_not_agree_is_in_no_figure(counted):
    """One who is non-binary did not agree: whatever stands there stands where nobody is, too."""
    shown, release = published(counted)
    told = {dict(key).get("gender"): one for key, one in shown.tables["gender"]}
    assert told["non_binary"] == told["other"] == Mark(LEAST)
    assert all(
        ("gender", "non_binary") not in one.name.key or one.printed == Mark(LEAST)
        for one in release.cells
    )


def test_whoever_is_named_may_be_told_a_little_more(counted):
    shown = figures(counted).preview("month", counted.month, "Example Ministry")
    assert shown.least == LEAST_NAMED
    told = {dict(key).get("gender"): one for key, one in shown.tables["gender"]}
    assert told["non_binary"] == Mark(LEAST_NAMED)


def test_a_second_person_has_to_agree(counted):
    wanted = figures(counted).propose("month", counted.month)
    assert [one.id for one in figures(counted).proposed()] == [wanted.subject_id]
    with pytest.raises(FiguresRefused) as refused:
        figures(counted).agree(wanted.subject_id)
    assert refused.value.code == "release_own"
    assert figures(counted).register() == []
    figures(counted, VIEWER).agree(wanted.subject_id)
    assert figures(counted).proposed() == []
    with pytest.raises(NotFound):
        figures(counted, VIEWER).agree(wanted.subject_id)


def test_what_was_proposed_can_be_left(counted):
    wanted = figures(counted).propose("month", counted.month)
    figures(counted, VIEWER).drop(wanted.subject_id)
    assert figures(counted).proposed() == []
    assert figures(counted).register() == []


def test_what_changed_while_the_proof_was_sought_is_not_proposed(counted):
    proven = figures(counted).count("month", counted.month).prove()
    by_number = "select code from casefile order by number limit 1"
    ((first,),) = counted.store.connection.execute(by_number).fetchall()
    counted.office().grants.withdraw(first, Purpose.STATISTICS_EXTERNAL)
    for late in (
        lambda: figures(counted).propose("month", counted.month, "", proven),
        lambda: figures(counted).propose("month", counted.month, "Example Ministry", proven),
    ):
        with pytest.raises(FiguresRefused) as refused:
            late()
        assert refused.value.code == "figures_changed"
    assert figures(counted).proposed() == figures(counted).register() == []
    wanted = figures(counted).propose("month", counted.month)
    again = figures(counted, VIEWER).count_proposed(wanted.subject_id).prove()
    assert figures(counted, VIEWER).agree(wanted.subject_id, again).shown == again.shown
    assert "count" not in repr(again)


def test_a_process_that_dies_while_it_proves_publishes_nothing(counted, monkeypatch):
    desks = (office_on(counted.store, one, counted.clock).figures for one in both(counted))
    mine, hers = desks
    wanted = mine.propose("month", counted.month)
    dies = [sys.executable, "-S", "-c", "import sys; sys.stdin.readline()"]
    with monkeypatch.context() as less:
        less.setattr("desktop.beside.proving.OURS", dies)
        with pytest.raises(NotProtected) as refused:
            hers.agree(wanted.subject_id)
    assert refused.value.code == "worker"
    assert mine.register() == []
    assert [one.id for one in mine.proposed()] == [wanted.subject_id]
    assert hers.agree(wanted.subject_id).shown == figures(counted).preview("month", counted.month)


def both(desks):
    return desks.template.supervisor, VIEWER


def test_a_caseworker_publishes_nothing(counted):
    with pytest.raises(NotPermitted):
        figures(counted, counted.template.caseworker).preview("month", counted.month)


def test_what_was_published_is_copied_and_the_register_tells_it(counted):
    shown, release = published(counted)
    assert (
        women(shown)
        == {one.name.key: one.printed for one in release.cells}[
            ("gender", "woman"), ("month", counted.month)
        ]
    )
    again, second = published(counted)
    assert again == shown
    assert second.cells == ()
    told = register(figures(counted).register())
    attacker = Attacker(understood(told))
    assert attacker.consistent()
    assert not [one for one in attacker.narrowed() if one.masked]


def test_no_true_count_is_kept_in_the_register(counted):
    _shown, release = published(counted)
    assert all(not isinstance(one.printed, int) for one in release.cells)
    rows = counted.store.connection.execute("select printed from figure_release").fetchall()
    assert unpacked(rows[0][0]) == (tuple(sorted(release.cells, key=_by_words)), release.areas)
    assert packed(release.cells, release.areas) == rows[0][0]


def _by_words(one):
    return str([one.name.people, one.name.key])


@pytest.mark.parametrize(
    ("plan", "period", "today", "code"),
    [
        ("month", "2026-03", "2026-04-14", "period_open"),
        ("month", "2026-03", "2026-04-15", None),
        ("quarter", "2026-Q1", "2026-04-14", "period_open"),
        ("quarter", "2026-Q1", "2026-04-15", None),
        ("year", "2025", "2026-01-14", "period_open"),
        ("year", "2025", "2026-01-15", None),
        ("year", "2025-12", "2026-06-01", "period_unknown"),
        ("month", "2025-13", "2026-06-01", "period_unknown"),
        ("month", "2025-Q1", "2026-06-01", "period_unknown"),
        ("quarter", "2025-Q5", "2026-06-01", "period_unknown"),
        ("quarter", "2025-1", "2026-06-01", "period_unknown"),
        ("month", "march", "2026-06-01", "period_unknown"),
        ("month", "", "2026-06-01", "period_unknown"),
    ],
)
def test_a_period_is_one_of_its_plan_and_over_for_two_weeks(plan, period, today, code):
    if code is None:
        demand_over(plans()[plan], period, date.fromisoformat(today))
        return
    with pytest.raises(FiguresRefused) as refused:
        demand_over(plans()[plan], period, date.fromisoformat(today))
    assert refused.value.code == code


def test_plans_cross_no_more_than_two_attributes_and_name_their_period_in_each_cell():
    assert plan_ids() == tuple(plans())
    for plan in plans().values():
        for mine in cells(plan, "2026").values():
            for key, _margin in mine:
                dims = [dim for dim, _code in key]
                assert "month" in dims
                assert len(dims) <= 3
                assert len(set(dims)) == len(dims)


@pytest.mark.parametrize(
    ("born", "bands"),
    [
        (("2021-03-02", "2021-03-02"), "0_5 0_8 under_18"),
        (("2020-03-01", "2020-03-01"), "6_11 0_8 under_18"),
        (("2017-03-02", "2017-03-02"), "6_11 0_8 under_18"),
        (("2017-03-01", "2017-03-01"), "6_11 9_17 under_18"),
        (("2014-03-01", "2014-03-01"), "12_14 9_17 under_18"),
        (("2008-03-02", "2008-03-02"), "15_17 9_17 under_18"),
        (("2008-03-01", "2008-03-01"), "18_25 18_20 adult"),
        (("2000-03-02", "2000-03-02"), "18_25 24_26 adult"),
        (("2000-03-01", "2000-03-01"), "26_40 24_26 adult"),
        (("1999-03-01", "1999-03-01"), "26_40 27_29 adult"),
        (("1985-03-01", "1985-03-01"), "41_60 39_47 adult"),
        (("1965-03-01", "1965-03-01"), "61_over 48_over adult"),
        # What could be two bands of one list may be one of another.
        (("2008-01-01", "2008-12-31"), "not_known not_known not_known"),
        (("2000-01-01", "2000-12-31"), "not_known 24_26 adult"),
        (("1990-01-01", "1990-12-31"), "26_40 30_38 adult"),
        (None, "not_known not_known not_known"),
    ],
)
def test_the_edge_of_each_band_and_an_age_that_could_be_two(born, bands):
    days = born and tuple(map(date.fromisoformat, born))
    person = Person(date(2026, 3, 1), "", days, "", frozenset(), frozenset())
    ours, other, grown = bands.split()
    atom = codes_of(person)["age"]
    held = {code for code, atoms in age_codes().items() if atom in atoms}
    assert held == {atom, ours, f"age_band_ctdc.{other}", f"age_group.{grown}"}


def test_what_was_not_said_is_not_known_and_no_kind_is_a_no():
    person = Person(date(2026, 3, 1), "", None, "", frozenset({"survival_sex"}), frozenset())
    found = codes_of(person)
    assert (found["area"], found["gender"]) == ("not_known", "not_known")
    assert found["continuum.survival_sex"] == "yes"
    assert {code for dim, code in found.items() if dim.startswith("inequality.")} == {"no"}
    assert codes_of(replace(person, gender="woman"))["gender"] == "woman"


def test_what_is_left_over_of_two_answers_is_watched_in_every_turn():
    name = Name(PEOPLE, (("a.x", "yes"), ("b.y", "yes"), ("month", "2026-03")))
    turned = {tuple(code for _dim, code in one.key) for one in left_over([name])}
    assert turned == {
        ("no", "yes", "2026-03"),
        ("yes", "no", "2026-03"),
        ("no", "no", "2026-03"),
    }


def test_printed_cells_are_kept_as_they_are():
    key = (("area", "region.north"), ("month", "2026-03"))
    other = (("month", "2026-03"),)
    told = (
        Told(Name(PEOPLE, key), Mark(10)),
        Told(Name(PEOPLE, other), Span(23, 37)),
    )
    areas = {"region.north": frozenset({"north_towns", "north_border"})}
    assert unpacked(packed(told, areas)) == (told, areas)
    assert packed(told, areas) == packed(reversed(told), areas)
