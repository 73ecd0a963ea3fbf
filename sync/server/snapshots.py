"""Snapshots: promised by a signed list of parts, filled part by part, compared by somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, func, insert, select, update

from sync.server.orgs import head_of, signer_of
from sync.server.refusals import Refused, not_found
from sync.server.tables import (
    Made,
    Standing,
    attestation,
    author,
    batch,
    org,
    org_head,
    snapshot,
    snapshot_part,
    stream,
)
from sync.server.tokens import DAY
from sync.wire.documents import Attest, Said, Snapshot, taken_apart
from sync.wire.frames import START, Kind, batch_id, parse, verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Row

    from sync.server.engines import Database
    from sync.server.limits import Limits

_OPEN_DAYS: Final = 7
# What sums up may take so much more than the quota: this part of it.
_RESERVE: Final = 4


class Snapshots:
    """The desk of snapshots of one server."""

    def __init__(self, database: Database, limits: Limits, clock: Callable[[], float]) -> None:
        self._database, self._limits, self._clock = database, limits, clock

    def begin(self, org_id: bytes, stream_id: bytes, data: bytes) -> bytes:
        """Keep the list of parts that are to come; return the name of the snapshot."""
        signed = taken_apart(data)
        offered = Snapshot.unpack(signed.body)
        if (offered.org, offered.stream) != (org_id, stream_id):
            raise Refused(403, "org.other")
        if not 0 < len(offered.parts) <= self._limits.snapshot_parts:
            raise Refused(413, "snapshot.parts")
        with self._database.writing() as connection:
            head_of(connection, org_id, lock=True)
            signer = signer_of(connection, org_id, signed, Said.SNAPSHOT)
            _demand_covered(connection, offered)
            if _row(connection, org_id, stream_id, offered.name) is None:
                row = {
                    "org_id": org_id,
                    "stream_id": stream_id,
                    "snap_id": offered.name,
                    "covers_seq": offered.covers,
                    "parts": len(offered.parts),
                    "author_id": signer.name,
                    "body": data,
                    "state": Made.OPEN,
                    "made_day": self._today(),
                    "number": _number(connection, org_id),
                }
                _let_go_of_old(connection, org_id, self._today() - _OPEN_DAYS)
                used = head_of(connection, org_id, lock=True).used_batch
                # A list that nothing follows takes room as well.
                _demand_room(connection, org_id, used + len(data))
                connection.execute(insert(snapshot).values(row))
        return offered.name

    def put_part(self, org_id: bytes, stream_id: bytes, snap_id: bytes, n: int, body: bytes) -> str:
        """Keep one part, if it is the one that was promised; return how far the snapshot is."""
        header, name = parse(body), batch_id(body)
        if (header.org, header.stream, header.kind) != (org_id, stream_id, Kind.SNAPSHOT):
            raise Refused(400, "snapshot.part")
        with self._database.reading() as connection:
            row = _demanded(connection, org_id, stream_id, snap_id)
            public = _author_key(connection, org_id, header.author)
        verify(body, public)
        promised = Snapshot.unpack(taken_apart(row.body).body)
        if n >= row.parts or promised.parts[n] != name:
            raise Refused(400, "snapshot.part")
        with self._database.writing() as connection:
            used = head_of(connection, org_id, lock=True).used_batch
            row = _demanded(connection, org_id, stream_id, snap_id)
            mine = snapshot_part.c.org_id == org_id, snapshot_part.c.snap_id == snap_id
            there = select(snapshot_part.c.n).where(*mine, snapshot_part.c.n == n)
            if connection.execute(there).one_or_none() is not None:
                return str(row.state)
            _demand_room(connection, org_id, used + len(body))
            part = {"org_id": org_id, "snap_id": snap_id, "n": n, "body": body}
            connection.execute(insert(snapshot_part).values(part))
            counted = select(func.count()).select_from(snapshot_part).where(*mine)
            if connection.execute(counted).scalar_one() < row.parts:
                return Made.OPEN
            _finish(connection, promised, snap_id)
        return Made.WHOLE

    def attest(self, org_id: bytes, stream_id: bytes, snap_id: bytes, data: bytes) -> str:
        """Keep that somebody else came to the same; return how the snapshot stands."""
        signed = taken_apart(data)
        said = Attest.unpack(signed.body)
        with self._database.writing() as connection:
            head_of(connection, org_id, lock=True)
            signer = signer_of(connection, org_id, signed, Said.ATTEST)
            row = _demanded(connection, org_id, stream_id, snap_id)
            if said != Attest(org_id, stream_id, snap_id, row.covers_seq):
                raise Refused(400, "snapshot.other")
            if row.state == Made.OPEN:
                raise Refused(409, "snapshot.open")
            mine = attestation.c.org_id == org_id, attestation.c.snap_id == snap_id
            before = select(attestation.c.author_id).where(*mine)
            if signer.name not in set(connection.execute(before).scalars()):
                told: dict[str, object] = {"org_id": org_id, "snap_id": snap_id}
                told |= {"author_id": signer.name, "body": data, "made_day": self._today()}
                connection.execute(insert(attestation).values(told))
            apart = signer.workbook != _workbook_of(connection, org_id, row.author_id)
            if apart or _is_alone(connection, org_id):
                _state(connection, org_id, snap_id, Made.ATTESTED)
                return Made.ATTESTED
        return str(row.state)

    def latest(self, org_id: bytes, stream_id: bytes) -> tuple[Row[Any], int]:
        """Return the whole snapshot that covers most of a stream, and how many attested it."""
        newest = (
            select(snapshot)
            .where(
                snapshot.c.org_id == org_id,
                snapshot.c.stream_id == stream_id,
                snapshot.c.state != Made.OPEN,
            )
            .order_by(snapshot.c.covers_seq.desc(), snapshot.c.number.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(newest).one_or_none()
            if row is None:
                raise not_found()
            told = select(func.count()).select_from(attestation)
            mine = attestation.c.org_id == org_id, attestation.c.snap_id == row.snap_id
            return row, connection.execute(told.where(*mine)).scalar_one()

    def part(self, org_id: bytes, stream_id: bytes, snap_id: bytes, n: int) -> bytes:
        """Return one part of a snapshot of a stream."""
        asked = select(snapshot_part.c.body).where(
            snapshot_part.c.org_id == org_id,
            snapshot_part.c.snap_id == snap_id,
            snapshot_part.c.n == n,
        )
        with self._database.reading() as connection:
            _demanded(connection, org_id, stream_id, snap_id)
            found: bytes | None = connection.execute(asked).scalar_one_or_none()
        if found is None:
            raise not_found()
        return found

    def _today(self) -> int:
        return int(self._clock()) // DAY


def drop(connection: Connection, org_id: bytes, snap_id: bytes) -> int:
    """Let a snapshot and all that belongs to it go; return how many bytes that were."""
    mine = snapshot_part.c.org_id == org_id, snapshot_part.c.snap_id == snap_id
    size = select(func.coalesce(func.sum(func.length(snapshot_part.c.body)), 0)).where(*mine)
    freed = int(connection.execute(size).scalar_one())
    listed = snapshot.c.org_id == org_id, snapshot.c.snap_id == snap_id
    asked = select(func.coalesce(func.sum(func.length(snapshot.c.body)), 0)).where(*listed)
    freed += int(connection.execute(asked).scalar_one())
    for table in (snapshot_part, attestation, snapshot):
        gone = table.c.org_id == org_id, table.c.snap_id == snap_id
        connection.execute(delete(table).where(*gone))
    return freed


def _demand_covered(connection: Connection, offered: Snapshot) -> None:
    """Refuse what covers something else than this stream as it is here.

    On a new server the first snapshot covers nothing of its log, but all that came before.
    """
    at = select(batch.c.log_hash).where(
        batch.c.org_id == offered.org,
        batch.c.stream_id == offered.stream,
        batch.c.stream_seq == offered.covers,
    )
    known = connection.execute(at).scalar_one_or_none() if offered.covers else START
    if known != offered.log_hash:
        raise Refused(409, "snapshot.log")


def _number(connection: Connection, org_id: bytes) -> int:
    """Return a number that no older snapshot has: of two that cover the same the later counts."""
    asked = select(func.coalesce(func.max(snapshot.c.number), 0))
    return int(connection.execute(asked.where(snapshot.c.org_id == org_id)).scalar_one()) + 1


def _let_go_of_old(connection: Connection, org_id: bytes, day: int) -> None:
    """Let go of what was begun and never became whole."""
    old = select(snapshot.c.snap_id).where(
        snapshot.c.org_id == org_id, snapshot.c.state == Made.OPEN, snapshot.c.made_day < day
    )
    freed = sum(drop(connection, org_id, one) for one in connection.execute(old).scalars().all())
    if freed:
        # Lists that were kept before they counted free more than they took.
        used = max(0, head_of(connection, org_id, lock=True).used_batch - freed)
        mine = org_head.c.org_id == org_id
        connection.execute(update(org_head).where(mine).values(used_batch=used))


def _finish(connection: Connection, promised: Snapshot, snap_id: bytes) -> None:
    """Let a snapshot count whose last part came."""
    _state(connection, promised.org, snap_id, Made.WHOLE)
    since = (
        batch.c.org_id == promised.org,
        batch.c.stream_id == promised.stream,
        batch.c.stream_seq > promised.covers,
    )
    asked = select(func.count(), func.coalesce(func.sum(batch.c.size), 0)).where(*since)
    number, size = connection.execute(asked).one()
    mine = (
        stream.c.org_id == promised.org,
        stream.c.stream_id == promised.stream,
        stream.c.snapshot_seq < promised.covers,
    )
    newest = {"snapshot_seq": promised.covers, "since_snapshot": number}
    newest["since_snapshot_bytes"] = int(size)
    connection.execute(update(stream).where(*mine).values(newest))


def _state(connection: Connection, org_id: bytes, snap_id: bytes, state: Made) -> None:
    mine = snapshot.c.org_id == org_id, snapshot.c.snap_id == snap_id
    connection.execute(update(snapshot).where(*mine).values(state=state))


def _demand_room(connection: Connection, org_id: bytes, used: int) -> None:
    """Count what is used, if the organisation has room for it.

    What sums up has a little more than all else: of a full house it is what makes room, and nothing
    that was erased goes before the rest is summed up.
    """
    asked = select(org.c.quota_batch).where(org.c.org_id == org_id)
    quota = connection.execute(asked).scalar_one()
    if used > quota + quota // _RESERVE:
        raise Refused(507, "quota.full")
    mine = org_head.c.org_id == org_id
    connection.execute(update(org_head).where(mine).values(used_batch=used))


def _row(
    connection: Connection, org_id: bytes, stream_id: bytes, snap_id: bytes
) -> Row[Any] | None:
    asked = select(snapshot).where(
        snapshot.c.org_id == org_id,
        snapshot.c.stream_id == stream_id,
        snapshot.c.snap_id == snap_id,
    )
    return connection.execute(asked).one_or_none()


def _demanded(connection: Connection, org_id: bytes, stream_id: bytes, snap_id: bytes) -> Row[Any]:
    row = _row(connection, org_id, stream_id, snap_id)
    if row is None:
        raise not_found()
    return row


def _author_key(connection: Connection, org_id: bytes, name: bytes) -> bytes:
    asked = select(author.c.pub).where(
        author.c.org_id == org_id, author.c.author_id == name, author.c.status == Standing.ACTIVE
    )
    found: bytes | None = connection.execute(asked).scalar_one_or_none()
    if found is None:
        raise Refused(403, "author.unknown")
    return found


def _workbook_of(connection: Connection, org_id: bytes, name: bytes) -> bytes:
    asked = select(author.c.replica_id).where(author.c.org_id == org_id, author.c.author_id == name)
    found: bytes = connection.execute(asked).scalar_one()
    return found


def _is_alone(connection: Connection, org_id: bytes) -> bool:
    """Return whether an organisation has one workbook, so that nobody else could compare."""
    asked = select(func.count(author.c.replica_id.distinct())).where(
        author.c.org_id == org_id, author.c.status == Standing.ACTIVE
    )
    return bool(connection.execute(asked).scalar_one() == 1)
