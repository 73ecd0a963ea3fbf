"""One door for every kind of source: XForm, workbook, YAML rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from forms.codelists import code_list_ids, in_display_order
from forms.errors import SourceRefused
from forms.limits import LIMITS
from forms.model import Notice
from forms.tables.xlsx_zip import OLD_OFFICE
from forms.xform import read_xform
from forms.xlsform import read_yaml, rows_to_xform, workbook_to_xform

if TYPE_CHECKING:
    from forms.limits import Limits
    from forms.model import FormModel
    from forms.xlsform import CodeLists, Codes

Source = bytes | str | Path | Mapping[str, object]
_ZIP: Final = b"PK\x03\x04"
# The first line of a form whose sheets stand below each other, separated by commas.
_COMMAS: Final = re.compile(r"""\s*"?(?:survey|choices|settings|type)"?\s*[,;\t]""", re.IGNORECASE)


def field_lists(list_id: str) -> Codes | None:
    """Return the codes on offer of one of our own lists, with a label for each language."""
    if list_id not in code_list_ids():
        return None
    return {code.id: code.labels for code in in_display_order(list_id, "en")}


def load_form(
    source: Source, limits: Limits = LIMITS, code_lists: CodeLists = field_lists
) -> FormModel:
    """Return the compiled form of XForm XML, an .xlsx workbook, or XLSForm rows as YAML.

    A text is the source itself, never a file name; files are given as paths.
    """
    if isinstance(source, Path):
        return _load_bytes(_read_file(source, limits), limits, code_lists, source.stem)
    if isinstance(source, Mapping):
        return _load_rows(source, limits, code_lists, "form")
    data = source.encode() if isinstance(source, str) else bytes(source)
    return _load_bytes(data, limits, code_lists, "form")


def _read_file(path: Path, limits: Limits) -> bytes:
    """Return what a file holds, unless it is too large to look at."""
    with path.open("rb") as file:
        data = file.read(limits.source_bytes + 1)
    if len(data) > limits.source_bytes:
        raise SourceRefused("source.too_large", limit=limits.source_bytes)
    return data


def _load_bytes(data: bytes, limits: Limits, code_lists: CodeLists, name: str) -> FormModel:
    """Return the form of a file's bytes, whatever kind of file it is."""
    if data.startswith(_ZIP):
        return _load_converted(workbook_to_xform(data, limits, name), limits)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return read_xform(data.removeprefix(b"\xef\xbb\xbf").lstrip(), limits)
    if data.startswith(OLD_OFFICE):
        raise SourceRefused("source.not_xlsx")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise SourceRefused("source.unknown_format") from broken
    if _COMMAS.match(text):
        raise SourceRefused("source.not_xlsx")
    return _load_rows(read_yaml(text, limits), limits, code_lists, name)


def _load_rows(
    rows: Mapping[str, object], limits: Limits, code_lists: CodeLists, name: str
) -> FormModel:
    return _load_converted(rows_to_xform(rows, limits, code_lists, name), limits)


def _load_converted(converted: tuple[str, str], limits: Limits) -> FormModel:
    """Return the form of a converted XForm, with what the converter warned of."""
    xform, said = converted
    notices = tuple(Notice("converter", detail=line) for line in said.splitlines() if line)
    return read_xform(xform.encode(), limits, notices)
