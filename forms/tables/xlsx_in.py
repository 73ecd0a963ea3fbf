"""Workbooks as tables of plain text: what was kept of a formula is read, nothing is worked out."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from forms.errors import SourceRefused, Where
from forms.tables.table import Gathering, column_name, column_place
from forms.tables.xlsx_zip import Parts
from forms.xmlsafe import local

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from forms.tables.table import Table, TableLimits

_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DATE_STYLES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_COUNT: Final = re.compile(r"[0-9]{1,7}")
_UNQUOTED: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DATE_SIGNS: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_LAST_DAY: Final = 2_958_466  # the last of the year 9999
_LONGEST_NUMBER: Final = 40
_EXACT: Final = 2**53
_MINUTES: Final = 1440


def read_xlsx(source: bytes, limits: TableLimits) -> tuple[Table, ...]:
    """Return every sheet of a workbook that has something in it, in the order of its tabs."""
    parts = Parts(source, limits)
    book = _Book(parts, limits)
    tables = [
        table
        for name, part in book.sheets.items()
        if (table := _Sheet(book, name, limits).read(parts, part)) is not None
    ]
    if not tables:
        raise SourceRefused("table.empty")
    return tuple(tables)


class _Book:
    """What the sheets of a workbook share: texts, and which styles are dates."""

    def __init__(self, parts: Parts, limits: TableLimits) -> None:
        targets = {}
        shared = styles = ""
        for relation in _elements(parts, _RELATIONS, "Relationship"):
            part = parts.target(_WORKBOOK, relation.get("Target", ""))
            kind = relation.get("Type", "").rpartition("/")[2]
            targets[relation.get("Id", "")] = part
            shared = part if kind == "sharedStrings" else shared
            styles = part if kind == "styles" else styles
        self.sheets: dict[str, str] = {}
        self.first_day = datetime(1899, 12, 30, tzinfo=UTC)
        for event, found in parts.events(_WORKBOOK):
            if event != "end":
                continue
            if local(found) == "workbookPr" and found.get("date1904") in {"1", "true"}:
                self.first_day = datetime(1904, 1, 1, tzinfo=UTC)
            if local(found) == "sheet":
                self._name_sheet(found, targets)
        if not self.sheets or len(self.sheets) > limits.sheets:
            raise SourceRefused("table.broken")
        self.texts = _texts(parts, shared) if shared in parts else []
        self.dates = _dates(parts, styles) if styles in parts else frozenset()

    def _name_sheet(self, found: Element, targets: dict[str, str]) -> None:
        link = next((value for name, value in found.attrib.items() if name.endswith("}id")), "")
        if targets.get(link, "").startswith("xl/worksheets/"):
            self.sheets[found.get("name", "")] = targets[link]


def _elements(parts: Parts, part: str, name: str) -> list[Element]:
    return [found for event, found in parts.events(part) if event == "end" and local(found) == name]


def _texts(parts: Parts, part: str) -> list[str]:
    """Return the texts that cells name by their number; what is beside a text is left out."""
    texts: list[str] = []
    root: Element | None = None
    for event, found in parts.events(part, large=True):
        root = found if root is None else root
        if event == "end" and local(found) == "si":
            texts.append(_said(found))
            root.clear()
    return texts


def _said(found: Element) -> str:
    """Return the text below an element, without the reading aids that some scripts carry."""
    pieces = []
    for child in found:
        if local(child) == "t":
            pieces.append(child.text or "")
        elif local(child) == "r":
            pieces += [part.text or "" for part in child if local(part) == "t"]
    return "".join(pieces)


def _dates(parts: Parts, part: str) -> frozenset[int]:
    """Return the numbers of the styles that show a number as a day."""
    own: dict[str, str] = {}
    kinds: list[str] = []
    inside = False
    for event, found in parts.events(part):
        name = local(found)
        if name == "cellXfs":
            inside = event == "start"
        elif event == "end" and name == "numFmt":
            own[found.get("numFmtId", "")] = found.get("formatCode", "")
        elif event == "end" and name == "xf" and inside:
            kinds.append(found.get("numFmtId", ""))
    return frozenset(place for place, kind in enumerate(kinds) if _shows_day(kind, own))


def _shows_day(kind: str, own: dict[str, str]) -> bool:
    if kind in own:
        return _DATE_SIGNS.search(_UNQUOTED.sub("", own[kind])) is not None
    return _counted(kind) in _DATE_STYLES


def _counted(text: str) -> int:
    """Return a whole number as files count, or -1 when it is none or longer than any."""
    return int(text) if _COUNT.fullmatch(text) else -1


class _Unreadable(Exception):
    """A cell that says nothing we may take; the message is a code."""


class _Sheet:
    """One sheet while it is read, a row at a time."""

    def __init__(self, book: _Book, name: str, limits: TableLimits) -> None:
        self._book, self._limits = book, limits
        self._name = name
        self._gathering = Gathering(name, limits)
        self._row = 0

    def read(self, parts: Parts, part: str) -> Table | None:
        """Return the sheet as a table, or None when nothing stands in it."""
        rows: Element | None = None
        for event, found in parts.events(part, large=True):
            name = local(found)
            if event == "start" and name == "sheetData":
                rows = found
            elif event == "end" and name == "row" and rows is not None:
                self._add(found)
                rows.clear()
        try:
            return self._gathering.table()
        except SourceRefused as refused:
            if refused.code == "table.empty":
                return None
            raise

    def _add(self, row: Element) -> None:
        number = _counted(row.get("r", ""))
        here = self._row + 1 if number < 0 else number
        if here <= self._row:
            raise SourceRefused("table.broken", where=Where(self._name, self._row))
        self._row = here
        cells: list[str] = []
        fault = column = ""
        for cell in row:
            if local(cell) != "c":
                continue
            place = self._place(cell, len(cells))
            cells += [""] * (place - len(cells))
            try:
                cells.append(self._value(cell))
            except _Unreadable as unreadable:
                cells.append("")
                if not fault:
                    fault, column = str(unreadable), column_name(place)
        self._gathering.add(here, cells, fault, column)

    def _place(self, cell: Element, after: int) -> int:
        found = _CELL.fullmatch(cell.get("r", ""))
        place = column_place(found[1]) if found else after
        if place < after:
            raise SourceRefused("table.broken", where=Where(self._name, self._row))
        # Styled cells far to the right are common; what stands there is beyond any head.
        if place >= 4 * self._limits.columns:
            where = Where(self._name, self._row, column_name(place))
            raise SourceRefused("table.columns", where=where, limit=self._limits.columns)
        return place

    def _value(self, cell: Element) -> str:
        kind = cell.get("t", "n")
        parts = {local(child): child for child in cell}
        if kind == "inlineStr":
            return _said(parts["is"]) if "is" in parts else ""
        text = (parts["v"].text or "") if "v" in parts else ""
        if not text:
            if "f" in parts and kind != "str":
                raise _Unreadable("table.formula")
            return ""
        match kind:
            case "n":
                return self._number(cell, text)
            case "s":
                return self._shared(text)
            case "str" | "d":
                return text
            case "b":
                return "yes" if text.strip() == "1" else "no"
        raise _Unreadable("table.formula_error" if kind == "e" else "table.cell")

    def _shared(self, text: str) -> str:
        number = _counted(text)
        if not 0 <= number < len(self._book.texts):
            raise _Unreadable("table.cell")
        return self._book.texts[number]

    def _number(self, cell: Element, text: str) -> str:
        try:
            number = float(text) if len(text) < _LONGEST_NUMBER else math.nan
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise _Unreadable("table.number")
        if _counted(cell.get("s", "0")) in self._book.dates:
            return self._day(number)
        if number.is_integer() and abs(number) < _EXACT:
            return str(int(number))
        return repr(number)

    def _day(self, number: float) -> str:
        if not 0 <= number < _LAST_DAY:
            raise _Unreadable("table.date")
        try:
            moment = self._book.first_day + timedelta(minutes=round(number * _MINUTES))
        except OverflowError:
            raise _Unreadable("table.date") from None
        if number < 1:
            return moment.strftime("%H:%M")
        return moment.strftime("%Y-%m-%d" if number.is_integer() else "%Y-%m-%dT%H:%M")
