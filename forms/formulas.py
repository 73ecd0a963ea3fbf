"""Where a workbook that is a form computes a cell, so that whoever made it can write the value."""

from __future__ import annotations

import posixpath
import re
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from forms.limits import LIMITS
from forms.xmlsafe import local, parse_xml

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from xml.etree.ElementTree import Element

_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
# A cell, what it computes, and the first sign of what came out when it was last saved.
_CELL: Final = re.compile(
    rb"<(?:\w+:)?c(?=\s)([^>]*)>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>([^<]*)</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v>\s*([^<\s]))?"
)
_NAME: Final = re.compile(rb"""\br=["']([A-Z]{1,3}[0-9]{1,7})["']""")
# A spreadsheet program that has no yes and no writes them like this.
_FIXED: Final = (b"TRUE()", b"FALSE()")


def first_formula(source: bytes, read: Container[str]) -> str:
    """Return sheet and cell of the first formula in a sheet that is read, or nothing."""
    with ZipFile(BytesIO(source)) as unpacked:
        parts = _sheets(unpacked)
        for name, part in parts:
            if name.lower() in read or len(parts) == 1:
                cell = _first(unpacked.read(part))
                if cell is not None:
                    return f"{name}!{cell}" if cell else name
    return ""


def _first(sheet: bytes) -> str | None:
    """Return the first cell that is computed; a formula in no cell has no name."""
    cells = list(_CELL.finditer(sheet))
    for cell in cells:
        formula, kept = (cell[2] or b"").strip().upper(), cell[3]
        if formula not in _FIXED or not kept:
            named = _NAME.search(cell[1])
            return named[1].decode() if named else ""
    return "" if len(_FORMULA.findall(sheet)) > len(cells) else None


def _sheets(unpacked: ZipFile) -> list[tuple[str, str]]:
    """Return the name of each sheet and the part that holds it."""
    parts = {
        found.get("Id", ""): posixpath.normpath(posixpath.join("/xl", found.get("Target", "")))
        for found in _elements(unpacked, _RELATIONS, "Relationship")
    }
    return [
        (found.get("name", ""), parts[link].lstrip("/"))
        for found in _elements(unpacked, _WORKBOOK, "sheet")
        for name, link in found.items()
        if name.endswith("}id")
    ]


def _elements(unpacked: ZipFile, part: str, name: str) -> Iterator[Element]:
    root, _ = parse_xml(unpacked.read(part), LIMITS)
    return (found for found in root.iter() if local(found) == name)
