"""How far others have had what was written here: a store that has less is an older copy of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from db.rows import settings
from db.rows.these import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from sqlcipher3 import Connection

_ELSEWHERE: Final = (
    "select workbook, lane, aseq from workbook_has"
    " where workbook in (select unhex(value) from json_each(?))"
)
_HERE: Final = "select id, sealed from lane"


class ByWord(NamedTuple):
    """Somebody knows a lane up to a number by the word of an author, and further below by its own.

    What is its own are batches that whoever writes the lane signed.
    """

    lane: bytes
    aseq: int
    proven: int
    by: bytes


def is_set_back(
    connection: Connection,
    own: Collection[bytes],
    others: Collection[bytes],
    counts: Callable[[bytes], bool],
) -> bool:
    """Return whether others have more of the lanes of this workbook than it has itself.

    What they have by the word of an author `counts` or not.
    """
    here = dict(connection.execute(_HERE).fetchall())
    words = {(book, one.lane, one.aseq): one for book, one in _words(connection)}

    def known(book: bytes, lane: bytes, aseq: int) -> int:
        word = words.get((book, lane, aseq))
        return aseq if word is None or counts(word.by) else word.proven

    elsewhere = connection.execute(_ELSEWHERE, (listed(others),)).fetchall()
    return any(
        lane in own and known(book, lane, aseq) > here.get(lane, 0)
        for book, lane, aseq in elsewhere
    )


def keep_words(connection: Connection, workbook: bytes, words: Iterable[ByWord]) -> None:
    """Keep of which lanes a workbook says that it knows them by somebody's word."""
    before, words = _words(connection), list(words)
    known = [(book, one) for book, one in before if book != workbook]
    if known == before and not words:
        return
    rows = [
        (book.hex(), one.lane.hex(), one.aseq, one.proven, one.by.hex())
        for book, one in (*known, *((workbook, one) for one in words))
    ]
    settings.keep_list(connection, settings.WORDS, rows)


def _words(connection: Connection) -> list[tuple[bytes, ByWord]]:
    return [
        (bytes.fromhex(book), ByWord(bytes.fromhex(lane), aseq, proven, bytes.fromhex(by)))
        for book, lane, aseq, proven, by in settings.kept_list(connection, settings.WORDS)
    ]
