"""Sums of figures are kept up by whatever is saved, and are always those of a count anew."""

from __future__ import annotations

import pytest
from counted_story import ACTS, CountedStory, same_as_anew
from figured import OUTSIDE
from make import Clock, Desks

from casework.keeping.erasure import Basis
from casework.persons.pair import PairAnswer
from db.figures.sums import make_anew, untrue_sums
from db.rows import settings

LINES = "select * from figure_person order by head"
SUMS = "select * from figure_sum order by period, kind, code"


def kept(desks):
    """Return the lines of all who may be counted, and all sums."""
    return [desks.store.connection.execute(query).fetchall() for query in (LINES, SUMS)]


def test_whatever_is_saved_the_sums_are_those_of_a_count_anew(desks):
    """On another day as well: who agreed for some days is counted on those and on no others."""
    story = CountedStory(desks, 5)
    story.live(45)
    told = same_as_anew(desks)
    assert any(told.values())
    assert same_as_anew(desks, "least_year", back=9) != told
    assert same_as_anew(desks) == told


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(60))
def test_so_are_they_in_every_long_story(template, tmp_path, seed):
    desks = Desks(template, tmp_path / "home", Clock())
    story = CountedStory(desks, seed)
    story.live(150)
    same_as_anew(desks)
    desks.close()
    assert story.done >= {act.__name__ for act in ACTS} - {"is_erased", "is_known_again"}


@pytest.fixture
def some(desks):
    """Return an office in which three agreed to be counted, and their cases."""
    cases = [desks.visit(gender=gender) for gender in ("woman", "man", "woman")]
    for case in cases:
        desks.agree(case, **OUTSIDE)
    desks.office().likeness.say(cases[0], cases[1], PairAnswer.SAME)
    return desks, cases


def test_the_check_names_sums_that_are_not_those_of_a_count_anew(some):
    desks, _cases = some
    assert desks.workbook.check().faults == ()
    for table, changed in (
        ("figure_sum", "update figure_sum set count = count + 1 where kind = 'person area'"),
        ("figure_person", "update figure_person set line = null"),
    ):
        before = kept(desks)
        desks.store.connection.execute(changed)
        assert f"repeated:{table}" in desks.workbook.check().faults
        make_anew(desks.store.connection.cursor(), desks.clock.moment.date().isoformat())
        assert kept(desks) == before
        assert desks.workbook.check().faults == ()


def test_an_older_workbook_and_other_plans_make_them_anew_at_the_first_look(some):
    desks, _cases = some
    before, told = kept(desks), same_as_anew(desks, "month")
    connection = desks.store.connection
    forgotten = "delete from setting where key = ?"
    for forget in (forgotten, "update setting set value = 'x' where key = ?"):
        connection.execute(forget, (settings.SUMS,))
        connection.execute("delete from figure_sum")
        connection.execute("delete from figure_person")
        desks.visit()
        assert same_as_anew(desks, "month") == told
        assert kept(desks) == before


def test_who_is_erased_is_in_no_sum_and_in_no_line(some):
    desks, cases = some
    erasures = desks.office().erasures
    # What is one person's goes as one.
    for case in cases[::2]:
        assert kept(desks)[0]
        erasures.request(case, Basis.HER_WISH, in_danger=True)
        erasures.carry_out(case)
        assert untrue_sums(desks.store.connection.cursor()) == []
    assert kept(desks) == [[], []]


def test_most_saves_change_no_sum(some):
    """A note, a task and a look leave lines, sums and marks as they are, byte for byte."""
    desks, cases = some
    before, changes = kept(desks), []
    watched = "create temp trigger seen_{0} after {1} on main.{0} begin select seen('{0}'); end"
    desks.store.connection.create_function("seen", 1, changes.append)
    for table in ("figure_mark", "figure_person", "figure_sum"):
        for act in ("insert", "update", "delete"):
            name = watched.replace("seen_{0}", f"seen_{{0}}_{act}").format(table, act)
            desks.store.connection.execute(name)
    desks.office().answers.record(cases[2], "note", {"text": "EX-WORDS"}, "en")
    desks.office().tasks.add(cases[0], "EX-WORDS")
    desks.office().overview.of(cases[0])
    assert (changes, kept(desks)) == ([], before)
    desks.office().answers.record(cases[2], "service_given", {"service_type": "education"}, "en")
    assert {"figure_mark", "figure_person", "figure_sum"} == set(changes)
