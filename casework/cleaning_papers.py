"""Papers without what they say of author, program and time, as far as formats let go of it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

import pikepdf

from casework.attachment import MOST_BYTES, FileRefused
from casework.cleaning_pictures import clean_jpeg, clean_png

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from casework.attachment import Reader

_OF_THE_WHOLE: Final = ("/Metadata", "/PieceInfo", "/AF", "/OpenAction", "/AA", "/Collection")
_OF_A_PART: Final = ("/Metadata", "/PieceInfo", "/LastModified")
# Who wrote a remark, and when; fields to fill in keep their names.
_OF_A_REMARK: Final = ("/T", "/M", "/CreationDate", "/NM")
_FIXED: Final = (1980, 1, 1, 0, 0, 0)
_MOST_PARTS: Final = 5000
_FACTS: Final = re.compile(r"docProps/.*\.xml|meta\.xml")
_THUMBNAIL: Final = re.compile(r"docProps/thumbnail\..*|Thumbnails/.*")
_RELATION: Final = re.compile(rb"<Relationship\b[^>]*thumbnail[^>]*/>")
_EMPTY: Final = {
    "meta.xml": b'<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:'
    b'office:1.0" office:version="1.2"/>',
    "docProps/core.xml": b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/'
    b'2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"/>',
    "docProps/custom.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/'
    b'2006/custom-properties"/>',
}
_AUTHORS: Final = re.compile(
    rb"(\b(?:w|w15|w16du|a|p|x):?(?:author|initials|date|dateUtc|userId|providerId|lastModifiedBy)"
    rb')="[^"]*"'
)
_WRITERS: Final = re.compile(
    rb"(<(?:dc:creator|dc:date|meta:creation-date|meta:initial-creator|author|text:author-name)"
    rb"(?:\s[^>]*)?>)[^<]*(<)"
)
_PICTURES: Final[dict[bytes, Callable[[Reader], Iterator[bytes]]]] = {
    b"\xff\xd8\xff": clean_jpeg,
    b"\x89PNG\r\n\x1a\n": clean_png,
}


def clean_pdf(data: bytes) -> bytes:
    """Return a PDF without its facts, its attached files and what runs by itself."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            _scrub(pdf)
            written = io.BytesIO()
            pdf.save(written, static_id=True, encryption=False)
    except pikepdf.PasswordError:
        raise FileRefused("file_locked") from None
    except (pikepdf.PdfError, ValueError):
        raise FileRefused("file_broken") from None
    return written.getvalue()


def _scrub(pdf: pikepdf.Pdf) -> None:
    for key in ("/Info", "/ID"):
        _drop(pdf.trailer, key)
    for key in _OF_THE_WHOLE:
        _drop(pdf.Root, key)
    for key in ("/EmbeddedFiles", "/JavaScript"):
        _drop(pdf.Root.get("/Names", pikepdf.Dictionary()), key)
    for part in pdf.objects:
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            for key in _OF_A_PART:
                _drop(part, key)
            _scrub_remark(part)
            _scrub_picture(part)


def _drop(holder: pikepdf.Object, key: str) -> None:
    if key in holder:
        del holder[key]


def _scrub_remark(part: pikepdf.Object) -> None:
    if part.get("/Type") == "/Annot" and part.get("/Subtype") != "/Widget":
        for key in _OF_A_REMARK:
            _drop(part, key)


def _scrub_picture(part: pikepdf.Object) -> None:
    if isinstance(part, pikepdf.Stream) and part.get("/Filter") == "/DCTDecode":
        try:
            cleaned = b"".join(clean_jpeg(io.BytesIO(part.read_raw_bytes())))
        except FileRefused:
            # A picture out of order stays as it is: a paper is only partly cleaned anyway.
            return
        part.write(cleaned, filter=pikepdf.Name.DCTDecode)


def clean_office(data: bytes) -> bytes:
    """Return a document of an office program without its facts, thumbnail, and names of authors."""
    written = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
            parts = old.infolist()
            if len(parts) > _MOST_PARTS or sum(one.file_size for one in parts) > MOST_BYTES:
                raise FileRefused("paper_too_large")
            for part in parts:
                if part.is_dir() or _THUMBNAIL.fullmatch(part.filename):
                    continue
                fresh = zipfile.ZipInfo(part.filename, _FIXED)
                # The first part of some formats must lie open, as it did.
                fresh.compress_type = part.compress_type
                new.writestr(fresh, _cleaned_part(part.filename, old.read(part)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        raise FileRefused("file_broken") from None
    return written.getvalue()


def _cleaned_part(name: str, content: bytes) -> bytes:
    if _FACTS.fullmatch(name):
        return _EMPTY.get(name, b"<none/>")
    for start, clean in _PICTURES.items():
        if content.startswith(start):
            return b"".join(clean(io.BytesIO(content)))
    if name.endswith((".xml", ".rels")):
        content = _RELATION.sub(b"", content)
        return _WRITERS.sub(rb"\1\2", _AUTHORS.sub(rb'\1=""', content))
    return content
