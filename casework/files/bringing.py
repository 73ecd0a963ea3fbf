"""The desk for bringing tables in: looked at, practised, brought in as a whole, undone as a whole.

What is brought in opens drafts. Nobody agreed to anything by standing in a table: until she is
asked, nothing of it may be shared and nothing is counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from casework.answers.recording import model_of
from casework.changes import Change
from casework.files.layout import FORMS, OWN, askable, layout_of, layouts
from casework.files.matching import chosen_again, kept_words, key_of
from casework.files.rowreading import RowReader
from casework.ids import new_case_code
from casework.refused import DeskRefused
from casework.team.seat import NotFound
from casework.team.worker import Act, Role
from forms.tables.reading import read_tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from casework.files.layout import Layout
    from casework.files.rowreading import RowProblem
    from casework.ports.bringing import Brought, Undone
    from casework.ports.stores import UnitOfWork
    from casework.records.filled import Filled
    from casework.team.seat import Seat
    from forms.model import FormModel, Question
    from forms.tables.table import Table

# A list of problems that nobody reads to its end helps nobody; all of them are counted.
MOST_PROBLEMS: Final = 200
_SAMPLES: Final = 3
_WORKS_WITH_CASES: Final = frozenset({Role.CASEWORKER, Role.SUPERVISOR})


class BringingRefused(DeskRefused):
    """Raised when a table cannot be brought in."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks to bring in: the file, how it is laid out, whose cases it opens.

    `chosen` names a question, or nothing, by the heading of a column; other columns are as they
    were matched before, if they may be, or as the layout says. Rows that cannot be brought in stop
    everything unless they may be left out.
    """

    source: bytes = field(repr=False)
    layout: str = OWN
    worker_id: str = ""
    chosen: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    encoding: str = ""
    separator: str = ""
    sheet: str = field(default="", repr=False)
    leave_out: bool = False
    as_before: bool = True


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """One column of a table: its heading, some of its cells, what it answers, what is lost."""

    head: str = field(repr=False)
    samples: tuple[str, ...] = field(repr=False)
    question: str
    loss: str


@dataclass(frozen=True, slots=True)
class Practice:
    """What bringing in a table would do: how many rows are well, and what is wrong with others."""

    sheets: tuple[str, ...] = field(repr=False)
    sheet: str = field(repr=False)
    columns: tuple[SeenColumn, ...] = field(repr=False)
    rows: int
    well: int
    forms: int
    problems: tuple[RowProblem, ...] = field(repr=False)
    more_problems: int
    # The id under which it is kept how such columns are matched, if it is.
    mapping: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """A table that was read: what is told of it, its rows, and how its columns were matched."""

    found: Practice
    cases: list[tuple[str, tuple[Filled, ...]]]
    key: str
    chosen: Mapping[str, str]


class BringingDesk:
    """What a supervisor or whoever keeps the data true may do with tables of other systems."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def layouts(self) -> tuple[str, ...]:
        """Return the names of the layouts there are; one's own comes last."""
        self._seat.begin(Act.BRING_IN)
        return (*layouts(), OWN)

    def questions(self, language: str) -> Sequence[tuple[str, str]]:
        """Return the id and the words of everything that a column can answer."""
        with self._seat.begin(Act.BRING_IN) as work:
            return [
                (one.qid, _words(one, model, language))
                for model in _models(work).values()
                for one in askable([model])
            ]

    def workers(self) -> Sequence[tuple[str, str]]:
        """Return the id and the name of everybody who may work with what is brought in."""
        with self._seat.begin(Act.BRING_IN) as work:
            return [
                (one.id, one.name) for one in work.people.all() if one.role in _WORKS_WITH_CASES
            ]

    def practise(self, wish: Wish) -> Practice:
        """Return what bringing in would do, without doing it; the same rules, row by row."""
        with self._seat.begin(Act.BRING_IN) as work:
            found = self._read(work, wish, looking=True).found
            work.note("table_looked_at", reason=wish.layout)
        return found

    def match(self, wish: Wish) -> Practice:
        """Keep for the next such table what its columns answer, and practise with that."""
        with self._seat.begin(Act.BRING_IN) as work:
            read = self._read(work, wish, looking=True)
            work.bringings.keep_mapping(read.key, kept_words(read.chosen))
            work.note("table_looked_at", reason=wish.layout)
            work.save()
        return replace(read.found, mapping=read.key if read.chosen else "")

    def forget(self, mapping: str) -> Change:
        """Forget what the columns of such tables answer; raises NotFound."""
        with self._seat.begin(Act.BRING_IN) as work:
            if not work.bringings.mapping(mapping):
                raise NotFound("mapping_not_found")
            work.bringings.keep_mapping(mapping, {})
            change = Change("mapping_forgotten", subject_id=mapping)
            work.commit(change)
        return change

    def bring_in(self, wish: Wish) -> tuple[Change, Practice]:
        """Open a draft case for each row, all of them or none; raises BringingRefused."""
        with self._seat.begin(Act.BRING_IN) as work:
            workers = {one.id for one in work.people.all() if one.role in _WORKS_WITH_CASES}
            if wish.worker_id not in workers:
                raise BringingRefused("bring_no_worker")
            read = self._read(work, wish)
            found, cases = read.found, read.cases
            if not cases:
                raise BringingRefused("bring_nothing")
            if found.well < found.rows and not wish.leave_out:
                raise BringingRefused("bring_bad_rows")
            if wish.chosen:
                work.bringings.keep_mapping(read.key, kept_words(read.chosen))
            bringing, _count = work.bringings.add(wish.layout, wish.worker_id, cases)
            change = Change("brought_in", subject_id=bringing, reason=wish.layout)
            work.commit(change)
        return change, found

    def all(self) -> Sequence[Brought]:
        """Return what was brought in here, the last first."""
        with self._seat.begin(Act.BRING_IN) as work:
            return work.bringings.all()

    def undo(self, bringing_id: str) -> tuple[Change, Undone]:
        """Erase what was brought in and nobody touched since; the rest stays and is named."""
        with self._seat.begin(Act.BRING_IN) as work:
            undone = work.bringings.undo(bringing_id)
            if undone is None:
                raise NotFound("bringing_not_found")
            change = Change("bringing_undone", subject_id=bringing_id)
            work.commit(change)
        return change, undone

    def _read(self, work: UnitOfWork, wish: Wish, *, looking: bool = False) -> _Read:
        """Return what a table says, and the forms of the rows that are well."""
        models = _models(work)
        layout = layout_of(wish.layout, list(models.values()))
        tables = read_tables(wish.source, wish.encoding, separator=wish.separator)
        table = _chosen(tables, wish, layout)
        key = key_of(layout, table.head)
        kept = work.bringings.mapping(key) if wish.as_before else {}
        chosen = {**chosen_again(kept, table.head), **wish.chosen}
        reader = RowReader(table, layout, models, self._seat.now)
        reader.match(chosen)
        # A table of one's own may come with headings that nobody has matched yet.
        if not reader.matches and not (looking and layout.id == OWN):
            raise BringingRefused("bring_no_columns")
        cases: list[tuple[str, tuple[Filled, ...]]] = []
        problems: list[RowProblem] = []
        for line in table.lines:
            filled, wrong = reader.read(line)
            if wrong:
                problems.extend(wrong)
            else:
                cases.append((new_case_code(), filled))
        found = Practice(
            sheets=tuple(one.sheet for one in tables),
            sheet=table.sheet,
            columns=_columns(table, reader, layout),
            rows=len(table.lines),
            well=len(cases),
            forms=sum(len(filled) for _, filled in cases),
            problems=tuple(problems[:MOST_PROBLEMS]),
            more_problems=max(0, len(problems) - MOST_PROBLEMS),
            mapping=key if kept else "",
        )
        return _Read(found, cases, key, chosen)


