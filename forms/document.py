"""The answers of one form as a plain document, keyed by stable question ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Answer: TypeAlias = str | int | float | bool | Sequence["Answer"] | Mapping[str, "Answer"]
"""A text, a number, a list of codes, or the instances of a repeat as objects with their _id."""

ID = "_id"


@dataclass(frozen=True, slots=True)
class FormDoc:
    """Answers by question id; a repeat is a list of objects, each with its own `_id`."""

    form_id: str
    version: str
    values: Mapping[str, Answer] = field(default_factory=dict, repr=False)
    language: str = ""


def each_answer(values: Mapping[str, Answer], row: str = "") -> Iterator[tuple[str, Answer, str]]:
    """Return every answer of a document with the id of the row of a repeat it stands in."""
    for qid, value in values.items():
        if qid == ID:
            continue
        rows = () if type(value) is str else rows_of(value)
        if not rows:
            yield qid, value, row
        for one in rows:
            yield from each_answer(one, str(one.get(ID, "")))


def rows_of(value: Answer | None) -> Sequence[Mapping[str, Answer]]:
    """Return the rows of a repeat; any other answer has none."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return ()
    return [row for row in value if isinstance(row, Mapping)]
