"""Comma-separated tables of any origin: by their mark, as declared, or as UTF-8."""

from __future__ import annotations

import codecs
import csv
from io import StringIO
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from forms.errors import SourceRefused, Where
from forms.tables.table import Gathering

if TYPE_CHECKING:
    from forms.tables.table import Table, TableLimits

# The longer mark first: one of UTF-32 begins as one of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What offices really write; a codec of another kind could unpack or run something.
ENCODINGS: Final = (
    *("utf-8", "utf-16", "windows-1252", "windows-1250", "windows-1251", "windows-1253"),
    *("windows-1254", "windows-1256", "iso-8859-1", "iso-8859-15", "mac-roman", "gb18030"),
)
# What parts the columns, by names that can be typed.
SEPARATORS: Final = MappingProxyType({"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"})
_LOOKED_AT: Final = 20_000


def read_csv(
    source: bytes, name: str, limits: TableLimits, encoding: str = "", separator: str = ""
) -> Table:
    """Return the table of a comma-separated text."""
    if separator and separator not in SEPARATORS:
        raise SourceRefused("table.separator_unknown")
    text = _text(source, encoding)
    gathering = Gathering(name, limits)
    sign = SEPARATORS.get(separator) or _delimiter(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True)
    number = 1
    try:
        for row in reader:
            gathering.add(number, row)
            number = reader.line_num + 1
    except csv.Error as broken:
        raise SourceRefused("table.csv", where=Where(sheet=name, row=number)) from broken
    return gathering.table()


def _text(source: bytes, encoding: str) -> str:
    marked = next((codec for mark, codec in _MARKS if source.startswith(mark)), "")
    if encoding and encoding not in ENCODINGS:
        raise SourceRefused("table.encoding_unknown")
    try:
        return source.decode(marked or encoding or "utf-8")
    except UnicodeError as broken:
        raise SourceRefused("table.encoding") from broken


def _delimiter(text: str) -> str:
    """Return the sign that the first line uses most outside quotation marks."""
    signs = tuple(SEPARATORS.values())
    counts = dict.fromkeys(signs, 0)
    quoted = said = False
    for sign in text[:_LOOKED_AT]:
        if sign == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif sign in "\r\n":
            if said:
                break
        else:
            said = said or not sign.isspace()
            counts[sign] = counts.get(sign, 0) + 1
    return max(signs, key=lambda sign: counts[sign])
