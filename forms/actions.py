"""Values that the form puts into questions by itself when something happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import uuid4

from forms.errors import LimitExceeded, ValueRefused
from forms.events import CHANGED, NEW_REPEAT
from forms.expr import Context, Moment
from forms.instance import FormNode
from forms.lexical import computed
from forms.model import Question
from forms.paths import descend
from forms.places import questions_below

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from forms.engine import Engine
    from forms.expr import Environment, Node
    from forms.model import Action

_DEEPEST: Final = 20


class Reactions:
    """Runs the actions of a form."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._actions: dict[str, list[Action]] = {}
        for action in engine.model.actions:
            for event in action.events:
                self._actions.setdefault(event, []).append(action)

    def opened(self, event: str) -> None:
        """Run the actions of opening a form."""
        top = self._engine.environment.root
        for root in top.children if top else ():
            for action in self._actions.get(event, ()):
                for target in self._targets(action, root):
                    self._put(action, target, 0)

    def answered(self, node: FormNode, depth: int = 0) -> None:
        """Run the actions that follow from an answer."""
        for action in self._actions.get(CHANGED, ()):
            if action.context == node.item.path and depth < _DEEPEST:
                for target in self._targets(action, node):
                    if target.relevant:
                        self._put(action, target, depth + 1)

    def settle(self) -> None:
        """Empty the queue and run the actions of new instances until nothing is new."""
        self._engine.drain()
        while self._engine.born:
            born, self._engine.born = self._engine.born, []
            for node in born:
                self._new_instance(node)
            self._engine.drain()

    def _new_instance(self, node: FormNode) -> None:
        """Run the actions of one new instance of a repeat."""
        for action in self._actions.get(NEW_REPEAT, ()):
            if action.context == node.item.path:
                for target in self._targets(action, node):
                    self._put(action, target, 0)

    def _targets(self, action: Action, node: Node) -> Sequence[Node]:
        """Return the nodes an action means: those it picks, or all in the same instances."""
        if not isinstance(node, FormNode):
            return ()
        if not action.selection:
            return tuple(_near(node, action))
        environment = self._engine.environment
        expression = self._engine.program.expression(action.selection, node.item.path)
        try:
            return expression.as_nodes(Context(environment, node))
        except (ValueRefused, LimitExceeded):
            return ()

    def _put(self, action: Action, node: Node, depth: int) -> None:
        """Put the value of an action into a node."""
        if not isinstance(node, FormNode) or not isinstance(node.item, Question):
            return
        environment = self._engine.environment
        text = action.literal
        if action.expression:
            expression = self._engine.program.expression(action.expression, action.target)
            try:
                environment.spend(1)
                value = expression.value_within(Context(environment, node))
            except (ValueRefused, LimitExceeded):
                return
            text = computed(value, node.item.bind, environment)
        if self._engine.change_value(node, text):
            self._engine.drain()
            self.answered(node, depth)


def _near(node: FormNode, action: Action) -> Iterator[Node]:
    """Return the targets of an action that are in the same instances as a node."""
    anchor: Node = node
    depth = len(node.item.path)
    while action.target[:depth] != node.item.path[:depth]:
        anchor = anchor.parent or anchor
        depth -= 1
    return descend(anchor, action.target[depth:])


def preload(top: Node, environment: Environment, event: str) -> Iterator[tuple[FormNode, str]]:
    """Return the nodes that opening or finishing a form gives a value, with that value."""
    for node in questions_below(top):
        kind, detail = node.item.preload if isinstance(node.item, Question) else ("", "")
        made = _PRELOADS.get((kind, detail if kind != "uid" else ""))
        if made and made[0] == event:
            yield node, made[1](environment)


def fills(kind: str, detail: str) -> bool:
    """Return whether a value of this kind is put in by opening or finishing a form."""
    return (kind, detail if kind != "uid" else "") in _PRELOADS


def _today(environment: Environment) -> str:
    return Moment(environment.now(), timed=False).text()


def _now(environment: Environment) -> str:
    return Moment(environment.now(), timed=True).text()


def _uid(_: Environment) -> str:
    return f"uuid:{uuid4()}"


_PRELOADS: Final[dict[tuple[str, str], tuple[str, Callable[[Environment], str]]]] = {
    ("uid", ""): ("start", _uid),
    ("date", "today"): ("start", _today),
    ("timestamp", "start"): ("start", _now),
    ("timestamp", "end"): ("end", _now),
}
