"""Pictures without what they say of camera, place, time and program; nothing is drawn anew.

They stream: no more than one segment is in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.files.attachment import FileRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casework.files.attachment import Reader

_PIECE: Final = 1 << 16
_START, _END, _SCAN, _FILL = 0xD8, 0xD9, 0xDA, 0xFF
_JFIF, _EXIF, _ADOBE = 0xE0, 0xE1, 0xEE
# Tables, frames and scans make the picture; every other segment only speaks about it.
_NEEDED: Final = frozenset({*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD})
_RESTARTS: Final = frozenset(range(0xD0, 0xD8))
_JFIF_WITHOUT_THUMBNAIL: Final = 12
_ORIENTATION: Final = 0x0112
_LAST_TURN: Final = 8
_MOST_ENTRIES: Final = 200

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_CHUNKS: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"}
    | {b"bKGD", b"hIST", b"pHYs", b"acTL", b"fcTL", b"fdAT"}
)


class _Source:
    """Bytes to come, with as much looked ahead as was asked for."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._held = b""

    def take(self, size: int) -> bytes:
        """Return exactly so many bytes."""
        while len(self._held) < size:
            more = self._reader.read(max(_PIECE, size - len(self._held)))
            if not more:
                raise FileRefused("file_broken")
            self._held += more
        taken, self._held = self._held[:size], self._held[size:]
        return taken

    def give_back(self, taken: bytes) -> None:
        """Let bytes be the next to be taken again."""
        self._held = taken + self._held

    def until_marker(self) -> Iterator[bytes]:
        """Yield what stands before the next 0xFF, which is the next to be taken."""
        while True:
            at = self._held.find(b"\xff")
            if at >= 0:
                yield self.take(at)
                return
            yield self._held
            self._held = self._reader.read(_PIECE)
            if not self._held:
                raise FileRefused("file_broken")


def clean_jpeg(reader: Reader) -> Iterator[bytes]:
    """Yield a JPEG without its remarks, its thumbnail, and whatever hangs on behind it."""
    source = _Source(reader)
    if source.take(2) != bytes((0xFF, _START)):
        raise FileRefused("file_broken")
    yield bytes((0xFF, _START))
    while True:
        marker = _marker(source)
        if marker == _END:
            yield bytes((0xFF, _END))
            return
        body = source.take(max(0, int.from_bytes(source.take(2), "big") - 2))
        kept = _kept(marker, body)
        if kept is not None:
            yield bytes((0xFF, marker)) + (len(kept) + 2).to_bytes(2, "big") + kept
        if marker == _SCAN:
            yield from _scanned(source)


def _marker(source: _Source) -> int:
    if source.take(1) != b"\xff":
        raise FileRefused("file_broken")
    marker = source.take(1)[0]
    while marker == _FILL:
        marker = source.take(1)[0]
    if marker in _RESTARTS or marker in {0x00, 0x01, _START}:
        raise FileRefused("file_broken")
    return marker


def _kept(marker: int, body: bytes) -> bytes | None:
    """Return what is kept of a segment, or None for one that only speaks about the picture."""
    if marker in _NEEDED:
        return body
    if marker == _JFIF and body.startswith(b"JFIF\x00"):
        return body[:_JFIF_WITHOUT_THUMBNAIL] + bytes(2)
    if marker == _ADOBE and body.startswith(b"Adobe"):
        return body
    if marker == _EXIF and body.startswith(b"Exif\x00\x00"):
        turn = _turn(body[6:])
        # Without it a picture taken upright would lie on its side.
        return _only_turned(turn) if turn > 1 else None
    return None


def _turn(tiff: bytes) -> int:
    """Return which way up the camera was held, 1 when nothing readable says otherwise."""
    if tiff[:2] not in {b"II", b"MM"}:
        return 1
    first = _number(tiff, 4, 4)
    for entry in range(min(_number(tiff, first, 2), _MOST_ENTRIES)):
        at = first + 2 + 12 * entry
        if _number(tiff, at, 2) == _ORIENTATION:
            turn = _number(tiff, at + 8, 2)
            return turn if 1 <= turn <= _LAST_TURN else 1
    return 1


def _number(tiff: bytes, at: int, size: int) -> int:
    return int.from_bytes(tiff[at : at + size], "little" if tiff[:1] == b"I" else "big")


def _only_turned(turn: int) -> bytes:
    entry = _ORIENTATION.to_bytes(2, "big") + b"\x00\x03\x00\x00\x00\x01"
    tiff = b"MM\x00\x2a\x00\x00\x00\x08\x00\x01" + entry + turn.to_bytes(2, "big") + bytes(2 + 4)
    return b"Exif\x00\x00" + tiff


def _scanned(source: _Source) -> Iterator[bytes]:
    """Yield the picture itself, up to the marker behind it, which is the next to be taken."""
    while True:
        yield from source.until_marker()
        pair = source.take(2)
        if pair[1] != 0 and pair[1] not in _RESTARTS:
            source.give_back(pair)
            return
        yield pair


def clean_png(reader: Reader) -> Iterator[bytes]:
    """Yield a PNG with the chunks that make the picture, and nothing that hangs on behind it."""
    source = _Source(reader)
    if source.take(len(_PNG)) != _PNG:
        raise FileRefused("file_broken")
    yield _PNG
    name = b""
    while name != b"IEND":
        head = source.take(8)
        size, name = int.from_bytes(head[:4], "big"), head[4:]
        keeps = name in _CHUNKS
        if keeps:
            yield head
        # With its sum of four bytes, which holds for what is passed on untouched.
        for piece in _pieces(source, size + 4):
            if keeps:
                yield piece


def _pieces(source: _Source, size: int) -> Iterator[bytes]:
    while size:
        piece = source.take(min(size, _PIECE))
        size -= len(piece)
        yield piece
