"""A layout of another system, written out: of who agreed, what is coarse, with its losses.

Records of single people leave by it, so it is decided as any other disclosure, case by case and
experience by experience, for the one purpose of figures outside. Names, days, places, words and
what is said of alleged exploiters never stand in it, whatever was agreed to.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from casework.casefile import CaseFile
from casework.disclosure import ConsentMissing, Request, disclose
from casework.grant import OWN_OFFICE, Purpose
from casework.need_to_know import Item, Need
from forms.codelists import code_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from casework.casefile import Entry
    from casework.grant import Consents
    from casework.layout import Column, Layout
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
        """Yield one row an experience, or one for a case without any; none without a yes."""
        episodes = dict.fromkeys(
            one.episode for said in case.entries.values() for one in said if one.episode
        )
        for episode in episodes or ("",):
            part = _only(case, episode)
            request = Request(Purpose.STATISTICS_EXTERNAL, OWN_OFFICE, self._items, at)
            try:
                told = {one.item for one in disclose(part, consents, request).told}
            except ConsentMissing:
                continue
            if told:
                yield tuple(self._cell(column, told, part) for column in self._layout.columns)

    def losses(self) -> list[tuple[str, str]]:
        """Return what was lost or left out, column by column, then code by code."""
        of_columns = [(one.head, one.loss or "") for one in self._layout.columns]
        withheld = [
            (one.head, "never written out row by row")
            for one in self._layout.columns
            if one.question and one.head not in self._columns
        ]
        return [*(one for one in of_columns if one[1]), *withheld, *sorted(self._lost)]

    def _cell(self, column: Column, told: set[str], case: CaseFile) -> str:
        if column.head not in told:
            return column.always
        _, question = self._columns[column.head]
        codes = [code for entry in case.of((question.map,)) for code in _values(entry)]
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


def _only(case: CaseFile, episode: str) -> CaseFile:
    """Return a case with what belongs to one experience, and to none."""
    kept = {
        name: tuple(one for one in said if one.episode in {"", episode})
        for name, said in case.entries.items()
    }
    return CaseFile(case.id, case.code, MappingProxyType(kept))
