"""Many new draft cases with their forms, written by the driver and not by the mapper."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import cbor2

from casework.ids import new_ids
from casework.records.case import CaseStatus
from db.answers.bulk import Checked
from db.answers.bulk_said import LISTED, ManySaid
from db.answers.projections import Days
from db.answers.stored import packed, settled_answer
from db.cases.case_files import case_words
from db.cases.search import SearchIndex
from db.rows.base import Row
from db.rows.people import AssignmentRow
from db.rows.rowplan import insert_of, plan_of
from db.rows.tables import CaseRow, FormInstanceRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casework.records.filled import Filled
    from db.log.ground import Ground
    from db.rows.base import Entity

IMPORTED: Final = "imported"
_DRAFT: Final = CaseStatus.DRAFT.value
_CASE: Final = ("id", "code", "status", "opened_on", "number", "worker", "changed_at", *LISTED)
_ASSIGNED: Final = ("id", "case_id", "user_id", "since", "until", "reason")
_INSTANCE: Final = (
    *("id", "case_id", "form_id", "version", "state", "language", "recorded_by", "recorded_at"),
    *("recorded_on", "number", "doc"),
)


def fresh_ids(count: int) -> Iterator[bytes]:
    """Return random ids in their order.

    Who writes them in that order fills one page of a table and of each index after the other,
    where ids in any order would touch all pages again and again.
    """
    return iter(new_ids(count))


class BulkCases:
    """Writes new cases chunk by chunk; `sizes` are how many cases and forms there are in all."""

    def __init__(
        self,
        ground: Ground,
        who: tuple[bytes, bytes],
        at: tuple[str, str],
        first: tuple[int, int],
        sizes: tuple[int, int],
    ) -> None:
        self._cursor, self._ground = ground.pen(), ground
        self._by, self._worker = who
        self._at, self._today = at
        self._case_number, self._form_number = first
        cases, forms = sizes
        self._case_ids, self._forms = fresh_ids(cases), fresh_ids(forms)
        self._assignments = fresh_ids(cases)

    def write(self, cases: Sequence[tuple[str, Sequence[Filled]]]) -> list[tuple[bytes, int]]:
        """Write cases by code with their forms; return their ids with how many forms each has."""
        case_rows: list[tuple[Any, ...]] = []
        instances: list[tuple[Any, ...]] = []
        texts: list[tuple[int, str]] = []
        said, days = ManySaid(), Days(self._today, self._today)
        for code, filled in cases:
            self._case_number += 1
            case = next(self._case_ids)
            made = [self._instance(case, one) for one in filled]
            instances.extend(made)
            pairs = zip(made, filled, strict=True)
            forms = [(row[0], row[9], one, days) for row, one in pairs]
            listed, words = said.add_dated(case, forms)
            case_rows.append(
                (
                    *(case, code, _DRAFT, self._today, self._case_number),
                    *(self._worker, self._at, *listed),
                )
            )
            texts.append((self._case_number, "\n".join([case_words(code), *words])))
        assigned = [
            (next(self._assignments), row[0], self._worker, self._at, None, "brought_in")
            for row in case_rows
        ]
        answers = [one.doc.values for _, filled in cases for one in filled]
        self._enter(CaseRow, _CASE, case_rows, Checked(CaseRow, _CASE).made(case_rows, 0))
        checked = Checked(AssignmentRow, _ASSIGNED).made(assigned, 0)
        self._enter(AssignmentRow, _ASSIGNED, assigned, checked)
        self._enter(FormInstanceRow, _INSTANCE, instances, _operations(instances, answers))
        for name, rows in said.tables():
            table = Row.metadata.tables[name]
            columns = [column.name for column in table.columns]
            self._cursor.executemany(insert_of(table, columns), rows)
        SearchIndex(self._cursor).put_new(texts)
        counts = (len(filled) for _, filled in cases)
        return list(zip((row[0] for row in case_rows), counts, strict=True))

    def _instance(self, case: bytes, filled: Filled) -> tuple[Any, ...]:
        self._form_number += 1
        doc = filled.doc
        return (
            *(next(self._forms), case, doc.form_id, doc.version, "final", filled.language),
            *(self._by, self._at, self._today, self._form_number, packed(doc.values)),
        )

    def _enter(
        self,
        row: type[Entity],
        columns: tuple[str, ...],
        rows: Sequence[tuple[Any, ...]],
        made: Iterable[tuple[bytes, bytes]],
    ) -> None:
        """Write rows, and for each the operation that it came with."""
        table = row.metadata.tables[row.__tablename__]
        self._cursor.executemany(insert_of(table, columns), rows)
        self._ground.journal.create_many(self._cursor, row.__tablename__, made, IMPORTED)


def _operations(
    instances: Sequence[tuple[Any, ...]], answers: Iterable[Any]
) -> Iterator[tuple[bytes, bytes]]:
    """Yield id and first fields of each form: its logged columns, and beside them its answers."""
    slots = {slot.name for slot in plan_of(FormInstanceRow).slots if slot.logged}
    logged = [name for name in _INSTANCE if name in slots]
    pick = itemgetter(*map(_INSTANCE.index, logged))
    # Rows of one table answer the same questions: the order of their names is found once.
    orders: dict[tuple[str, ...], tuple[list[str], itemgetter[Any]]] = {}
    for row, said in zip(instances, answers, strict=True):
        settled = [one if type(one) is str else settled_answer(one) for one in said.values()]
        names = (*logged, *said)
        known = orders.get(names)
        if known is None:
            places = sorted(range(len(names)), key=lambda place: _canonical(names[place]))
            known = orders[names] = [names[place] for place in places], itemgetter(*places)
        order, in_order = known
        fields = in_order((*pick(row), *settled))
        yield row[0], cbor2.dumps(dict(zip(order, fields, strict=True)))


def _canonical(name: str) -> tuple[int, bytes]:
    """Return where a name stands in canonical bytes: shorter ones first, then by their bytes."""
    written = name.encode()
    return len(written), written
