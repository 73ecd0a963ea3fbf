"""What a restore does before it opens: repeat the erasures, and find who is restoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.refusals import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlcipher3 import Connection


def replay_for(name: str) -> Callable[[Connection], bytes]:
    """Return the step that makes a restored copy fit to be opened by a known person."""

    def replay(connection: Connection) -> bytes:
        erased = connection.execute("select entity from tombstone").fetchall()
        connection.executemany("update entity set life = 3 where id = ?", erased)
        row = connection.execute(
            "select id from app_user where name = ? and status = 'active'", (name,)
        ).fetchone()
        if row is None:
            raise StoreRefused("nobody")
        return bytes(row[0])

    return replay
