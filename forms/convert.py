"""XLSForm rows or a workbook to an XForm. Imported only where something is converted.

pyxform takes a third of a second to import; a form that is stored compiled needs none of it.
"""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile

from pyxform.errors import PyXFormError, PyXFormReadError
from pyxform.xls2json_backends import get_xlsform
from pyxform.xls2xform import convert

from forms.errors import FormError
from forms.formulas import first_formula

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SHEETS: Final = ("survey", "choices", "external_choices", "settings", "entities", "osm")
_KOBO: Final = "http://kobotoolbox.org/xforms"
_LONGEST_MESSAGE: Final = 500
_READ: Final = re.compile(
    r"(?:label|hint|guidance_hint|constraint_message|required_message|form_title)(?::|$)"
)
# Marks of print, and signs for private use that stand for them meanwhile.
_AWAY: Final = {ord(mark): 0xF2000 + n for n, mark in enumerate("\u2018\u2019\u201c\u201d")}
_BACK: Final = {sign: mark for mark, sign in _AWAY.items()}

Converted = tuple[str, str, str]
"""Code ('' when all went well), what pyxform says, and the XForm."""


def convert_rows(rows: Mapping[str, Sequence[Mapping[str, str]]]) -> Converted:
    """Return the XForm of rows under XLSForm's own column names."""
    kept = {sheet: [_with_print_kept(row) for row in found] for sheet, found in rows.items()}
    heads = {f"{sheet}_header": [_head(found)] for sheet, found in kept.items() if sheet in _SHEETS}
    code, said, xform = _convert({**kept, **heads})
    return code, said.translate(_BACK), xform.translate(_BACK)


def _head(rows: Sequence[Mapping[str, str]]) -> dict[str, None]:
    """Return every column of a sheet: rows leave out the cells that are empty."""
    return dict.fromkeys(column for row in rows for column in row)


def _with_print_kept(row: Mapping[str, str]) -> dict[str, str]:
    """Return a row in which pyxform finds no mark of print where people read: it types them anew.

    In what is computed it may: there a mark of print is a slip of whoever wrote it.
    """
    return {
        column: cell.translate(_AWAY) if _READ.match(column) else cell
        for column, cell in row.items()
    }


def convert_workbook(source: bytes, most_rows: int, name: str) -> Converted:
    """Return the XForm of a workbook, refusing formulas, links and too many rows.

    The name is that of a form that has no id.
    """
    try:
        computed = first_formula(source, _SHEETS)
        if computed:
            return "source.formulas", computed, ""
        sheets = get_xlsform(xlsform=source, file_type=".xlsx")
    except (BadZipFile, PyXFormReadError, FormError, KeyError, ValueError, OSError) as broken:
        return "source.workbook_broken", type(broken).__name__, ""
    except PyXFormError as refused:
        return "source.xlsform", str(refused)[:_LONGEST_MESSAGE], ""
    for sheet in _SHEETS:
        if len(getattr(sheets, sheet, None) or ()) > most_rows:
            return "limit.rows", sheet, ""
    sheets.fallback_form_name = name
    found = {one.name: getattr(sheets, one.name) for one in fields(sheets)}
    for sheet in _SHEETS:
        found[sheet] = [_with_print_kept(row) for row in found.get(sheet) or ()] or found.get(sheet)
    code, said, xform = _convert(found)
    return code, said.translate(_BACK), xform.translate(_BACK)


def _convert(sheets: Mapping[str, object]) -> Converted:
    """Return what pyxform makes of sheets."""
    try:
        found = convert(xlsform=sheets)
    except PyXFormError as refused:
        return "source.xlsform", str(refused)[:_LONGEST_MESSAGE], ""
    except (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError) as broken:
        # pyxform trips over some malformed sheets instead of refusing them.
        return "source.xlsform", type(broken).__name__, ""
    return "", "\n".join(found.warnings), _with_kobo(found.xform)


def _with_kobo(xform: str) -> str:
    """Return the form with the prefix declared that columns of Kobo have."""
    if "kb:" not in xform or "xmlns:kb=" in xform:
        return xform
    return xform.replace("<h:html ", f'<h:html xmlns:kb="{_KOBO}" ', 1)
