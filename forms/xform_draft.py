"""A form while it is being read: one changeable draft for each node of its instance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forms.errors import LimitExceeded, Where
from forms.model import Branch
from forms.xmlsafe import local, namespace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from forms.limits import Limits

JR = "{http://openrosa.org/javarosa}"
TEMPLATE = f"{JR}template"


@dataclass(slots=True)
class Draft:
    """One node of the instance, with what its bind says."""

    path: tuple[str, ...]
    namespace: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    default: str = ""
    children: dict[str, Draft] = field(default_factory=dict)
    bind: dict[str, str] = field(default_factory=dict)
    instances: list[Element] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the name of the node."""
        return self.path[-1]

    def all(self) -> Iterator[Draft]:
        """Return this draft and all below it, in the order of the form."""
        waiting = [self]
        while waiting:
            draft = waiting.pop()
            yield draft
            waiting.extend(reversed(draft.children.values()))


def read_instance(root: Element, limits: Limits) -> Draft:
    """Return the drafts of the primary instance."""
    top = Draft((local(root),), instances=[root])
    waiting = [(top, root)]
    count = 0
    while waiting:
        draft, element = waiting.pop()
        count += 1
        if count > limits.definition_nodes:
            raise LimitExceeded("limit.definition_nodes", limit=limits.definition_nodes)
        if len(draft.path) > limits.definition_depth:
            where = Where(question="/" + "/".join(draft.path[-2:]))
            raise LimitExceeded(
                "limit.definition_depth", where=where, limit=limits.definition_depth
            )
        _fill(draft, element)
        for child in element:
            waiting.extend(_child(draft, child))
    return top


def _fill(draft: Draft, element: Element) -> None:
    """Note what one element says about its node; the first element of a name decides."""
    draft.namespace = namespace(element.tag)
    draft.attributes = {key: value for key, value in element.items() if key != TEMPLATE}
    draft.default = "" if len(element) else (element.text or "").strip()


def _child(draft: Draft, child: Element) -> list[tuple[Draft, Element]]:
    """Return the draft to go on with; further instances of a repeat only add themselves."""
    name = local(child)
    known = draft.children.get(name)
    if known is not None:
        known.instances.append(child)
        return []
    made = draft.children[name] = Draft((*draft.path, name), instances=[child])
    return [(made, child)]


def branch(element: Element) -> Branch:
    """Return the values that an instance of a repeat starts with."""
    return Branch(
        local(element),
        "" if len(element) else (element.text or "").strip(),
        children=tuple(branch(child) for child in element if child.get(TEMPLATE) is None),
    )
