"""Opening a form again whose answers come from elsewhere: nothing is believed for being there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forms.document import each_answer
from forms.lexical import read_back
from forms.machine import make_machine
from forms.model import Question
from forms.places import questions_below
from forms.session import NO_ROWS, FormSession

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from forms.document import FormDoc
    from forms.instance import FormNode
    from forms.model import FormModel


def reopen_session(
    model: FormModel,
    docs: tuple[FormDoc, FormDoc | None],
    clock: Callable[[], datetime],
    language: str = "",
    externals: Mapping[str, Sequence[Mapping[str, str]]] = NO_ROWS,
) -> FormSession:
    """Return a session of the first document's answers, checked as if they were given just now.

    Only a choice that stands in the second one, which was finished before, may stay although
    it is no longer offered.
    """
    doc, finished = docs
    machine = make_machine(model, clock, language, externals)
    machine.build(doc)
    machine.start(new=False)
    old = _old_answers(finished)
    for node in questions_below(machine.top):
        if isinstance(node.item, Question):
            node.opened = old.get((_row_of(node), node.item.qid), "")
    session = FormSession(machine)
    while session.is_behind:
        session.catch_up()
    return session


def _old_answers(doc: FormDoc | None) -> dict[tuple[str, str], str]:
    """Return the answers of a finished document by the row they stand in."""
    if doc is None:
        return {}
    return {(row, qid): read_back(value) for qid, value, row in each_answer(doc.values)}


def _row_of(node: FormNode) -> str:
    """Return the id of the nearest row around a question."""
    rows = (getattr(above, "identity", "") for above in node.ancestors())
    return next((row for row in rows if row), "")
