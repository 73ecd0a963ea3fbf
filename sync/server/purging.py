"""Letting go by a signed order: summed-up batches, and what belonged to an erased case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, insert, select, update

from sync.server import blobs, snapshots
from sync.server.orgs import head_of, signer_of
from sync.server.refusals import Refused
from sync.server.tables import (
    Made,
    Standing,
    batch,
    org_head,
    purge_log,
    replica,
    snapshot,
    stream,
)
from sync.server.tokens import DAY
from sync.wire.documents import Purge, Said, Why, taken_apart

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from sync.server.engines import Database
    from sync.server.limits import Limits

_HOURS: Final = 24


class Purging:
    """The desk at which orders to let go are carried out."""

    def __init__(self, database: Database, limits: Limits, clock: Callable[[], float]) -> None:
        self._database, self._limits, self._clock = database, limits, clock

    def purge(self, org_id: bytes, data: bytes) -> int:
        """Carry out one order; return how many bytes of batches and snapshots went."""
        signed = taken_apart(data)
        order = Purge.unpack(signed.body)
        if order.org != org_id:
            raise Refused(403, "org.other")
        today = int(self._clock()) // DAY
        with self._database.writing() as connection:
            head = head_of(connection, org_id, lock=True)
            signer_of(connection, org_id, signed, Said.PURGE).demand_admin()
            if order.number != head.purges + 1:
                raise Refused(409, "purge.number", purges=head.purges)
            newest = self._newest_day(connection, order, today)
            for stream_id, up_to in order.up_to:
                _demand_summed_up(connection, order, stream_id, up_to)
            freed = sum(_let_go(connection, org_id, *one, newest) for one in order.up_to)
            freed += sum(_without_older(connection, org_id, *one) for one in order.up_to)
            freed += _without_snapshots(connection, order)
            for blob_id in order.blobs:
                blobs.drop(connection, org_id, blob_id)
            done = {"org_id": org_id, "n": order.number, "body": data, "done_day": today}
            connection.execute(insert(purge_log).values(done))
            counted = {"purges": order.number, "used_batch": max(0, head.used_batch - freed)}
            connection.execute(update(org_head).where(org_head.c.org_id == org_id).values(counted))
        # What was erased is to be nowhere, not in the log of the file either.
        self._database.forget_pages()
        return freed

    def _newest_day(self, connection: Connection, order: Purge, today: int) -> int:
        """Return the day after which batches stay; an erasure waits for none."""
        if order.why is Why.ERASE:
            return today
        alone = select(func.count()).select_from(replica)
        mine = replica.c.org_id == order.org, replica.c.status == Standing.ACTIVE
        is_alone = connection.execute(alone.where(*mine)).scalar_one() == 1
        return today - (self._limits.keep_days_alone if is_alone else self._limits.keep_days) - 1


def _demand_summed_up(connection: Connection, order: Purge, stream_id: bytes, up_to: int) -> None:
    """Refuse to let go what no snapshot covers: new workbooks would miss it."""
    states = [Made.ATTESTED] if order.why is Why.COMPACT else [Made.ATTESTED, Made.WHOLE]
    covering = select(snapshot.c.snap_id).where(
        snapshot.c.org_id == order.org,
        snapshot.c.stream_id == stream_id,
        snapshot.c.covers_seq >= up_to,
        snapshot.c.state.in_(states),
        snapshot.c.snap_id.not_in([name for _, name in order.snapshots]),
    )
    if connection.execute(covering.limit(1)).one_or_none() is None:
        raise Refused(409, "purge.uncovered")


def _let_go(
    connection: Connection, org_id: bytes, stream_id: bytes, up_to: int, newest_day: int
) -> int:
    """Take the bodies of batches away; their names and numbers stay and prove the rest."""
    mine: tuple[Any, ...] = (
        batch.c.org_id == org_id,
        batch.c.stream_id == stream_id,
        batch.c.stream_seq <= up_to,
        batch.c.arrived_hour < (newest_day + 1) * _HOURS,
        batch.c.body.is_not(None),
    )
    asked = select(
        func.coalesce(func.sum(batch.c.size), 0), func.coalesce(func.max(batch.c.stream_seq), 0)
    )
    size, last = connection.execute(asked.where(*mine)).one()
    connection.execute(update(batch).where(*mine).values(body=None))
    known = stream.c.org_id == org_id, stream.c.stream_id == stream_id
    further = update(stream).where(*known, stream.c.purged_seq < last)
    connection.execute(further.values(purged_seq=last))
    return int(size)


def _without_older(connection: Connection, org_id: bytes, stream_id: bytes, up_to: int) -> int:
    """Let go of snapshots that cover less than what went: what is behind them is not there."""
    older = select(snapshot.c.snap_id).where(
        snapshot.c.org_id == org_id,
        snapshot.c.stream_id == stream_id,
        snapshot.c.covers_seq < up_to,
    )
    return sum(
        snapshots.drop(connection, org_id, one) for one in connection.execute(older).scalars().all()
    )


def _without_snapshots(connection: Connection, order: Purge) -> int:
    there = select(snapshot.c.stream_id, snapshot.c.snap_id).where(snapshot.c.org_id == order.org)
    known = {(row.stream_id, row.snap_id) for row in connection.execute(there)}
    wished = (one for one in order.snapshots if tuple(one) in known)
    return sum(snapshots.drop(connection, order.org, name) for _, name in wished)
