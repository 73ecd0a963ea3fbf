"""The evaluator: XPath 1.0 with ODK's functions, compiled to closures."""

from __future__ import annotations

from forms.expr.dates import Days, Moment, part_of_day
from forms.expr.environment import ENGLISH, CalendarNames, Context, Environment
from forms.expr.expression import Expression, compile_expression
from forms.expr.functions import STANDARD
from forms.expr.functions.registry import Function, Table
from forms.expr.references import Reference
from forms.expr.scope import Scope
from forms.expr.syntax import Syntax
from forms.expr.tree import (
    ATTRIBUTE,
    COMMENT,
    DOCUMENT,
    ELEMENT,
    INSTRUCTION,
    NAMESPACE,
    TEXT,
    Node,
    document,
    element,
    freeze,
    rows_document,
)
from forms.expr.values import (
    Nodes,
    Value,
    number_text,
    to_boolean,
    to_moment,
    to_number,
    to_text,
)

__all__ = [
    "ATTRIBUTE",
    "COMMENT",
    "DOCUMENT",
    "ELEMENT",
    "ENGLISH",
    "INSTRUCTION",
    "NAMESPACE",
    "STANDARD",
    "TEXT",
    "CalendarNames",
    "Context",
    "Days",
    "Environment",
    "Expression",
    "Function",
    "Moment",
    "Node",
    "Nodes",
    "Reference",
    "Scope",
    "Syntax",
    "Table",
    "Value",
    "compile_expression",
    "document",
    "element",
    "freeze",
    "number_text",
    "part_of_day",
    "rows_document",
    "to_boolean",
    "to_moment",
    "to_number",
    "to_text",
]
