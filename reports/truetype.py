"""A small TrueType font made of clusters: outlines are copied, never drawn anew.

A cluster of several glyphs becomes a composite of them. The file holds no name and no time.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reports.errors import TooManyMarks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reports.faces import Face
    from reports.shaping import Glyphs

WORDS, OFFSETS, SCALE, MORE = 0x01, 0x02, 0x08, 0x20
SCALES, MATRIX, INSTRUCTIONS, OVERLAP = 0x40, 0x80, 0x100, 0x400
# Bytes that follow a component when it is scaled in one of three ways.
_SCALED: Final = {SCALE: 2, SCALES: 4, MATRIX: 8}
HEAD_LENGTH: Final = 10
# An outline that counts less than no contours is composed of others.
NEGATIVE: Final = 0x80
LONG_OFFSETS: Final = 1
MOST_IN_ONE: Final = 0xFFFF
FARTHEST: Final = 0x8000
CHECKSUM_OF_FILE: Final = 0xB1B0AFBA
_EMPTY: Final = (0, 0, 0, 0)

Box = tuple[int, int, int, int]


@dataclass(slots=True)
class _Made:
    """The glyphs of the font in the making; the first ones have codes, the others are parts."""

    face: Face
    outlines: list[bytes]
    advances: list[int]
    places: dict[int, int] = field(default_factory=dict)

    def part(self, glyph: int) -> int:
        """Return the place of a glyph of the face, copied when it is not here yet."""
        if glyph not in self.places:
            place = self.places[glyph] = len(self.outlines)
            self.outlines.append(b"")
            self.advances.append(0)
            self.outlines[place] = self.copied(glyph)
        return self.places[glyph]

    def copied(self, glyph: int) -> bytes:
        """Return a glyph's outline; the glyphs that it is composed of are copied too."""
        plain = self.face.outline(glyph)
        if not plain or plain[0] < NEGATIVE:
            return plain
        outline = bytearray(plain)
        for at, part in _components(outline):
            struct.pack_into(">H", outline, at, self.part(part))
        return bytes(outline)

    def cluster(self, glyphs: Glyphs) -> bytes:
        """Return the outline of some glyphs together."""
        if len(glyphs) == 1 and glyphs[0][1:] == (0, 0):
            return self.copied(glyphs[0][0])
        inked = [one for one in glyphs if self.face.outline(one[0])]
        if not inked:
            return b""
        if len(inked) == 1 and inked[0][1:] == (0, 0):
            return self.copied(inked[0][0])
        box = _around([_shifted(_box(self.face.outline(one[0])), one) for one in inked])
        if not -FARTHEST <= min(box) <= max(box) < FARTHEST:
            raise TooManyMarks
        parts = [struct.pack(">hhhhh", -1, *box)]
        for at, (glyph, right, up) in enumerate(inked, 1):
            flags = WORDS | OFFSETS | OVERLAP | (MORE if at < len(inked) else 0)
            parts.append(struct.pack(">HHhh", flags, self.part(glyph), right, up))
        return b"".join(parts)


def small_font(face: Face, clusters: Iterable[tuple[Glyphs, int]]) -> bytes:
    """Return a font file whose glyphs from 1 on are the clusters (glyphs, advance) in order."""
    wanted = [(((0, 0, 0),), face.upem // 2), *clusters]
    advances = [max(0, advance) for _, advance in wanted]
    made = _Made(face, [b""] * len(wanted), advances)
    for place, (glyphs, _) in enumerate(wanted):
        made.outlines[place] = made.cluster(glyphs)
    return _file(_tables(face, made))


def _components(outline: bytearray) -> Iterator[tuple[int, int]]:
    """Yield where each component names its glyph, and the glyph."""
    at, flags = HEAD_LENGTH, MORE
    while flags & MORE:
        flags, glyph = struct.unpack_from(">HH", outline, at)
        yield at + 2, glyph
        at += 4 + (4 if flags & WORDS else 2)
        at += next((size for bit, size in _SCALED.items() if flags & bit), 0)


def _box(outline: bytes) -> Box:
    left, low, right, high = struct.unpack_from(">hhhh", outline, 2)
    return left, low, right, high


def _shifted(box: Box, placed: tuple[int, int, int]) -> Box:
    _, right, up = placed
    return box[0] + right, box[1] + up, box[2] + right, box[3] + up


def _around(boxes: Iterable[Box]) -> Box:
    lefts, lows, rights, highs = zip(*boxes, strict=True)
    return min(lefts), min(lows), max(rights), max(highs)


def _tables(face: Face, made: _Made) -> dict[str, bytes]:
    padded = [outline + b"\0" * (-len(outline) % 4) for outline in made.outlines]
    offsets, end = [0], 0
    for outline in padded:
        end += len(outline)
        offsets.append(end)
    boxes = [_box(outline) if outline else _EMPTY for outline in made.outlines]
    count = len(padded)
    metrics = [
        struct.pack(">Hh", advance, box[0])
        for advance, box in zip(made.advances, boxes, strict=True)
    ]
    return {
        "glyf": b"".join(padded),
        "head": _head(face, _around(boxes)),
        "hhea": _hhea(face, count, max(made.advances)),
        "hmtx": b"".join(metrics),
        "loca": struct.pack(f">{count + 1}I", *offsets),
        "maxp": _maxp(face, count),
    }


def _head(face: Face, box: Box) -> bytes:
    table = bytearray(face.table("head"))
    struct.pack_into(">I", table, 8, 0)
    struct.pack_into(">hhhh", table, 36, *box)
    struct.pack_into(">h", table, 50, LONG_OFFSETS)
    return bytes(table)


def _hhea(face: Face, count: int, widest: int) -> bytes:
    table = bytearray(face.table("hhea"))
    struct.pack_into(">H", table, 10, widest)
    struct.pack_into(">H", table, 34, count)
    return bytes(table)


def _maxp(face: Face, count: int) -> bytes:
    """Return the limits of the face, with room for glyphs composed of several."""
    table = bytearray(face.table("maxp"))
    struct.pack_into(">H", table, 4, count)
    points, contours = struct.unpack_from(">HH", table, 6)
    most = (min(MOST_IN_ONE, 8 * points), min(MOST_IN_ONE, 8 * contours))
    struct.pack_into(">HH", table, 10, *most)
    struct.pack_into(">HH", table, 28, 64, 8)
    return bytes(table)


def _file(tables: Mapping[str, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    search = 16 << power
    header = struct.pack(">IHHHH", 0x00010000, count, search, power, 16 * count - search)
    at = len(header) + 16 * count
    directory, body = [], []
    places, total = {}, 0
    for tag, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        told = _checksum(padded)
        directory.append(struct.pack(">4sIII", tag.encode(), told, at, len(table)))
        body.append(padded)
        places[tag] = at
        at += len(padded)
        total += told
    above = header + b"".join(directory)
    written = bytearray(above + b"".join(body))
    balance = (CHECKSUM_OF_FILE - _checksum(above) - total) & 0xFFFFFFFF
    struct.pack_into(">I", written, places["head"] + 8, balance)
    return bytes(written)


def _checksum(padded: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
