"""Functions of dates and times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from forms.expr.code import Kind
from forms.expr.dates import Moment, format_moment, part_of_day
from forms.expr.functions.registry import Table
from forms.expr.values import NAN, to_moment

if TYPE_CHECKING:
    from forms.expr.environment import Environment
    from forms.expr.values import Value

TABLE: Final = Table()


@TABLE.environed("today", "", Kind.ANY, folds=False)
def today(environment: Environment) -> Moment:
    """Return the date of today."""
    now = environment.now()
    return Moment(now.replace(hour=0, minute=0, second=0, microsecond=0), timed=False)


@TABLE.environed("now", "", Kind.ANY, folds=False)
def now(environment: Environment) -> Moment:
    """Return the present moment."""
    return Moment(environment.now(), timed=True)


@TABLE.environed("date", "any", Kind.ANY, folds=False)
def date(environment: Environment, value: Value) -> Value:
    """Return a value as a date or moment, '' when it is none."""
    moment = to_moment(value, environment)
    return "" if moment is None else moment


TABLE["date-time"] = TABLE["date"]


@TABLE.environed("decimal-date-time", "any", Kind.NUMBER, folds=False)
def decimal_date_time(environment: Environment, value: Value) -> float:
    """Return a moment as days since 1970."""
    moment = to_moment(value, environment)
    return NAN if moment is None else moment.days


@TABLE.environed("decimal-time", "text", Kind.NUMBER, folds=False)
def decimal_time(environment: Environment, text: str) -> float:
    """Return a time of day as a part of the day."""
    return part_of_day(text, environment.zone)


@TABLE.environed("format-date", "any text", Kind.TEXT, folds=False)
def format_date(environment: Environment, value: Value, form: str) -> str:
    """Return a date in a form, '' when it is none."""
    moment = to_moment(value, environment)
    if moment is None:
        return ""
    return environment.short(format_moment(moment.at, form, environment.calendar))


TABLE["format-date-time"] = TABLE["format-date"]
