"""Plain paths: what they mean in a context, and the nodes they lead to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forms.expr import Node

_PREDICATE = re.compile(r"\[[^\]]*\]")


def resolve(ref: str, context: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path that a plain reference means in this context."""
    plain = _PREDICATE.sub("", ref.strip())
    path = [] if plain.startswith("/") else list(context)
    for step in plain.strip("/").split("/"):
        if step == "..":
            path = path[:-1]
        elif step not in ("", ".", "current()"):
            path.append(step.rpartition(":")[2])
    return tuple(path)


def descend(anchor: Node, down: Sequence[str]) -> Iterator[Node]:
    """Return the nodes that these names lead to from a node."""
    if not down:
        yield anchor
        return
    found: Sequence[Node] = anchor.named(down[0])
    for name in down[1:]:
        found = [child for node in found for child in node.named(name)]
    yield from found
