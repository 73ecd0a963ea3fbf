"""What one answer changed, in references that a page can look up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from forms.instance import FormNode
from forms.places import is_in_tree, ref_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from forms.undo import Journal

_STATES: Final = ("value", "relevant", "locked", "needed", "spare")


@dataclass(frozen=True, slots=True)
class Changes:
    """What one answer changed, by reference: only these rows need to be drawn again.

    `labels` are rows whose words or marks (required, read only) changed; `repeats` are the
    repeats whose instances came or went, also those that a count shows or hides.
    """

    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        rows = (self.shown, self.hidden, self.labels, self.choices, self.repeats)
        return bool(self.values) or any(rows)


class Noted:
    """What differs before and after an answer, noted before references are made."""

    def __init__(self, journal: Journal, *, back: bool = False) -> None:
        self._texts: list[tuple[FormNode, str]] = []
        self._shown: list[FormNode] = []
        self._hidden: list[FormNode] = []
        self._marked: dict[FormNode, None] = {}
        self._moved = dict.fromkeys(journal.moved())
        for node, name, before in journal.assigned(*_STATES):
            now = getattr(node, name)
            if now == before:
                continue
            final = before if back else now
            if name == "spare" and isinstance(node.parent, FormNode):
                self._moved[node.parent, node.name] = None
            elif name == "value":
                self._texts.append((node, str(final)))
            elif name == "relevant":
                (self._shown if final else self._hidden).append(node)
            else:
                self._marked[node] = None

    def told(self, labels: Iterable[FormNode] = (), choices: Iterable[FormNode] = ()) -> Changes:
        """Return the changes by reference, for the tree as it now is."""
        marked = dict.fromkeys((*self._marked, *labels))
        return Changes(
            {ref_of(node): text for node, text in self._texts if is_in_tree(node)},
            _refs(self._shown),
            _refs(self._hidden),
            _refs(node for node in marked if node.relevant),
            _refs(node for node in choices if node.relevant),
            tuple(f"{ref_of(parent)}/{name}" for parent, name in self._moved),
        )


def _refs(nodes: Iterable[FormNode]) -> tuple[str, ...]:
    return tuple(ref_of(node) for node in nodes if is_in_tree(node))
