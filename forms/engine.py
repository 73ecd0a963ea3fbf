"""Computing again what an answer touches, in the order of the ranks, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from forms.agenda import Agenda
from forms.errors import LimitExceeded, ValueRefused, Where
from forms.expr import Context, to_boolean
from forms.instance import FormNode
from forms.lexical import computed
from forms.model import Question, Repeat
from forms.paths import descend
from forms.undo import Journal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forms.agenda import Waiting
    from forms.choices import ChoiceBook
    from forms.expr import Environment, Expression, Value
    from forms.instance import Builder
    from forms.model import FormModel, Rule
    from forms.program import Program

_TOO_HEAVY: Final = frozenset(("limit.steps", "limit.time"))
_ROUNDS: Final = 50
_STATES: Final = {"readonly": "locked", "required": "needed"}


class Engine:
    """The dirty queue of one session and the rules that empty it."""

    def __init__(
        self, model: FormModel, program: Program, environment: Environment, builder: Builder
    ) -> None:
        self.model = model
        self.program = program
        self.environment = environment
        self.builder = builder
        self.journal = Journal()
        self.choices: ChoiceBook | None = None
        self.born: list[FormNode] = []
        self.touched_labels: dict[FormNode, None] = {}
        self.touched_choices: dict[FormNode, None] = {}
        self.too_heavy = False
        self._graph = model.graph
        self._agenda = Agenda(model.graph)

    # --- what changed

    def change_value(self, node: FormNode, text: str) -> bool:
        """Put a text into a node; a value that did not change goes no further."""
        if text == node.value:
            return False
        self.journal.assign(node, "value", text)
        self._agenda.follow(self._graph.value.get("/".join(node.item.path), ()), node)
        return True

    def change_relevance(self, node: FormNode, name: str, value: bool) -> None:
        """Show or hide a node with everything below it, by its own rule or as a spare instance."""
        if value == getattr(node, name):
            return
        self.journal.assign(node, name, value)
        if self._hand_down(node):
            self._agenda.follow(self._graph.below.get("/".join(node.item.path), ()), node)

    def _hand_down(self, node: FormNode) -> bool:
        """Give every node below its effective relevance; return whether this one changed."""
        above = node.parent
        effective = node.own and not node.spare and (above is None or above.relevant)
        if effective == node.relevant:
            return False
        self.journal.assign(node, "relevant", effective)
        for child in node.children:
            if isinstance(child, FormNode):
                self._hand_down(child)
        return True

    def place(self, parent: FormNode, repeat: Repeat, nodes: Sequence[FormNode]) -> None:
        """Put new instances after those that are there, and compute what is inside them."""
        self.journal.place(parent, place_of(parent, repeat), nodes)
        for node in nodes:
            if not parent.relevant:
                self._hand_down(node)
            for number in self.program.inside.get(repeat.path, ()):
                rule = self._graph.rules[number]
                down = rule.path[len(repeat.path) :]
                if rule.kind == "count":
                    if not down:
                        continue
                    down = down[:-1]
                self._agenda.wait(number, node, down)
        path = "/".join(repeat.path)
        self._agenda.follow(self._graph.structure.get(path, ()), parent)
        self.born.extend(nodes)

    def take(self, parent: FormNode, node: FormNode) -> None:
        """Take an instance out; the places of those after it have changed."""
        before = self.journal.nodes
        self.journal.take(parent, node)
        self.builder.count += self.journal.nodes - before
        if isinstance(node.item, Repeat):
            path = "/".join(node.item.path)
            self._agenda.follow(self._graph.structure.get(path, ()), parent)
            self._agenda.follow(self._graph.position.get(path, ()), parent)

    # --- the queue

    def queue_all(self, *, choices: bool) -> None:
        """Queue every rule of the form at all its nodes, with the lists or without them."""
        top = self.environment.root
        for number, rule in enumerate(self._graph.rules):
            if top is None or rule.kind == "label" or (rule.kind == "choices" and not choices):
                continue
            path = rule.path[:-1] if rule.kind == "count" else rule.path
            self._agenda.wait(number, top, path)

    def drain(self) -> None:
        """Compute until nothing waits, or postpone what is left when it costs too much."""
        rounds: dict[int, int] = {}
        while self._agenda:
            number, waiting = self._agenda.take_next()
            rule = self._graph.rules[number]
            if not rule.settles:
                rounds[number] = rounds.get(number, 0) + 1
                if rounds[number] > _ROUNDS:
                    continue
            try:
                self._compute_all(rule, waiting)
            except LimitExceeded as exceeded:
                if exceeded.code not in _TOO_HEAVY:
                    raise exceeded.at(Where(question="/" + "/".join(rule.path))) from None
                self.too_heavy = True
                self._agenda.postpone(number, waiting)

    @property
    def is_behind(self) -> bool:
        """Return whether something is still to be computed."""
        return bool(self._agenda.postponed)

    def resume(self) -> None:
        """Go on with what was postponed; a rule that is too heavy alone is given up."""
        first = self._take_up()
        if self._agenda.postponed[:1] == [first]:
            self._agenda.give_up()
            self._take_up()

    def _take_up(self) -> int:
        """Compute what was postponed, with all steps to spend; return the first rule of it."""
        self.environment.restart()
        first = self._agenda.take_up()
        self.drain()
        return first

    def forget_queue(self) -> None:
        """Drop what waits; used when an answer was refused as a whole."""
        self._agenda.clear()
        self.born.clear()

    def note_anew(self) -> None:
        """Begin to note changes anew."""
        self.journal = Journal()
        self.touched_labels.clear()
        self.touched_choices.clear()

    # --- the rules

    def _compute_all(self, rule: Rule, waiting: Waiting) -> None:
        """Compute one rule at every node that waits for it, each once."""
        seen: set[int] = set()
        for anchor, down in waiting:
            for node in descend(anchor, down):
                if id(node) not in seen and isinstance(node, FormNode):
                    seen.add(id(node))
                    self.environment.spend(1)
                    self._compute(rule, node)

    def _compute(self, rule: Rule, node: FormNode) -> None:
        """Compute one rule at one node."""
        if rule.kind == "label":
            self.touched_labels[node] = None
        elif rule.kind == "count":
            self._sync_count(rule, node)
        elif rule.kind == "choices":
            self._clear_what_is_not_offered(node)
        elif rule.kind == "calculate":
            value = self._value(rule, node)
            bind = node.item.bind if isinstance(node.item, Question) else "string"
            self.change_value(node, computed(value, bind, self.environment))
        elif rule.kind == "relevant":
            self.change_relevance(node, "own", to_boolean(self._value(rule, node)))
        else:
            self._mark(node, _STATES[rule.kind], to_boolean(self._value(rule, node)))

    def _value(self, rule: Rule, node: FormNode) -> Value:
        """Return the value of a rule; what an expression cannot work with is blank."""
        try:
            return self._expression(rule).value_within(Context(self.environment, node))
        except ValueRefused:
            return ""

    def _expression(self, rule: Rule) -> Expression:
        return self.program.expression(rule.text, rule.path)

    def _mark(self, node: FormNode, state: str, value: bool) -> None:
        """Note a state that changes how a question is drawn."""
        if getattr(node, state) != value:
            self.journal.assign(node, state, value)
            self.touched_labels[node] = None

    def _clear_what_is_not_offered(self, node: FormNode) -> None:
        """Take away chosen codes that the list has no longer."""
        self.touched_choices[node] = None
        item = node.item
        if not node.value or not isinstance(item, Question) or item.calculate:
            return
        if self.choices is None:
            return
        offered = self.choices.codes(node)
        chosen = node.value.split() if item.takes_several else [node.value]
        self.change_value(node, " ".join(code for code in chosen if code in offered))

    def _sync_count(self, rule: Rule, parent: FormNode) -> None:
        """Give a repeat as many instances as its count says; those beyond it keep their answers."""
        repeat = self.program.items[rule.path]
        if not isinstance(repeat, Repeat):
            return
        present = parent.named(repeat.name)
        context = present[0] if present else _stand_in(repeat, parent)
        try:
            number = self._expression(rule).as_number(Context(self.environment, context))
        except ValueRefused:
            return
        wanted = int(number) if 0 < number < float("inf") else 0
        if number == float("inf") or wanted > self.program.limits.repeats_per_parent:
            limit = self.program.limits.repeats_per_parent
            raise LimitExceeded("limit.repeats", limit=limit)
        for at, node in enumerate(present):
            if isinstance(node, FormNode):
                self.change_relevance(node, "spare", at >= wanted)
        if wanted > len(present):
            self.place(parent, repeat, self.builder.instances(repeat, wanted - len(present)))


def _stand_in(repeat: Repeat, parent: FormNode) -> FormNode:
    """Return a node from which relative paths work although no instance is there."""
    node = FormNode(repeat)
    node.parent = parent
    return node


def asks_for(engine: Engine, parent: FormNode, repeat: Repeat) -> bool:
    """Return whether an instance that a repeat does not have yet would be asked about."""
    if not parent.relevant or not repeat.relevant:
        return parent.relevant
    expression = engine.program.expression(repeat.relevant, repeat.path)
    engine.environment.restart()
    try:
        return expression.as_boolean(Context(engine.environment, _stand_in(repeat, parent)))
    except (ValueRefused, LimitExceeded):
        return True


def place_of(parent: FormNode, repeat: Repeat) -> int:
    """Return where new instances go: after the last one, or at the place in the form."""
    same = parent.named(repeat.name)
    children = parent.children
    if same and children[-1] is same[-1]:
        return len(children)
    if same:
        return list(children).index(same[-1]) + 1
    group = parent.item
    names = [child.name for child in getattr(group, "children", ())]
    later = set(names[names.index(repeat.name) + 1 :])
    return next((at for at, child in enumerate(children) if child.name in later), len(children))
