"""The fonts of paper: files the program brings along; fonts of the machine are never used."""

from __future__ import annotations

import struct
from functools import cache
from typing import TYPE_CHECKING, Final

import uharfbuzz as hb

import texts
from reports.errors import FontsMissing
from texts.language import FOLDER, language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FONTS: Final = FOLDER / "fonts"


class Face:
    """One font file: what it covers, how high it is, and its HarfBuzz font."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise FontsMissing(path.name)
        self.name: Final = path.stem
        face = hb.Face(hb.Blob.from_file_path(str(path)))
        self._face: Final = face
        self.font: Final = hb.Font(face)
        self.upem: Final[int] = face.upem
        self.covered: Final = frozenset(map(chr, face.unicodes))
        extents = self.font.get_font_extents("ltr")
        self.ascent: Final[float] = extents.ascender / self.upem
        self.descent: Final[float] = extents.descender / self.upem
        self._outlines: Final = self.table("glyf")
        self._offsets: Final = self._read_offsets()

    def table(self, tag: str) -> bytes:
        """Return one table of the file."""
        content: bytes = self._face.reference_table(tag).data
        return content

    def outline(self, glyph: int) -> bytes:
        """Return the outline of a glyph as the file holds it; empty for a space."""
        return self._outlines[self._offsets[glyph] : self._offsets[glyph + 1]]

    def _read_offsets(self) -> tuple[int, ...]:
        table = self.table("loca")
        (in_words,) = struct.unpack_from(">h", self.table("head"), 50)
        if in_words:
            return struct.unpack(f">{len(table) // 4}I", table)
        return tuple(2 * half for half in struct.unpack(f">{len(table) // 2}H", table))


class Faces:
    """The faces of a language: its own first, then those of every other, read when needed."""

    def __init__(self, families: Iterable[str], *, bold: bool) -> None:
        self._families: Final = tuple(families)
        self._bold: Final = bold
        self._found: Final[dict[str, Face | None]] = {}
        self.own: Final = _face(self._families[0], bold=bold)

    def __iter__(self) -> Iterator[Face]:
        """Yield every face in turn."""
        return (_face(family, bold=self._bold) for family in self._families)

    def covering(self, character: str) -> Face | None:
        """Return the first face that has a character, None where there is none."""
        if character not in self._found:
            has = (face for face in self if character in face.covered)
            self._found[character] = next(has, None)
        return self._found[character]


@cache
def faces_for(language: str, *, bold: bool) -> Faces:
    """Return the faces of a language: its own first, then those of every other language."""
    own = language_of(language).font
    others = (other.font for other in texts.letter_languages().values())
    return Faces(dict.fromkeys([own, *others]), bold=bold)


@cache
def _face(family: str, *, bold: bool) -> Face:
    style = "Bold" if bold else "Regular"
    return Face(FONTS / f"{family.replace(' ', '')}-{style}.ttf")
