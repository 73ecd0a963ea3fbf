"""What the page of tables says of columns and of what was brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import texts
from desktop.clock import now
from desktop.parts.table import named_columns
from texts.dates import day_in_words, isolate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from casework.files.bringing import SeenColumn
    from casework.ports.bringing import Brought, Undone
    from desktop.parts.table import Column


def columns_of(wanted: Iterable[tuple[str, int, int]]) -> list[Column]:
    """Return the columns of a table of this page."""
    return named_columns("bringing.head", wanted)


def layout_words(layout: str) -> str:
    """Return what a layout is called; one that a newer program has is shown as it is."""
    text_id = f"bringing.layout.{layout}"
    return texts.say(text_id) if texts.known(text_id) else isolate(layout)


def column_cells(one: SeenColumn, questions: Mapping[str, str]) -> Sequence[str]:
    """Return what stands in the table of one column: heading, samples, what it answers."""
    asked = questions.get(one.question, one.question) or texts.say("bringing.left_out")
    samples = texts.say("bringing.between").join(map(isolate, one.samples))
    return (isolate(one.head), samples, asked)


def past_cells(one: Brought) -> Sequence[str]:
    """Return what stands in the table of one time."""
    state = "undone" if one.undone else "stands"
    return (
        day_in_words(one.at.astimezone().date(), now().date()),
        layout_words(one.layout),
        texts.plural("bringing.cases", one.cases),
        texts.say(f"bringing.{state}"),
    )


def undone_words(undone: Undone) -> str:
    """Return how many cases were taken away, and which stay."""
    words = texts.plural("bring.undone", undone.taken)
    if undone.kept:
        codes = texts.say("bringing.between").join(map(isolate, undone.kept))
        words = f"{words}\n{texts.say('bring.kept', codes=codes)}"
    return words
