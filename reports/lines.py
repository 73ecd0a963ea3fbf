"""Pieces of text as lines of a given width, each in the order in which it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reports.bidi import visual_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reports.shaping import Cluster, Piece


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its pieces from left to right, and the width of its words at size 1."""

    pieces: tuple[Piece, ...]
    width: float


EMPTY: Final = Line((), 0.0)
# Beside a letter they say how it joins; alone they are not seen.
_JOINERS: Final = "\u200c\u200d"


def break_into_lines(pieces: Iterable[Piece], room: float) -> list[Line]:
    """Return lines no wider than the room at size 1, filled one after the other."""
    lines: list[Line] = []
    waiting: list[Piece] = []
    used = 0.0
    begun = False
    for word in _words(pieces):
        seen = _trimmed(word)
        needed = _width(seen)
        # What is not seen hangs over the end of a line: it neither begins nor makes one.
        if seen and used + needed > room:
            if begun:
                lines.append(_line(waiting))
            waiting, used, begun = [], 0.0, False
        *full, last = _chopped(word, room) if needed > room else [word]
        lines.extend(_line(part) for part in full if _trimmed(part))
        waiting.extend(last)
        used += _width(last)
        begun = bool(seen) or begun
    if waiting:
        lines.append(_line(waiting))
    return lines


def single_line(pieces: Iterable[Piece]) -> Line:
    """Return everything as one line."""
    return _line(list(pieces))


def _words(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Yield what must stay together."""
    word: list[Piece] = []
    for piece in pieces:
        word.append(piece)
        if piece.breaks_after:
            yield word
            word = []
    if word:
        yield word


def _line(pieces: list[Piece]) -> Line:
    kept = _trimmed(pieces)
    width = _width(kept)
    # The space at the end of a line stays in left-to-right text: it parts the words for readers.
    last = pieces[-1] if pieces else None
    if kept and last and last.level == 0 and last.clusters and last.clusters[-1].text.isspace():
        kept.append(last.cut(last.clusters[-1:]))
    order = visual_order([piece.level for piece in kept])
    return Line(tuple(kept[at] for at in order), width)


def _trimmed(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces without the spaces at their end."""
    kept = list(pieces)
    while kept:
        clusters = kept[-1].clusters
        end = len(clusters)
        while end and _blank(clusters[end - 1]):
            end -= 1
        if end == len(clusters) and end:
            break
        if end:
            while end < len(clusters) and clusters[end].text in _JOINERS and clusters[end].text:
                end += 1
            if end < len(clusters):
                kept[-1] = kept[-1].cut(clusters[:end])
            break
        kept.pop()
    return kept


def _blank(cluster: Cluster) -> bool:
    # A joiner is drawn where a sign that lacks its letter was put beside it.
    return cluster.text.isspace() or (not cluster.advance and cluster.text in _JOINERS)


def _chopped(word: Iterable[Piece], room: float) -> list[list[Piece]]:
    """Return a word that no line can hold as parts that fit, cut between clusters.

    The spaces at its end hang over the last line, as they do after every word.
    """
    parts: list[list[Piece]] = [[]]
    used = 0.0
    for piece in word:
        held: list[Cluster] = []
        for cluster in piece.clusters:
            width = cluster.advance / piece.face.upem
            if used + width > room and used and not _blank(cluster):
                if held:
                    parts[-1].append(piece.cut(tuple(held)))
                parts.append([])
                held, used = [], 0.0
            held.append(cluster)
            used += width
        parts[-1].append(piece.cut(tuple(held)))
    return parts


def _width(pieces: Iterable[Piece]) -> float:
    return sum([piece.width for piece in pieces])
