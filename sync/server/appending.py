"""Taking batches in: signatures first, then one transaction that numbers them without a gap."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, insert, select, update

from sync.server.orgs import head_of
from sync.server.tables import Standing, acl, author, batch, lane, org, org_head, stream
from sync.wire.documents import Right
from sync.wire.frames import (
    START,
    FrameRefused,
    Header,
    Kind,
    batch_id,
    logged,
    parse,
    verify,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from sync.server.engines import Database
    from sync.server.tokens import Member

_HOUR: Final = 3600
# Rights can change between the look at them and the lock; not for ever.
_TRIES: Final = 5
FORK: Final = "lane.fork"
FULL: Final = "quota.full"
CHANGED: Final = "acl.changed"


@dataclass(frozen=True, slots=True)
class Offered:
    """One batch that somebody sends, its signature verified."""

    header: Header
    name: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """How many batches of a request are kept now, and why the next one is not."""

    accepted: int
    code: str = ""
    # Of each that is kept its number here and its number in its stream.
    places: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class _Ground:
    """What batches are judged by before anything is locked."""

    version: int
    authors: dict[bytes, tuple[bytes, bytes]]
    streams: dict[bytes, int]
    # By workbook and stream: where others may write whose batches are brought along.
    carried: dict[tuple[bytes, bytes], int] = field(default_factory=dict)

    def generation(self, header: Header) -> int | None:
        """Return the generation of a stream, if this batch may be brought there."""
        found = self.streams.get(header.stream)
        if found is not None or header.author not in self.authors:
            return found
        return self.carried.get((self.authors[header.author][1], header.stream))


@dataclass(frozen=True, slots=True)
class _Kept:
    """A batch that is kept: its name, its number here and its number in its stream."""

    name: bytes
    seq: int
    number: int


@dataclass(slots=True)
class _Chain:
    """The lanes and streams of one request while its batches are hung on."""

    org_id: bytes
    seq: int
    room: int
    lanes: dict[tuple[bytes, bytes], tuple[int, bytes]]
    streams: dict[bytes, Any]
    known: dict[tuple[bytes, bytes, int], _Kept]
    rows: list[dict[str, Any]] = field(default_factory=list)
    moved: set[tuple[bytes, bytes]] = field(default_factory=set)
    places: list[tuple[int, int]] = field(default_factory=list)
    begun: set[tuple[bytes, bytes]] = field(default_factory=set)
    gap: int = 0

    def hang_on(self, one: Offered, hour: int) -> str:
        """Number one batch, or return the code of why it does not follow."""
        header, place = one.header, (one.header.stream, one.header.author)
        last, digest = self.lanes.get(place, (0, START))
        if header.aseq <= last:
            known = self.known.get((*place, header.aseq))
            if known is None or known.name != one.name:
                return FORK
            self.places.append((known.seq, known.number))
            return ""
        if header.aseq > last + 1:
            if self.gap != last + 1:
                return "lane.gap"
        elif header.prev != digest:
            return FORK
        if len(one.body) > self.room:
            return FULL
        self._number(one, hour)
        return ""

    def _number(self, one: Offered, hour: int) -> None:
        header, before = one.header, self.streams[one.header.stream]
        number = before["last_stream_seq"] + 1
        log_hash = logged(before["log_hash"], number, one.name)
        self.seq += 1
        self.room -= len(one.body)
        self.rows.append(
            {
                "org_id": self.org_id,
                "seq": self.seq,
                "stream_id": header.stream,
                "stream_seq": number,
                "author_id": header.author,
                "aseq": header.aseq,
                "batch_id": one.name,
                "log_hash": log_hash,
                "kind": header.kind,
                "size": len(one.body),
                "body": one.body,
                "arrived_hour": hour,
            }
        )
        before.update(last_stream_seq=number, log_hash=log_hash)
        before["since_snapshot"] += 1
        before["since_snapshot_bytes"] += len(one.body)
        place = header.stream, header.author
        if place not in self.lanes:
            self.begun.add(place)
        self.lanes[place] = header.aseq, one.name
        self.moved.add(place)
        # The same batch may stand in one request twice.
        self.known[*place, header.aseq] = _Kept(one.name, self.seq, number)
        self.places.append((self.seq, number))


class Appending:
    """Takes batches of one workbook in, as many as hold, in the order in which they came."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database, self._clock = database, clock

    def append(self, who: Member, batches: Sequence[bytes], *, gap: int = 0) -> Taken:
        """Keep the longest beginning of these batches that holds; what was kept before counts.

        From number `gap` on a lane that ends before it may leave numbers out: what they held was
        erased, and nobody can send it any more.
        """
        for _ in range(_TRIES):
            with self._database.reading() as connection:
                ground = _ground(connection, who, batches)
            offered, code = _verified(batches, who.org, ground)
            if not offered:
                return Taken(0, code)
            taken = self._kept(who.org, offered, ground.version, gap)
            if taken.code != CHANGED:
                return taken if taken.code else replace(taken, code=code)
        return Taken(0, CHANGED)

    def _kept(self, org_id: bytes, offered: Sequence[Offered], version: int, gap: int) -> Taken:
        hour = int(self._clock()) // _HOUR
        with self._database.writing() as connection:
            head = head_of(connection, org_id, lock=True)
            if head.acl_version != version:
                return Taken(0, CHANGED)
            quota = connection.execute(_QUOTA, {"of_org": org_id}).scalar_one()
            room = quota - head.used_batch
            chain = _chain(connection, org_id, head.last_seq, room, offered)
            chain.gap = gap
            accepted, code = len(offered), ""
            for place, one in enumerate(offered):
                code = chain.hang_on(one, hour)
                if code:
                    accepted = place
                    break
            if chain.rows:
                used = head.used_batch + sum(row["size"] for row in chain.rows)
                _write(connection, chain, used)
        return Taken(accepted, code, chain.places)


