"""Whose word a summary is: of what it says that counts which she may say herself."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from db.homes.membership import ExchangeRefused
from db.incoming.apply import Lane
from db.incoming.vouched import is_asked, require_hers
from ledger.ops import ID_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from sqlcipher3 import Cursor

    from ledger.ops import Op
    from ledger.summary import Rows

NOBODY: Final[Mapping[bytes, bytes]] = MappingProxyType({})


def _all_is_said(_of: object) -> str:
    return ""


class Word(NamedTuple):
    """Who says it, by the key that verifies her; and the workbooks of all authors.

    `others` are those that read her stream beside this one, and of `shut` batches, by author and
    number, nobody here has the key any more. `unsayable` tells why some operations may not be said
    there, `misplaced` why nothing of a table stands there.
    """

    signer: bytes = b""
    books: Mapping[bytes, bytes] = NOBODY
    others: Collection[bytes] = ()
    shut: Collection[tuple[bytes, int]] = ()
    unsayable: Callable[[Collection[Op]], str] = _all_is_said
    misplaced: Callable[[str], str] = _all_is_said

    @property
    def by(self) -> bytes:
        """Return the workbook of whoever says it; of whoever was let out it is an empty name."""
        return self.books.get(self.signer, b"")


OWN_WORD: Final = Word()


class Hers:
    """What somebody may say in a summary of a stream."""

    def __init__(self, word: Word, stream: bytes, may: Callable[[bytes, bytes], bool]) -> None:
        self._word, self._may = word, may
        self._by = Lane(bytes(ID_SIZE), stream, word.signer)

    def require(self, cursor: Cursor, ops: Sequence[Op]) -> None:
        """Refuse what may not be said, and for now what is said of what she may not write."""
        if why := self._word.unsayable(ops):
            raise ExchangeRefused(why)
        require_hers(cursor, self._by, ops, self._may)

    def require_rows(self, cursor: Cursor, rows: Rows) -> None:
        """Do the same for things of one table, before they are written by columns."""
        if why := self._word.misplaced(rows.table):
            raise ExchangeRefused(why)
        if is_asked(cursor, self._by, self._may):
            require_hers(cursor, self._by, list(rows), self._may)
