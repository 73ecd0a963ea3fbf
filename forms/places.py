"""Finding nodes by reference, naming nodes, and writing their answers into a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forms.document import ID
from forms.errors import FormError, Where
from forms.expr import DOCUMENT
from forms.instance import FormNode
from forms.lexical import stored
from forms.model import Group, Question, Repeat
from forms.paths import descend, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forms.document import Answer
    from forms.expr import Node
    from forms.model import FormModel

_STEP = re.compile(r"([^\[\]/]+)(?:\[\s*(\d{1,9})\s*\])?")


def find(top: Node, model: FormModel, ref: str) -> FormNode:
    """Return the node of a reference such as `/data/child[2]/age`, of a name or of a stable id."""
    path = ref if ref.startswith("/") else _path_of(model, ref)
    node: Node = top
    for step in path.strip("/").split("/"):
        match = _STEP.fullmatch(step)
        found = node.named(match[1].rpartition(":")[2]) if match else ()
        at = int((match and match[2]) or 1) - 1
        if not 0 <= at < len(found):
            raise FormError("answer.unknown_question", where=Where(question=ref))
        node = found[at]
    if not isinstance(node, FormNode):
        raise FormError("answer.unknown_question", where=Where(question=ref))
    return node


def find_repeat(top: Node, model: FormModel, ref: str) -> tuple[FormNode, Repeat]:
    """Return the parent and the definition of the repeat that a reference means."""
    path = ref if ref.startswith("/") else _path_of(model, ref)
    above, _, last = path.rstrip("/").rpartition("/")
    match = _STEP.fullmatch(last)
    if match and above:
        parent = find(top, model, above)
        for child in getattr(parent.item, "children", ()):
            if child.name == match[1] and isinstance(child, Repeat):
                return parent, child
    raise FormError("answer.unknown_repeat", where=Where(question=ref))


def _path_of(model: FormModel, name: str) -> str:
    """Return the reference of the one item with this stable id or name."""
    found = [item for item in model.items() if item.qid == name]
    found = found or [item for item in model.items() if item.name == name]
    if len(found) != 1:
        raise FormError("answer.unknown_question", where=Where(question=name))
    return found[0].ref


def ref_of(node: FormNode) -> str:
    """Return the reference of a node, with the place of each instance of a repeat."""
    steps = []
    at: Node | None = node
    while at is not None and at.kind != DOCUMENT:
        place = ""
        if isinstance(at, FormNode) and isinstance(at.item, Repeat):
            siblings = at.parent.named(at.name) if at.parent else (at,)
            place = f"[{siblings.index(at) + 1 if at in siblings else 0}]"
        steps.append(at.name + place)
        at = at.parent
    return "/" + "/".join(reversed(steps))


def descend_path(node: FormNode, written: str) -> FormNode | None:
    """Return the node nearest to this one that a plain path means."""
    path = resolve(written, node.item.path)
    anchor: Node = node
    depth = len(node.item.path)
    while path[:depth] != node.item.path[:depth]:
        anchor = anchor.parent or anchor
        depth -= 1
    found = next(iter(descend(anchor, path[depth:])), None)
    return found if isinstance(found, FormNode) else None


def nodes_below(top: Node) -> Iterator[FormNode]:
    """Return every node in the order of the form."""
    return (node for node in top.descendants() if isinstance(node, FormNode))


def questions_below(top: Node) -> Iterator[FormNode]:
    """Return every node that holds an answer, in the order of the form."""
    return (node for node in nodes_below(top) if isinstance(node.item, Question))


def answers_of(holder: Node, *, hidden: bool) -> dict[str, Answer]:
    """Return the answers below a node by stable id, with or without the hidden ones."""
    found: dict[str, Answer] = {}
    _collect(holder, found, hidden=hidden)
    return found


def _collect(holder: Node, into: dict[str, Answer], *, hidden: bool) -> None:
    """Add the answers below a node; groups do not nest, repeats do."""
    lists: dict[str, list[Answer]] = {}
    for node in holder.children:
        if not isinstance(node, FormNode) or not (node.relevant or hidden):
            continue
        item = node.item
        if isinstance(item, Question):
            if node.value:
                into[item.qid] = stored(item, node.value)
        elif isinstance(item, Repeat):
            entry = {ID: node.identity, **answers_of(node, hidden=hidden)}
            lists.setdefault(item.qid, []).append(entry)
        elif isinstance(item, Group):
            _collect(node, into, hidden=hidden)
    into.update(lists)


def is_in_tree(node: Node) -> bool:
    """Return whether a node is still part of the form."""
    at: Node | None = node
    while at is not None and at.kind != DOCUMENT:
        at = at.parent
    return at is not None
