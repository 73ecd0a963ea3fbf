"""The parts of a workbook file: sizes are looked at before anything is unpacked."""

from __future__ import annotations

import posixpath
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from forms.errors import SourceRefused
from forms.xmlsafe import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element
    from zipfile import ZipInfo

    from forms.tables.table import TableLimits

OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = 1
# What runs or reaches out when a workbook is opened has no place in a table.
_ALIVE: Final = ("vbaproject", "/externallinks/", "/activex/", "/embeddings/")
_SMALL: Final = 100_000


class Parts:
    """The parts of one workbook file, each bounded by what the file says of its size."""

    def __init__(self, source: bytes, limits: TableLimits) -> None:
        self._limits = limits
        try:
            self._archive = ZipFile(BytesIO(source))
            entries = self._archive.infolist()
        except (BadZipFile, ValueError, OSError, NotImplementedError, IndexError) as broken:
            raise SourceRefused("table.broken") from broken
        self._names = {entry.filename: entry for entry in entries}
        if len(entries) > limits.parts or len(self._names) != len(entries):
            raise SourceRefused("table.broken")
        if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
            raise SourceRefused("table.unpacked")
        for entry in entries:
            self._check(entry)

    def _check(self, entry: ZipInfo) -> None:
        """Refuse a part that is locked, could act, or unpacks to far more than it is."""
        if entry.flag_bits & _ENCRYPTED:
            raise SourceRefused("table.protected")
        if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise SourceRefused("table.broken")
        if any(alive in f"/{entry.filename}".casefold() for alive in _ALIVE):
            raise SourceRefused("table.alive")
        if entry.file_size > _SMALL + self._limits.ratio * entry.compress_size:
            raise SourceRefused("table.unpacked")

    def __contains__(self, name: str) -> bool:
        """Return whether there is such a part."""
        return name in self._names

    def names(self) -> tuple[str, ...]:
        """Return what the parts are called."""
        return tuple(self._names)

    def whole(self, name: str) -> bytes:
        """Return a part as it is."""
        entry = self._names[name]
        if entry.file_size > self._limits.part_bytes:
            raise SourceRefused("table.unpacked")
        try:
            return self._archive.read(entry)
        except _BROKEN as broken:
            raise SourceRefused("table.broken") from broken

    def events(self, name: str, *, large: bool = False) -> Iterator[tuple[str, Element]]:
        """Yield start and end of every element of a part; no DOCTYPE, no entities."""
        entry = self._names.get(name)
        if entry is None:
            raise SourceRefused("table.broken")
        most = self._limits.part_bytes if large else self._limits.small_part_bytes
        if entry.file_size > most:
            raise SourceRefused("table.unpacked")
        depth = 0
        try:
            with self._archive.open(entry) as part:
                for event, found in iterparse(part, events=("start", "end"), forbid_dtd=True):
                    depth += 1 if event == "start" else -1
                    if depth > DEEPEST:
                        raise SourceRefused("table.broken")
                    yield event, found
        except DefusedXmlException as refused:
            raise SourceRefused("table.alive") from refused
        except _BROKEN as broken:
            raise SourceRefused("table.broken") from broken

    def target(self, holder: str, written: str) -> str:
        """Return the name of a part that another one points to."""
        if written.startswith("/"):
            return written.lstrip("/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(holder), written))


_BROKEN: Final = (
    *(BadZipFile, ParseError, zlib.error, EOFError, OSError, ValueError, LookupError),
    NotImplementedError,
)
