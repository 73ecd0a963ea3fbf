"""Search as one types: an index of folded words, asked for the newest and ranked here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.persons.folding import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlcipher3 import Connection, Cursor

# The default categories would cut Devanagari at every vowel sign and Arabic at every vowel mark.
CREATE: Final = (
    "create virtual table case_search using fts5(words, content='', contentless_delete=1,"
    " tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\", prefix='2 3 4')"
)
_PUT: Final = "insert into case_search (rowid, words) values (?, ?)"
_REMOVE: Final = "delete from case_search where rowid = ?"
_FIND: Final = "select rowid from case_search where case_search match ? order by rowid desc limit ?"
_SCOUR: Final = "insert into case_search (case_search) values ('optimize')"
_VIEWS: Final = (
    "create virtual table temp.said using fts5vocab(main, case_search, instance)",
    "create virtual table temp.meant using fts5vocab(temp, fresh_search, instance)",
    "create virtual table temp.every_word using fts5vocab(temp, fresh_search, row)",
)
_DROPS: Final = (
    "drop table if exists temp.said",
    "drop table if exists temp.meant",
    "drop table if exists temp.every_word",
    "drop table if exists temp.fresh_search",
)
_SAID: Final = "select rowid from main.case_search where case_search match ?"
_MEANT: Final = "select rowid from temp.fresh_search where fresh_search match ?"
_WORDS: Final = "select term from temp.every_word"
PREFIXES: Final = (2, 3, 4)
PAGE: Final = 50
_DIFFERENCE: Final = """
with said as (select term, doc, "offset" from temp.said),
    meant as (select term, doc, "offset" from temp.meant)
select doc from (select * from said except select * from meant)
union select doc from (select * from meant except select * from said)
union select id from (
    select id, sz from main.case_search_docsize except select id, sz from temp.fresh_search_docsize)
union select id from (
    select id, sz from temp.fresh_search_docsize except select id, sz from main.case_search_docsize)
"""


class SearchIndex:
    """The words of each case, findable by how they begin."""

    def __init__(self, connection: Connection | Cursor) -> None:
        self._connection = connection

    def create(self) -> None:
        """Make the index of a new workbook."""
        self._connection.execute(CREATE)

    def put(self, rowid: int, text: str) -> None:
        """Index a text, in place of the one that had this number."""
        self._connection.execute(_REMOVE, (rowid,))
        self._connection.execute(_PUT, (rowid, fold(text)))

    def put_new(self, texts: Iterable[tuple[int, str]]) -> None:
        """Index many texts whose numbers are new."""
        self._connection.executemany(_PUT, ((rowid, fold(text)) for rowid, text in texts))

    def remove(self, rowid: int) -> None:
        """Let a text no longer be found."""
        self._connection.execute(_REMOVE, (rowid,))

    def remove_all(self, rowids: Iterable[int]) -> None:
        """Let many texts no longer be found."""
        self._connection.executemany(_REMOVE, ((rowid,) for rowid in rowids))

    def scour(self) -> None:
        """Rewrite the index without the words of what was removed, for an erasure."""
        self._connection.execute(_SCOUR)

    def find(self, wanted: str, limit: int = PAGE) -> list[int]:
        """Return the newest numbers whose texts have a word beginning with each one wanted."""
        parts = words(wanted)
        if not parts:
            return []
        query = " ".join(f'"{word}"*' if len(word) > 1 else f'"{word}"' for word in parts)
        return [row[0] for row in self._connection.execute(_FIND, (query, limit))]


def strayed(connection: Connection, texts: Iterable[tuple[int, str]]) -> list[int]:
    """Return the numbers whose words in the index are not those of their texts.

    The index is made anew in memory and the two are compared word by word and answer by
    answer, since an old page put back into it would agree with itself.
    """
    cursor = connection.cursor()
    cursor.execute("insert into case_search (case_search) values ('integrity-check')")
    cursor.execute(CREATE.replace("case_search", "temp.fresh_search", 1))
    try:
        cursor.executemany(
            "insert into temp.fresh_search (rowid, words) values (?, ?)",
            ((rowid, fold(text)) for rowid, text in texts),
        )
        for made in _VIEWS:
            cursor.execute(made)
        differing = {row[0] for row in cursor.execute(_DIFFERENCE).fetchall()}
        return sorted(differing.union(*_otherwise_answered(cursor)))
    finally:
        for gone in _DROPS:
            cursor.execute(gone)


def _otherwise_answered(cursor: Cursor) -> Iterator[set[int]]:
    """Yield the numbers found by one index only, for everything one may type of every word.

    Reading an index from end to end, as comparing its words does, passes by the lists of
    beginnings and the tree of pages; only asking goes through them.
    """
    for question in _questions(row[0] for row in cursor.execute(_WORDS).fetchall()):
        said = cursor.execute(_SAID, (question,)).fetchall()
        meant = cursor.execute(_MEANT, (question,)).fetchall()
        if said != meant:
            yield {row[0] for row in {*said} ^ {*meant}}


def _questions(known: Iterable[str]) -> Iterator[str]:
    """Yield what finds words: each beginning that has a list, and each word as one itself."""
    asked: set[str] = set()
    for word in known:
        beginnings = {word[:length] for length in PREFIXES if length <= len(word)}
        for beginning in beginnings - asked:
            yield f'"{beginning}"*'
        asked |= beginnings
        if len(word) not in PREFIXES:
            yield f'"{word}"*' if beginnings else f'"{word}"'


def forgets(connection: Connection) -> bool:
    """Return whether the index would let go of every text it holds; it is not made to.

    What finds a text and what takes it away are different pages: an index may answer as it
    should and yet keep, at the next change, words that a person took back.
    """
    cursor = connection.cursor()
    cursor.execute("savepoint forgetting")
    try:
        cursor.execute(
            "delete from case_search where rowid in (select id from case_search_docsize)"
        )
        cursor.execute(
            "create virtual table temp.kept using fts5vocab(main, case_search, instance)"
        )
        return cursor.execute("select 1 from temp.kept limit 1").fetchone() is None
    finally:
        cursor.execute("rollback to forgetting")
        cursor.execute("release forgetting")


def ranked(wanted: str, texts: Mapping[int, str]) -> list[int]:
    """Return found numbers with whole words first, then early words, then the newest."""
    parts = words(wanted)
    return sorted(texts, key=lambda rowid: (*_distance(parts, words(texts[rowid])), -rowid))


def _distance(wanted: list[str], found: list[str]) -> tuple[int, int]:
    whole = sum(word in found for word in wanted)
    places = [
        place for place, word in enumerate(found) if any(word.startswith(part) for part in wanted)
    ]
    return -whole, min(places, default=len(found))
