"""Functions of choices and their labels."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from forms.expr.code import Code, Kind, text_run
from forms.expr.functions.registry import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forms.expr.environment import Environment
    from forms.expr.syntax import Call
    from forms.expr.tree import Node

TABLE: Final = Table()


@TABLE.plain("selected", "text text", Kind.BOOLEAN)
def selected(chosen: str, choice: str) -> bool:
    """Return whether a choice is among the chosen ones."""
    wanted = choice.strip()
    found = chosen.split()
    return wanted in found or (not wanted and not found)


TABLE["is-selected"] = TABLE["selected"]


@TABLE.plain("selected-at", "text number", Kind.TEXT)
def selected_at(chosen: str, at: float) -> str:
    """Return the choice at a place, counted from 0."""
    found = chosen.split()
    return found[int(at)] if math.isfinite(at) and 0 <= at < len(found) else ""


@TABLE.plain("count-selected", "text", Kind.NUMBER)
def count_selected(chosen: str) -> float:
    """Return how many choices are chosen."""
    return float(len(chosen.split()))


@TABLE.environed("jr:itext", "text", Kind.TEXT, folds=False)
def itext(environment: Environment, text_id: str) -> str:
    """Return a text of the form in the current language."""
    return "" if environment.itext is None else environment.itext(text_id)


@TABLE.built("jr:choice-name", "text text", Kind.TEXT)
def choice_name(_call: Call, arguments: Sequence[Code]) -> Code:
    """Return the label of a choice of a question."""
    value, question = (text_run(code) for code in arguments)

    def run(node: Node, position: int, size: int, environment: Environment) -> str:
        if environment.choice_name is None:
            return ""
        return environment.choice_name(
            node,
            value(node, position, size, environment),
            question(node, position, size, environment),
        )

    return Code(run, Kind.TEXT)
