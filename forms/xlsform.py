"""XLSForm rows: from YAML text or a mapping, with code lists filled in, to an XForm."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Final, TypeAlias
from zipfile import BadZipFile, ZipFile

import yaml

from forms.child import accepted, convert_apart, convert_here
from forms.errors import LimitExceeded, SourceRefused, Where
from forms.model import SX

if TYPE_CHECKING:
    from forms.limits import Limits

Row: TypeAlias = dict[str, str]
Sheets: TypeAlias = dict[str, list[Row]]
Codes: TypeAlias = Mapping[str, Mapping[str, str]]
"""The codes of a list, each with its label by language code."""
CodeLists: TypeAlias = Callable[[str], Codes | None]

OMIT_ID: Final = "omit_instanceID"
_SELECT: Final = re.compile(r"^(?:select_one|select_multiple|select_all_that_apply|rank)\s+(\S+)")
_LANGUAGE: Final = re.compile(r"^label(?:::|:)\s*(.+)$")
_LANGUAGE_CODE: Final = re.compile(r"\(([A-Za-z0-9-]+)\)\s*$")
_ID_COLUMNS: Final = frozenset(("form_id", "id_string", "set_form_id"))
_TITLE_COLUMNS: Final = frozenset(("form_title", "title", "set_form_title"))
_SMALL_ROWS: Final = 3_000
_SMALL_CHARACTERS: Final = 400_000
_DEEPEST_YAML: Final = 8
_LONGEST_CELL: Final = 32_767


def rows_to_xform(
    rows: Mapping[str, object], limits: Limits, code_lists: CodeLists, name: str = "form"
) -> tuple[str, str]:
    """Return the XForm of rows under XLSForm's own column names, and what it warns of."""
    return sheets_to_xform(complete_sheets(rows, limits, code_lists, name), limits)


def complete_sheets(
    rows: Mapping[str, object], limits: Limits, code_lists: CodeLists, name: str = "form"
) -> Sheets:
    """Return the sheets of a form with all that it leaves to this house: lists, names, title."""
    sheets = _sheets(rows, limits)
    settings = sheets["settings"][0] if sheets["settings"] else {}
    form_id = _said(settings, _ID_COLUMNS) or settings.setdefault("form_id", name)
    if not _said(settings, _TITLE_COLUMNS):
        settings["form_title"] = form_id
    languages = _languages(sheets["survey"])
    if languages and not any("label" in row for row in sheets["survey"]):
        settings.setdefault("default_language", languages[0])
    _declare_own_columns(sheets["survey"], settings)
    sheets["settings"] = [settings]
    sheets["choices"] += _missing_choices(sheets, languages, code_lists)
    return sheets


def sheets_to_xform(sheets: Sheets, limits: Limits) -> tuple[str, str]:
    """Return the XForm of complete sheets, and what the converter warns of."""
    size = sum(len(value) for sheet in sheets.values() for row in sheet for value in row.values())
    small = size < _SMALL_CHARACTERS and sum(map(len, sheets.values())) < _SMALL_ROWS
    plain: dict[str, object] = {sheet: found for sheet, found in sheets.items() if found}
    return accepted(convert_here(plain) if small else convert_apart(plain, limits))


def workbook_to_xform(source: bytes, limits: Limits, name: str) -> tuple[str, str]:
    """Return the XForm of an .xlsx workbook; sizes are read before anything is unpacked.

    The name is that of a form that has no id.
    """
    if len(source) > limits.source_bytes:
        raise SourceRefused("source.too_large", limit=limits.source_bytes)
    try:
        with ZipFile(BytesIO(source)) as unpacked:
            entries = unpacked.infolist()
    except (BadZipFile, ValueError, OSError) as broken:
        raise SourceRefused("source.workbook_broken") from broken
    if sum(entry.file_size for entry in entries) > limits.workbook_bytes:
        raise LimitExceeded("limit.workbook", limit=limits.workbook_bytes)
    if any(entry.filename.startswith("xl/externalLinks/") for entry in entries):
        raise SourceRefused("source.external_url")
    return accepted(convert_apart(source, limits, name))


def read_yaml(text: str, limits: Limits) -> Mapping[str, object]:
    """Return the sheets of a YAML text; every cell stays the text that was written."""
    if len(text) > limits.source_bytes:
        raise SourceRefused("source.too_large", limit=limits.source_bytes)
    try:
        _check_events(text)
        found = yaml.load(text, Loader=_LOADER)  # noqa: S506  a loader that makes only texts
    except yaml.YAMLError as broken:
        row = _line(getattr(broken, "problem_mark", None))
        raise SourceRefused("source.yaml", where=Where(row=row) if row else None) from broken
    if not isinstance(found, Mapping) or "survey" not in found:
        raise SourceRefused("source.no_questions")
    return found


