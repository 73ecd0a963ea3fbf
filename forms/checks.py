"""Whether an answer may stand: required, of its kind, among the choices, within the constraint."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isnan
from typing import TYPE_CHECKING, Final

from forms.errors import LimitExceeded, ValueRefused
from forms.expr import Context, part_of_day, to_moment
from forms.lexical import NO_TEXT, NUMBERS, no_number
from forms.model import Question
from forms.places import ref_of
from forms.shapes import misshapen

if TYPE_CHECKING:
    from forms.choices import ChoiceBook
    from forms.expr import Environment
    from forms.instance import FormNode
    from forms.model import Text
    from forms.program import Program
    from forms.words import Speaker

_CHOOSING: Final = frozenset(("select1", "select", "rank"))


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one answer: a code, and the form's own words when it has any."""

    ref: str
    question: str
    qid: str
    code: str
    message: str = field(default="", repr=False)


class Checker:
    """Checks answers of one session."""

    def __init__(
        self, program: Program, environment: Environment, choices: ChoiceBook, speaker: Speaker
    ) -> None:
        self._program = program
        self._environment = environment
        self._choices = choices
        self._speaker = speaker

    def check(self, node: FormNode) -> Problem | None:
        """Return what is wrong with the answer at a node, or nothing."""
        item = node.item
        if not node.relevant or not isinstance(item, Question):
            return None
        if not node.value:
            needed = node.needed or item.required == "true()"
            return self._problem(node, "required", item.required_message) if needed else None
        # Each question for itself: many together may cost more than one answer.
        self._environment.restart()
        code = self._kind(item, node.value) or self._unfit(item, node)
        if code:
            return self._problem(node, code)
        if item.constraint and not self._holds(item, node):
            return self._problem(node, "constraint", item.constraint_message)
        return None

    def _problem(self, node: FormNode, code: str, text: Text | None = None) -> Problem:
        message = self._speaker.say(text, node) if text else ""
        return Problem(ref_of(node), node.item.name, node.item.qid, code, message)

    def _kind(self, item: Question, value: str) -> str:
        """Return what is wrong with the kind of a value."""
        if item.bind in NUMBERS:
            return no_number(value, whole=item.bind == "int")
        if item.bind in ("date", "dateTime") and to_moment(value, self._environment) is None:
            return "not_a_date"
        if item.bind == "time" and isnan(part_of_day(value, self._environment.zone)):
            return "not_a_time"
        return "not_a_text" if NO_TEXT.search(value) else ""

    def _unfit(self, item: Question, node: FormNode) -> str:
        """Return what nobody could have chosen here; an old answer may stay."""
        if node.value == node.opened:
            return ""
        if item.control not in _CHOOSING or item.choices is None:
            return misshapen(item, node.value)
        try:
            offered = self._choices.codes(node)
        except LimitExceeded:
            # A list that costs too much to filter does not stop anyone, like a constraint.
            return ""
        chosen = node.value.split() if item.takes_several else [node.value]
        if not all(code in offered for code in chosen):
            return "not_a_choice"
        whole = item.control != "rank" or len(chosen) == len(offered) == len(set(chosen))
        return "" if whole else "not_in_order"

    def _holds(self, item: Question, node: FormNode) -> bool:
        """Return whether the constraint holds; one that cannot be computed does not stop anyone."""
        expression = self._program.expression(item.constraint, item.path)
        self._environment.restart()
        try:
            return expression.as_boolean(Context(self._environment, node))
        except (ValueRefused, LimitExceeded):
            return True
