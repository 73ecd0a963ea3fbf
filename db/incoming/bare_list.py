"""The list of cases without its indexes while very many cases come, and with them again.

A line of the list is written twice: when its case comes, and when its forms did. Each time every
index costs as much as the line; made at once, of all lines in their order, they cost a fifth.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlcipher3.dbapi2 import OperationalError

from db.incoming.shapes import CASE

if TYPE_CHECKING:
    from sqlcipher3 import Cursor

# Of fewer it is quicker to keep them; and each line that is here already costs when they are made.
FEW: Final = 2_000
_HERE_FOR_EACH: Final = 4
_COUNT: Final = "select count(*) from casefile"
_INDEXES: Final = (
    "select name, sql from sqlite_master where type = 'index' and tbl_name = ? and sql is not null"
)
_DROP: Final = 'drop index "{name}"'


class BareList:
    """Lets go of the indexes of the list and makes them again, inside somebody's transaction."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._made: list[str] = []

    def expect(self, table: str, count: int) -> None:
        """Let go of them where so many lines are about to be written that it is worth it."""
        if table != CASE or count < FEW or self._made:
            return
        ((here,),) = self._cursor.execute(_COUNT).fetchall()
        if here > count * _HERE_FOR_EACH:
            return
        for name, made in self._cursor.execute(_INDEXES, (CASE,)).fetchall():
            try:
                self._cursor.execute(_DROP.format(name=name))
            except OperationalError:
                # Somebody reads on this connection: with them it only takes longer.
                return
            self._made.append(made)

    def restore(self) -> None:
        """Make again what was let go of."""
        while self._made:
            self._cursor.execute(self._made.pop())
