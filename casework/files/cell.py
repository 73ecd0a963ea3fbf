"""What one cell of a foreign table means here: a code, several codes, a day as far as it is known.

Nothing is guessed: a word that could be two of our codes is a problem for a person.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from casework.files.layout import plain
from forms.codelists import ANY_LIST, code_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casework.files.layout import Column, Layout
    from forms.codelists import Code
    from forms.model import FormModel, Question

_DATE: Final = "_date"
_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})|([0-9]{1,2})[/.]([0-9]{4})")
_YEAR: Final = re.compile(r"[0-9]{4}")
_ISO_DAY: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00)?)?")
_DAY: Final = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_SEVERAL: Final = re.compile(r"\s*[;|]\s*")


class CellRefused(Exception):
    """Raised for a cell that cannot be an answer; carries a code only."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def answers_of(
    cell: str, column: Column, question: Question, tools: tuple[Layout, FormModel]
) -> dict[str, object]:
    """Return the answers that a cell gives, by question id; raises CellRefused."""
    layout, model = tools
    if plain(cell) in column.codes and not question.list_name:
        own = column.codes[plain(cell)]
        return {question.qid: own} if own else {}
    if question.list_name:
        return _coded(cell, column, question, layout)
    if question.bind == "date":
        return _dated(cell, question, layout.order, model)
    return {question.qid: cell}


def _coded(cell: str, column: Column, question: Question, layout: Layout) -> dict[str, object]:
    parts = _SEVERAL.split(cell) if question.takes_several else [cell]
    found = [_code(part, column, question.list_name, layout.standard) for part in parts if part]
    codes = [code for code in found if code]
    if not codes:
        return {}
    return {question.qid: codes if question.takes_several else codes[0]}


def _code(word: str, column: Column, list_name: str, standard: str) -> str:
    """Return our code for a word: as the layout says it, as the standard does, or as we do."""
    wanted = plain(word)
    if wanted in column.codes:
        return column.codes[wanted]
    for meanings in (_by_standard(list_name, standard), _by_words(list_name)):
        codes = meanings.get(wanted, ())
        if len(codes) > 1:
            raise CellRefused("code_ambiguous")
        if codes:
            return codes[0]
    raise CellRefused("code_unknown")


@cache
def _by_standard(list_name: str, standard: str) -> Mapping[str, tuple[str, ...]]:
    """Return our codes for the codes of a standard: those that lose nothing before the others."""
    found: dict[str, dict[bool, list[str]]] = {}
    for code in code_list(list_name).codes.values():
        for mapped in code.mapping:
            if mapped.standard == standard and mapped.code and not code.non_answer:
                lossless = found.setdefault(plain(mapped.code), {True: [], False: []})
                lossless[not mapped.loss].append(code.id)
    return {word: _nearest(word, codes[True] or codes[False]) for word, codes in found.items()}


def _nearest(word: str, codes: list[str]) -> tuple[str, ...]:
    """Return the code of the same name, else the one that stands for all others, else all."""
    same = [code for code in codes if plain(code) == word] or [c for c in codes if c == "other"]
    return tuple(same or codes)


@cache
def _by_words(list_name: str) -> Mapping[str, tuple[str, ...]]:
    """Return our codes by themselves and by their labels in every language, now and earlier."""
    found: dict[str, dict[str, None]] = {}
    for code in code_list(list_name).codes.values():
        if not code.retired:
            for word in _called(code):
                found.setdefault(plain(word), {})[code.id] = None
    return {word: tuple(codes) for word, codes in found.items()}


def _called(code: Code) -> tuple[str, ...]:
    """Return all that a code is or was called; an answer that is none is one in every list."""
    own = (code.id, *map(code.label, code.labels), *code.earlier)
    if not code.non_answer:
        return own
    anywhere = code_list(ANY_LIST).codes[code.id]
    return (*own, *map(anywhere.label, anywhere.labels), *anywhere.earlier)


def _dated(cell: str, question: Question, order: str, model: FormModel) -> dict[str, object]:
    """Return a day, or the month or year that is all that is known, where the form asks for it."""
    day = _day(cell, order)
    if day:
        return {question.qid: day}
    stem = question.qid.removesuffix(_DATE)
    asked = {one.qid for one in model.questions()}
    if question.qid.endswith(_DATE) and f"{stem}_precision" in asked:
        if _YEAR.fullmatch(cell):
            return {f"{stem}_precision": "year", f"{stem}_year": cell}
        month = _MONTH.fullmatch(cell)
        if month:
            year, number = (month[1], month[2]) if month[1] else (month[4], month[3])
            return {f"{stem}_precision": "month", f"{stem}_month": f"{year}-{int(number):02d}"}
    raise CellRefused("not_a_date")


def _day(cell: str, order: str) -> str:
    """Return a day in ISO form, or nothing; a year of two digits is no year."""
    found = _ISO_DAY.fullmatch(cell)
    if found:
        year, month, day = found[1], found[2], found[3]
    else:
        found = _DAY.fullmatch(cell)
        if not found:
            return ""
        year = found[3]
        day, month = (found[2], found[1]) if order == "mdy" else (found[1], found[2])
    return f"{year}-{int(month):02d}-{int(day):02d}"
