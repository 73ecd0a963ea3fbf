"""From a line of a foreign table to forms that are filled in, by the rules of the forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from casework.files.cell import CellRefused, answers_of
from casework.files.layout import FORMS
from casework.records.filled import Filled
from forms.answers import fill
from forms.session import open_session
from forms.tables.table import column_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from casework.files.layout import Column, Layout
    from forms.checks import Problem
    from forms.model import FormModel, Question
    from forms.tables.table import Line, Table

# Forms that say the same are checked once; so many at most are remembered.
_MOST_KNOWN: Final = 20_000
_NOTHING: Final = ("no_answers", "")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row is refused: where it stands, the heading of the column, and a code.

    `message` is the form's own sentence, when it has one.
    """

    sheet: str = field(repr=False)
    row: int
    column: str
    head: str = field(repr=False)
    code: str
    message: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Match:
    """One column of a table and the question that it answers."""

    place: int
    head: str = field(repr=False)
    column: Column
    form: str
    question: Question


class RowReader:
    """Reads lines of one table by one layout; equal answers are checked once."""

    def __init__(
        self,
        table: Table,
        layout: Layout,
        models: Mapping[str, FormModel],
        now: Callable[[], datetime],
    ) -> None:
        self._table, self._layout, self._models, self._now = table, layout, models, now
        self.matches: tuple[Match, ...] = ()
        self._known: dict[object, tuple[Filled | None, tuple[Problem, ...]]] = {}

    def match(self, chosen: Mapping[str, str]) -> None:
        """Settle which columns answer which questions; `chosen` names questions by heading."""
        asked = {one.qid: (model, one) for model in self._models.values() for one in _asked(model)}
        self.matches = tuple(
            Match(place, head, column, asked[column.question][0].form_id, asked[column.question][1])
            for place, head in enumerate(self._table.head)
            for column in [self._column(head, chosen)]
            if column is not None and column.question in asked
        )

    def _column(self, head: str, chosen: Mapping[str, str]) -> Column | None:
        """Return what a column is: as a person chose it, or as the layout knows its heading."""
        if head not in chosen:
            return self._layout.column(head)
        wanted = chosen[head]
        return next(
            (one for one in self._layout.columns if wanted in {one.head, one.question}), None
        )

    def read(self, line: Line) -> tuple[tuple[Filled, ...], tuple[RowProblem, ...]]:
        """Return the forms of a line, or everything that is wrong with it."""
        if line.fault:
            return (), (self._problem(line, line.column, line.fault),)
        problems: list[RowProblem] = []
        answers: dict[str, dict[str, Any]] = {}
        for match in self.matches:
            cell = line.cells[match.place] if match.place < len(line.cells) else ""
            if not cell:
                continue
            tools = self._layout, self._models[match.form]
            try:
                given = answers_of(cell, match.column, match.question, tools)
            except CellRefused as refused:
                problems.append(self._problem(line, column_name(match.place), refused.code))
            else:
                answers.setdefault(match.form, {}).update(given)
        if not any(answers.values()) and not problems:
            return (), (self._problem(line, *reversed(_NOTHING)),)
        filled = self._checked(line, answers, problems)
        return ((), tuple(problems)) if problems else (filled, ())

    def _checked(
        self, line: Line, answers: Mapping[str, Mapping[str, Any]], problems: list[RowProblem]
    ) -> tuple[Filled, ...]:
        found = []
        for form in FORMS:
            said = dict(answers.get(form, {}))
            if form == FORMS[0]:
                said = {**self._always(), **said}
            if not said:
                continue
            filled, wrong = self._filled(form, said)
            problems.extend(self._of_form(line, one) for one in wrong)
            if filled is not None:
                found.append(filled)
        return tuple(found)

    def _always(self) -> Mapping[str, str]:
        return self._layout.always

    def _filled(
        self, form: str, said: Mapping[str, Any]
    ) -> tuple[Filled | None, tuple[Problem, ...]]:
        key = (form, tuple(sorted((qid, str(value)) for qid, value in said.items())))
        known = self._known.get(key)
        if known is None:
            session = open_session(self._models[form], None, self._now, "en", {"episodes": []})
            wrong = fill(session, said)
            done = None if wrong else Filled(session.model, session.finish(), "en")
            known = done, wrong
            if len(self._known) < _MOST_KNOWN:
                self._known[key] = known
        return known

    def _of_form(self, line: Line, problem: Problem) -> RowProblem:
        """Return what a form says against an answer, at the cell that the answer comes from."""
        stem = problem.qid.rpartition("_")[0]
        exact = [one for one in self.matches if one.question.qid == problem.qid]
        near = [one for one in self.matches if one.question.qid.rpartition("_")[0] == stem]
        at = next(iter((*exact, *near)), None)
        column = column_name(at.place) if at else ""
        return self._problem(line, column, problem.code, problem.message)

    def _problem(self, line: Line, column: str, code: str, message: str = "") -> RowProblem:
        heads = {column_name(place): head for place, head in enumerate(self._table.head)}
        head = heads.get(column, "")
        return RowProblem(self._table.sheet, line.number, column, head, code, message)


def _asked(model: FormModel) -> Iterator[Question]:
    yield from model.questions()
