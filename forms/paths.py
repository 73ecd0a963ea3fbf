"""Plain paths: what they mean in a context, and the nodes they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forms.expr import Node


def without_filters(path: str) -> str:
    """Return a path without its predicates, also those that stand in each other."""
    kept: list[str] = []
    depth, quote = 0, ""
    for sign in path:
        if quote:
            quote = "" if sign == quote else quote
        elif depth and sign in "'\"":
            quote = sign
        elif sign == "[":
            depth += 1
        elif not depth:
            kept.append(sign)
        elif sign == "]":
            depth -= 1
    return "".join(kept)


def resolve(ref: str, context: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path that a plain reference means in this context."""
    plain = without_filters(ref.strip())
    path = [] if plain.startswith("/") else list(context)
    for step in plain.strip("/").split("/"):
        if step == "..":
            path = path[:-1]
        elif step not in ("", ".", "current()"):
            path.append(step.rpartition(":")[2])
    return tuple(path)


def means_attribute(ref: str) -> bool:
    """Return whether a plain reference ends in an attribute; attributes hold no answers."""
    return without_filters(ref).rpartition("/")[2].strip().startswith("@")


def descend(anchor: Node, down: Sequence[str]) -> Iterator[Node]:
    """Return the nodes that these names lead to from a node."""
    if not down:
        yield anchor
        return
    found: Sequence[Node] = anchor.named(down[0])
    for name in down[1:]:
        found = [child for node in found for child in node.named(name)]
    yield from found
