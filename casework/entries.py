"""A filled-in form read by what its questions mean: as entries of a case file, or by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from casework.casefile import Entry
from forms.codelists import code_list, code_list_ids
from forms.document import ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forms.document import FormDoc
    from forms.model import FormModel, Question

# A question without a category of its own is for the team only.
_UNNAMED_CATEGORY = "staff_notes"


def entries_of(model: FormModel, doc: FormDoc, episode: str = "") -> Iterator[Entry]:
    """Return one entry for each answered question, by the field that the question maps to.

    Whoever did not want to say, or was not asked, has said nothing.
    """
    questions = {question.qid: question for question in model.questions()}
    for qid, value in _answers(doc.values):
        if qid not in questions:
            continue
        entry = _entry(questions[qid], value, episode)
        if entry.value not in ("", ()):
            yield entry


def by_field(model: FormModel, doc: FormDoc) -> dict[str, Any]:
    """Return the answers by the field that their question maps to, rows of repeats left out.

    Where several questions map to one field, the last of the form that was answered counts.
    """
    return {
        question.map: doc.values[question.qid]
        for question in model.questions()
        if question.map and _is_said(doc.values.get(question.qid))
    }


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
        elif qid != ID and _is_said(value):
            yield qid, value


def _is_said(value: object) -> bool:
    return value not in ("", None, [], ())


def _is_repeat(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], Mapping)


def _entry(question: Question, value: object, episode: str) -> Entry:
    codes_of = question.list_name if question.list_name in code_list_ids() else ""
    silent = _silences(codes_of) if codes_of else frozenset()
    if isinstance(value, list | tuple):
        said: str | tuple[str, ...] = tuple(str(one) for one in value if one not in silent)
    else:
        said = "" if value in silent else str(value)
    return Entry(
        field=question.map or f"form.{question.qid}",
        category=question.category or _UNNAMED_CATEGORY,
        value=said,
        codes_of=codes_of,
        episode=episode,
    )


@cache
def _silences(list_id: str) -> frozenset[str]:
    """Return the codes of a list that stand for no answer."""
    return frozenset(code.id for code in code_list(list_id).codes.values() if code.non_answer)
