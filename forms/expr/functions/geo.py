"""Functions of places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from forms.expr import geo
from forms.expr.code import Kind
from forms.expr.functions.registry import Table
from forms.expr.values import NAN, paid, texts

if TYPE_CHECKING:
    from forms.expr.environment import Environment
    from forms.expr.values import Value

TABLE: Final = Table()


def _points(value: Value, environment: Environment) -> tuple[geo.Point, ...] | None:
    return geo.parse_points(paid(";".join(texts((value,), environment)), environment))


@TABLE.environed("distance", "any any*", Kind.NUMBER)
def distance(environment: Environment, *values: Value) -> float:
    """Return the length of a line through all points, in metres."""
    line: tuple[geo.Point, ...] = ()
    for value in values:
        points = _points(value, environment)
        if points is None:
            return NAN
        line += points
    return geo.length(line)


@TABLE.environed("area", "any", Kind.NUMBER)
def area(environment: Environment, value: Value) -> float:
    """Return the area inside a line, in square metres."""
    points = _points(value, environment)
    return NAN if points is None else geo.area(points)


TABLE["enclosed-area"] = TABLE["area"]


@TABLE.environed("geofence", "any any", Kind.BOOLEAN)
def geofence(environment: Environment, place: Value, fence: Value) -> bool:
    """Return whether a place lies inside a closed line."""
    point, line = _points(place, environment), _points(fence, environment)
    return point is not None and line is not None and geo.inside(point[0], line)
