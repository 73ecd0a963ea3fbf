"""What the tables of a workbook have besides their logged columns, made as operations come in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from casework.team.people import STRANGER
from db.answers.assembled import document
from db.answers.stored import INSTANCE, REPEAT
from db.cases.search import SearchIndex
from db.log.shown_rows import NotYetKnown
from db.rows.moments import of_clock
from forms.errors import FormError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlcipher3 import Cursor

    from db.answers.assembled import Assembled
    from db.answers.shelf import Shelf
    from db.log.shown_rows import Shape
    from ledger.ops import Value

    # Of each thing its id, the moment of its making, and its first fields.
    Made: TypeAlias = Sequence[tuple[bytes, int, Mapping[str, Value]]]

CASE: Final = "casefile"
FORM: Final = "form_version"
DRAFT: Final = "draft"
_LAST: Final = "select ifnull(max(number), 0) from {table}"
_NUMBER: Final = "select number from casefile where id = ?"
# What only repeats a case or a form goes with it; the last two serve this machine alone.
_OF_CASE: Final = ("trait", "due", "safe_contact", "person", "brought_case", "unfinished")
_FINISHED: Final = "select number from form_instance where id = ? and state = 'final'"
_NO_FACTS: Final = "delete from form_fact where instance = ?"
_GONE: Final = "delete from {table} where case_id = ?"
_OF_FORM: Final = (
    "delete from episode_element where episode_id = ?",
    "delete from episode_tag where episode_id = ?",
    "delete from episode where id = ?",
)


class Numbers:
    """The next numbers of a table in this workbook: local names, in the order of coming."""

    def __init__(self, cursor: Cursor, table: str) -> None:
        self._cursor, self._table = cursor, table
        self._last: int | None = None

    def take(self) -> int:
        """Return a number that nothing has here."""
        return self.take_all(1)[0]

    def take_all(self, count: int) -> Sequence[int]:
        """Return so many of them."""
        if self._last is None:
            ((last,),) = self._cursor.execute(_LAST.format(table=self._table)).fetchall()
            self._last = int(last)
        first = self._last + 1
        self._last += count
        return range(first, self._last + 1)


class _Bare:
    """A table without anything beside its columns; each shape says what it has."""

    def derive(
        self, _cursor: Cursor, _entity: bytes, _columns: Mapping[str, object]
    ) -> Mapping[str, object]:
        """Return nothing."""
        return {}

    def write(
        self, _cursor: Cursor, _entity: bytes, answers: Mapping[str, Value]
    ) -> Iterable[str] | None:
        """Return every field that is no column: this program does not know it."""
        return answers

    def remove(self, _cursor: Cursor, _entity: bytes) -> None:
        """Take nothing away."""


class Columned(_Bare, ABC):
    """A table of which much that is new is written at once."""

    @abstractmethod
    def derive_all(self, made: Made) -> Mapping[str, Sequence[object]]:
        """Return the columns that no operation carries, of new things in the order of making."""


class CaseShape(Columned):
    """A case: its number here, and what the list says of it, which follows later."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def derive(
        self, _cursor: Cursor, _entity: bytes, columns: Mapping[str, object]
    ) -> Mapping[str, object]:
        """Return its number, and that nothing else is known yet."""
        return {"number": self._numbers.take(), "changed_at": columns["opened_on"]}

    def derive_all(self, made: Made) -> Mapping[str, Sequence[object]]:
        """Return the same of many."""
        opened = [fields["opened_on"] for _entity, _hlc, fields in made]
        return {"number": self._numbers.take_all(len(made)), "changed_at": opened}

    def remove(self, cursor: Cursor, entity: bytes) -> None:
        """Take away its words and what only repeats its forms."""
        for (number,) in cursor.execute(_NUMBER, (entity,)).fetchall():
            SearchIndex(cursor).remove(number)
        for table in _OF_CASE:
            cursor.execute(_GONE.format(table=table), (entity,))


class FormShape(_Bare):
    """A version of a form: compiled here, out of its source."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def derive(
        self, _cursor: Cursor, _entity: bytes, columns: Mapping[str, object]
    ) -> Mapping[str, object]:
        """Return the compiled form; one that this program can not read waits for a newer one."""
        source = columns["source"]
        if not isinstance(source, bytes) or sha256(source).hexdigest() != columns["digest"]:
            raise NotYetKnown("form")
        try:
            return {"model": self._shelf.packed(source)}
        except (FormError, ValueError) as cause:
            raise NotYetKnown("form") from cause


class InstanceShape(Columned):
    """A filled-in form: its number here, and its document."""

    def __init__(self, numbers: Numbers, assembled: Assembled) -> None:
        self._numbers = numbers
        self._assembled = assembled

    def derive(
        self, _cursor: Cursor, entity: bytes, columns: Mapping[str, Any]
    ) -> Mapping[str, object]:
        """Return number and document; when a draft was kept follows from its operations."""
        return {"number": self._numbers.take(), "doc": self._assembled.begin(entity, columns)}

    def derive_all(self, made: Made) -> Mapping[str, Sequence[object]]:
        """Return the same of many, and when drafts among them were kept."""
        return {
            "number": self._numbers.take_all(len(made)),
            "doc": [document(fields) for _entity, _hlc, fields in made],
            "saved_at": [
                of_clock(hlc) if fields.get("state") == DRAFT else None
                for _entity, hlc, fields in made
            ],
        }

    def write(
        self, _cursor: Cursor, entity: bytes, answers: Mapping[str, Value]
    ) -> Iterable[str] | None:
        """Keep the answers for the document."""
        return self._assembled.answer(entity, answers)

    def remove(self, cursor: Cursor, entity: bytes) -> None:
        """Take away what only repeats it."""
        self._assembled.drop(entity)
        for (number,) in cursor.execute(_FINISHED, (entity,)).fetchall():
            cursor.execute(_NO_FACTS, (number,))
        for statement in _OF_FORM:
            cursor.execute(statement, (entity,))


class RepeatShape(_Bare):
    """A row of a repeat: it stands in the document of its form."""

    def __init__(self, assembled: Assembled) -> None:
        self._assembled = assembled

    def write(
        self, _cursor: Cursor, entity: bytes, answers: Mapping[str, Value]
    ) -> Iterable[str] | None:
        """Keep the answers for the document."""
        return self._assembled.row(entity, answers)

    def remove(self, _cursor: Cursor, entity: bytes) -> None:
        """Take the row out of its document."""
        self._assembled.drop_row(entity)


class PersonShape(_Bare):
    """A worker: by which key she signs here is known on each machine only."""

    def derive(
        self, _cursor: Cursor, _entity: bytes, _columns: Mapping[str, object]
    ) -> Mapping[str, object]:
        """Return that she has no key here."""
        return {"author": STRANGER}


def shapes_of(cursor: Cursor, shelf: Shelf, assembled: Assembled) -> Mapping[str, Shape]:
    """Return the shape of every table that has more than its logged columns."""
    return {
        CASE: CaseShape(Numbers(cursor, CASE)),
        FORM: FormShape(shelf),
        INSTANCE: InstanceShape(Numbers(cursor, INSTANCE), assembled),
        REPEAT: RepeatShape(assembled),
        "app_user": PersonShape(),
    }
