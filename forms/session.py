"""A form that is being filled in: answers go in, and what they changed comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from forms.actions import preload
from forms.changes import Changes, Noted
from forms.document import FormDoc
from forms.errors import FormError, LimitExceeded, Where
from forms.instance import FormNode
from forms.lexical import taken
from forms.machine import Machine, make_machine
from forms.model import Question, Repeat
from forms.places import answers_of, find_repeat, questions_below
from forms.view import FormView, State
from forms.words import language_code
from texts.sentences import WORKER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from forms.model import FormModel, Item
    from forms.undo import Journal

NO_ROWS: Final[Mapping[str, Sequence[Mapping[str, str]]]] = {}
_KEPT_ANSWERS = 500


class FormSession(FormView):
    """The answers of one form while a person gives them."""

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine)
        machine.speaker.audience = WORKER
        self._done: list[Journal] = []
        self._undone: list[Journal] = []

    # --- answering

    def set(self, ref: str, value: object) -> Changes:
        """Give an answer and return everything that it changed."""
        node = self._find(ref)
        if not isinstance(node.item, Question):
            raise FormError("answer.not_a_question", where=Where(question=ref))
        text = taken(node.item, value)
        if len(text) > self._machine.limits.text_length:
            raise LimitExceeded(
                "limit.text", where=Where(question=ref), limit=self._machine.limits.text_length
            )
        return self._answer(lambda: self._give(node, text))

    def _give(self, node: FormNode, text: str) -> None:
        if self._engine.change_value(node, text):
            self._machine.reactions.settle()
            self._machine.reactions.answered(node)

    def add_repeat(self, ref: str, amount: int = 1) -> Changes:
        """Add instances after the last one of a repeat."""
        parent, repeat = find_repeat(self._top, self.model, ref)
        where = Where(question=ref)
        if repeat.count or repeat.fixed:
            raise FormError("answer.repeat_is_counted", where=where)
        limit = self._machine.limits.repeats_per_parent
        if len(parent.named(repeat.name)) + amount > limit:
            raise LimitExceeded("limit.repeats", where=where, limit=limit)
        build = self._machine.builder.instances
        return self._answer(lambda: self._engine.place(parent, repeat, build(repeat, amount)))

    def remove_repeat(self, ref: str, identity: str = "") -> Changes:
        """Remove the instance with this id, or the one that the reference names."""
        node = self._instance(ref, identity) if identity else self._find(ref)
        parent = node.parent
        if not isinstance(node.item, Repeat) or not isinstance(parent, FormNode):
            raise FormError("answer.unknown_repeat", where=Where(question=ref))
        if node.item.count or node.item.fixed:
            raise FormError("answer.repeat_is_counted", where=Where(question=ref))
        return self._answer(lambda: self._engine.take(parent, node))

    def _instance(self, ref: str, identity: str) -> FormNode:
        """Return the instance of a repeat with this id."""
        parent, repeat = find_repeat(self._top, self.model, ref)
        for node in parent.named(repeat.name):
            if isinstance(node, FormNode) and node.identity == identity:
                return node
        raise FormError("answer.unknown_instance", where=Where(question=ref))

    def _answer(self, act: Callable[[], None]) -> Changes:
        """Do one thing and all that follows; what passes a limit is taken back as a whole."""
        engine = self._engine
        engine.note_anew()
        count = self._machine.builder.count
        engine.environment.restart()
        try:
            act()
            self._machine.reactions.settle()
        except FormError:
            engine.forget_queue()
            engine.journal.roll_back()
            self._machine.builder.count = count
            raise
        if engine.journal:
            self._undone.clear()
            self._done.append(engine.journal)
            del self._done[:-_KEPT_ANSWERS]
        return self._told(engine.journal)

    def _told(self, journal: Journal) -> Changes:
        return Noted(journal).told(self._engine.touched_labels, self._engine.touched_choices)

    def undo(self) -> Changes:
        """Take back the last answer with everything that it changed."""
        if not self._done:
            return Changes()
        self._engine.note_anew()
        journal = self._done.pop()
        noted = Noted(journal, back=True)
        journal.roll_back()
        self._machine.builder.count -= journal.nodes
        self._undone.append(journal)
        return noted.told()

    def redo(self) -> Changes:
        """Give again the answer that was taken back last, with everything that it changed."""
        if not self._undone:
            return Changes()
        self._engine.note_anew()
        journal = self._undone.pop()
        journal.do_again()
        self._machine.builder.count += journal.nodes
        self._done.append(journal)
        return Noted(journal).told()

    @property
    def can_undo(self) -> bool:
        """Return whether there is an answer to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Return whether there is an answer to give again."""
        return bool(self._undone)

    @property
    def is_behind(self) -> bool:
        """Return whether a heavy answer left something to compute later."""
        return self._engine.is_behind

    @property
    def too_heavy(self) -> bool:
        """Return whether an answer has once cost more than one answer may."""
        return self._engine.too_heavy

    def catch_up(self) -> Changes:
        """Compute more of what a heavy answer left; ask again while `is_behind`."""
        engine = self._engine
        engine.note_anew()
        engine.resume()
        if self._done:
            self._done[-1].absorb(engine.journal)
        return self._told(engine.journal)

    # --- keeping

    def draft(self) -> FormDoc:
        """Return all answers, the hidden ones too."""
        return self._doc(hidden=True)

    def hidden_answers(self) -> tuple[State, ...]:
        """Return the answers that finishing will drop, to be shown first."""
        hidden = (node for node in questions_below(self._top) if not node.relevant)
        return tuple(self._state(node) for node in hidden if node.value and _is_answer(node.item))

    def finish(self) -> FormDoc:
        """Return the answers without the hidden ones; refuse while something is wrong."""
        while self.is_behind:
            self.catch_up()
        problems = self.problems()
        if problems:
            where = Where(question=problems[0].ref)
            raise FormError("answer.unfinished", where=where, problems=len(problems))
        environment = self._engine.environment
        for node, text in preload(self._top, environment, "end"):
            node.value = text
        return self._doc(hidden=False)

    def _doc(self, *, hidden: bool) -> FormDoc:
        root = next(iter(self._top.children))
        values = answers_of(root, hidden=hidden)
        language = language_code(self._machine.speaker.language)
        return FormDoc(self.model.form_id, self.model.version, values, language)


def _is_answer(item: Item) -> bool:
    """Return whether somebody answered this, and the form did not work it out."""
    return isinstance(item, Question) and bool(item.control) and not item.calculate


def open_session(
    model: FormModel,
    doc: FormDoc | None,
    clock: Callable[[], datetime],
    language: str = "",
    externals: Mapping[str, Sequence[Mapping[str, str]]] = NO_ROWS,
) -> FormSession:
    """Return a session of a new form, or of one that has these answers already.

    The days of the form are those of the clock's own time zone.
    """
    machine = make_machine(model, clock, language, externals)
    machine.build(doc)
    machine.start(new=doc is None)
    return FormSession(machine)
