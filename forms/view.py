"""Looking at a form that is being filled in: words, choices, states and problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forms.engine import asks_for
from forms.instance import FormNode
from forms.places import find, find_repeat, nodes_below, questions_below, ref_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forms.checks import Problem
    from forms.choices import Offer
    from forms.expr import Node
    from forms.machine import Machine
    from forms.model import FormModel, Item


@dataclass(frozen=True, slots=True)
class State:
    """How one question, group or instance stands at this moment."""

    ref: str
    qid: str
    value: str = field(repr=False)
    shown: bool
    readonly: bool
    required: bool
    identity: str = ""


def _is_locked(node: Node) -> bool:
    """Return whether a node is read only by itself; what is below it is so too."""
    return isinstance(node, FormNode) and (node.locked or node.item.readonly == "true()")


class FormView:
    """What a page shows of a form that is being filled in."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._engine = machine.engine

    @property
    def model(self) -> FormModel:
        """Return the form that is being answered."""
        return self._machine.model

    @property
    def _top(self) -> Node:
        return self._machine.top

    def _find(self, ref: str) -> FormNode:
        return find(self._top, self.model, ref)

    def item(self, ref: str) -> Item:
        """Return what the form says about a question, a group or a repeat."""
        return self._find(ref).item

    def state(self, ref: str) -> State:
        """Return how a question, a group or an instance stands at this moment."""
        return self._state(self._find(ref))

    def states(self) -> Iterator[State]:
        """Return the state of every node in the order of the form."""
        return (self._state(node) for node in nodes_below(self._top))

    @staticmethod
    def _state(node: FormNode) -> State:
        needed = node.needed or getattr(node.item, "required", "") == "true()"
        return State(
            ref_of(node),
            node.item.qid,
            node.value,
            node.relevant,
            any(map(_is_locked, (node, *node.ancestors()))),
            needed,
            node.identity,
        )

    def choices(self, ref: str) -> tuple[Offer, ...]:
        """Return the choices that are offered now, with their words."""
        self._engine.environment.restart()
        return self._machine.choices.offers(self._find(ref))

    def codes(self, ref: str) -> frozenset[str]:
        """Return the codes that are offered now, without their words."""
        self._engine.environment.restart()
        return frozenset(self._machine.choices.codes(self._find(ref)))

    def count(self, ref: str) -> int:
        """Return how many instances a repeat has, without those beyond its count."""
        parent, repeat = find_repeat(self._top, self.model, ref)
        return sum(not getattr(node, "spare", False) for node in parent.named(repeat.name))

    def asks_for(self, ref: str) -> bool:
        """Return whether a repeat is asked about, also while it has no instance."""
        parent, repeat = find_repeat(self._top, self.model, ref)
        present = [one for one in parent.named(repeat.name) if isinstance(one, FormNode)]
        if present:
            return any(one.relevant for one in present)
        return asks_for(self._engine, parent, repeat)

    def label(self, ref: str) -> str:
        """Return the words of a question in the language in use."""
        node = self._find(ref)
        self._engine.environment.restart()
        return self._machine.speaker.say(node.item.label, node)

    def hint(self, ref: str) -> str:
        """Return the hint of a question in the language in use."""
        node = self._find(ref)
        self._engine.environment.restart()
        return self._machine.speaker.say(node.item.hint, node)

    def set_language(self, language: str) -> None:
        """Ask in another language; the answers stay."""
        self._machine.speaker.use(language)

    def check(self, ref: str) -> Problem | None:
        """Return what is wrong with the answer to a question, or nothing."""
        return self._machine.checker.check(self._find(ref))

    def problems(self) -> tuple[Problem, ...]:
        """Return everything that stands in the way of finishing."""
        found = (self._machine.checker.check(node) for node in questions_below(self._top))
        return tuple(problem for problem in found if problem)

    # --- for those who compare two ways of computing

    def recompute_all(self) -> None:
        """Compute everything again, the lists included."""
        self._machine.recompute(choices=True)

    def snapshot(self) -> dict[str, tuple[str, bool, bool, bool]]:
        """Return value, relevance, read-only and required of every node."""
        return self._machine.snapshot()
