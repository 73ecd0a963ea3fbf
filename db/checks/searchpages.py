"""Whether the pages of the search index are those that its own record says it has.

Answers do not tell of all of them: the first page of a segment is found even if it is not
listed, and an old text that a newer one covers is not seen even if it was never struck out.
The engine documents its file: the record counts pages and struck-out texts of each segment;
a page is (segment, level, page) in one number, and words begin on it if its list of places,
after the length in bytes 3 and 4, is not empty.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlcipher3 import Connection

_RECORD: Final = "select block from case_search_data where id = 10"
_WITH_ORIGINS: Final = b"\xff\x00\x00\x01"
_PAGES: Final = "select id, substr(block, 1, 8), length(block) from case_search_data where id >= ?"
_LISTED: Final = "select segid, pgno >> 1 from case_search_idx"
_SEGMENT, _LEVEL, _PAGE = 37, 31, 2**31 - 1
_STRUCK: Final = 2**16
_MORE: Final = 0x80


class _Segment(NamedTuple):
    """What the record says of one segment."""

    number: int
    first: int
    last: int
    oldest: int
    newest: int
    struck_pages: int
    struck: int
    entries: int


class _Found(NamedTuple):
    """What pages there are: of words, those on which one begins, and struck-out texts by page."""

    leaves: set[tuple[int, int]]
    begun: set[tuple[int, int]]
    struck: dict[tuple[int, int], int]


def has_its_pages(connection: Connection) -> bool:
    """Return whether the index has every page that it should have, and no other."""
    ((record,),) = connection.execute(_RECORD).fetchall()
    segments = list(_segments(record))
    # What was wholly merged into another segment has no last page; its pages go when it goes.
    merged = {one.number for one in segments if not one.last}
    found, listed = _found(connection), set(connection.execute(_LISTED))
    leaves = {
        (one.number, page)
        for one in segments
        if one.last
        for page in range(one.first, one.last + 1)
    }
    struck = {(one.number, page) for one in segments for page in range(one.struck_pages)}
    return (
        _without(merged, found.leaves) == leaves
        and found.struck.keys() == struck
        and all(_is_struck(one, found.struck) for one in segments)
        and _is_listed(segments, _without(merged, found.begun), _without(merged, listed))
    )


def _without(segments: set[int], pages: set[tuple[int, int]]) -> set[tuple[int, int]]:
    return {page for page in pages if page[0] not in segments}


def _is_struck(one: _Segment, struck: dict[tuple[int, int], int]) -> bool:
    """Return whether at least as many texts are struck out of a segment as the record counts.

    While one segment is being merged into another, a text is struck out of both, counted once.
    """
    return sum(struck[one.number, page] for page in range(one.struck_pages)) >= one.struck


def _is_listed(
    segments: list[_Segment], begun: set[tuple[int, int]], listed: set[tuple[int, int]]
) -> bool:
    """Return whether pages are listed; one cut off from the beginning of a segment stays so."""
    first = {one.number: one.first for one in segments}
    gone = listed - begun
    return begun <= listed and all(page < first.get(segment, 0) for segment, page in gone)


def _found(connection: Connection) -> _Found:
    found = _Found(set(), set(), {})
    for place, start, size in connection.execute(_PAGES, (1 << _SEGMENT,)):
        segment, page = place >> _SEGMENT, place & _PAGE
        if segment >= _STRUCK:
            found.struck[segment - _STRUCK, page] = int.from_bytes(start[4:], "big") + start[1]
        elif not (place >> _LEVEL) & 63:
            found.leaves.add((segment, page))
            if size > int.from_bytes(start[2:4], "big"):
                found.begun.add((segment, page))
    return found


def _segments(record: bytes) -> Iterator[_Segment]:
    """Yield the segments of a record; one of an index without any has no origins."""
    if record[4:8] != _WITH_ORIGINS:
        return
    numbers = _numbers(record[8:])
    levels, _segments, _writes = islice(numbers, 3)
    for _level in range(levels):
        _merging, count = islice(numbers, 2)
        for _one in range(count):
            yield _Segment(*islice(numbers, 8))


def _numbers(data: bytes) -> Iterator[int]:
    """Yield numbers of seven bits a byte, the highest first; the last byte has no high bit.

    One of nine bytes would use all of its last; nothing that is counted here grows so long.
    """
    value = 0
    for byte in data:
        value = value << 7 | byte & ~_MORE
        if not byte & _MORE:
            yield value
            value = 0
