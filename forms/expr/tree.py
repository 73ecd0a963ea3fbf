"""The tree that expressions read: the answers of one form and its choice lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

DOCUMENT: Final = 0
ELEMENT: Final = 1
ATTRIBUTE: Final = 2
TEXT: Final = 3
COMMENT: Final = 4
INSTRUCTION: Final = 5
NAMESPACE: Final = 6

UNPLACED: Final = -1


class Node:
    """One node; the answer of a question is the ``value`` of its element.

    ``relevant`` is the effective relevance: whoever keeps the tree hands it down.
    ``logical`` marks a question of type boolean: as a condition, its answer counts.
    """

    __slots__ = (
        "_equal",
        "_named",
        "attributes",
        "children",
        "detail",
        "kind",
        "logical",
        "name",
        "namespace",
        "namespaces",
        "order",
        "parent",
        "prefix",
        "relevant",
        "repeated",
        "static",
        "value",
    )

    def __init__(
        self, kind: int, name: str = "", value: str = "", namespace: str | None = None
    ) -> None:
        self.kind = kind
        self.name = name
        self.value = value
        self.namespace = namespace
        self.prefix = ""
        self.parent: Node | None = None
        self.children: Sequence[Node] = ()
        self.attributes: Sequence[Node] = ()
        self.relevant = True
        self.repeated = False
        self.logical = False
        self.static = False
        self.order = UNPLACED
        self.detail: Any = None
        self.namespaces: Mapping[str, str] | None = None
        self._named: dict[str, tuple[Node, ...]] | None = None
        self._equal: dict[tuple[str, str], dict[str, tuple[Node, ...]]] | None = None

    def append(self, child: Node) -> Node:
        """Put a child last and return it."""
        self.insert_many(len(self.children), (child,))
        return child

    def extend(self, children: Iterable[Node]) -> None:
        """Put many children last, at the cost of one."""
        self.insert_many(len(self.children), children)

    def insert(self, at: int, child: Node) -> None:
        """Put a child at a position among all children."""
        self.insert_many(at, (child,))

    def insert_many(self, at: int, children: Iterable[Node]) -> None:
        """Put many children at a position, at the cost of one."""
        added = list(children)
        for child in added:
            child.parent = self
            if child.order != UNPLACED:
                _unplace(child)
        if isinstance(self.children, list):
            self.children[at:at] = added
        else:
            self.children = added
        self._named = None

    def remove(self, child: Node) -> None:
        """Take a child out; it keeps its own children."""
        self.children = [other for other in self.children if other is not child]
        child.parent = None
        self._named = None

    def named(self, name: str) -> tuple[Node, ...]:
        """Return the child elements of that local name, from an index kept until a change."""
        index = self._named
        if index is None:
            index = self._named = _index(self.children)
        return index.get(name, ())

    def text(self) -> str:
        """Return the string value; a hidden node has none."""
        if not self.relevant:
            return ""
        if not self.children:
            return self.value
        return gather(self)[0]

    def set_attribute(self, name: str, value: str, namespace: str | None = None) -> Node:
        """Set an attribute and return its node."""
        for found in self.attributes:
            if found.name == name and found.namespace == namespace:
                found.value = value
                return found
        node = Node(ATTRIBUTE, name, value, namespace)
        node.parent = self
        self.attributes = [*self.attributes, node]
        return node

    def attribute(self, name: str) -> str:
        """Return the value of an attribute, '' when there is none."""
        return next((found.value for found in self.attributes if found.name == name), "")

    def root(self) -> Node:
        """Return the topmost node."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    def ancestors(self) -> Iterator[Node]:
        """Give parent, grandparent and so on."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def descendants(self) -> Iterator[Node]:
        """Give everything below in document order, attributes left out."""
        waiting = list(reversed(self.children))
        while waiting:
            node = waiting.pop()
            yield node
            if node.children:
                waiting.extend(reversed(node.children))

    def equal(self, name: str, column: str) -> Mapping[str, tuple[Node, ...]]:
        """Return the children called ``name`` by the text of their child ``column``.

        Only for static trees: the index is built at the first question and kept.
        """
        if self._equal is None:
            self._equal = {}
        index = self._equal.get((name, column))
        if index is None:
            index = self._equal[name, column] = _by_text(self.named(name), column)
        return index

    def __repr__(self) -> str:
        return f"<Node {self.kind} {self.name}>"


def _index(children: Sequence[Node]) -> dict[str, tuple[Node, ...]]:
    index: dict[str, tuple[Node, ...]] = {
        child.name: (child,) for child in children if child.kind == ELEMENT
    }
    if len(index) == len(children):
        return index
    groups: dict[str, list[Node]] = {}
    for child in children:
        if child.kind == ELEMENT:
            groups.setdefault(child.name, []).append(child)
    return {name: tuple(group) for name, group in groups.items()}


def _by_text(rows: Sequence[Node], column: str) -> dict[str, tuple[Node, ...]]:
    groups: dict[str, list[Node]] = {}
    for row in rows:
        for text in {cell.text() for cell in row.named(column)}:
            groups.setdefault(text, []).append(row)
    return {text: tuple(group) for text, group in groups.items()}


def _unplace(top: Node) -> None:
    top.order = UNPLACED
    for node in top.descendants():
        node.order = UNPLACED


def gather(node: Node) -> tuple[str, int]:
    """Return the string value of a node with children, and how many nodes it took."""
    parts = [node.value]
    seen = 0
    waiting = list(reversed(node.children))
    while waiting:
        child = waiting.pop()
        seen += 1
        if not child.relevant or child.kind > TEXT:
            continue
        parts.append(child.value)
        if child.children:
            waiting.extend(reversed(child.children))
    return "".join(parts), seen


def number_nodes(root: Node) -> int:
    """Write the document order onto every node below a root; return how many there are."""
    order = 0
    waiting = [root]
    while waiting:
        node = waiting.pop()
        node.order = order
        order += 1
        for attribute in node.attributes:
            attribute.order = order
            order += 1
        if node.children:
            waiting.extend(reversed(node.children))
    return order


def document(*children: Node) -> Node:
    """Return a document node above its children."""
    node = Node(DOCUMENT)
    node.extend(children)
    return node


def element(name: str, value: str = "", *children: Node) -> Node:
    """Return an element with a value or children."""
    node = Node(ELEMENT, name, value)
    if children:
        node.extend(children)
    return node


def rows_document(
    rows: Iterable[Mapping[str, str]], root: str = "root", item: str = "item"
) -> Node:
    """Return rows as a frozen choice list: document, root, items, columns."""
    top = Node(ELEMENT, root)
    top.extend(
        element(item, "", *(Node(ELEMENT, name, value) for name, value in row.items()))
        for row in rows
    )
    return freeze(document(top))


def freeze(top: Node) -> Node:
    """Mark a tree as never changing again, so that lists in it may be indexed; return it."""
    top.static = True
    for node in top.descendants():
        node.static = True
    return top
