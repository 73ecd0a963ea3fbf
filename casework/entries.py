"""A filled-in form as entries of the case file: one for each answered question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.casefile import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from forms.answers import FormDoc
    from forms.model import FormModel, Question

# A question without a category of its own is for the team only.
_UNNAMED_CATEGORY = "staff_notes"


def entries_of(model: FormModel, doc: FormDoc, episode: str = "") -> Iterator[Entry]:
    """Return what a document says, by the field that each question maps to."""
    questions = {question.qid: question for question in model.questions()}
    yield from _entries(questions, doc.values, episode)


def _entries(
    questions: Mapping[str, Question], values: Mapping[str, object], episode: str
) -> Iterator[Entry]:
    for qid, value in values.items():
        if isinstance(value, tuple | list) and value and not isinstance(value[0], str):
            for row in value:
                yield from _entries(questions, row, episode)
        elif qid in questions and value not in ("", None, (), []):
            yield _entry(questions[qid], value, episode)


def _entry(question: Question, value: object, episode: str) -> Entry:
    return Entry(
        field=question.map or f"form.{question.qid}",
        category=question.category or _UNNAMED_CATEGORY,
        value=tuple(map(str, value)) if isinstance(value, tuple | list) else str(value),
        codes_of=question.list_name,
        episode=episode,
    )
