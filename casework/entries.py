"""A filled-in form read by what its questions mean: as entries of a case file, or by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from casework.casefile import Entry
from forms.document import ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forms.document import FormDoc
    from forms.model import FormModel, Question

# A question without a category of its own is for the team only.
_UNNAMED_CATEGORY = "staff_notes"


def entries_of(model: FormModel, doc: FormDoc, episode: str = "") -> Iterator[Entry]:
    """Return one entry for each answered question, by the field that the question maps to."""
    questions = {question.qid: question for question in model.questions()}
    for qid, value in _answers(doc.values):
        if qid in questions:
            yield _entry(questions[qid], value, episode)


def by_field(model: FormModel, doc: FormDoc) -> dict[str, Any]:
    """Return the answers by the field that their question maps to; of a repeat, the last."""
    fields = {question.qid: question.map for question in model.questions() if question.map}
    return {fields[qid]: value for qid, value in _answers(doc.values) if qid in fields}


def by_name(model: FormModel, doc: FormDoc) -> dict[str, Any]:
    """Return the answers by question name, repeats as lists of such."""
    names = {item.qid: item.name for item in model.items()}
    return _named(names, doc.values)


def _named(names: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        names[qid]: [_named(names, row) for row in value] if _is_repeat(value) else value
        for qid, value in values.items()
        if qid != ID
    }


def _answers(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Return every answered question of a document, those inside repeats too."""
    for qid, value in values.items():
        if _is_repeat(value):
            for row in value:
                yield from _answers(row)
        elif qid != ID and value not in ("", None, [], ()):
            yield qid, value


def _is_repeat(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], Mapping)


def _entry(question: Question, value: object, episode: str) -> Entry:
    return Entry(
        field=question.map or f"form.{question.qid}",
        category=question.category or _UNNAMED_CATEGORY,
        value=tuple(map(str, value)) if isinstance(value, list | tuple) else str(value),
        codes_of=question.list_name,
        episode=episode,
    )
