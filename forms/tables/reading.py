"""One door for tables: whatever kind of file it is, and whatever was done to it."""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import TYPE_CHECKING, Final

from forms.errors import SourceRefused
from forms.tables.csv_in import read_csv
from forms.tables.table import TABLE_LIMITS
from forms.tables.xlsx_in import read_xlsx
from forms.tables.xlsx_zip import OLD_OFFICE

if TYPE_CHECKING:
    from forms.tables.table import Table, TableLimits

ZIPPED: Final = b"PK"
_TEXT: Final = "table"
# How JSON and XML begin: read as a table, their answers would be taken for headings.
_OTHERS: Final = (b"{", b"[", b"<")


def read_tables(
    source: bytes, encoding: str = "", limits: TableLimits = TABLE_LIMITS, separator: str = ""
) -> tuple[Table, ...]:
    """Return the tables of a file; raises SourceRefused with sheet, row and column."""
    if len(source) > limits.source_bytes:
        raise SourceRefused("table.large", limit=limits.source_bytes)
    if source.startswith(OLD_OFFICE):
        raise SourceRefused("table.protected")
    if source.startswith(ZIPPED):
        return read_xlsx(source, limits)
    if source.removeprefix(BOM_UTF8).lstrip().startswith(_OTHERS):
        raise SourceRefused("table.other_kind")
    return (read_csv(source, _TEXT, limits, encoding, separator),)
