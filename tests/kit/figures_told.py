"""Invented figures in which every kind of print stands, and every number a file may have."""

from __future__ import annotations

from random import Random

from casework.figures.desk import Shown
from casework.figures.plan import cells, plans
from casework.figures.released import RULE
from casework.protect.printed import Number, ladder
from casework.team.office_facts import OfficeFacts
from reports.figures_words import Issue

OFFICE = OfficeFacts("Example Office 4", "", "", "en", practice=True)
PERIODS = {1: "2026-03", 3: "2026-Q1", 12: "2025"}
NUMBER = "c0ffee" * 5 + "aa"


def invented(plan, language="en", seed=5, least=10):
    """Return a printed period as it is written in a language, and the true counts."""
    chance = Random(seed)
    period = PERIODS[plans()[plan].months]
    tables = cells(plans()[plan], period)
    keys = {key for mine in tables.values() for key, _margin in mine}
    true = {key: min(3_001, int(chance.paretovariate(1) * 7)) for key in sorted(keys)}
    printed = {key: _print(chance, count, least) for key, count in true.items()}
    told = {
        name: tuple((key, printed[key]) for key, _margin in mine) for name, mine in tables.items()
    }
    return Issue(Shown(plan, period, least, told), NUMBER, RULE, language), true


def _print(chance, count, least):
    steps = [*ladder(count, least), None]
    return chance.choice(steps[: 1 if chance.random() < 0.8 else len(steps)])


def told(shown):
    """Return every number that was printed, as it is written."""
    every = [one for mine in shown.tables.values() for _key, one in mine if one is not None]
    ends = {str(end) for one in every for end in (one.lo, one.hi)}
    marks = {str(shown.least), str(shown.least - 1), "0", "5"}
    return ends | {str(one.value) for one in every if isinstance(one, Number)} | marks
