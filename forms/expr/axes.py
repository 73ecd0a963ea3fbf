"""The axes and node tests of a step, and document order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

from forms.errors import ExpressionRefused
from forms.expr.tree import (
    ATTRIBUTE,
    COMMENT,
    ELEMENT,
    INSTRUCTION,
    NAMESPACE,
    TEXT,
    UNPLACED,
    Node,
    number_nodes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from forms.expr.syntax import NodeTest
    from forms.expr.values import Nodes

Axis: TypeAlias = Callable[[Node], Sequence[Node]]
Accepts: TypeAlias = Callable[[Node], bool]

REVERSE: Final = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"})
# From nodes of one level in document order, these stay on one level and in order.
LEVEL: Final = frozenset({"child", "attribute", "self", "parent", "namespace"})
XML_NAMESPACE: Final = "http://www.w3.org/XML/1998/namespace"


def _parent(node: Node) -> Sequence[Node]:
    return () if node.parent is None else (node.parent,)


def _descendant(node: Node) -> Sequence[Node]:
    return list(node.descendants())


def _siblings(node: Node) -> tuple[Sequence[Node], int]:
    if node.parent is None or node.kind in (ATTRIBUTE, NAMESPACE):
        return (), 0
    siblings = node.parent.children
    return siblings, siblings.index(node)


def _following_sibling(node: Node) -> Sequence[Node]:
    siblings, at = _siblings(node)
    return siblings[at + 1 :]


def _preceding_sibling(node: Node) -> Sequence[Node]:
    siblings, at = _siblings(node)
    return siblings[:at][::-1]


def _following(node: Node) -> Sequence[Node]:
    found: list[Node] = []
    if node.kind in (ATTRIBUTE, NAMESPACE) and node.parent is not None:
        node = node.parent
        found.extend(node.descendants())
    for place in (node, *node.ancestors()):
        for sibling in _following_sibling(place):
            found.append(sibling)
            found.extend(sibling.descendants())
    return found


def _preceding(node: Node) -> Sequence[Node]:
    found: list[Node] = []
    if node.kind in (ATTRIBUTE, NAMESPACE) and node.parent is not None:
        node = node.parent
    for place in (node, *node.ancestors()):
        for sibling in _preceding_sibling(place):
            found.extend(reversed((sibling, *sibling.descendants())))
    return found


def _namespace(node: Node) -> Sequence[Node]:
    found = []
    if node.kind == ELEMENT:
        scopes = [place.namespaces or {} for place in (node, *node.ancestors())]
        names = {prefix: uri for scope in reversed(scopes) for prefix, uri in scope.items()}
        for prefix, uri in {**names, "xml": XML_NAMESPACE}.items():
            made = Node(NAMESPACE, prefix, uri)
            made.parent = node
            made.order = node.order
            found.append(made)
    return found


_AXES: Final[dict[str, Axis]] = {
    "child": lambda node: node.children,
    "parent": _parent,
    "self": lambda node: (node,),
    "attribute": lambda node: node.attributes,
    "descendant": _descendant,
    "descendant-or-self": lambda node: (node, *node.descendants()),
    "ancestor": lambda node: tuple(node.ancestors()),
    "ancestor-or-self": lambda node: (node, *node.ancestors()),
    "following-sibling": _following_sibling,
    "preceding-sibling": _preceding_sibling,
    "following": _following,
    "preceding": _preceding,
    "namespace": _namespace,
}
_PRINCIPAL: Final = {"attribute": ATTRIBUTE, "namespace": NAMESPACE}
_TYPES: Final = {"text": TEXT, "comment": COMMENT, "processing-instruction": INSTRUCTION}


def axis_of(name: str) -> Axis:
    """Return the function that walks an axis, nearest node first."""
    return _AXES[name]


def accepts(
    axis: str, test: NodeTest, namespaces: Mapping[str, str], *, strict: bool
) -> Accepts | None:
    """Return the test of a step, None when it takes every node of the axis."""
    if test.kind == "node":
        return None
    if test.kind in _TYPES:
        kind = _TYPES[test.kind]
        if test.name:
            return lambda node: node.kind == kind and node.name == test.name
        return lambda node: node.kind == kind
    principal = _PRINCIPAL.get(axis, ELEMENT)
    if test.prefix:
        return _prefixed(principal, test, namespaces)
    if test.kind == "any":
        return lambda node: node.kind == principal
    return _named(principal, test.name, strict=strict)


def _named(principal: int, name: str, *, strict: bool) -> Accepts:
    if strict:
        return lambda node: node.kind == principal and node.name == name and not node.namespace
    return lambda node: node.kind == principal and node.name == name


def _prefixed(principal: int, test: NodeTest, namespaces: Mapping[str, str]) -> Accepts:
    uri = namespaces.get(test.prefix)
    if uri is None:
        raise ExpressionRefused("expression.unknown_prefix", prefix=test.prefix)
    if test.kind == "any":
        return lambda node: node.kind == principal and node.namespace == uri
    name = test.name
    return lambda node: node.kind == principal and node.name == name and node.namespace == uri


def in_order(nodes: Iterable[Node]) -> Nodes:
    """Return nodes once each, in document order; trees in the order of their first node."""
    unique = tuple({id(node): node for node in nodes}.values())
    if len(unique) == 1:
        return unique
    placed = [(node.root(), node) for node in unique]
    trees: dict[int, int] = {}
    for root, node in placed:
        trees.setdefault(id(root), len(trees))
        if node.order == UNPLACED or root.order != 0:
            number_nodes(root)
    placed.sort(key=lambda pair: (trees[id(pair[0])], pair[1].order))
    return tuple(node for _, node in placed)


def shown(nodes: Nodes) -> Nodes:
    """Return a set without its hidden nodes; one hidden question alone stays, and is empty."""
    if not nodes or nodes[0].static:
        return nodes
    if len(nodes) == 1:
        return nodes if nodes[0].relevant or not _in_hidden_repeat(nodes[0]) else ()
    if all(node.relevant for node in nodes):
        return nodes
    return tuple(node for node in nodes if node.relevant)


def _in_hidden_repeat(node: Node) -> bool:
    return any(place.repeated and not place.relevant for place in (node, *node.ancestors()))
