"""Between sessions and the store: documents, facts, search text, answers in words, plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeGuard

from forms.asking import asked
from forms.derived import OfModel
from forms.document import FormDoc, each_answer, rows_of
from forms.filling import fill
from forms.lexical import written
from forms.machine import make_machine
from forms.model import Question, Repeat
from forms.places import questions_below
from texts.sentences import WORKER

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from forms.document import Answer
    from forms.instance import FormNode
    from forms.machine import Machine
    from forms.model import FormModel, Item

__all__ = ["Fact", "FormDoc", "facts", "fill", "label_view", "questions", "search_text"]

_TEXTS: Final = frozenset({str})
NO_ROWS: Final[Mapping[str, Sequence[Mapping[str, str]]]] = MappingProxyType({})


class Fact(NamedTuple):
    """One answer that statistics may count; of several codes, one each."""

    qid: str
    value: str
    repeat_id: str = ""

    def __repr__(self) -> str:
        return f"Fact({self.qid!r})"


class Said(NamedTuple):
    """One answer in words."""

    qid: str
    label: str
    value: str

    def __repr__(self) -> str:
        return f"Said({self.qid!r})"


def _never() -> datetime:
    """Return a moment for reading what is already answered: nothing may depend on today."""
    return datetime(1970, 1, 1, tzinfo=UTC)


def facts(model: FormModel, doc: FormDoc) -> list[Fact]:
    """Return the answers of reported questions, one for each chosen code."""
    reported = _reported(model)
    found: list[Fact] = []
    for qid, said in doc.values.items():
        # Nearly all answers are texts or codes; what comes last asks much to learn that.
        if type(said) is str:
            if said and qid in reported:
                found.append(Fact(qid, said))
        elif type(said) is list and _TEXTS.issuperset(map(type, said)):
            if qid in reported:
                found += [Fact(qid, code) for code in dict.fromkeys(said) if code]
        else:
            found.extend(_facts_of(reported, {qid: said}))
    return found


def _facts_of(reported: Container[str], values: Mapping[str, Answer]) -> Iterator[Fact]:
    for qid, answer, repeat_id in each_answer(values):
        if qid in reported:
            several = answer if _is_several(answer) else [answer]
            for value in dict.fromkeys(map(_fact_text, several)):
                if value:
                    yield Fact(qid, value, repeat_id)


def _is_several(answer: Answer) -> TypeGuard[Sequence[Answer]]:
    return isinstance(answer, Sequence) and not isinstance(answer, str)


def _fact_text(value: object) -> str:
    return "" if isinstance(value, Mapping) else written(value)


def search_text(model: FormModel, doc: FormDoc) -> str:
    """Return the free text of questions that are not sensitive, to be found again.

    A document that was filled in and the same one read back have their answers in other orders:
    the words of both stand in the order of the ids.
    """
    return "\n".join(_texts(_free(model), doc.values))


def _texts(free: frozenset[str], values: Mapping[str, Answer]) -> Iterator[str]:
    for qid in sorted(free.intersection(values)):
        said = values[qid]
        if isinstance(said, str):
            yield said
        else:
            for row in rows_of(said):
                yield from _texts(free, row)


def _may_hold_free_text(item: Item) -> bool:
    if not isinstance(item, Question):
        return isinstance(item, Repeat)
    return item.type == "text" and item.control == "input" and not item.sensitive


_reported: OfModel[frozenset[str]] = OfModel(
    lambda model: frozenset(question.qid for question in model.questions() if question.report)
)
_free: OfModel[frozenset[str]] = OfModel(
    lambda model: frozenset(item.qid for item in model.items() if _may_hold_free_text(item))
)


def label_view(
    model: FormModel,
    doc: FormDoc,
    language: str,
    externals: Mapping[str, Sequence[Mapping[str, str]]] = NO_ROWS,
) -> list[Said]:
    """Return the answers with their questions in words, as they were given: nothing recomputed."""
    machine = make_machine(model, _never, language, externals)
    machine.build(doc)
    return [
        Said(node.item.qid, machine.speaker.say(node.item.label, node), _in_words(machine, node))
        for node in questions_below(machine.top)
        if node.value and node.item.label
    ]


def _in_words(machine: Machine, node: FormNode) -> str:
    """Return an answer as its labels say it."""
    item = node.item
    if not isinstance(item, Question) or item.choices is None:
        return node.value
    codes = node.value.split() if item.takes_several else [node.value]
    machine.engine.environment.restart()
    return ", ".join(machine.choices.words(node, code) for code in codes)


def questions(
    model: FormModel,
    language: str,
    externals: Mapping[str, Sequence[Mapping[str, str]]] = NO_ROWS,
) -> list[dict[str, Any]]:
    """Return what a form asks whoever works with it, ready for JSON."""
    return asked(model, language, externals, _never, WORKER)
