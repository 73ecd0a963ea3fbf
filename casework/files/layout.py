"""Layouts of other systems as data: which column is which question, and what is lost on the way."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from forms.codelists import code_list_ids
from forms.model import Group, Question, Repeat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from forms.model import FormModel

# What may be brought in, in the order in which it is kept; the first opens the case.
FORMS: Final = ("intake", "episode", "exploiter", "family")
# A table of one's own: every column is named by the question that it answers.
OWN: Final = "own"
_LIMITS: Final = "intake.limits_explained"
_NO: Final[Mapping[str, str]] = MappingProxyType({})


class UnknownLayout(Exception):
    """Raised when there is no layout of that name."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a layout; without a question it is looked at and left.

    `codes` says what words of the column are here, `written` what codes of ours are there, where
    the lists do not say it; of several answers the one that is `first` is written.
    """

    head: str
    question: str = ""
    loss: str = ""
    out: bool = True
    always: str = ""
    codes: Mapping[str, str] = field(default_factory=lambda: _NO)
    written: Mapping[str, str] = field(default_factory=lambda: _NO)
    first: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """How one system lays out its table; `order` is that of day, month and year."""

    id: str
    standard: str
    sheet: str
    order: str
    columns: tuple[Column, ...]
    always: Mapping[str, str]

    def column(self, head: str) -> Column | None:
        """Return the column with a heading, however it is spelled, or None."""
        wanted = plain(head)
        return next((one for one in self.columns if plain(one.head) == wanted), None)


def plain(text: str) -> str:
    """Return words without what programs change on the way: case, spaces and signs."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


@cache
def layouts() -> Mapping[str, Layout]:
    """Return the layouts that come with the program, by name."""
    files = (resources.files("casework") / "data" / "layouts").iterdir()
    found = (_layout(tomllib.loads(file.read_text("utf-8"))) for file in files)
    return MappingProxyType({one.id: one for one in sorted(found, key=lambda one: one.id)})


def layout_of(name: str, models: Sequence[FormModel] = ()) -> Layout:
    """Return a layout by its name; raises UnknownLayout. One's own has every question."""
    if name == OWN:
        return own_layout(models)
    if name not in layouts():
        raise UnknownLayout(name)
    return layouts()[name]


def own_layout(models: Sequence[FormModel]) -> Layout:
    """Return the layout of a table whose headings are the ids of questions."""
    columns = tuple(Column(question.qid, question.qid) for question in askable(models))
    return Layout(OWN, "", "", "ymd", columns, MappingProxyType({_LIMITS: "no"}))


def askable(models: Sequence[FormModel]) -> list[Question]:
    """Return the questions that a cell can answer: none inside a repeat, none that is computed."""
    return [
        question
        for model in models
        for question in _outside_repeats(model.root)
        if question.control
        and not question.is_note
        and (not question.list_name or question.list_name in code_list_ids())
    ]


def _outside_repeats(group: Group) -> Iterator[Question]:
    for item in group.children:
        if isinstance(item, Question):
            yield item
        elif isinstance(item, Group) and not isinstance(item, Repeat):
            yield from _outside_repeats(item)


def _layout(rows: dict[str, Any]) -> Layout:
    return Layout(
        id=rows["id"],
        standard=rows["standard"],
        sheet=rows["sheet"],
        order=rows["order"],
        columns=tuple(_column(row) for row in rows["column"]),
        always=MappingProxyType(rows.get("always", {})),
    )


def _column(row: dict[str, Any]) -> Column:
    return Column(
        head=row["head"],
        question=row.get("question", ""),
        loss=row.get("loss", ""),
        out=row.get("out", True),
        always=row.get("always", ""),
        codes=MappingProxyType({plain(word): code for word, code in row.get("codes", {}).items()}),
        written=MappingProxyType(row.get("written", {})),
        first=tuple(row.get("first", ())),
    )