def _ground(connection: Connection, who: Member, batches: Iterable[bytes]) -> _Ground:
    # The number first: what is read after it is not older.
    version = head_of(connection, who.org).acl_version
    mine = {"of_org": who.org, "of_workbook": who.replica}
    authors = {
        row.author_id: (row.pub, row.replica_id) for row in connection.execute(_AUTHORS, mine)
    }
    streams = {row.stream_id: row.generation for row in connection.execute(_WRITABLE, mine)}
    # What somebody without a network wrote a colleague brings: her signature lets it in, where her
    # own workbook may write, whoever carries it.
    carried: dict[tuple[bytes, bytes], int] = {}
    for workbook in _writers(batches, authors, streams) - {who.replica}:
        rows = connection.execute(_WRITABLE, mine | {"of_workbook": workbook})
        carried |= {(workbook, row.stream_id): row.generation for row in rows}
    return _Ground(version, authors, streams, carried)


def _writers(
    batches: Iterable[bytes],
    authors: Mapping[bytes, tuple[bytes, bytes]],
    streams: Container[bytes],
) -> set[bytes]:
    """Return the workbooks of those who wrote where the one that sends may not."""
    found = set()
    for body in batches:
        with suppress(FrameRefused):
            header = parse(body)
            if header.stream not in streams and header.author in authors:
                found.add(authors[header.author][1])
    return found


def _verified(
    batches: Iterable[bytes], org_id: bytes, ground: _Ground
) -> tuple[list[Offered], str]:
    """Return the beginning that is well-formed, allowed and signed, and the code of what is not."""
    found: list[Offered] = []
    for body in batches:
        try:
            header = parse(body)
            code = _judged(header, org_id, ground)
            if not code:
                verify(body, ground.authors[header.author][0])
        except FrameRefused as refused:
            code = str(refused)
        if code:
            return found, code
        found.append(Offered(header, batch_id(body), body))
    return found, ""


def _judged(header: Header, org_id: bytes, ground: _Ground) -> str:
    """Return why a batch may not come in here from this workbook, or nothing."""
    if header.org != org_id:
        return "org.other"
    if header.kind == Kind.SNAPSHOT:
        return "frame.kind"
    generation = ground.generation(header)
    if generation is None:
        return "stream.denied"
    if header.generation > generation:
        return "stream.generation"
    return "" if header.author in ground.authors else "author.unknown"


def _chain(
    connection: Connection, org_id: bytes, seq: int, room: int, offered: Sequence[Offered]
) -> _Chain:
    """Return how far lanes and streams are; asked under the lock."""
    headers = [one.header for one in offered]
    streams, authors = {one.stream for one in headers}, {one.author for one in headers}
    asked = {"of_org": org_id, "of_streams": list(streams), "of_authors": list(authors)}
    places = {
        (row.stream_id, row.author_id): (row.last_aseq, row.last_digest)
        for row in connection.execute(_LANES, asked)
    }
    rows = {row["stream_id"]: dict(row) for row in connection.execute(_STREAMS, asked).mappings()}
    again = {
        one.aseq for one in headers if one.aseq <= places.get((one.stream, one.author), (0,))[0]
    }
    known: dict[tuple[bytes, bytes, int], _Kept] = {}
    if again:
        kept = connection.execute(_KNOWN, asked | {"of_numbers": list(again)})
        known = {
            (row.stream_id, row.author_id, row.aseq): _Kept(row.batch_id, row.seq, row.stream_seq)
            for row in kept
        }
    return _Chain(org_id, seq, room, places, rows, known)


