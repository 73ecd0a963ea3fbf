"""A small form and its surroundings, for the facts about expressions."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from forms.expr import (
    Context,
    Environment,
    Scope,
    compile_expression,
    document,
    element,
    rows_document,
)

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)  # 23:30 in Paris, the night the clock changes

VILLAGES = (
    {"name": "n1", "label": "North", "district": "d1"},
    {"name": "n2", "label": "South", "district": "d2"},
    {"name": "n3", "label": "East", "district": "d1"},
    {"name": "n4", "label": "West", "district": "d2"},
    {"name": "n5", "label": "Middle", "district": "d1"},
    {"name": "n6", "label": "Upper", "district": "d3"},
    {"name": "n7", "label": "Lower", "district": "d3"},
    {"name": "n8", "label": "Far", "district": "d1"},
    {"name": "n9", "label": "Near", "district": "d2"},
    {"name": "n10", "label": "Old", "district": "d1"},
)


def person(name: str, age: str, *more):
    return element("person", "", element("name", name), element("age", age), *more)


def small_form():
    """Return the root element of a form with a group, a repeat and plain questions."""
    root = element("data")
    root.extend(
        [
            element("age", "17"),
            element("empty"),
            element("words", "red green blue"),
            element("spaced", "  one  two "),
            element("day", "2018-03-24"),
            element("moment", "2018-03-25T12:30:00.000+02:00"),
            element("half", "-3.5"),
            element("code", "d1"),
            element("group", "", element("a", "1"), element("b", "2"), element("c", "x")),
            person("P-1", "31"),
            person("P-2", "8", element("note", "late")),
            person("P-3", "12"),
            element("last", "end"),
        ]
    )
    for node in root.named("person"):
        node.repeated = True
    return root


def environment(root=None, **more) -> Environment:
    made = Environment(
        **{"clock": lambda: NOW, "zone": PARIS, "timer": float, **more},
        root=None if root is None else document(root),
    )
    made.instances["villages"] = rows_document(VILLAGES)
    return made


def evaluate(text: str, *, at: str = "age", root=None, scope: Scope | None = None, **more):
    """Return the value of an expression at a question of the small form."""
    top = small_form() if root is None else root
    surroundings = environment(top, **more)
    context = Context(surroundings, top.named(at)[0] if at else top)
    return compile_expression(text, scope or Scope(path=("data", at))).value(context)


def text_of(text: str, **more) -> str:
    """Return the value of an expression as text."""
    return evaluate(f"string({text})", **more)


def names_of(text: str, **more) -> list[str]:
    """Return the names and values of the nodes an expression selects."""
    return [node.name + (f"={node.value}" if node.value else "") for node in evaluate(text, **more)]
