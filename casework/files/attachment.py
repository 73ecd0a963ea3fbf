"""A file kept with a case: what it is by its content, what was taken off it, how large it is."""

from __future__ import annotations

import codecs
import enum
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from casework.refused import DeskRefused

if TYPE_CHECKING:
    from datetime import date

# What is written anew as a whole has to fit into memory; all else streams.
MOST_BYTES: Final = 200 << 20
MOST_PAPER_BYTES: Final = 30 << 20
START_BYTES: Final = 4096
# How texts begin that are papers, pictures, cards or mails: marked up, or under a head of facts.
_WITH_FACTS: Final = (
    *(b"<", b"{\\rtf", b"begin:v", b"received:", b"return-path:", b"delivered-to:"),
    *(b"from:", b"message-id:", b"mime-version:"),
)
# Of the bytes of one letter, all but the last.
_LONGEST_LETTER: Final = 3


class Sort(enum.StrEnum):
    """What a file shows or tells; one word, so that nobody describes it in a name."""

    PHOTO = "photo"
    SIGNATURE = "signature"
    MEDICAL_CERTIFICATE = "medical_certificate"
    IDENTITY_PAPER = "identity_paper"
    COURT_PAPER = "court_paper"
    MESSAGE = "message"
    RECORDING = "recording"
    OTHER = "other"


class Form(enum.StrEnum):
    """What a file is by its content; what it was called counts for nothing."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"
    OFFICE = "application/zip"
    TEXT = "text/plain"
    UNKNOWN = "application/octet-stream"


class Cleaned(enum.StrEnum):
    """How much of what a file says about its making was taken off."""

    WHOLLY = "yes"
    PARTLY = "partly"
    NOT = "no"


CLEANED: Final = {
    Form.JPEG: Cleaned.WHOLLY,
    Form.PNG: Cleaned.WHOLLY,
    Form.TEXT: Cleaned.WHOLLY,
    Form.PDF: Cleaned.PARTLY,
    Form.OFFICE: Cleaned.PARTLY,
    Form.UNKNOWN: Cleaned.NOT,
}


class Removal(enum.StrEnum):
    """Why a file is taken away for ever."""

    HER_WISH = "her_wish"
    CONSENT_ENDED = "consent_ended"
    NOT_NEEDED = "not_needed"
    WRONG_FILE = "wrong_file"


class Reader(Protocol):
    """Something that bytes are read from, bit by bit."""

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, at most so many; nothing at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a case as it is kept: never its name, always what vouches for it.

    What it is called by is its sort and its number among those, which no later file takes.
    """

    id: str
    case_id: str
    sort: Sort
    number: int
    form: Form
    size: int
    digest: str
    cleaned: Cleaned
    taken_on: date | None
    source: str
    kept_at: str
    kept_by: str


class FileRefused(DeskRefused):
    """Raised for a file that cannot be kept or shown; never tells its name."""


def form_of(start: bytes) -> Form:
    """Return what a file is by how it begins."""
    if start.startswith(b"\xff\xd8\xff"):
        return Form.JPEG
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return Form.PNG
    if b"%PDF-" in start[:1024]:
        return Form.PDF
    if start.startswith(b"PK\x03\x04"):
        return Form.OFFICE
    return Form.TEXT if _is_text(start) and not _says_who_made_it(start) else Form.UNKNOWN


def _says_who_made_it(start: bytes) -> bool:
    """Return whether a text is one in which programs write authors and more: nothing cleans it."""
    begins = start.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    return begins.startswith(_WITH_FACTS)


def _is_text(start: bytes) -> bool:
    try:
        words = start.decode("utf-8")
    except UnicodeDecodeError as error:
        # The first bytes may end in the middle of a letter.
        if len(start) - error.start > _LONGEST_LETTER or len(start) < START_BYTES:
            return False
        words = start[: error.start].decode("utf-8")
    return bool(start) and not any(
        ord(sign) < ord(" ") and sign not in "\t\r\n\f" for sign in words
    )


def is_office(data: bytes) -> bool:
    """Return whether a zip is a document of an office program."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            names = set(whole.namelist())
    except zipfile.BadZipFile:
        return False
    return "[Content_Types].xml" in names or {"mimetype", "content.xml"} <= names
