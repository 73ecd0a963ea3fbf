"""The only way out for a document: structure written, traces taken out, protected when asked.

Without a passphrase the same document gives the same bytes; nothing in it tells when, by whom
or with what it was made.
"""

from __future__ import annotations

import io
import re
import secrets
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Dictionary, Name, String

from reports.errors import EmptyPassphrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from reports.paper import Paper

# The page engine opens every page with a font that no text of ours uses.
_UNUSED_FONT: Final = re.compile(rb"BT\s+/F1\s+[\d.]+\s+Tf\s+[\d.]+\s+TL\s+ET")
# Begins what stands on every page and is passed over by whoever hears it.
RUNNING: Final = "/Artifact <</Type /Pagination>> BDC"
_TRACES: Final = ("/Metadata", "/PieceInfo", "/Outlines", "/PageMode", "/PageLabels", "/AF")
# A title, and that the file is tagged by the rules of PDF/UA-1: reading programs ask for both.
_TITLE_ONLY: Final = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
    '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
    "<pdfuaid:part>1</pdfuaid:part>"
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


def finish(
    body: bytes,
    paper: Paper,
    running: Callable[[int, int], str],
    title: str,
    passphrase: str | None,
) -> bytes:
    """Return the finished document; `running` draws what stands on every page (page, pages)."""
    if passphrase is not None and not passphrase.strip():
        raise EmptyPassphrase
    with pikepdf.open(io.BytesIO(body)) as pdf:
        _finish_pages(pdf, paper, running)
        paper.tags.write(pdf)
        _scrub(pdf)
        _name(pdf, title, paper)
        return _saved(pdf, passphrase)


def _finish_pages(pdf: pikepdf.Pdf, paper: Paper, running: Callable[[int, int], str]) -> None:
    drawn = [running(number, len(pdf.pages)) for number in range(1, len(pdf.pages) + 1)]
    fonts = pdf.make_indirect(paper.fonts.embedded(pdf))
    for page, extra in zip(pdf.pages, drawn, strict=True):
        content = _UNUSED_FONT.sub(b"", page.Contents.read_bytes())
        around = f"q {RUNNING}\n{extra}EMC Q\n".encode()
        page.Contents = pdf.make_stream(content.rstrip() + b"\n" + around)
        page.Resources = Dictionary(Font=fonts)
        for trace in ("/Trans", "/Metadata", "/PieceInfo"):
            if trace in page:
                del page[trace]


def _scrub(pdf: pikepdf.Pdf) -> None:
    for key in ("/Info", "/ID"):
        if key in pdf.trailer:
            del pdf.trailer[key]
    for key in _TRACES:
        if key in pdf.Root:
            del pdf.Root[key]


def _name(pdf: pikepdf.Pdf, title: str, paper: Paper) -> None:
    """Set language and title: a reading program needs both, and the title shows in queues."""
    metadata = _TITLE_ONLY.format(title=escape(title)).encode()
    pdf.Root.Metadata = pdf.make_stream(metadata, Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Lang = String(paper.language)
    way = Name.L2R if paper.rightward else Name.R2L
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, Direction=way)


def _saved(pdf: pikepdf.Pdf, passphrase: str | None) -> bytes:
    written = io.BytesIO()
    pdf.save(
        written,
        min_version="1.7",
        # What is said of it beside names no version: there is nothing to look up and mend.
        fix_metadata_version=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        static_id=passphrase is None,
        encryption=False if passphrase is None else _encryption(passphrase),
    )
    return written.getvalue()


def _encryption(passphrase: str) -> pikepdf.Encryption:
    """Return AES-256 in its current revision; permission bits protect nothing, so all are on."""
    return pikepdf.Encryption(
        user=passphrase, owner=secrets.token_urlsafe(32), R=6, aes=True, metadata=True
    )
