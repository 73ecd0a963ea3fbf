"""A workbook in which some agreed to be counted, and some did not."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from copy import copy
from datetime import date

from make import Clock, Desks

from casework.team.worker import Role, Worker

# Who agrees as the second person.
VIEWER = Worker(bytes([3] * 16).hex(), Role.VIEWER, "Viewer 1")
MAPPING = """
format = "alongside-dhis2/1"
data_set = "DS"
org_unit = "OU"
[[value]]
table = "gender"
codes = { gender = "woman" }
data_element = "WOMEN"
"""
OUTSIDE = {
    "purpose": "statistics_external",
    "recipient": None,
    "items": None,
}


def some_agreed(template, home, clock=None):
    """Return a template in which thirteen women and twelve men agreed to figures, and when."""
    clock = clock or Clock()
    desks = Desks(template, home, clock)
    for gender in ["woman"] * 13 + ["man"] * 12:
        desks.agree(desks.visit(gender=gender), **OUTSIDE)
    desks.agree(desks.visit(gender="woman"), **(OUTSIDE | {"answer": "refused"}))
    desks.visit(gender="non_binary")
    desks.close()
    made = copy(template)
    made.home = desks.home
    return made, clock.moment


@contextmanager
def when_over(year, home):
    """Give a copy of such a workbook, open, sixty days after the month in which they agreed."""
    made, moment = year
    desks = Desks(made, home, Clock(moment))
    desks.month = moment.strftime("%Y-%m")
    desks.clock.pass_days(60)
    try:
        yield desks
    finally:
        desks.close()


def figures(desks, worker=None):
    """Return the figures of an office as somebody has them, its supervisor if nobody is named."""
    return desks.office(worker or desks.template.supervisor).figures


def sexes_counted(desks):
    """Return how many of each sex figures count today: person by person, and the sums agree."""
    today = desks.clock.moment.date()
    months = "select distinct substr(opened_on, 1, 7) from casefile where opened_on is not null"
    wanted = [(month, "person sex") for (month,) in desks.store.connection.execute(months)]
    with desks.store.begin(desks.template.supervisor) as work:
        people = Counter(one.sex for one in work.figures.people(date.min, date.max, today))
        sums = Counter()
        for _month, _kind, code, count in work.figures.sums(wanted, today):
            sums[code] += count
    assert sums == people
    return dict(people)
