"""Bytes of files that ended halfway: they came in, and the row that makes them known never did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlcipher3 import Cursor

_HALVES: Final = "delete from attachment_piece where attachment not in (select id from attachment)"


def sweep(cursor: Cursor) -> bool:
    """Take them away; return whether there were any."""
    return int(cursor.execute(_HALVES).rowcount) > 0
