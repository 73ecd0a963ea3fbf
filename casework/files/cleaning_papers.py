"""Papers without what they say of author, program and time, as far as formats let go of it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

import pikepdf

from casework.files.attachment import MOST_BYTES, FileRefused
from casework.files.cleaning_pictures import clean_jpeg, clean_png

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from casework.files.attachment import Reader

_OF_THE_WHOLE: Final = ("/Metadata", "/PieceInfo", "/AF", "/OpenAction", "/AA", "/Collection")
_OF_A_PART: Final = ("/Metadata", "/PieceInfo", "/LastModified", "/OnInstantiate")
# What an action may do without being asked to: run, start, send, take in, open what is inside.
_RUN: Final = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE"})
# By which names files hang in what tells of a file, and by which moments actions are done.
_FILES: Final = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
_MOMENTS: Final = (
    *("/E", "/X", "/D", "/U", "/Fo", "/Bl", "/PO", "/PC", "/PV", "/PI"),
    *("/O", "/C", "/K", "/F", "/V", "/WC", "/WS", "/DS", "/WP", "/DP"),
)
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
    if pdf.Root.get("/NeedsRendering", False):
        # Of such a form nothing is on its pages: without what runs in it, it would be blank.
        raise FileRefused("file_not_cleanable")
    for key in ("/Info", "/ID"):
        _drop(pdf.trailer, key)
    for key in _OF_THE_WHOLE:
        _drop(pdf.Root, key)
    for key in ("/EmbeddedFiles", "/JavaScript"):
        _drop(pdf.Root.get("/Names"), key)
    _drop(pdf.Root.get("/AcroForm"), "/XFA")
    for part in _parts(pdf):
        for key in _OF_A_PART:
            _drop(part, key)
        _scrub_actions(part)
        _scrub_remarks(part)
        _scrub_picture(part)


def _parts(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield everything that has names in it, also what is written inside something else."""
    for whole in pdf.objects:
        waiting = [whole]
        while waiting:
            part = waiting.pop()
            if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
                yield part
                inside = [one for _, one in part.items()]
            else:
                inside = list(part) if isinstance(part, pikepdf.Array) else []
            waiting += [
                one
                for one in inside
                if isinstance(one, pikepdf.Array | pikepdf.Dictionary) and not one.is_indirect
            ]


def _drop(holder: pikepdf.Object | None, key: str) -> None:
    if isinstance(holder, pikepdf.Dictionary | pikepdf.Stream) and key in holder:
        del holder[key]


def _empty(part: pikepdf.Object) -> None:
    """Leave nothing of something to which others may point."""
    for key in list(part.keys()):
        del part[key]


def _scrub_actions(part: pikepdf.Object) -> None:
    """Take off what is done by itself, and files inside, wherever they hang."""
    # By what they are, not by the name they hang under: fonts and drawings bear any name.
    carries = _holds(part.get("/EF"), _FILES, pikepdf.Stream)
    if carries or str(part.get("/S")) in _RUN or ("/S" in part and "/JS" in part):
        _empty(part)
    if _holds(part.get("/AA"), _MOMENTS, pikepdf.Dictionary):
        _drop(part, "/AA")


def _holds(found: pikepdf.Object | None, names: Iterable[str], kind: type) -> bool:
    return isinstance(found, pikepdf.Dictionary) and any(
        isinstance(found.get(name), kind) for name in names
    )


def _scrub_remarks(part: pikepdf.Object) -> None:
    remarks = part.get("/Annots")
    if isinstance(remarks, pikepdf.Array):
        for number in reversed(range(len(remarks))):
            one = remarks[number]
            if not isinstance(one, pikepdf.Dictionary):
                continue
            if one.get("/Subtype") == "/FileAttachment" or not one.keys():
                _empty(one)
                del remarks[number]
            else:
                _scrub_remark(one)
    # Many leave out their type; only remarks have a place and a kind.
    if part.get("/Type") == "/Annot" or ("/Rect" in part and "/Subtype" in part):
        _scrub_remark(part)


def _scrub_remark(remark: pikepdf.Object) -> None:
    if remark.get("/Subtype") == "/FileAttachment":
        _empty(remark)
    elif remark.get("/Subtype") != "/Widget":
        for key in _OF_A_REMARK:
            _drop(remark, key)


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
