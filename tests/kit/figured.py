"""A workbook in which some agreed to be counted, and some did not."""

from __future__ import annotations

from contextlib import contextmanager
from copy import copy

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
