"""Boxes in which two workbooks meet: one leaves something, whoever knows the name takes it once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from sync.server.refusals import Refused, not_found
from sync.server.tables import rendezvous

if TYPE_CHECKING:
    from collections.abc import Callable

    from sync.server.engines import Database
    from sync.server.limits import Limits


class Boxes:
    """The desk of boxes of one server."""

    def __init__(self, database: Database, limits: Limits, clock: Callable[[], float]) -> None:
        self._database, self._limits, self._clock = database, limits, clock

    def put(self, box_id: bytes, payload: bytes) -> int:
        """Leave something in a box for a day; return the second when it ends."""
        if not payload:
            raise Refused(400, "body.length")
        now = int(self._clock())
        until = now + self._limits.box_seconds
        with self._database.writing() as connection:
            connection.execute(delete(rendezvous).where(rendezvous.c.expires < now))
            there = select(rendezvous.c.expires).where(rendezvous.c.box_id == box_id)
            if connection.execute(there).one_or_none() is not None:
                raise Refused(409, "box.taken")
            row = {"box_id": box_id, "payload": payload, "expires": until}
            connection.execute(insert(rendezvous).values(row))
        return until

    def take(self, box_id: bytes) -> bytes:
        """Take out what is in a box; nobody gets it a second time."""
        now = int(self._clock())
        taken = delete(rendezvous).where(rendezvous.c.box_id == box_id, rendezvous.c.expires >= now)
        with self._database.writing() as connection:
            found: bytes | None = connection.execute(
                taken.returning(rendezvous.c.payload)
            ).scalar_one_or_none()
        if found is None:
            raise not_found()
        return found
