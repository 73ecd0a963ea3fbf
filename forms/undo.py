"""Everything that one answer changed, so that it can be told, taken back and given again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forms.instance import FormNode


class _Assigned(NamedTuple):
    """An attribute of a node that was set, with what it was before."""

    node: FormNode
    name: str
    before: object


class _Placed(NamedTuple):
    """Instances of a repeat that were added."""

    parent: FormNode
    nodes: tuple[FormNode, ...]


class _Taken(NamedTuple):
    """An instance of a repeat that was removed, and its place."""

    parent: FormNode
    at: int
    node: FormNode


class Journal:
    """The changes of one answer, in their order."""

    def __init__(self) -> None:
        self._entries: list[_Assigned | _Placed | _Taken] = []
        # What each change had come to when it was taken back, in their order.
        self._after: list[object] = []
        self.nodes = 0

    def __bool__(self) -> bool:
        return bool(self._entries)

    def assign(self, node: FormNode, name: str, value: object) -> None:
        """Change one attribute of a node."""
        self._entries.append(_Assigned(node, name, getattr(node, name)))
        setattr(node, name, value)

    def place(self, parent: FormNode, at: int, nodes: Sequence[FormNode]) -> None:
        """Put instances of a repeat into the tree."""
        parent.insert_many(at, nodes)
        self._entries.append(_Placed(parent, tuple(nodes)))
        self.nodes += sum(node.size() for node in nodes)

    def take(self, parent: FormNode, node: FormNode) -> None:
        """Take an instance of a repeat out of the tree."""
        self._entries.append(_Taken(parent, list(parent.children).index(node), node))
        parent.remove(node)
        self.nodes -= node.size()

    def roll_back(self) -> None:
        """Take everything back, the last change first."""
        self._after.clear()
        for entry in reversed(self._entries):
            self._after.insert(0, _now(entry))
            if isinstance(entry, _Assigned):
                setattr(entry.node, entry.name, entry.before)
            elif isinstance(entry, _Placed):
                for node in entry.nodes:
                    entry.parent.remove(node)
            else:
                entry.parent.insert(entry.at, entry.node)

    def do_again(self) -> None:
        """Change everything as it was before it was taken back."""
        for entry, after in zip(self._entries, self._after, strict=True):
            if isinstance(entry, _Assigned):
                setattr(entry.node, entry.name, after)
            elif isinstance(entry, _Placed):
                entry.parent.insert_many(after if isinstance(after, int) else 0, entry.nodes)
            else:
                entry.parent.remove(entry.node)

    def absorb(self, later: Journal) -> None:
        """Add what was computed later because of the same answer."""
        self._entries += later._entries
        self.nodes += later.nodes

    def assigned(self, *names: str) -> Iterator[tuple[FormNode, str, object]]:
        """Return each changed attribute once, with its value before the answer."""
        seen: set[tuple[int, str]] = set()
        for entry in self._entries:
            if isinstance(entry, _Assigned) and entry.name in names:
                key = (id(entry.node), entry.name)
                if key not in seen:
                    seen.add(key)
                    yield entry.node, entry.name, entry.before

    def moved(self) -> Iterator[tuple[FormNode, str]]:
        """Return the parents and names of the repeats whose instances came or went."""
        for entry in self._entries:
            if isinstance(entry, _Placed):
                yield from ((entry.parent, node.name) for node in entry.nodes[:1])
            elif isinstance(entry, _Taken):
                yield entry.parent, entry.node.name


def _now(entry: _Assigned | _Placed | _Taken) -> object:
    """Return what a change has come to: a value, or the place of what was added."""
    if isinstance(entry, _Assigned):
        return getattr(entry.node, entry.name)
    if isinstance(entry, _Placed) and entry.nodes:
        return list(entry.parent.children).index(entry.nodes[0])
    return None
