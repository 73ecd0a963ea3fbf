"""What the forms of a case say, made again after some of them came from elsewhere."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from casework.records.filled import Filled
from db.answers.bulk_said import LISTED, ManySaid
from db.answers.documents import findable
from db.answers.projections import DAYS, Days, area_of, drop_facts, keep_facts, project_anew
from db.answers.stored import INSTANCE, doc_of
from db.cases.case_files import CODES, case_words
from db.cases.listed import list_said, workers_of
from db.cases.search import SearchIndex
from db.incoming.shapes import DRAFT, Numbers
from db.log.heads import parcels
from db.rows.moments import of_clock
from db.rows.rowplan import insert_of
from db.rows.tables import CaseRow
from db.rows.these import THESE, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlcipher3 import Cursor

    from db.answers.assembled import Assembled
    from db.answers.shelf import Shelf
    from forms.document import FormDoc
    from forms.model import FormModel

# Forms are numbered here in the order in which they were finished, wherever that was: the later
# one counts where two say something of the same. That is the order of the operations that did it.
_FORMS: Final = (
    "select i.case_id, i.id, i.number, i.state, i.form_id, i.version, i.doc, v.id,",
    f"{DAYS},",
    "ifnull(m.hlc, o.hlc), ifnull(m.lane, e.lane), ifnull(m.aseq, e.aseq), ifnull(m.idx, e.idx)",
    "from form_instance as i join entity as e on e.id = i.id",
    "join op as o on o.lane = e.lane and o.aseq = e.aseq and o.idx = e.idx",
    "left join cell_meta as m on m.entity = i.id and m.field = 'state'",
    "left join form_version as v on v.form_id = i.form_id and v.version = i.version",
    "where i.case_id",
    THESE,
)
_CASES: Final = ("select id, number,", CODES, "from casefile where id", THESE)
_RENUMBER: Final = "update form_instance set number = ? where id = ?"
FINAL: Final = "final"
_AREA: Final = "update casefile set area = ? where id = ?"
# A line of the list is written once: each of its indexes costs as much as the line.
_LIST_NEW: Final = " ".join(
    (
        "update casefile set",
        ", ".join(f"{name} = ?" for name in LISTED),
        ", worker = ifnull(?, worker), changed_at = max(changed_at, ?) where id = ?",
    )
)
# As many new cases at once as memory likes: rows of a table that come together share pages.
_AT_ONCE: Final = 2_000


class _Form(NamedTuple):
    """One form of a case, finished or begun, with the place of its finishing in time."""

    id: bytes
    number: int
    state: str
    form_id: str
    version: str
    doc: bytes
    version_id: bytes | None
    days: Days
    order: tuple[Any, ...]


class New(NamedTuple):
    """What was not here before: cases, and of other cases how many forms that say something.

    Of a case in which some other form changed or went it is none.
    """

    cases: Mapping[bytes, None]
    forms: Mapping[bytes, int]


class SaidAnew:
    """Makes facts, lists and words of cases again, for one taking."""

    def __init__(self, cursor: Cursor, shelf: Shelf, assembled: Assembled) -> None:
        self._cursor, self._shelf = cursor, shelf
        self._before = assembled.before
        self._numbers = Numbers(cursor, INSTANCE)

    def bring_up(self, cases: set[bytes], new: New, moved: Mapping[bytes, int]) -> None:
        """Make it all again for some cases; of those that are new here nothing was there before.

        `moved` are the moments at which something of them changed last.
        """
        for some in parcels(new.cases, _AT_ONCE):
            self._put_new(sorted(self._cases(some), key=itemgetter(1)), self._forms_of(some), moved)
        for some in parcels(sorted(cases - new.cases.keys()), _AT_ONCE):
            forms = self._forms_of(some)
            here = sorted(self._cases(some), key=itemgetter(1))
            # Whose forms all came just now is as new to all that repeats them, if not to the list.
            first = [one for one in here if _are_all_new(forms.get(one[0], []), new.forms, one[0])]
            SearchIndex(self._cursor).remove_all([number for _case, number, _code in first])
            self._put_new(first, forms, moved)
            known = {case for case, _number, _code in first}
            for case in here:
                if case[0] not in known:
                    self._put_again(case, forms.get(case[0], []))

    def _cases(self, some: Sequence[bytes]) -> list[tuple[bytes, int, str]]:
        return self._cursor.execute(" ".join(_CASES), (listed(some),)).fetchall()

    def _forms_of(self, cases: Sequence[bytes]) -> dict[bytes, list[_Form]]:
        """Return the forms of cases in the order of their finishing, numbered in that order."""
        found: dict[bytes, list[_Form]] = {}
        for row in self._cursor.execute(" ".join(_FORMS), (listed(cases),)).fetchall():
            found.setdefault(row[0], []).append(
                _Form._make((*row[1:8], Days(*row[8:10]), row[10:]))
            )
        return {
            case: self._numbered(sorted(forms, key=lambda one: one.order))
            for case, forms in found.items()
        }

    def _numbered(self, forms: list[_Form]) -> list[_Form]:
        """Give new numbers to all from the first that stands in the wrong place."""
        last, astray, numbered = 0, False, []
        for one in forms:
            astray = astray or one.number <= last
            number = self._numbers.take() if astray else one.number
            if astray:
                self._cursor.execute(_RENUMBER, (number, one.id))
                self._forget_facts(one)
            numbered.append(one._replace(number=number) if astray else one)
            last = number
        return numbered

    def _put_new(
        self,
        cases: Sequence[tuple[bytes, int, str]],
        forms: Mapping[bytes, list[_Form]],
        moved: Mapping[bytes, int],
    ) -> None:
        """Write what the forms of cases say that said nothing here, and what the list does."""
        many, texts, listed = ManySaid(), [], []
        workers = workers_of(self._cursor, [case for case, _number, _code in cases])
        for case, number, code in cases:
            told = [
                (one.id, one.number, Filled(model, doc, ""), one.days)
                for one, model, doc in self._counting(forms.get(case, []))
            ]
            said, words = many.add_dated(case, told)
            listed.append((*said, workers.get(case), of_clock(moved.get(case, 0)), case))
            texts.append((number, "\n".join([case_words(code), *words])))
        self._cursor.executemany(_LIST_NEW, listed)
        for name, rows in many.tables():
            table = CaseRow.metadata.tables[name]
            columns = [column.name for column in table.columns]
            self._cursor.executemany(insert_of(table, columns), rows)
        SearchIndex(self._cursor).put_new(texts)

    def _put_again(self, case: tuple[bytes, int, str], forms: list[_Form]) -> None:
        """Write what the forms of a case say in place of what they said."""
        key, number, code = case
        counting = list(self._counting(forms))
        for one in forms:
            # Of what was taken back too, which counts no more.
            if one.id in self._before:
                self._forget_facts(one)
        for one, model, doc in counting:
            keep_facts(self._cursor, one.number, model, doc)
        project_anew(self._cursor, key, [(one.id, model, doc) for one, model, doc in counting])
        areas = [area_of(model, doc) for _one, model, doc in counting]
        self._cursor.execute(_AREA, (next(filter(None, reversed(areas)), ""), key))
        list_said(self._cursor, key)
        words = [findable(model, doc) for _one, model, doc in counting]
        SearchIndex(self._cursor).put(number, "\n".join([case_words(code), *words]))

    def _counting(self, forms: Iterable[_Form]) -> Iterator[tuple[_Form, FormModel, FormDoc]]:
        for one in forms:
            if one.state == FINAL and one.version_id is not None:
                model = self._shelf.model(self._cursor, one.version_id)
                yield one, model, doc_of(model, one.doc)

    def _forget_facts(self, one: _Form) -> None:
        """Take away the facts of what a form said before."""
        before = self._before.get(one.id)
        was = before.doc if before else one.doc
        if one.version_id is None or (one.id in self._before and before is None):
            return
        model = self._shelf.model(self._cursor, one.version_id)
        doc = doc_of(model, was)
        drop_facts(self._cursor, before.number if before else one.number, model, doc)


def _are_all_new(forms: Sequence[_Form], new: Mapping[bytes, int], case: bytes) -> bool:
    return 0 < new.get(case, 0) == sum(one.state != DRAFT for one in forms)
