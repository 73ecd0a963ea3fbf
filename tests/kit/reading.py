"""Read a PDF back as its readers do: by eye (PDFium) and by ear (structure tree)."""

from __future__ import annotations

import ctypes
import io
import re
from dataclasses import dataclass

import pikepdf
import pypdfium2

PAIR = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")


@dataclass(frozen=True)
class Seen:
    """One character on a page, its box and its baseline, in points from the lower left corner."""

    character: str
    left: float
    bottom: float
    right: float
    top: float
    baseline: float


def page_texts(data, passphrase=None):
    """Return the text of each page as PDFium gives it."""
    with pypdfium2.PdfDocument(data, password=passphrase) as document:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


def seen(data, page=0):
    """Return every character of a page that leaves ink, with its place."""
    with pypdfium2.PdfDocument(data) as document:
        text = document[page].get_textpage()
        found = []
        for at in range(text.count_chars()):
            character = text.get_text_range(at, 1)
            if character.strip():
                found.append(Seen(character, *text.get_charbox(at), _baseline(text, at)))
        return found


def _baseline(text, at):
    x, y = ctypes.c_double(), ctypes.c_double()
    assert pypdfium2.raw.FPDFText_GetCharOrigin(text, at, x, y)
    return y.value


def rows(data, page=0):
    """Return what stands on each baseline of a page, sorted from left to right, top row first."""
    lines = {}
    for one in seen(data, page):
        lines.setdefault(round(one.baseline, 1), []).append(one)
    return [
        "".join(one.character for one in sorted(line, key=lambda one: one.left))
        for _, line in sorted(lines.items(), reverse=True)
    ]


def heard(data):
    """Return (role, words) of every part of the document, in the order in which it is read out."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        marked = [_marked(page) for page in pdf.pages]
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        return list(_parts(pdf.Root.StructTreeRoot.K[0], marked, pages))


def figures(data):
    """Return the page, counted from 0, and the box of every drawing that has a sentence."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        return [
            (pages[part.K[0].Pg.objgen], [float(edge) for edge in part.A.BBox])
            for part in pdf.objects
            if isinstance(part, pikepdf.Dictionary) and part.get("/S") == "/Figure"
        ]


def _parts(element, marked, pages):
    role, words = str(element.S)[1:], ""
    for child in element.get("/K", []):
        if child.get("/Type") == "/MCR":
            words += marked[pages[child.Pg.objgen]][int(child.MCID)]
    if "/ActualText" in element:
        words = str(element.ActualText)
    if "/Alt" in element:
        words = str(element.Alt)
    if words:
        yield role, words.strip()
    for child in element.get("/K", []):
        if child.get("/Type") == "/StructElem":
            yield from _parts(child, marked, pages)


def _marked(page):
    """Return the words of each marked stretch of a page."""
    codes = {str(name): _codes(font) for name, font in page.Resources.Font.items()}
    found, mark, font = {}, None, None
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "BDC" and "/MCID" in operands[1]:
            mark = int(operands[1].MCID)
            found[mark] = []
        elif name == "EMC":
            mark = None
        elif name == "Tf":
            font = codes[str(operands[0])]
        elif name == "Tj" and mark is not None:
            raw = bytes(operands[0])
            pairs = (int.from_bytes(raw[at : at + 2]) for at in range(0, len(raw), 2))
            found[mark].append("".join(font.get(code, "") for code in pairs))
    return {mark: "".join(words) for mark, words in found.items()}


def _codes(font):
    table = bytes(font.ToUnicode.read_bytes())
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in PAIR.findall(table)
    }
