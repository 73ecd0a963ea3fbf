"""Writing workbooks: cells of plain text only, and the same bytes for the same tables."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from forms.lexical import NO_TEXT
from forms.tables.table import column_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# No moment of writing stands in the file.
_NEVER: Final = (1980, 1, 1, 0, 0, 0)


def write_xlsx(sheets: Mapping[str, Sequence[Sequence[str | int]]]) -> bytes:
    """Return a workbook of sheets by name; a cell is text or a number, so none is a formula."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, text in _parts(sheets):
            entry = ZipInfo(name, _NEVER)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, (_HEAD + text).encode())
    return packed.getvalue()


def _parts(sheets: Mapping[str, Sequence[Sequence[str | int]]]) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(sheets) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f"{kinds}</Types>"
    )
    yield "[Content_Types].xml", types
    yield "_rels/.rels", _relations({"officeDocument": ["xl/workbook.xml"]})
    tabs = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"/>'
        for n, name in enumerate(sheets, start=1)
    )
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{tabs}</sheets></workbook>',
    )
    targets = [f"worksheets/sheet{n}.xml" for n in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations({"worksheet": targets})
    for n, rows in zip(numbers, sheets.values(), strict=True):
        yield f"xl/worksheets/sheet{n}.xml", _sheet(rows)


def _relations(kinds: Mapping[str, Sequence[str]]) -> str:
    listed = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for kind, targets in kinds.items()
        for n, target in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _sheet(rows: Sequence[Sequence[str | int]]) -> str:
    lines = "".join(
        f'<row r="{number}">{"".join(_cells(number, row))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def _cells(number: int, row: Sequence[str | int]) -> Iterator[str]:
    for place, cell in enumerate(row):
        if isinstance(cell, int):
            yield f'<c r="{column_name(place)}{number}"><v>{cell}</v></c>'
        elif cell:
            text = escape(NO_TEXT.sub(" ", cell))
            yield (
                f'<c r="{column_name(place)}{number}" t="inlineStr">'
                f'<is><t xml:space="preserve">{text}</t></is></c>'
            )
