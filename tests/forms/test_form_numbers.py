"""Numbers and times as they are typed: what the form takes, its expressions read the same way."""

from __future__ import annotations

import pytest
from scenarios import ask, clock, opened, value

from forms.answers import fill
from forms.session import open_session

DOSE = (
    "<dose/><mg/><each/>",
    (
        '<bind nodeset="/data/dose" type="decimal" constraint=". &lt; 1"/>'
        '<bind nodeset="/data/mg" type="decimal" calculate="/data/dose * 1000"/>'
        '<bind nodeset="/data/each" type="decimal" calculate="50 div 1000000"/>'
    ),
    ask("/data/dose"),
)


@pytest.mark.parametrize("given", ["0.00005", 0.00005])
def test_a_small_number_is_the_same_when_its_form_is_opened_again(given):
    session = opened(*DOSE)
    session.set("/data/dose", given)
    again = open_session(session.model, session.draft(), clock)
    for one in (session, again):
        assert value(one, "/data/dose") == "0.00005"
        assert value(one, "/data/mg") == "0.05"
        assert value(one, "/data/each") == "0.00005"
        assert one.check("/data/dose") is None
    assert again.finish().values["/data/dose"] == 0.00005


PERSON = (
    "<age/><minor/><weight/><next/>",
    (
        '<bind nodeset="/data/age" type="int" constraint=". &lt; 120"/>'
        '<bind nodeset="/data/minor" relevant="/data/age &lt; 18"/>'
        '<bind nodeset="/data/weight" type="decimal" constraint=". &gt; 1"/>'
        '<bind nodeset="/data/next" type="decimal" calculate="/data/weight + 1"/>'
    ),
    ask("/data/age") + ask("/data/minor") + ask("/data/weight"),
)


@pytest.mark.parametrize(
    ("name", "given", "kept"),
    [
        ("age", "+5", "5"),
        ("weight", "+5.50", "5.50"),
        ("weight", "1e3", "1000"),
        ("weight", "2.5E+1", "25"),
        ("weight", "15e-1", "1.5"),
    ],
)
def test_a_number_that_is_taken_is_one_that_expressions_read(name, given, kept):
    session, filled = opened(*PERSON), opened(*PERSON)
    session.set(f"/data/{name}", given)
    assert fill(filled, {name: given}) == ()
    for one in (session, filled):
        assert value(one, f"/data/{name}") == kept
        assert one.problems() == ()
        assert one.state("/data/minor").shown == (name == "age")
        assert bool(value(one, "/data/next")) == (name == "weight")


@pytest.mark.parametrize("given", ["1e3", "1e999", "5e", "++5", "0x10"])
def test_what_no_whole_number_is_stays_as_it_was_typed(given):
    session = opened(*PERSON)
    session.set("/data/age", given)
    assert (value(session, "/data/age"), session.check("/data/age").code) == (given, "not_a_number")


def test_a_number_beyond_all_counting_is_none():
    session = opened(*PERSON)
    session.set("/data/weight", "1e999")
    assert session.check("/data/weight").code == "not_a_number"
    assert session.draft().values["/data/weight"] == "1e999"


TIMES = (
    "<t/><part/>",
    (
        '<bind nodeset="/data/t" type="time"/><bind nodeset="/data/part" '
        'calculate="decimal-time(/data/t)"/>'
    ),
    ask("/data/t"),
)


@pytest.mark.parametrize("given", ["00:00", "23:59", "10:30:00.000+02:00", "10:30Z"])
def test_a_time_that_is_taken_is_one_that_expressions_read(given):
    session = opened(*TIMES)
    session.set("/data/t", given)
    assert session.check("/data/t") is None
    assert value(session, "/data/part")


@pytest.mark.parametrize("given", ["24:00", "25:00", "29:59", "9:30", "10:30+99:00", "10.30"])
def test_a_time_that_no_clock_shows_is_a_problem(given):
    session = opened(*TIMES)
    session.set("/data/t", given)
    assert session.check("/data/t").code == "not_a_time"
    assert value(session, "/data/part") == ""