_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def _line(mark: object) -> int:
    """Return the line of a mark, counted from one; nothing when it is not known."""
    return int(getattr(mark, "line", -1)) + 1


def _check_events(text: str) -> None:
    """Refuse aliases, which can stand for more than was written, and deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.AliasEvent):
            raise SourceRefused("source.yaml_alias", where=Where(row=_line(event.start_mark)))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST_YAML:
                raise SourceRefused("source.depth", limit=_DEEPEST_YAML)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _sheets(rows: Mapping[str, object], limits: Limits) -> Sheets:
    """Return the sheets as lists of rows of texts."""
    sheets: Sheets = {"survey": [], "choices": [], "settings": []}
    for sheet, written in rows.items():
        found = _by_list(written) if sheet == "choices" else written
        listed = [found] if isinstance(found, Mapping) else found
        if not isinstance(listed, Sequence) or isinstance(listed, str):
            raise SourceRefused("source.sheet", where=Where(sheet=sheet))
        most = limits.list_choices if sheet == "choices" else limits.sheet_rows
        if len(listed) > most:
            raise LimitExceeded("limit.rows", where=Where(sheet=sheet), limit=most)
        sheets[sheet] = [_row(sheet, number, row) for number, row in enumerate(listed, 2)]
    return sheets


def _by_list(found: object) -> object:
    """Return choices that are written under the name of their list as plain rows."""
    if not isinstance(found, Mapping):
        return found
    return [
        {"list_name": name, **row}
        for name, listed in found.items()
        for row in (listed if isinstance(listed, Sequence) else ())
        if isinstance(row, Mapping)
    ]


def _row(sheet: str, number: int, row: object) -> Row:
    """Return one row with its cells as texts; empty cells are left out."""
    if not isinstance(row, Mapping):
        raise SourceRefused("source.row", where=Where(sheet=sheet, row=number))
    cells: Row = {}
    for column, cell in row.items():
        where = Where(sheet=sheet, row=number, column=str(column))
        if isinstance(cell, (Mapping, list, tuple)):
            raise SourceRefused("source.cell", where=where)
        text = _cell(cell)
        if len(text) > _LONGEST_CELL:
            raise LimitExceeded("limit.cell", where=where, limit=_LONGEST_CELL)
        if text:
            cells[str(column)] = text
    return cells


def _cell(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return str(cell)


def _said(settings: Row, columns: frozenset[str]) -> str:
    """Return what stands under one of these columns, whichever way its name is written."""
    found = (cell for name, cell in settings.items() if _plain(name) in columns)
    return next(found, "")


def _plain(column: str) -> str:
    return "_".join(column.casefold().split())


def _languages(survey: Sequence[Row]) -> list[str]:
    """Return the languages of the labels, in the order of the columns."""
    matches = (_LANGUAGE.match(column) for row in survey for column in row)
    return list(dict.fromkeys(found[1].strip() for found in matches if found))


def _declare_own_columns(survey: Sequence[Row], settings: Row) -> None:
    """Declare the namespace of our own columns where they are used."""
    uses = any(column.startswith("bind::sx:") for row in survey for column in row)
    declared = settings.get("namespaces", "")
    if uses and "sx=" not in declared:
        settings["namespaces"] = f'{declared} sx="{SX}"'.strip()
    if uses:
        # Our answers have ids of their own.
        settings.setdefault(OMIT_ID, "yes")


def _missing_choices(
    sheets: Mapping[str, Sequence[Row]], languages: Sequence[str], code_lists: CodeLists
) -> list[Row]:
    """Return the rows of lists that the form names without writing them."""
    written = {row.get("list_name", row.get("list name", "")) for row in sheets["choices"]}
    found: list[Row] = []
    for row in sheets["survey"]:
        match = _SELECT.match(row.get("type", ""))
        if match is None or match[1] in written or "${" in match[1]:
            continue
        written.add(match[1])
        found += _rows_of(match[1], code_lists(match[1]) or {}, languages)
    return found


def _rows_of(name: str, codes: Codes, languages: Sequence[str]) -> list[Row]:
    """Return the rows of a code list under the label columns of the form."""
    columns = {}
    for language in languages:
        code = _LANGUAGE_CODE.search(language)
        columns[f"label::{language}"] = code[1] if code else language
    if not columns:
        columns["label"] = "en"
    return [
        {
            "list_name": name,
            "name": code,
            **{column: labels.get(key, code) for column, key in columns.items()},
        }
        for code, labels in codes.items()
    ]
