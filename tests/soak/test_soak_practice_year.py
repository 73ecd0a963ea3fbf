"""Whole years of an invented office that publishes, by the command line: nobody is betrayed."""

from __future__ import annotations

import json
import os
from datetime import date

import pytest
from attacker_apart import Apart
from attacker_reads import understood
from typed import Typist
from year_truth import count_of, known_on

from casework.figures.before import before
from casework.figures.desk import LEAST
from casework.figures.gathering import gather
from casework.figures.plan import cells, plans
from casework.practice.year import year_cases
from casework.protect.printed import Number
from casework.protect.protecting import protect
from casework.team.worker import Act
from desktop.bootstrap import open_workbook
from desktop.practice.practising import chance_of

SIZES = [int(one) for one in os.environ.get("SOAK_YEARS", "50,500,5000").split(",")]
SEED = 1
# From so many on, so much of what may be a number is one, in a report of a year.
LARGE, STAY_NUMBERS = 5000, 0.95


@pytest.fixture
def typist(tmp_path, monkeypatch, capsys):
    return Typist(tmp_path / "home", monkeypatch, capsys)


@pytest.mark.soak
@pytest.mark.parametrize("count", SIZES)
def test_a_year_that_an_office_publishes_betrays_nobody(typist, tmp_path, count) -> None:
    made = typist.types("practice", "--cases", count, "--seed", SEED, "--releases", "--json").facts
    told, user = made["releases"], made["users"][0]
    assert [one for one in told if one["refused"]] == []
    typist.user, typist.secret = user["name"], user["passphrase"]
    assert not typist.types("figures", "--register", tmp_path / "register.json").code
    published = json.loads((tmp_path / "register.json").read_text("utf-8"))
    attacker = Apart(understood(published))
    # Where one population fits all, nobody can prove that somebody took a consent back.
    assert attacker.consistent()
    hidden = attacker.hidden()
    assert [one for one in hidden if one.masked and one.narrowed] == []
    assert (
        betrayed(hidden, published, [date.fromisoformat(one["day"]) for one in told], count) == []
    )
    if count >= LARGE:
        last = date.fromisoformat(told[-1]["day"])
        assert numbers_alone(typist, told[-1]["period"], last) >= STAY_NUMBERS


def betrayed(hidden, published, days, count):
    """Return what was not printed and is certainly somebody, where they never were many."""
    certain = [one.key for one in hidden if one.exists and not one.masked]
    codes = {dim: one["codes"] for dim, one in published["dimensions"].items()}
    cases = year_cases(chance_of(SEED), count, days[0].year)
    known = [known_on(cases, day) for day in reversed(days)]
    return [key for key in certain if not any(count_of(one, key, codes) >= LEAST for one in known)]


def numbers_alone(typist, period, day):
    """Return how much of a report of a year is numbers, where it is all that is ever published."""
    workbook = open_workbook(typist.home, typist.user, typist.secret)
    try:
        with workbook.office.figures._seat.begin(Act.STATISTICS) as work:
            year = int(period)
            tables = cells(plans()["year"], period)
            counted, ground = gather(work.figures, tables, before((), year), (year, day, LEAST))
    finally:
        workbook.close()
    printed = protect((), counted, ground)
    many = [one.name for one in counted if not one.watched and one.count >= LEAST]
    return sum(isinstance(printed[one], Number) for one in many) / len(many)
