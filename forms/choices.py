"""The choices of a question at this moment, and the words for a code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from forms.errors import LimitExceeded, ValueRefused
from forms.expr import Context
from forms.instance import FormNode
from forms.model import Question
from forms.paths import descend, without_filters

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from forms.expr import Environment, Node
    from forms.model import Choices
    from forms.program import Program
    from forms.words import Speaker


_TEXT_ID: Final = "itextId"
_STEPS: Final = re.compile(r"\binstance\([^)]*\)((?:/[\w.:-]+)+)")


@dataclass(frozen=True, slots=True)
class Offer:
    """One choice as it is offered: its code, its words, and what else a filter may look at."""

    code: str
    label: str
    columns: tuple[tuple[str, str], ...] = ()


class ChoiceBook:
    """Finds the choices of each question; lists that never change are read once."""

    def __init__(self, program: Program, environment: Environment, speaker: Speaker) -> None:
        self._program = program
        self._environment = environment
        self._speaker = speaker
        self._steady: dict[tuple[str, str], dict[str, Node]] = {}
        self._by_code: dict[tuple[str, str], Mapping[str, Sequence[Node]]] = {}

    def offers(self, node: FormNode) -> tuple[Offer, ...]:
        """Return the choices of a question with their words, in the order of the list."""
        choices = _choices_of(node)
        if choices is None:
            return ()
        if not choices.nodeset:
            return tuple(
                Offer(choice.code, self._speaker.say(choice.label, node) or choice.code)
                for choice in choices.inline
            )
        try:
            rows = self._rows(node, choices)
        except LimitExceeded:
            # A filter that costs too much narrows nothing: the choice is longer, and still there.
            return self._unfiltered(node, choices)
        return tuple(Offer(code, self._label(row, choices, node)) for code, row in rows.items())

    def codes(self, node: FormNode) -> frozenset[str] | Mapping[str, Node]:
        """Return the codes that are offered now."""
        choices = _choices_of(node)
        if choices is None:
            return frozenset()
        if not choices.nodeset:
            return frozenset(choice.code for choice in choices.inline)
        return self._rows(node, choices)

    def possible(self, node: FormNode) -> tuple[Offer, ...]:
        """Return every choice that some answers would offer, with what its filter looks at."""
        choices = _choices_of(node)
        if choices is None or not self.condition(node):
            return self.offers(node)
        return self._unfiltered(node, choices)

    def _unfiltered(self, node: FormNode, choices: Choices) -> tuple[Offer, ...]:
        """Return every choice of a list, whatever the filter says."""
        every: dict[tuple[str, str], Node] = {}
        for row in self._every_row(choices):
            code = self._cell(row, choices.value_ref)
            every.setdefault((code, self._label(row, choices, node)), row)
        return tuple(Offer(*said, _columns(row, choices)) for said, row in every.items())

    def condition(self, node: FormNode) -> str:
        """Return the filter of a question as the form says it, if it looks at answers."""
        choices = _choices_of(node)
        if choices is None or not choices.nodeset:
            return ""
        expression = self._program.expression(choices.nodeset, node.item.path)
        return choices.nodeset if expression.references else ""

    def words(self, node: FormNode, code: str) -> str:
        """Return the words for a code, also when it is not offered at this moment."""
        choices = _choices_of(node)
        if choices is None:
            return code
        if not choices.nodeset:
            found = next((one for one in choices.inline if one.code == code), None)
            return (self._speaker.say(found.label, node) if found else "") or code
        rows = self._whole_list(choices).get(code, [])
        # Where several rows have one code, the filter says which of them was meant.
        row = rows[0] if len(rows) == 1 else self._rows(node, choices).get(code)
        row = row or next(iter(rows), None)
        return self._label(row, choices, node) if row else code

    def _rows(self, node: FormNode, choices: Choices) -> dict[str, Node]:
        """Return the rows that pass the filter, by code."""
        key = (choices.nodeset, choices.value_ref)
        known = self._steady.get(key)
        if known is not None:
            return known
        expression = self._program.expression(choices.nodeset, node.item.path)
        try:
            rows = expression.as_nodes(Context(self._environment, node))
        except ValueRefused:
            return {}
        found: dict[str, Node] = {}
        for row in rows:
            found.setdefault(self._cell(row, choices.value_ref), row)
        if not expression.references and expression.instances and not expression.calls & _MOVING:
            self._steady[key] = found
        return found

    def _whole_list(self, choices: Choices) -> Mapping[str, Sequence[Node]]:
        """Return the rows of a list by code, whatever the filter says."""
        key = (choices.nodeset, choices.value_ref)
        if key not in self._by_code:
            found: dict[str, list[Node]] = {}
            for row in self._every_row(choices):
                found.setdefault(self._cell(row, choices.value_ref), []).append(row)
            self._by_code[key] = found
        return self._by_code[key]

    def _every_row(self, choices: Choices) -> Sequence[Node]:
        """Return the rows that a nodeset leads to when nothing is filtered."""
        tree = self._environment.instances.get(choices.list_name)
        if tree is None:
            return ()
        steps = _STEPS.search(without_filters(choices.nodeset))
        if steps is None:
            return [row for root in tree.children for row in root.children]
        names = [step.rpartition(":")[2] for step in steps[1].strip("/").split("/")]
        return list(descend(tree, names))

    def _label(self, row: Node, choices: Choices, node: FormNode) -> str:
        """Return the words of a row in the present language, its code where it has none."""
        found = self._cell(row, choices.label_ref) if choices.label_ref else ""
        if choices.label_is_text_id:
            found = self._speaker.text(found, node)
        else:
            found = self._speaker.label_column(row) or found
        return found or self._cell(row, choices.value_ref)

    def _cell(self, row: Node, column: str) -> str:
        """Return one column of a row; a row may be an answer of this form."""
        if column == ".":
            return row.text()
        if "/" in column or "(" in column:
            path = row.item.path if isinstance(row, FormNode) else ()
            expression = self._program.expression(column, path)
            return expression.as_text(Context(self._environment, row))
        cells = row.named(column.rpartition(":")[2])
        return cells[0].text() if cells else ""


def _columns(row: Node, choices: Choices) -> tuple[tuple[str, str], ...]:
    """Return the columns of a row besides its code and its words."""
    shown = {choices.value_ref, choices.label_ref, _TEXT_ID}
    cells = ((cell.name, cell.text()) for cell in row.children)
    return tuple((name, text) for name, text in cells if name not in shown and text)


_MOVING = frozenset(("randomize", "random", "current", "today", "now", "once"))


def _choices_of(node: FormNode) -> Choices | None:
    """Return where the choices of a node come from."""
    return node.item.choices if isinstance(node.item, Question) else None
