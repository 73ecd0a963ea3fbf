"""Which expression follows from which answer: rules, edges, ranks and cycles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from forms.edges import EdgeMaps, Reading
from forms.errors import ExpressionRefused, LimitExceeded, Where
from forms.expr.syntax import Call, Literal, everything
from forms.model import Graph, Notice, Question, Repeat, Rule
from forms.paths import resolve
from forms.program import Program
from forms.ranks import ranked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forms.expr import Expression
    from forms.limits import Limits
    from forms.model import Choices, FormModel, Item, Text

_POSITION = re.compile(r"position\(\s*\.\.(?:/\.\.)*\s*\)")
_ALWAYS = ("true()", "false()")
_COLUMNS = {
    "calculate": "calculation",
    "choices": "choice_filter",
    "count": "repeat_count",
    "readonly": "read_only",
}


class _Found(NamedTuple):
    """A rule with what it reads, before it has a rank."""

    rule: Rule
    readings: tuple[Reading, ...]


def build_graph(model: FormModel, limits: Limits) -> tuple[Graph, tuple[Notice, ...]]:
    """Return the graph of a form and what its author should look at."""
    program = Program(model, limits)
    notices: list[Notice] = []
    found = [entry for item in model.items() for entry in _rules(item, program, notices)]
    _compile_the_rest(model, program, notices)
    rules, circular = ranked([entry.rule for entry in found], [e.readings for e in found])
    if circular:
        chain = ", ".join("/".join(rule.path) + ":" + rule.kind for rule in circular[:6])
        notices.append(Notice("circular", "/" + "/".join(circular[0].path), chain))
    maps = EdgeMaps(program.repeats)
    for number, entry in enumerate(found):
        for reading in entry.readings:
            maps.add(number, rules[number], reading)
    graph = Graph(
        rules=tuple(rules),
        value=maps.value(),
        below=maps.below(),
        structure=maps.structure(),
        position=maps.position(),
        circular=bool(circular),
    )
    return graph, tuple(dict.fromkeys(notices))


def _rules(item: Item, program: Program, notices: list[Notice]) -> Iterator[_Found]:
    """Return the rules of one item with what they read."""
    for kind, text in _expressions(item):
        if not text or (text in _ALWAYS and kind not in ("calculate", "relevant")):
            continue
        expression = _compiled(kind, text, item, program)
        _notice(expression, item, program, notices)
        if kind == "constraint":
            continue
        read = _readings(expression, item, program)
        if kind == "choices" and isinstance(item, Question) and item.choices:
            read = (*read, *_read_by_rows(item, item.choices, program))
        yield _Found(Rule(item.path, kind, text), tuple(dict.fromkeys(read)))
    shown: dict[Reading, None] = {}
    for text in _outputs(item):
        expression = program.expression(text, item.path)
        _notice(expression, item, program, notices)
        shown.update(dict.fromkeys(_readings(expression, item, program)))
    if shown:
        yield _Found(Rule(item.path, "label", ""), tuple(shown))


def _compiled(kind: str, text: str, item: Item, program: Program) -> Expression:
    """Return a compiled expression, or refuse it with its question and the column it stands in."""
    try:
        return program.expression(text, item.path)
    except (ExpressionRefused, LimitExceeded) as refused:
        refused.where = Where(column=_COLUMNS.get(kind, kind), question=item.ref)
        raise


def _expressions(item: Item) -> Iterator[tuple[str, str]]:
    """Return every expression of an item by its kind."""
    yield "relevant", item.relevant
    if isinstance(item, Repeat):
        yield "count", item.count
    if isinstance(item, Question):
        yield "calculate", item.calculate
    yield "readonly", item.readonly
    if isinstance(item, Question):
        yield "required", item.required
        yield "constraint", item.constraint
        if item.choices and item.choices.nodeset:
            yield "choices", item.choices.nodeset


def _read_by_rows(item: Question, choices: Choices, program: Program) -> Iterator[Reading]:
    """Return what the rows of a list show when they are answers of this same form."""
    if choices.list_name:
        return
    for column in (choices.value_ref, choices.label_ref):
        if column:
            expression = program.expression(f"{choices.nodeset}/{column}", item.path)
            yield from _readings(expression, item, program)


def _read_by_names(expression: Expression, item: Item, program: Program) -> Iterator[Reading]:
    """Return what a list looks at whose words are asked for: its filter says which row is meant."""
    for part in everything(expression.syntax):
        if not isinstance(part, Call) or part.name != "jr:choice-name":
            continue
        asked = part.arguments[-1]
        path = resolve(str(asked.value), item.path) if isinstance(asked, Literal) else ()
        named = program.items.get(path)
        if isinstance(named, Question) and named.choices and named.choices.nodeset:
            nodeset = program.expression(named.choices.nodeset, named.path)
            yield from _readings(nodeset, named, program)
            yield from _read_by_rows(named, named.choices, program)


def _outputs(item: Item) -> Iterator[str]:
    """Return the expressions shown inside the words of an item."""
    texts: list[Text] = [item.label, item.hint]
    if isinstance(item, Question):
        texts += [item.required_message, item.constraint_message]
        if item.choices:
            texts += [choice.label for choice in item.choices.inline]
    for text in texts:
        yield from text.outputs()


def _readings(expression: Expression, item: Item, program: Program) -> tuple[Reading, ...]:
    """Return what an expression reads among the nodes that the form has."""
    steady = _without_positions(expression, item, program)
    found: dict[Reading, None] = {}
    for reference in expression.references:
        only_position = steady is not None and reference not in steady
        paths = (
            [path for path in program.items if path[: len(reference.path)] == reference.path]
            if reference.below
            else [reference.path]
        )
        for path in paths:
            if path in program.items:
                found[Reading(path, reference.climb, only_position)] = None
    found.update(dict.fromkeys(_read_by_names(expression, item, program)))
    own = Reading(item.path, item.path, only_position=False)
    if "once" in expression.calls:
        found.pop(own, None)
    return tuple(found)


def _without_positions(
    expression: Expression, item: Item, program: Program
) -> frozenset[object] | None:
    """Return what is read when places among siblings do not count, None when it is all."""
    plain = _POSITION.sub("1", expression.text)
    if plain == expression.text:
        return None
    return frozenset(program.expression(plain, item.path).references)


def _notice(expression: Expression, item: Item, program: Program, notices: list[Notice]) -> None:
    """Note what is written as it will not work, and references to nodes the form does not have."""
    notices.extend(Notice(code, item.ref) for code in expression.warnings)
    for reference in expression.references:
        path = reference.path
        if path and path not in program.items and path[0] == program.shape[()][0]:
            notices.append(Notice("missing_question", item.ref, "/" + "/".join(path)))


def _compile_the_rest(model: FormModel, program: Program, notices: list[Notice]) -> None:
    """Compile what only actions and choices show, so that nothing is refused later."""
    for action in model.actions:
        if action.expression:
            expression = program.expression(action.expression, action.target)
            _notice(expression, program.items[action.target], program, notices)
        if action.selection:
            expression = program.expression(action.selection, action.context)
            _notice(expression, program.items[action.target], program, notices)
    for text in model.texts.values():
        for output in text.outputs():
            program.expression(output, (model.root.name,))
