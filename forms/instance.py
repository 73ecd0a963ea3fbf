"""The tree of answers of one form that is being filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import uuid4

from forms.document import ID
from forms.errors import LimitExceeded, Where
from forms.expr import ATTRIBUTE, DOCUMENT, ELEMENT, Node
from forms.lexical import read_back
from forms.model import Group, Question, Repeat
from forms.xmlsafe import namespace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forms.document import Answer
    from forms.limits import Limits
    from forms.model import Branch, FormModel, Item

NOTHING: Mapping[str, Answer] = {}


class FormNode(Node):
    """One question, group or instance of a repeat, with its present state."""

    __slots__ = ("identity", "item", "locked", "needed", "opened", "own", "spare")

    def __init__(self, item: Item, value: str = "") -> None:
        super().__init__(ELEMENT, item.name, value, item.namespace or None)
        self.item = item
        self.logical = isinstance(item, Question) and item.bind == "boolean"
        self.own = True
        # An instance of a repeat beyond its count.
        self.spare = False
        self.locked = False
        self.needed = False
        self.identity = ""
        self.opened = ""

    def insert_many(self, at: int, children: Iterable[Node]) -> None:
        """Put many children at a position; instances after their like keep the index."""
        added = list(children)
        index = self._named
        before = self.children[at - 1] if at else None
        super().insert_many(at, added)
        name = added[0].name if added else ""
        same = index.get(name, ()) if index else ()
        if index and same and same[-1] is before and all(node.name == name for node in added):
            index[name] = (*same, *added)
            self._named = index

    def size(self) -> int:
        """Return how many nodes this is with everything below it."""
        return 1 + sum(1 for _ in self.descendants())


class Builder:
    """Builds the nodes of a form, counting them."""

    def __init__(self, model: FormModel, limits: Limits) -> None:
        self._model = model
        self.limits = limits
        self.count = 0

    def document(self, values: Mapping[str, Answer] | None) -> Node:
        """Return the tree of a new form, or of one with these answers."""
        top = Node(DOCUMENT)
        top.append(self._holder(self._model.root, values, None))
        return top

    def instances(self, repeat: Repeat, amount: int) -> list[FormNode]:
        """Return new instances of a repeat, each with an id of its own."""
        return [self._instance(repeat, None, None) for _ in range(amount)]

    def _new(self, item: Item, value: str = "") -> FormNode:
        """Return one node, unless the form has grown too large."""
        self.count += 1
        if self.count > self.limits.instance_nodes:
            raise LimitExceeded(
                "limit.nodes", where=Where(question=item.ref), limit=self.limits.instance_nodes
            )
        node = FormNode(item, value)
        for key, text in item.attributes.items():
            attribute = Node(ATTRIBUTE, key.rpartition("}")[2], text, namespace(key) or None)
            attribute.parent = node
            node.attributes = [*node.attributes, attribute]
        return node

    def _instance(
        self, repeat: Repeat, values: Mapping[str, Answer] | None, start: Branch | None
    ) -> FormNode:
        node = self._holder(repeat, values, start)
        found = (values or NOTHING).get(ID)
        node.identity = found if isinstance(found, str) else uuid4().hex
        node.repeated = True
        return node

    def _holder(
        self, group: Group, values: Mapping[str, Answer] | None, start: Branch | None
    ) -> FormNode:
        """Return a group or an instance of a repeat with everything below it."""
        node = self._new(group)
        node.extend(
            made for child in group.children for made in self._children(child, values, start)
        )
        return node

    def _children(
        self, item: Item, values: Mapping[str, Answer] | None, start: Branch | None
    ) -> list[FormNode]:
        begins = None
        if start is not None:
            begins = [found for found in start.children if found.name == item.name]
        if isinstance(item, Repeat):
            return self._repeat(item, values, item.initial if begins is None else begins)
        first = begins[0] if begins else None
        if isinstance(item, Group):
            return [self._holder(item, values, first)]
        if values is not None:
            text = read_back(values.get(item.qid))
        elif begins is not None:
            text = first.value if first else ""
        else:
            text = item.default if isinstance(item, Question) else ""
        node = self._new(item, text)
        node.opened = text if values is not None else ""
        return [node]

    def _repeat(
        self, repeat: Repeat, values: Mapping[str, Answer] | None, begins: Sequence[Branch]
    ) -> list[FormNode]:
        """Return the instances a repeat starts with, or those of the document."""
        if values is None:
            if repeat.count:
                begins = begins[:0]
            return [self._instance(repeat, None, start) for start in begins]
        found = values.get(repeat.qid, ())
        if isinstance(found, (str, Mapping)) or not isinstance(found, Sequence):
            return []
        if len(found) > self.limits.repeats_per_parent:
            limit = self.limits.repeats_per_parent
            raise LimitExceeded("limit.repeats", where=Where(question=repeat.ref), limit=limit)
        return [
            self._instance(repeat, entry, None) for entry in found if isinstance(entry, Mapping)
        ]
