"""What an entry of a section says, in words: its answers as facts, its actions as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import texts
from casework.tasks.due import ACTION_PLAN, CONFERENCE
from desktop.parts.fact_grid import Fact
from forms.document import rows_of
from texts.dates import in_own_direction, long_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from casework.cases.sections import EntryView
    from desktop.pages.history.words import Asked
    from forms.document import FormDoc
    from forms.model import FormModel

# Forms whose actions are read as a table.
WITH_ACTIONS: Final = frozenset({ACTION_PLAN, CONFERENCE})
_OF_ACTIONS: Final = {
    ACTION_PLAN: ("action", "action_who", "action_due", "decision", "action_progress"),
    CONFERENCE: ("action", "action_who", "action_due", "action_progress"),
}
_INSTEAD: Final = "decision_words"


def entry_when(entry: EntryView) -> str:
    """Return when an entry was recorded and by whom."""
    day = long_date(entry.at.astimezone().date())
    return texts.say("entries.by", day=day, worker=in_own_direction(entry.by))


def facts_of(asked: Asked, model: FormModel, doc: FormDoc) -> list[Fact]:
    """Return every answer of an entry in the order of the form, a table of actions left out."""
    table = f"{doc.form_id}.actions" if doc.form_id in WITH_ACTIONS else ""
    said = [
        Fact(asked.question(one.qid), asked.answer(one.qid, doc.values[one.qid]), masks=True)
        for one in model.questions()
        if not one.is_note and doc.values.get(one.qid) not in (None, "", [])
    ]
    return said + [
        Fact(asked.question(qid), _row_words(asked, row), masks=True)
        for qid, value in doc.values.items()
        if qid != table
        for row in rows_of(value)
    ]


def _row_words(asked: Asked, row: object) -> str:
    return texts.beside(*_answers(asked, row))


def _answers(asked: Asked, row: object) -> Iterator[str]:
    if isinstance(row, dict):
        for qid, value in row.items():
            if "." in qid and value not in (None, "", []):
                yield asked.answer(qid, value)


def action_columns(form_id: str) -> Sequence[str]:
    """Return the columns of the table of actions."""
    return _OF_ACTIONS[form_id]


def action_rows(asked: Asked, doc: FormDoc) -> list[list[str]]:
    """Return the actions of an entry as rows of words; what she wants instead stands beside it."""
    form = doc.form_id
    found = []
    for row in rows_of(doc.values.get(f"{form}.actions")):
        words = []
        for name in _OF_ACTIONS[form]:
            value = row.get(f"{form}.{name}")
            said = "" if value in (None, "", []) else asked.answer(f"{form}.{name}", value)
            instead = row.get(f"{form}.{_INSTEAD}") if name == "decision" else None
            words.append(f"{said}: {instead}" if instead else said)
        found.append(words)
    return found
