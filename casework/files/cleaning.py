"""A file as it may be kept: told by its content, without what it says about its making."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from casework.files.attachment import (
    CLEANED,
    MOST_BYTES,
    MOST_PAPER_BYTES,
    START_BYTES,
    Cleaned,
    FileRefused,
    Form,
    form_of,
    is_office,
)
from casework.files.cleaning_pictures import clean_jpeg, clean_png

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casework.files.attachment import Reader

_PIECE: Final = 1 << 16
_PICTURES: Final = {Form.JPEG: clean_jpeg, Form.PNG: clean_png}
_PAPERS: Final = {Form.PDF: "clean_pdf", Form.OFFICE: "clean_office"}


@dataclass(frozen=True, slots=True)
class Coming:
    """A file on its way in: what it is, how clean it will be, and its bytes."""

    form: Form
    cleaned: Cleaned
    pieces: Iterator[bytes]


class _Whole:
    """A reader that gives back what was looked at first."""

    def __init__(self, start: bytes, rest: Reader) -> None:
        self._start, self._rest = start, rest

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        if not self._start:
            return self._rest.read(size)
        taken, self._start = (self._start, b"") if size < 0 else _parted(self._start, size)
        return taken


def coming_in(reader: Reader, *, as_it_is: bool = False) -> Coming:
    """Return a file as it may be kept; one that is kept as it is keeps all it says.

    Raises FileRefused for an empty file, and for one that cannot be cleaned and is not to be
    kept as it is.
    """
    start = _filled(reader, START_BYTES)
    if not start:
        raise FileRefused("file_empty")
    form, whole = form_of(start), _Whole(start, reader)
    if as_it_is:
        return Coming(form, Cleaned.NOT, _pieces(whole))
    if form is Form.UNKNOWN:
        raise FileRefused("file_not_cleanable")
    if form in _PICTURES:
        return Coming(form, CLEANED[form], _PICTURES[form](whole))
    if form is Form.TEXT:
        return Coming(form, CLEANED[form], _pieces(whole))
    return Coming(form, CLEANED[form], _paper(form, whole))


def _paper(form: Form, reader: Reader) -> Iterator[bytes]:
    data = _filled(reader, MOST_PAPER_BYTES + 1)
    if len(data) > MOST_PAPER_BYTES:
        raise FileRefused("paper_too_large")
    if form is Form.OFFICE and not is_office(data):
        raise FileRefused("file_not_cleanable")
    # What reads papers is imported for the first of them.
    clean = getattr(import_module("casework.files.cleaning_papers"), _PAPERS[form])
    cleaned: bytes = clean(data)
    for at in range(0, len(cleaned), _PIECE):
        yield cleaned[at : at + _PIECE]


def _pieces(reader: Reader) -> Iterator[bytes]:
    while piece := reader.read(_PIECE):
        yield piece


def within_limit(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield pieces, and refuse a file that is larger than any may be."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MOST_BYTES:
            raise FileRefused("file_too_large")
        yield piece


def _filled(reader: Reader, size: int) -> bytes:
    """Return the first bytes, also of a reader that gives them in bits."""
    parts: list[bytes] = []
    while size and (piece := reader.read(size)):
        parts.append(piece)
        size -= len(piece)
    return b"".join(parts)


def _parted(data: bytes, size: int) -> tuple[bytes, bytes]:
    return data[:size], data[size:]
