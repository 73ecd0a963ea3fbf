"""The fonts inside one document: every cluster drawn becomes one glyph that knows its text.

Nothing is left for a reader to guess: one code, one picture, one piece of source text.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pikepdf import Array, Dictionary, Name, Object, String

from reports.errors import TooManyGlyphs
from reports.truetype import small_font

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pikepdf import Pdf

    from reports.faces import Face
    from reports.shaping import Cluster, Glyphs

THOUSAND = 1000
MOST_CODES = 0xFFFF
LINES_A_BLOCK = 100
SYMBOLIC = 4


@dataclass(slots=True)
class DocumentFont:
    """The clusters of one face that a document draws, numbered from 1 as they come."""

    name: str
    face: Face
    codes: dict[tuple[Glyphs, int, str], int] = field(default_factory=dict, repr=False)

    def written(self, clusters: Iterable[Cluster]) -> str:
        """Return the codes of clusters as a page writes them; what says and takes nothing has none.

        Raises TooManyGlyphs where the font is full.
        """
        codes = self.codes
        shown: list[str] = []
        for _, said, glyphs, advance in clusters:
            if said or advance:
                key = glyphs, advance, said
                code = codes.get(key)
                if code is None:
                    code = codes[key] = len(codes) + 1
                shown.append(f"{code:04X}")
        if len(codes) > MOST_CODES:
            raise TooManyGlyphs(self.face.name)
        return "".join(shown)


class FontBook:
    """The fonts of one document."""

    def __init__(self) -> None:
        self._fonts: dict[str, DocumentFont] = {}

    def font(self, face: Face) -> DocumentFont:
        """Return the document's font for a face."""
        if face.name not in self._fonts:
            self._fonts[face.name] = DocumentFont(f"L{len(self._fonts) + 1}", face)
        return self._fonts[face.name]

    def embedded(self, pdf: Pdf) -> Dictionary:
        """Return the font resources of the document's pages."""
        return Dictionary(
            {f"/{font.name}": _font_object(pdf, font) for font in self._fonts.values()}
        )


def _font_object(pdf: Pdf, font: DocumentFont) -> Object:
    base = Name(f"/{_tag(font)}+{font.face.name}")
    clusters = list(font.codes)
    scale = THOUSAND / font.face.upem
    widths = [str(round(max(0, advance) * scale)) for _, advance, _ in clusters]
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=base,
        CIDSystemInfo=Dictionary(
            Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0
        ),
        FontDescriptor=_descriptor(pdf, font, base),
        DW=THOUSAND,
        W=Object.parse(f"[1 [{' '.join(widths)}]]".encode()),
        CIDToGIDMap=Name.Identity,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=base,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_to_unicode(font)),
        )
    )


def _descriptor(pdf: Pdf, font: DocumentFont, base: Name) -> Object:
    face = font.face
    ascent, descent = round(face.ascent * THOUSAND), round(face.descent * THOUSAND)
    program = small_font(face, [(glyphs, advance) for glyphs, advance, _ in font.codes])
    return pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=base,
            Flags=SYMBOLIC,
            FontBBox=Array([-THOUSAND // 2, descent, 2 * THOUSAND, ascent]),
            ItalicAngle=0,
            Ascent=ascent,
            Descent=descent,
            CapHeight=714,
            StemV=80,
            FontFile2=pdf.make_stream(program, Length1=len(program)),
        )
    )


def _to_unicode(font: DocumentFont) -> bytes:
    rows = [
        f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for (_, _, text), code in font.codes.items()
        if text
    ]
    blocks = [rows[at : at + LINES_A_BLOCK] for at in range(0, len(rows), LINES_A_BLOCK)]
    body = "".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()


def _tag(font: DocumentFont) -> str:
    """Return the six letters that mark a subset, from what it holds."""
    number = zlib.crc32(repr(list(font.codes)).encode())
    return "".join(chr(ord("A") + (number >> 4 * place) % 26) for place in range(6))
