"""The parts of one session, put together; and the door through which sessions are opened."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Final

from forms.actions import Reactions, preload
from forms.checks import Checker
from forms.choices import ChoiceBook
from forms.engine import Engine
from forms.events import FIRST_LOAD, LOAD, READY
from forms.expr import Environment, rows_document
from forms.instance import Builder, FormNode
from forms.limits import LIMITS
from forms.model import Question
from forms.places import descend_path, nodes_below, ref_of
from forms.program import program_of
from forms.words import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from forms.document import FormDoc
    from forms.expr import Node
    from forms.limits import Limits
    from forms.model import FormModel

_PATIENCE: Final = 40


class Machine:
    """Engine, words, choices and checks of one session, around one tree of answers."""

    def __init__(self, model: FormModel, environment: Environment, limits: Limits) -> None:
        self.model = model
        self.limits = limits
        program = program_of(model)
        self.builder = Builder(model, limits)
        self.engine = Engine(model, program, environment, self.builder)
        self.speaker = Speaker(model, program, environment)
        self.choices = ChoiceBook(program, environment, self.speaker)
        self.engine.choices = self.choices
        self.checker = Checker(program, environment, self.choices, self.speaker)
        self.reactions = Reactions(self.engine)
        environment.itext = self.speaker.plain
        environment.choice_name = self._choice_name

    @property
    def top(self) -> Node:
        """Return the document node of the answers."""
        top = self.engine.environment.root
        if top is None:
            raise RuntimeError("session was not started")
        return top

    def build(self, doc: FormDoc | None) -> None:
        """Build the tree of answers, nothing computed yet."""
        environment = self.engine.environment
        environment.root = self.builder.document(None if doc is None else doc.values)
        if self.model.instance_id:
            environment.instances.setdefault(self.model.instance_id, environment.root)

    def start(self, *, new: bool) -> None:
        """Compute everything once and run the actions of opening."""
        if new:
            for node, text in preload(self.top, self.engine.environment, "start"):
                node.value = text
        self.recompute()
        for event in (FIRST_LOAD, LOAD, READY) if new else (LOAD,):
            self.reactions.opened(event)
        self._patiently(self.reactions.settle)
        self.engine.note_anew()

    def recompute(self, *, choices: bool = False) -> None:
        """Compute every rule again at every node."""
        self.engine.queue_all(choices=choices)
        self._patiently(self.reactions.settle)

    def _patiently(self, act: Callable[[], None]) -> None:
        """Act as long as several answers may take: opening a large form is not one answer."""
        self.engine.environment.restart()
        act()
        for _ in range(_PATIENCE):
            if not self.engine.is_behind:
                return
            self.engine.resume()
            act()

    def snapshot(self) -> dict[str, tuple[str, bool, bool, bool]]:
        """Return value and state of every node, to compare two ways of computing them."""
        return {
            ref_of(node): (node.value, node.relevant, node.locked, node.needed)
            for node in nodes_below(self.top)
        }

    def _choice_name(self, node: Node, value: str, question: str) -> str:
        """Return the words for a code of another question, as expressions ask for them."""
        if not isinstance(node, FormNode):
            return ""
        target = descend_path(node, question)
        if target is None or not isinstance(target.item, Question):
            return ""
        codes = value.split() if target.item.takes_several else [value]
        return ", ".join(self.choices.words(target, code) for code in codes if code)


def make_machine(
    model: FormModel,
    clock: Callable[[], datetime],
    language: str,
    externals: Mapping[str, Sequence[Mapping[str, str]]],
    limits: Limits = LIMITS,
) -> Machine:
    """Return the parts of a session around no answers yet."""
    environment = Environment(clock=clock, zone=clock().tzinfo or UTC, limits=limits)
    environment.instances.update(program_of(model).lists())
    for name, rows in externals.items():
        environment.instances[name] = rows_document(rows)
    machine = Machine(model, environment, limits)
    machine.speaker.use(language)
    return machine
