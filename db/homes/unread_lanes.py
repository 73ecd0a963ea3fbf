"""Lanes of which nothing ever comes here: somebody brought things over from what is not read here.

What comes over names what it was before. Nobody here waits for that.
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Final

from db.rows import settings
from ledger.ops import lane_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlcipher3 import Connection, Cursor

_STREAMS: Final = "select id from stream where kind <> 'caseload'"
_HERE: Final = "select id from lane"


def keep_authors(connection: Connection, authors: Iterable[bytes]) -> None:
    """Keep by which keys others sign, where not every stream is read; nobody's where they are."""
    said = json.dumps(sorted(one.hex() for one in authors))
    if settings.kept(connection, settings.AUTHORS) != said:
        settings.keep(connection, settings.AUTHORS, said)


class Unread:
    """Tells of a lane whether it is in a stream that is not read here."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    @cached_property
    def _read(self) -> frozenset[bytes] | None:
        said = settings.kept_list(self._cursor, settings.AUTHORS)
        authors = [bytes.fromhex(one) for one in said]
        if not authors:
            return None
        streams = [stream for (stream,) in self._cursor.execute(_STREAMS)]
        here = (lane for (lane,) in self._cursor.execute(_HERE).fetchall())
        return frozenset(here).union(lane_id(one, stream) for one in authors for stream in streams)

    def __contains__(self, lane: bytes) -> bool:
        """Return whether nothing of a lane ever comes here."""
        return self._read is not None and lane not in self._read
