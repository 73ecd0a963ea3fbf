"""Text as shaped pieces: one direction, one script, one face each, never across a line break."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import uharfbuzz as hb

from reports.bidi import levels
from reports.breaking import break_points
from reports.errors import MissingGlyph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.faces import Face, Faces

# HarfBuzz looks at most this far to either side for letters that join.
CONTEXT: Final = 5
_UNSEEN = re.compile("[\u061c\u200b\u200e\u200f\u2060\u2066-\u2069\ufeff]")
# Other format characters, such as the signs that stand around Arabic numbers, are to be seen.
_NEVER_SEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
_ISOLATE = re.compile("\u2066[^\u2069]*\u2069")
_BOUND_SPACES = re.compile("[\u00a0\u202f]")
_CLINGING = frozenset({"Mn", "Mc", "Me", "Cf", "Zs"})

_BINDING = "\u00a0"
_FIGURE = re.compile(r"\d")
_SPECIAL = re.compile(f"{_UNSEEN.pattern}|{_BOUND_SPACES.pattern}")
Glyphs = tuple[tuple[int, int, int], ...]


class Cluster(NamedTuple):
    """The glyphs (id, shift right, shift up) that draw a few source characters together."""

    start: int
    text: str
    glyphs: Glyphs
    advance: int

    def __repr__(self) -> str:
        """Return where it stands, and never what it says."""
        return f"Cluster(start={self.start}, advance={self.advance})"


class Piece(NamedTuple):
    """Shaped characters of one level and face, in reading order."""

    level: int
    face: Face
    clusters: tuple[Cluster, ...]
    breaks_after: bool

    @property
    def width(self) -> float:
        """Return the width at size 1."""
        return sum([cluster.advance for cluster in self.clusters]) / self.face.upem

    def cut(self, clusters: tuple[Cluster, ...]) -> Piece:
        """Return a part of this piece."""
        return Piece(self.level, self.face, clusters, self.breaks_after)


class Run(NamedTuple):
    """A stretch of text to be shaped at once."""

    start: int
    end: int
    level: int
    face: Face
    script: str | None


def shape(text: str, faces: Faces, language: str, base: int) -> tuple[Piece, ...]:
    """Return the pieces of one paragraph of clean text.

    Raises MissingGlyph for characters that none of the faces has.
    """
    if not text:
        return ()
    chosen = _chosen_faces(text, faces)
    breaks = set(break_points(text, language)).difference(_held_together(text))
    return tuple(
        piece
        for run in _runs(text, chosen, levels(text, base))
        for piece in _pieces(run, _clusters(text, run, language), breaks)
    )


def _pieces(run: Run, clusters: tuple[Cluster, ...], breaks: set[int]) -> Iterator[Piece]:
    """Yield what was shaped at once, cut where a line may end between two clusters."""
    first = 0
    for at in range(1, len(clusters)):
        if clusters[at].start in breaks:
            yield Piece(run.level, run.face, clusters[first:at], breaks_after=True)
            first = at
    yield Piece(run.level, run.face, clusters[first:], breaks_after=run.end in breaks)


def _held_together(text: str) -> Iterator[int]:
    """Yield the places inside isolates: a number is not broken over two lines."""
    for found in _ISOLATE.finditer(text):
        yield from range(found.start() + 1, found.end())


def _chosen_faces(text: str, faces: Faces) -> list[Face]:
    """Return a face for every character; marks and spaces stay with what they follow."""
    if faces.own.covered.issuperset(text):
        return [faces.own] * len(text)
    chosen: list[Face] = []
    missing: set[str] = set()
    own = before = faces.own
    for character in text:
        if before is own and character in own.covered:
            face = own
        elif character in before.covered and unicodedata.category(character) in _CLINGING:
            face = before
        else:
            face = faces.covering(character) or before
            if not _drawable(character, face):
                missing.add(character)
        chosen.append(face)
        before = face
    if missing:
        raise MissingGlyph(missing)
    return chosen


def _drawable(character: str, face: Face) -> bool:
    """Return whether a face draws a character, as itself, from its parts, or by nothing."""
    if character in face.covered or _NEVER_SEEN.match(character):
        return True
    parts = unicodedata.normalize("NFD", character)
    return parts != character and face.covered.issuperset(parts)


def _runs(text: str, faces: Sequence[Face], found: Sequence[int]) -> Iterator[Run]:
    cuts: list[tuple[int, str | None]] = [(0, None)]
    script: str | None = None
    for at, character in enumerate(text):
        here = _script(character)
        if at and (
            found[at] != found[at - 1]
            or faces[at] is not faces[at - 1]
            or (here is not None and script is not None and here != script)
        ):
            cuts.append((at, None))
            script = None
        script = script or here
        cuts[-1] = (cuts[-1][0], script)
    cuts.append((len(text), None))
    for (start, run_script), (end, _) in pairwise(cuts):
        yield Run(start, end, found[start], faces[start], run_script)


@cache
def _script(character: str) -> str | None:
    """Return the script of a character, None for those that every script shares."""
    buffer = hb.Buffer()
    buffer.add_str(character)
    buffer.guess_segment_properties()
    return buffer.script or None


def _clusters(text: str, run: Run, language: str) -> tuple[Cluster, ...]:
    first = max(0, run.start - CONTEXT)
    buffer = hb.Buffer()
    snippet = list(map(ord, text[first : run.end + CONTEXT]))
    buffer.add_codepoints(snippet, run.start - first, run.end - run.start)
    rightward = run.level % 2 == 0
    buffer.direction = "ltr" if rightward else "rtl"
    buffer.script = run.script or "Zyyy"
    buffer.language = language
    # Readers put Arabic letters in order one by one, and Indic syllables as a whole.
    grain = hb.BufferClusterLevel
    buffer.cluster_level = grain.MONOTONE_GRAPHEMES if rightward else grain.MONOTONE_CHARACTERS
    hb.shape(run.face.font, buffer)  # kerning and ligatures are on unless forbidden
    gathered = list(_gathered(buffer))
    if not rightward:
        gathered.reverse()
    said = text if _SPECIAL.search(text, run.start, run.end) is None else ""
    turned = rightward and run.level > 0
    ends = [start + first for start, _, _ in gathered[1:]]
    made = []
    for end, (start, glyphs, advance) in zip([*ends, run.end], gathered, strict=True):
        at = start + first
        read = said[at:end] or _read(text[at:end])
        if turned and read == " " and _in_a_number(text, at, end):
            read = _BINDING
        made.append(Cluster(at, read, glyphs, advance))
    return tuple(made)


def _in_a_number(text: str, at: int, end: int) -> bool:
    """Return whether a space stands between two groups of a number.

    Where lines run to the left, some readers copy the groups in the order of the line unless the
    space binds them.
    """
    return bool(_FIGURE.match(text, at - 1) and _FIGURE.match(text, end))


def _gathered(buffer: hb.Buffer) -> Iterator[tuple[int, Glyphs, int]]:
    """Yield where each cluster starts, its glyphs and its advance, from left to right."""
    at, pen = -1, 0
    glyphs: list[tuple[int, int, int]] = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        right, up, advance, _ = position.position
        if info.cluster != at:
            if glyphs:
                yield at, tuple(glyphs), pen
            at, pen, glyphs = info.cluster, 0, []
        glyphs.append((info.codepoint, pen + right, up))
        pen += advance
    if glyphs:
        yield at, tuple(glyphs), pen


def _read(source: str) -> str:
    """Return what a cluster says: a reader who searches for a number types plain spaces."""
    return _BOUND_SPACES.sub(" ", _UNSEEN.sub("", source))