def _models(work: UnitOfWork) -> dict[str, FormModel]:
    return {form: model_of(work, form) for form in FORMS}


def _words(question: Question, model: FormModel, language: str) -> str:
    """Return what a form calls a question, without what depends on other answers."""
    spoken = sorted(model.languages, key=lambda one: not one.endswith(f"({language})"))
    pieces = question.label.pieces(tuple(spoken))
    return "".join(piece for piece in pieces if isinstance(piece, str)) or question.name


def _chosen(tables: Sequence[Table], wish: Wish, layout: Layout) -> Table:
    """Return the sheet that was asked for, else that of the layout, else the first."""
    for name in (wish.sheet, layout.sheet):
        for table in tables:
            if name and table.sheet == name:
                return table
    if wish.sheet:
        raise BringingRefused("bring_no_sheet")
    return tables[0]


def _columns(table: Table, reader: RowReader, layout: Layout) -> tuple[SeenColumn, ...]:
    answered = {match.place: match for match in reader.matches}
    found = []
    for place, head in enumerate(table.head):
        cells = (line.cells[place] for line in table.lines if place < len(line.cells))
        samples = tuple(islice(dict.fromkeys(cell for cell in cells if cell), _SAMPLES))
        known = layout.column(head)
        seen = SeenColumn(head, samples, "", known.loss if known else "")
        if place in answered:
            seen = replace(seen, question=answered[place].question.qid)
        found.append(seen)
    return tuple(found)
