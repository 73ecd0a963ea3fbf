"""How fast expressions are, as ratios of yardsticks measured in the same run."""

from __future__ import annotations

import statistics
import sys
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import elementpath
from timing import row, seconds

from forms.expr import (
    Context,
    Environment,
    Node,
    Scope,
    compile_expression,
    document,
    element,
    rows_document,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

QUESTIONS = 1_000
ROWS = 20_000
PATH = ("data", "g5", "q3")
EXPRESSIONS = (
    "/data/age > 18",
    "/data/g3/q4 = '10'",
    "../q1 + ../q2",
    ". >= 0 and . <= 120",
    "/data/age >= 18 and /data/name != ''",
    "(../q1 = '7' or ../q2 = '14') and ../q3 > 3",
    "not(/data/age = '')",
    "string-length(/data/name) > 2",
    "contains(/data/choices, 'b')",
    "concat(/data/name, ' ', ../q1)",
    "/data/g3/q4 * 2 + /data/g4/q4 div 3",
    "sum(/data/person/age)",
    "count(/data/person)",
    "count(/data/person[age > 10])",
    "/data/person[2]/name = 'P-2'",
    "normalize-space(/data/name) = ../q2",
)


def form() -> Node:
    """Return a form of 1,000 questions in groups of ten, a repeat, and some others."""
    root = element("data")
    for group in range(QUESTIONS // 10):
        questions = [element(f"q{at}", str(at * 7 % 50)) for at in range(10)]
        root.append(element(f"g{group}", "", *questions))
    root.extend([element("age", "17"), element("name", "P-0"), element("choices", "a b c")])
    root.extend(
        element("person", "", element("name", f"P-{at}"), element("age", str(at * 9)))
        for at in range(5)
    )
    return root


def as_etree(node: Node) -> ET.Element:
    """Return the same tree for the yardstick."""
    made = ET.Element(node.name)
    if node.children:
        made.extend(as_etree(child) for child in node.children)
    else:
        made.text = node.value
    return made


def against_elementpath() -> Iterable[dict[str, Any]]:
    root = form()
    tree = elementpath.get_node_tree(as_etree(root))
    item = next(
        node
        for node in tree.iter()
        if getattr(node, "name", "") == PATH[2] and getattr(node.parent, "name", "") == PATH[1]
    )
    here = root.named(PATH[1])[0].named(PATH[2])[0]
    environment = Environment(clock=lambda: datetime.now(UTC), root=document(root))
    context = Context(environment, here)
    parser = elementpath.XPath1Parser()
    for text in EXPRESSIONS:
        expression = compile_expression(text, Scope(path=PATH))
        token = parser.parse(text)

        def theirs(token: Any = token) -> Any:
            found = token.evaluate(elementpath.XPathContext(tree, item=item))
            return found if isinstance(found, (str, float, int)) else list(found)

        def ours(expression: Any = expression) -> Any:
            return expression.value(context)

        if ours() != theirs():
            raise AssertionError(text)
        yield row(f"ours : elementpath, {text}", seconds(ours, 2_000), seconds(theirs, 100), 1 / 4)


def against_looking_through() -> dict[str, Any]:
    columns = [
        {"name": f"n{at}", "label": f"Village {at}", "district": f"d{at % 500}"}
        for at in range(ROWS)
    ]
    indexed = rows_document(columns)
    plain = document(
        element(
            "root",
            "",
            *(
                element("item", "", *(element(name, text) for name, text in line.items()))
                for line in columns
            ),
        )
    )
    root = form()
    environment = Environment(clock=lambda: datetime.now(UTC), root=document(root))
    environment.instances |= {"indexed": indexed, "plain": plain}
    context = Context(environment, root)
    text = "instance('{}')/root/item[district = concat('d', /data/age)]"
    ours = compile_expression(text.format("indexed"))
    theirs = compile_expression(text.format("plain"))
    found = ours.value(context)
    if len(found) != ROWS // 500 or len(theirs.value(context)) != len(found):
        raise AssertionError(text)
    return row(
        "filtered list of 20,000: indexed : unindexed",
        seconds(lambda: ours.value(context), 200),
        seconds(lambda: theirs.value(context), 2),
        1 / 30,
    )


def run() -> list[dict[str, Any]]:
    """Return every measurement; the first is the one the goal is about."""
    single = list(against_elementpath())
    median = statistics.median(line["ratio"] for line in single)
    middle = {"name": "ours : elementpath, median", "ours": median, "yardstick": 1.0}
    return [{**middle, "ratio": median, "goal": 1 / 4}, against_looking_through(), *single]


if __name__ == "__main__":
    for line in run():
        verdict = "ok" if line["ratio"] <= line["goal"] else "SLOW"
        sys.stdout.write(
            f"{line['ratio']:8.4f}  (goal {line['goal']:.4f})  {verdict:4}  {line['name']}\n"
        )