def _write(connection: Connection, chain: _Chain, used: int) -> None:
    connection.execute(insert(batch), chain.rows)
    lanes = [
        {
            "org_id": chain.org_id,
            "stream_id": place[0],
            "author_id": place[1],
            "last_aseq": chain.lanes[place][0],
            "last_digest": chain.lanes[place][1],
        }
        for place in sorted(chain.moved)
    ]
    new = [row for row in lanes if (row["stream_id"], row["author_id"]) in chain.begun]
    if new:
        connection.execute(insert(lane), new)
    moved = [
        {f"of_{name}": value for name, value in row.items()} for row in lanes if row not in new
    ]
    if moved:
        connection.execute(_MOVE_LANE, moved)
    streams = {row["stream_id"] for row in chain.rows}
    steps = [
        {"of_org_id": chain.org_id}
        | {f"of_{name}": value for name, value in chain.streams[one].items()}
        for one in sorted(streams)
    ]
    connection.execute(_MOVE_STREAM, steps)
    moved_on = {"of_org": chain.org_id, "of_last_seq": chain.seq, "of_used_batch": used}
    connection.execute(_MOVE_HEAD, moved_on)


# Built once: building statements takes longer than carrying them out.
_QUOTA: Final = select(org.c.quota_batch).where(org.c.org_id == bindparam("of_org"))
_AUTHORS: Final = select(author.c.author_id, author.c.pub, author.c.replica_id).where(
    author.c.org_id == bindparam("of_org"), author.c.status == Standing.ACTIVE
)
_WRITABLE: Final = (
    select(stream.c.stream_id, stream.c.generation)
    .join(acl, (acl.c.org_id == stream.c.org_id) & (acl.c.stream_id == stream.c.stream_id))
    .where(
        acl.c.org_id == bindparam("of_org"),
        acl.c.replica_id == bindparam("of_workbook"),
        acl.c.bits.op("&")(int(Right.WRITE)) != 0,
    )
)
_LANES: Final = select(lane).where(
    lane.c.org_id == bindparam("of_org"),
    lane.c.stream_id.in_(bindparam("of_streams", expanding=True)),
    lane.c.author_id.in_(bindparam("of_authors", expanding=True)),
)
_STREAMS: Final = select(
    stream.c.stream_id,
    stream.c.last_stream_seq,
    stream.c.log_hash,
    stream.c.since_snapshot,
    stream.c.since_snapshot_bytes,
).where(
    stream.c.org_id == bindparam("of_org"),
    stream.c.stream_id.in_(bindparam("of_streams", expanding=True)),
)
_KNOWN: Final = select(
    batch.c.stream_id,
    batch.c.author_id,
    batch.c.aseq,
    batch.c.batch_id,
    batch.c.seq,
    batch.c.stream_seq,
).where(
    batch.c.org_id == bindparam("of_org"),
    batch.c.stream_id.in_(bindparam("of_streams", expanding=True)),
    batch.c.author_id.in_(bindparam("of_authors", expanding=True)),
    batch.c.aseq.in_(bindparam("of_numbers", expanding=True)),
)
_MOVE_HEAD: Final = (
    update(org_head)
    .where(org_head.c.org_id == bindparam("of_org"))
    .values(last_seq=bindparam("of_last_seq"), used_batch=bindparam("of_used_batch"))
)
_MOVE_LANE: Final = (
    update(lane)
    .where(
        lane.c.org_id == bindparam("of_org_id"),
        lane.c.stream_id == bindparam("of_stream_id"),
        lane.c.author_id == bindparam("of_author_id"),
    )
    .values(last_aseq=bindparam("of_last_aseq"), last_digest=bindparam("of_last_digest"))
)
_MOVE_STREAM: Final = (
    update(stream)
    .where(
        stream.c.org_id == bindparam("of_org_id"), stream.c.stream_id == bindparam("of_stream_id")
    )
    .values(
        {
            name: bindparam(f"of_{name}")
            for name in ("last_stream_seq", "log_hash", "since_snapshot", "since_snapshot_bytes")
        }
    )
)
