"""One door for answers given elsewhere: whatever kind of files they are in."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from forms.errors import SourceRefused
from forms.limits import LIMITS
from forms.submissions.json_in import read_json
from forms.submissions.submission import Reading, Unread
from forms.submissions.tables_in import read_tables_of
from forms.submissions.taking import take
from forms.submissions.xml_in import read_xml
from forms.tables.csv_in import read_csv
from forms.tables.reading import ZIPPED
from forms.tables.table import TABLE_LIMITS, Table, TableLimits
from forms.tables.xlsx_in import read_xlsx
from forms.tables.xlsx_zip import OLD_OFFICE, Parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forms.limits import Limits
    from forms.model import FormModel
    from forms.submissions.submission import Given, Submission

    File = tuple[str, bytes]

# Where a choice has a column of its own, tables are wide.
_TABLES: Final = replace(TABLE_LIMITS, columns=10_000)
# An archive of a server holds a file for each submission, and pictures that are not looked at.
_ARCHIVE: Final = TableLimits(
    parts=200_000,
    part_bytes=TABLE_LIMITS.source_bytes,
    unpacked_bytes=LIMITS.all_answers_bytes,
)
# More of them than anybody reads are counted only.
_MOST_UNREAD: Final = 200
_READ: Final = frozenset({".xml", ".json", ".csv"})
_WORKBOOK: Final = "[Content_Types].xml"
_MARK: Final = BOM_UTF8
_LOOKED_AT: Final = 256
_DECLARED: Final = re.compile(r"\A\s*<\?xml[^>]*>")


def read_submissions(
    model: FormModel,
    files: Sequence[File],
    limits: Limits = LIMITS,
    *,
    same_form: bool = False,
) -> Reading:
    """Return the submissions in some files, and what in them is none.

    Raises SourceRefused where nothing can be read at all.
    """
    reader = _Reader(model, limits, same_form)
    reader.read(files)
    if len(reader.unread) == 1 and not reader.submissions:
        raise reader.unread[0].why
    return Reading(tuple(reader.submissions), tuple(reader.unread), reader.more_unread)


@dataclass(slots=True)
class _Reader:
    model: FormModel
    limits: Limits
    same_form: bool
    submissions: list[Submission] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    more_unread: int = 0

    def read(self, files: Sequence[File]) -> None:
        """Read files; loose tables belong together, those of an archive by themselves."""
        if len(files) > self.limits.submissions:
            raise SourceRefused("answers.too_many", limit=self.limits.submissions)
        if sum(len(source) for _name, source in files) > self.limits.all_answers_bytes:
            raise SourceRefused("answers.too_much")
        loose: list[Table] = []
        for name, source in files:
            try:
                self._read_one(name, _not_too_large(source, self.limits), loose)
            except SourceRefused as refused:
                self._leave(name, refused)
        self._tables(loose)

    def _read_one(self, name: str, source: bytes, tables: list[Table]) -> None:
        source = _of_four_bytes(source)
        start = _start(source)
        if start.startswith(ZIPPED):
            self._packed(name, source)
        elif start.startswith(b"<"):
            plain = source.removeprefix(_MARK).lstrip()
            self._take(read_xml(self.model, name, plain, self.limits))
        elif start.startswith((b"{", b"[")):
            for found in read_json(name, source.removeprefix(_MARK), self.limits):
                self._take_or_tell(found)
        elif start.startswith(OLD_OFFICE):
            raise SourceRefused("table.protected")
        else:
            tables.append(read_csv(source, name, _TABLES))

    def _packed(self, name: str, source: bytes) -> None:
        """Read a workbook, or every file of an archive that may hold answers."""
        parts = Parts(source, _ARCHIVE)
        if _WORKBOOK in parts:
            self._tables(read_xlsx(source, _TABLES))
            return
        tables: list[Table] = []
        inside = [one for one in parts.names() if PurePosixPath(one).suffix.casefold() in _READ]
        if not inside:
            raise SourceRefused("answers.empty_archive")
        if len(inside) > self.limits.submissions:
            raise SourceRefused("answers.too_many", limit=self.limits.submissions)
        for one in inside:
            try:
                self._read_one(one, _unpacked(parts, one), tables)
            except SourceRefused as refused:
                self._leave(f"{name}: {one}", refused)
        self._tables(tables)

    def _tables(self, tables: Sequence[Table]) -> None:
        for found in read_tables_of(self.model, tables, self.limits):
            self._take_or_tell(found)

    def _take_or_tell(self, found: Given | tuple[str, SourceRefused]) -> None:
        """Take a submission of many: one that is none does not stop the others."""
        if isinstance(found, tuple):
            self._leave(*found)
            return
        try:
            self._take(found)
        except SourceRefused as refused:
            self._leave(found.place, refused)

    def _leave(self, place: str, why: SourceRefused) -> None:
        """Keep what could not be read, without the files that its traceback would hold on to."""
        if len(self.unread) < _MOST_UNREAD:
            self.unread.append(Unread(place, why.with_traceback(None)))
        else:
            self.more_unread += 1

    def _take(self, given: Given) -> None:
        taken = take(self.model, given, self.limits, same_form=self.same_form)
        self.submissions.append(taken)


def _start(source: bytes) -> bytes:
    """Return how a file begins, in one kind of letters; those of two bytes need their mark."""
    start = source[:_LOOKED_AT]
    if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        start = start.decode("utf-16", "ignore").encode()
    return start.removeprefix(_MARK).lstrip()


def _of_four_bytes(source: bytes) -> bytes:
    """Return a file whose letters have four bytes each as UTF-8; nothing else reads those."""
    if not source.startswith((BOM_UTF32_LE, BOM_UTF32_BE)):
        return source
    try:
        return _DECLARED.sub("", source.decode("utf-32"), count=1).encode()
    except UnicodeError as broken:
        raise SourceRefused("table.broken") from broken


def _not_too_large(source: bytes, limits: Limits) -> bytes:
    if len(source) > limits.answers_bytes:
        raise SourceRefused("table.large", limit=limits.answers_bytes)
    return source


def _unpacked(parts: Parts, name: str) -> bytes:
    """Return a file of an archive; another archive unpacks to more than anybody looked at."""
    source = parts.whole(name)
    if source.startswith(ZIPPED):
        raise SourceRefused("table.broken")
    return source
