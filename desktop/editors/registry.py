"""Which editor a question has: by its kind first, then by what its form asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.editors.days import DateEditor, MomentEditor, TimeEditor
from desktop.editors.one import OneEditor, PickEditor
from desktop.editors.ranked import OrderEditor
from desktop.editors.several import ManyEditor, SeveralEditor, TilesEditor
from desktop.editors.shown import ElsewhereEditor, NoteEditor, ShownEditor
from desktop.editors.steps import RangeEditor
from desktop.editors.ticked import AgreeEditor
from desktop.editors.typed import LineEditor, LinesEditor, NumberEditor
from desktop.look.pictograms import stands_in_pictures
from forms.reading_order import BOXES, EXPERIENCES, RADIOS, SEARCHED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.editors.base import Editor
    from forms.model import Question

_LONG: Final = frozenset({"multiline", "textarea"})

EDITORS: Final[Mapping[str, type[Editor]]] = {
    "text": LineEditor,
    "barcode": LineEditor,
    "integer": NumberEditor,
    "decimal": NumberEditor,
    "range": RangeEditor,
    "boolean": AgreeEditor,
    "acknowledge": AgreeEditor,
    "date": DateEditor,
    "time": TimeEditor,
    "datetime": MomentEditor,
    "select_one": OneEditor,
    "select_multiple": SeveralEditor,
    "rank": OrderEditor,
    "note": NoteEditor,
    "calculate": ShownEditor,
    "hidden": ShownEditor,
    "geopoint": ElsewhereEditor,
    "geotrace": ElsewhereEditor,
    "geoshape": ElsewhereEditor,
    "file": ElsewhereEditor,
}
"""The editor of each kind of question, before its appearance or the length of its list."""


def editor_for(question: Question, offered: int) -> Editor:
    """Return a new editor; `offered` says how many choices there are now."""
    return kind_for(question, offered)(question)


def kind_for(question: Question, offered: int) -> type[Editor]:
    """Return which editor a question has."""
    kind = EDITORS.get(question.type, ElsewhereEditor)
    asked = set(question.appearance.split())
    if question.calculate and kind is not NoteEditor:
        return ShownEditor
    if kind is LineEditor and (asked & _LONG or "numbers" in asked):
        return LinesEditor if asked & _LONG else NumberEditor
    if kind is OneEditor and (offered > RADIOS or asked & SEARCHED):
        # Whoever answers by pointing at pictures cannot search by typing.
        return OneEditor if stands_in_pictures(question.list_name) else PickEditor
    if kind is SeveralEditor:
        return _several(question, asked, offered)
    return kind


def is_narrow(question: Question) -> bool:
    """Return whether a question stands well beside another."""
    # However many choices are offered: none of their editors is narrow.
    return kind_for(question, 0).is_narrow(question)


def _several(question: Question, asked: set[str], offered: int) -> type[Editor]:
    if question.list_name == EXPERIENCES:
        return TilesEditor
    return ManyEditor if offered > BOXES or asked & SEARCHED else SeveralEditor
