"""A form for other programs: as a workbook of XLSForm, or as the XForm that Collect reads.

What was imported goes out as it came; what is written here goes out with its lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from forms.errors import SourceRefused
from forms.limits import LIMITS
from forms.loading import field_lists
from forms.tables.xlsx_out import write_xlsx
from forms.words import language_code
from forms.xlsform import (
    OMIT_ID,
    complete_sheets,
    read_yaml,
    sheets_to_xform,
    workbook_to_xform,
)
from texts.sentences import HERS, with_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from forms.xlsform import Row, Sheets

_WORKBOOK: Final = b"PK\x03\x04"
_SHEETS: Final = ("survey", "choices", "settings")
# Between what a column holds and its language.
_IN: Final = "::"


def form_workbook(source: bytes) -> bytes:
    """Return a form as a workbook; raises SourceRefused for what came as an XForm."""
    if source.startswith(_WORKBOOK):
        return source
    if _is_xform(source):
        raise SourceRefused("form_out.xform_only")
    sheets = _sheets_of(source)
    kept = (*_SHEETS, *(name for name in sheets if name not in _SHEETS))
    return write_xlsx({name: _table(sheets[name]) for name in kept if sheets[name]})


def form_xform(source: bytes) -> bytes:
    """Return a form as an XForm."""
    if _is_xform(source):
        return source
    if source.startswith(_WORKBOOK):
        return workbook_to_xform(source, LIMITS, "form")[0].encode()
    return sheets_to_xform(_sheets_of(source), LIMITS)[0].encode()


WRITERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    ".xlsx": form_workbook,
    ".xml": form_xform,
}
"""What writes a form, by the end of a file's name."""


def _is_xform(source: bytes) -> bool:
    return source.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _sheets_of(source: bytes) -> Sheets:
    """Return the sheets of a form; elsewhere a submission needs an id, which ours have anyway."""
    sheets = complete_sheets(read_yaml(source.decode("utf-8-sig"), LIMITS), LIMITS, field_lists)
    for row in sheets["settings"]:
        row.pop(OMIT_ID, None)
    return {name: [_spelled_out(row) for row in rows] for name, rows in sheets.items()}


def _spelled_out(row: Row) -> Row:
    """Return a row that calls a person as papers do: other programs know no terms."""
    return {
        column: with_terms(words, HERS, language_code(column.partition(_IN)[2]))
        for column, words in row.items()
    }


def _table(rows: Sequence[Row]) -> list[list[str]]:
    """Return rows as a table under every column that any of them has."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return [columns, *([row.get(column, "") for column in columns] for row in rows)]
