"""Functions of node-sets."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING, Final

from forms.errors import ValueRefused
from forms.expr.axes import in_order
from forms.expr.code import Kind
from forms.expr.functions.registry import Table
from forms.expr.tree import ATTRIBUTE, COMMENT, DOCUMENT, ELEMENT, TEXT, Node
from forms.expr.values import node_text, texts, to_number, to_text

if TYPE_CHECKING:
    from forms.expr.environment import Environment
    from forms.expr.values import Nodes, Value

TABLE: Final = Table()
_NAMELESS: Final = frozenset({TEXT, COMMENT, DOCUMENT})
_MODULUS: Final = 2_147_483_647
_MULTIPLIER: Final = 16_807
_HASH_BYTES: Final = 8
_LARGEST: Final = 2**63


@TABLE.plain("count", "nodes", Kind.NUMBER)
def count(nodes: Nodes) -> float:
    """Return how many nodes there are."""
    return float(len(nodes))


@TABLE.environed("count-non-empty", "nodes", Kind.NUMBER)
def count_non_empty(environment: Environment, nodes: Nodes) -> float:
    """Return how many nodes have a text."""
    environment.spend(len(nodes))
    return float(sum(1 for node in nodes if node_text(node, environment)))


@TABLE.plain("local-name", "nodes?", Kind.TEXT, here=True)
def local_name(nodes: Nodes) -> str:
    """Return the name of the first node without its prefix."""
    return "" if not nodes or nodes[0].kind in _NAMELESS else nodes[0].name


@TABLE.plain("name", "nodes?", Kind.TEXT, here=True)
def name(nodes: Nodes) -> str:
    """Return the name of the first node with its prefix."""
    found = local_name(nodes)
    return f"{nodes[0].prefix}:{found}" if found and nodes[0].prefix else found


@TABLE.plain("namespace-uri", "nodes?", Kind.TEXT, here=True)
def namespace_uri(nodes: Nodes) -> str:
    """Return the namespace of the first node."""
    return (nodes[0].namespace or "") if nodes and nodes[0].kind in (ELEMENT, ATTRIBUTE) else ""


@TABLE.environed("id", "any", Kind.NODES, folds=False)
def by_id(environment: Environment, value: Value) -> Nodes:
    """Return the elements whose attribute ``id`` is among the words of a text."""
    wanted = {word for text in texts((value,), environment) for word in text.split()}
    if environment.current is None:
        return ()
    everything = list(environment.current.root().descendants())
    environment.spend(len(everything))
    return in_order(
        node
        for node in everything
        if any(mark.name == "id" and mark.value in wanted for mark in node.attributes)
    )


@TABLE.environed("pulldata", "text text text text", Kind.TEXT, folds=False)
def pulldata(environment: Environment, instance: str, column: str, key: str, value: str) -> str:
    """Return a cell of a table: the column of the first row whose key column is a value.

    Names of columns that begin with ``@`` are attributes of the rows.
    """
    found = environment.instances.get(instance)
    if found is None:
        raise ValueRefused("value.unknown_instance")
    for table in found.children:
        row_name = table.children[0].name if table.children else ""
        rows = _rows(table, row_name, key, value)
        cells = _cells(rows[0], column) if rows else ()
        return cells[0].text() if cells else ""
    return ""


def _cells(row: Node, column: str) -> Nodes:
    if column.startswith("@"):
        return tuple(mark for mark in row.attributes if mark.name == column[1:])
    return row.named(column)


def _rows(table: Node, name: str, key: str, value: str) -> Nodes:
    if table.static and not key.startswith("@"):
        return table.equal(name, key).get(value, ())
    return tuple(
        row for row in table.named(name) if any(cell.text() == value for cell in _cells(row, key))
    )


# shuffling


@TABLE.environed("randomize", "nodes any?", Kind.NODES, folds=False)
def randomize(environment: Environment, nodes: Nodes, seed: Value | None = None) -> Nodes:
    """Return nodes in a random order; the same one for the same seed, in every program."""
    environment.spend(len(nodes))
    if seed is None:
        shuffled = list(nodes)
        environment.random.shuffle(shuffled)
        return tuple(shuffled)
    state = _start(_seed(seed, environment))
    order: list[Node] = []
    for at, node in enumerate(nodes):
        state = state * _MULTIPLIER % _MODULUS
        place = int((state - 1) / (_MODULUS - 1) * (at + 1))
        order.append(node)
        order[at], order[place] = order[place], node
    return tuple(order)


def _seed(value: Value, environment: Environment) -> int:
    found = to_number(value, environment)
    if math.isinf(found):
        return -_LARGEST if found < 0 else _LARGEST - 1
    if not math.isnan(found):
        return max(-_LARGEST, min(_LARGEST - 1, int(found)))
    text = to_text(value, environment)
    if text in ("", "NaN"):
        return 0
    hashed = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_HASH_BYTES]
    # Other programs hold the seed as a floating point number: only so is their order ours.
    return int(float(int.from_bytes(hashed, "big", signed=True)))


def _start(seed: int) -> int:
    rest = abs(seed) % _MODULUS
    if seed < 0:
        rest = -rest
    return rest if rest > 0 else rest + _MODULUS - 1
