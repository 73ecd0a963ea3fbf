"""A layout of another system, written out: of who agreed, what is coarse, with its losses.

Records of single people leave by it, so it is decided as any other disclosure, case by case and
experience by experience, for the one purpose of figures outside. Names, days, places, words and
what is said of alleged exploiters never stand in it, whatever was agreed to.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from casework.consent.grant import OWN_OFFICE, Purpose
from casework.disclosure import ConsentMissing, Request, disclose
from casework.need_to_know import Item, Need
from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from casework.consent.grant import Consents
    from casework.files.layout import Column, Layout
    from casework.records.casefile import CaseFile, Entry
    from forms.model import Question

# What may stand in a row about one person, of what she agreed to.
COARSE: Final = frozenset(
    {"demographic", "exploitation_category", "exploitation_detail", "services"}
)
_NEEDS: Final = MappingProxyType({OWN_OFFICE.kind: Need.IN})
_BETWEEN: Final = "; "


class LayoutOut:
    """Writes cases by one layout and gathers what was lost on the way."""

    def __init__(self, layout: Layout, asked: Mapping[str, Question]) -> None:
        self._layout = layout
        self._columns = {
            column.head: (column, asked[column.question])
            for column in layout.columns
            if column.question in asked and column.out and _is_coarse(asked[column.question])
        }
        self._items = tuple(
            Item(head, question.category, (question.map,), _NEEDS)
            for head, (_, question) in self._columns.items()
        )
        self._lost: set[tuple[str, str]] = set()

    def rows(self, case: CaseFile, consents: Consents, at: datetime) -> Iterator[tuple[str, ...]]:
        """Yield one row an experience of which something may be told; else one of what else may.

        Of an experience that she left out there is no row: not even how many there are is told.
        """
        alone = True
        for episode in _episodes(case):
            told = self._told(_only(case, episode), consents, at)
            if any(one.episode for said in told.values() for one in said):
                alone = False
                yield self._row(told)
        if alone and (told := self._told(_only(case, ""), consents, at)):
            yield self._row(told)

    def _told(
        self, case: CaseFile, consents: Consents, at: datetime
    ) -> Mapping[str, Sequence[Entry]]:
        """Return the answers that may leave, by column: each passes the one door by itself."""
        may = _may_leave(case, self._items, consents, at)
        told: dict[str, Sequence[Entry]] = {}
        for item in self._items:
            if item.id in may:
                said = case.of(item.fields)
                told[item.id] = said if len(said) == 1 else _passing(case, item, consents, at)
        return told

    def _row(self, told: Mapping[str, Sequence[Entry]]) -> tuple[str, ...]:
        return tuple(
            self._cell(column, told[column.head]) if column.head in told else column.always
            for column in self._layout.columns
        )

    def losses(self) -> list[tuple[str, str]]:
        """Return what was lost or left out, column by column, then code by code."""
        of_columns = [(one.head, one.loss or "") for one in self._layout.columns]
        withheld = [
            (one.head, "never written out row by row")
            for one in self._layout.columns
            if one.question and one.head not in self._columns
        ]
        return [*(one for one in of_columns if one[1]), *withheld, *sorted(self._lost)]

    def _cell(self, column: Column, said: Sequence[Entry]) -> str:
        _, question = self._columns[column.head]
        codes = [code for entry in said for code in _values(entry)]
        codes.sort(key=lambda one: column.first.index(one) if one in column.first else 0)
        words = dict.fromkeys(self._word(column, question.list_name, code) for code in codes)
        written = [word for word in words if word]
        if column.first and len(written) > 1:
            self._lost.add((column.head, "of several answers one is written"))
            return written[0]
        return _BETWEEN.join(written)

    def _word(self, column: Column, listed: str, code: str) -> str:
        if column.written:
            if code not in column.written:
                self._lost.add((column.head, f"{code}: has no word there"))
            return column.written.get(code, "")
        for mapped in code_list(listed).codes[code].mapping:
            if mapped.standard == self._layout.standard:
                if mapped.loss:
                    self._lost.add((column.head, f"{code}: {mapped.loss}"))
                return mapped.code
        return code


def _is_coarse(question: Question) -> bool:
    return question.category in COARSE and bool(question.list_name) and bool(question.map)


def _values(entry: Entry) -> Sequence[str]:
    return entry.value if isinstance(entry.value, tuple) else (str(entry.value),)


def _may_leave(
    case: CaseFile, items: tuple[Item, ...], consents: Consents, at: datetime
) -> set[str]:
    request = Request(Purpose.STATISTICS_EXTERNAL, OWN_OFFICE, items, at)
    try:
        return {one.item for one in disclose(case, consents, request).told}
    except ConsentMissing:
        return set()


def _passing(case: CaseFile, item: Item, consents: Consents, at: datetime) -> Sequence[Entry]:
    """Return those of several answers to one question that may leave."""
    return [
        one
        for one in case.of(item.fields)
        if _may_leave(case.holding([one]), (item,), consents, at)
    ]


def _episodes(case: CaseFile) -> Iterable[str]:
    return dict.fromkeys(
        one.episode for said in case.entries.values() for one in said if one.episode
    )


def _only(case: CaseFile, episode: str) -> CaseFile:
    """Return a case with what belongs to one experience, and to none."""
    return case.holding(
        one for said in case.entries.values() for one in said if one.episode in {"", episode}
    )
