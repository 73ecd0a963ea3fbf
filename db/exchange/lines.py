"""How far each server is known: what it keeps, its log as it was seen, and what is wrong there."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

from db.log import outbox
from db.rows import settings
from db.rows.moments import stored
from db.vault.engine import in_one

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from sqlcipher3 import Connection

_SERVER: Final = "select n, cursor, acl, rights, looked, token, at from line_server where name = ?"
_NEW: Final = "insert or ignore into line_server values (null, ?, 0, 0, x'', 0, '', '')"
_CURSOR: Final = "update line_server set cursor = ? where n = ?"
_LET_IN: Final = "update line_server set token = ? where n = ?"
_RIGHTS: Final = "update line_server set acl = ?, rights = ? where n = ?"
_DONE: Final = "update line_server set at = ? where n = ?"
_LOGGED: Final = "insert or ignore into line_log values (?, ?, ?, ?, null)"
_THERE: Final = "select name from line_log where server = ? and stream = ? and number = ?"
_ANYWHERE: Final = "select 1 from line_log where server = ? and name = ? limit 1"
_NUMBER: Final = "select number from line_log where server = ? and stream = ? and name = ?"
_OURS: Final = (
    "select o.lane, max(o.aseq) from outbox as o join line_log as l"
    " on l.server = ? and l.name = o.batch_id where l.stream = ? and l.number <= ? group by o.lane"
)
_MISSES: Final = (
    "select 1 from outbox as o where o.lane = ? and o.aseq > ? and o.content is null"
    " and not exists (select 1 from line_log as g where g.server = ? and g.name = o.batch_id)"
    " limit 1"
)
_ELSEWHERE: Final = (
    "select 1 from line_log where server = ? and name = ? and (stream <> ? or number <> ?) limit 1"
)
_HEAD: Final = (
    "select number, hash from line_log where server = ? and stream = ? and hash is not null"
    " order by number desc limit 1"
)
_AFTER: Final = (
    "select number, name from line_log where server = ? and stream = ? and number > ?"
    " order by number"
)
# What is not given has no name here: the hash of the log stands in its place.
_TRUSTED: Final = (
    "insert into line_log values (?, ?, ?, ?, ?)"
    " on conflict (server, stream, number) do update set hash = excluded.hash"
)
_HASHED: Final = "update line_log set hash = ? where server = ? and stream = ? and number = ?"
_HASH: Final = "select hash from line_log where server = ? and stream = ? and number = ?"
_GAP: Final = (
    "select 1 from line_log as l where l.server = ? and l.hash is null and not exists"
    " (select 1 from line_log as m where m.server = l.server and m.stream = l.stream"
    " and m.number > l.number and m.hash is not null) limit 1"
)
_LOOKED: Final = "update line_server set looked = ? where n = ?"
_NAMES: Final = "select name from line_log where server = ? and stream = ?"
_KEPT: Final = "select aseq from line_lane where server = ? and lane = ?"
_KEEP: Final = (
    "insert into line_lane values (?, ?, ?)"
    " on conflict (server, lane) do update set aseq = max(aseq, excluded.aseq)"
)
_LANES: Final = "select distinct lane from outbox order by lane"
_WAITING: Final = (
    "select batch_id, lane, aseq, content from outbox"
    " where lane = ? and aseq > ? and content is not null order by aseq"
)
_HOW_MANY: Final = (
    "select count(*) from outbox as o left join line_lane as l on l.server = ? and l.lane = o.lane"
    " where o.aseq > ifnull(l.aseq, 0) and o.content is not null"
)
_ALARM: Final = "insert or ignore into line_alarm values (?, ?, ?, ?, ?)"
_ALARMS: Final = "select stream, what, generation, at from line_alarm where server = ?"
_SETTLED: Final = "delete from line_alarm where server = ? and stream = ? and generation < ?"
_SHORTER: Final = "delete from line_log where server = ? and stream = ? and number > ?"
_FORGET: Final = ("delete from line_log where server = ?", "delete from line_lane where server = ?")
_OWN_KEPT: Final = (
    "insert into line_lane select ?, o.lane, max(o.aseq) from outbox as o join line_log as l"
    " on l.server = ? and l.name = o.batch_id group by o.lane"
)
_LOST: Final = (
    "select 1 from outbox as o join line_lane as l on l.server = ? and l.lane = o.lane"
    " and o.aseq <= l.aseq where o.content is not null and not exists"
    " (select 1 from line_log as g where g.server = ? and g.name = o.batch_id) limit 1"
)
_LAST_WORD: Final = (
    "select max(at) from (select max(created) as at from outbox"
    " union all select max(joined_at) from organisation"
    " union all select value from setting where key = 'line.alive')"
)
_NO_LANES: Final = "delete from line_lane where server = ?"


class Server(NamedTuple):
    """What is known of a server."""

    n: int
    cursor: int
    acl: int
    rights: bytes
    looked: int
    token: str
    at: str


class Waiting(NamedTuple):
    """A sealed batch that a server has not got yet."""

    name: bytes
    lane: bytes
    aseq: int
    content: bytes


class Alarm(NamedTuple):
    """What a server showed that can not be: in which stream, of which generation, since when."""

    stream: bytes
    what: str
    generation: int
    at: str


class Log:
    """The logs of a server's streams, as far as they were seen."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, n: int, stream: bytes, number: int, name: bytes) -> bool:
        """Keep which batch stands at a place of a stream's log; return whether it alone does there.

        Nor may it stand anywhere else: nothing is kept twice.
        """
        place = (n, stream, number)
        self._connection.execute(_LOGGED, (*place, name))
        ((there,),) = self._connection.execute(_THERE, place).fetchall()
        elsewhere = self._connection.execute(_ELSEWHERE, (n, name, stream, number)).fetchone()
        return bool(there == name) and elsewhere is None

    def knows(self, n: int, name: bytes) -> bool:
        """Return whether a batch stands anywhere in the logs."""
        return self._connection.execute(_ANYWHERE, (n, name)).fetchone() is not None

    def number(self, n: int, stream: bytes, name: bytes) -> int | None:
        """Return the number of a batch in a stream's log, where it is known."""
        row = self._connection.execute(_NUMBER, (n, stream, name)).fetchone()
        return row[0] if row else None

    def ours(self, n: int, stream: bytes, upto: int) -> dict[bytes, int]:
        """Return how far each lane that was sealed here stands in a log up to a number."""
        return dict(self._connection.execute(_OURS, (n, stream, upto)).fetchall())

    def misses(self, n: int, lane: bytes, after: int) -> bool:
        """Return whether of a lane, behind a number, batches stand nowhere that nobody has now."""
        return self._connection.execute(_MISSES, (lane, after, n)).fetchone() is not None

    def follow(
        self, n: int, stream: bytes, logged: Callable[[bytes, int, bytes], bytes], start: bytes
    ) -> None:
        """Work out the hash of the log as far as it has come without a gap."""
        number, head = self.head(n, stream) or (0, start)
        for following, name in self._connection.execute(_AFTER, (n, stream, number)).fetchall():
            if following != number + 1:
                return
            number, head = following, logged(head, following, name)
            self._connection.execute(_HASHED, (head, n, stream, number))

    def head(self, n: int, stream: bytes) -> tuple[int, bytes] | None:
        """Return the last number of a stream's log that is vouched for, and the hash there."""
        row = self._connection.execute(_HEAD, (n, stream)).fetchone()
        return (row[0], row[1]) if row else None

    def hash_at(self, n: int, stream: bytes, number: int) -> bytes | None:
        """Return the hash of a stream's log at a number, where it is known."""
        row = self._connection.execute(_HASH, (n, stream, number)).fetchone()
        return row[0] if row else None

    def leads_here(
        self,
        n: int,
        at: tuple[bytes, int, bytes],
        logged: Callable[[bytes, int, bytes], bytes],
    ) -> bool:
        """Return whether a hash is that of a stream's log at a number, as far as it was seen.

        Where it is not known itself, as what was before it is not given any more, what came after
        it vouches for it.
        """
        stream, number, head = at
        known = self.hash_at(n, stream, number)
        rows = self._connection.execute(_AFTER, (n, stream, number))
        for following, name in rows if known is None else ():
            if following != number + 1:
                break
            number, head = following, logged(head, following, name)
            known = self.hash_at(n, stream, number)
            if known is not None:
                break
        return known == head

    def has_gap(self, n: int) -> bool:
        """Return whether something came of which what is before it did not."""
        return self._connection.execute(_GAP, (n,)).fetchone() is not None

    def trust(self, n: int, stream: bytes, number: int, head: bytes) -> None:
        """Begin to work out hashes at a number, where what was before it is not given any more."""
        self._connection.execute(_TRUSTED, (n, stream, number, head, head))

    def names(self, n: int, stream: bytes) -> frozenset[bytes]:
        """Return the names of what it is known to keep of a stream."""
        rows = self._connection.execute(_NAMES, (n, stream)).fetchall()
        return frozenset(name for (name,) in rows)


class Alarms:
    """What servers showed that can not be, until a person has settled it."""

    def __init__(self, connection: Connection, now: Callable[[], datetime]) -> None:
        self._connection, self._now = connection, now

    def add(self, n: int, what: str, stream: bytes, generation: int) -> None:
        """Keep what it showed that can not be; said again it is the same."""
        at = stored(self._now())
        self._connection.execute(_ALARM, (n, stream, what, generation, at))

    def all(self, n: int) -> list[Alarm]:
        """Return what is to be settled by a person."""
        return [Alarm(*row) for row in self._connection.execute(_ALARMS, (n,)).fetchall()]

    def settle(self, n: int, generations: Iterable[tuple[bytes, int]]) -> None:
        """Let go of what was said of logs that an administrator has let begin anew."""
        rows = [(n, stream, generation) for stream, generation in generations]
        self._connection.executemany(_SETTLED, rows)


class Lines:
    """What a workbook keeps of one server."""

    def __init__(self, connection: Connection, name: str, now: Callable[[], datetime]) -> None:
        self._connection, self._name, self._now = connection, name, now
        self.log, self.alarms = Log(connection), Alarms(connection, now)

    @property
    def server(self) -> Server:
        """Return what is known of it, next to nothing before the first word."""
        row = self._connection.execute(_SERVER, (self._name,)).fetchone()
        return Server(*row) if row else Server(0, 0, 0, b"", 0, "", "")

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Keep what is written meanwhile as a whole or not at all."""
        with in_one(self._connection):
            yield

    def begin(self) -> Server:
        """Return what is known of it; from now on something is."""
        self._connection.execute(_NEW, (self._name,))
        return self.server

    def keep_token(self, n: int, token: str) -> None:
        """Keep what lets this workbook in for a day."""
        self._connection.execute(_LET_IN, (token, n))

    def keep_rights(self, n: int, acl: int, rights: bytes) -> None:
        """Keep which rights hold there."""
        self._connection.execute(_RIGHTS, (acl, rights, n))

    def reached(self, n: int, cursor: int) -> None:
        """Keep up to where all was taken in that it gave."""
        self._connection.execute(_CURSOR, (cursor, n))

    def looked(self, n: int, acl: int) -> None:
        """Keep under which rights it was last looked whether anything older can be read."""
        self._connection.execute(_LOOKED, (acl, n))

    def done(self, n: int) -> None:
        """Keep that just now everything was exchanged."""
        self._connection.execute(_DONE, (stored(self._now()), n))

    # ------------------------------------------------------------------ what goes there

    def kept(self, n: int, lane: bytes) -> int:
        """Return up to which number it keeps a lane."""
        row = self._connection.execute(_KEPT, (n, lane)).fetchone()
        return int(row[0]) if row else 0

    def keep(self, n: int, lane: bytes, aseq: int) -> None:
        """Keep that it keeps a lane up to a number."""
        self._connection.execute(_KEEP, (n, lane, aseq))

    def waiting(self, n: int) -> Iterator[Waiting]:
        """Yield what was sealed here and is not there yet, lane by lane."""
        for (lane,) in self._connection.execute(_LANES).fetchall():
            rows = self._connection.execute(_WAITING, (lane, self.kept(n, lane)))
            for row in rows:
                yield Waiting(*row)

    def under_way(self, batch_ids: Iterable[bytes]) -> None:
        """Keep that batches are about to be given to a server; none is sealed anew from now on."""
        with self.whole():
            outbox.mark_under_way(self._connection.cursor(), batch_ids)

    def how_many(self, n: int) -> int:
        """Return how many batches wait to be sent there."""
        ((number,),) = self._connection.execute(_HOW_MANY, (n,)).fetchall()
        return int(number)

    def last_word(self) -> str:
        """Return when this workbook last wrote something that others hear, or joined them."""
        ((at,),) = self._connection.execute(_LAST_WORD).fetchall()
        return str(at or "")

    def spoke(self, at: str) -> None:
        """Keep when it said only that it is there."""
        settings.keep(self._connection, settings.LINE_ALIVE, at)

    # ------------------------------------------------------------------ what is wrong

    def lost(self, n: int) -> bool:
        """Return whether a batch of ours that it said to keep is in none of its logs."""
        return self._connection.execute(_LOST, (n, n)).fetchone() is not None

    def send_again(self, n: int) -> None:
        """Begin each lane behind what it is known to keep."""
        with self.whole():
            self._connection.execute(_NO_LANES, (n,))
            self._connection.execute(_OWN_KEPT, (n, n))

    def shorten(self, n: int, heads: Iterable[tuple[bytes, int]], cursor: int) -> None:
        """Forget what a server that was restored does not know any more."""
        with self.whole():
            for stream, number in heads:
                self._connection.execute(_SHORTER, (n, stream, number))
            self._connection.execute(_NO_LANES, (n,))
            self._connection.execute(_OWN_KEPT, (n, n))
            self.reached(n, cursor)

    def forget(self, n: int) -> None:
        """Begin with a server from nothing; what it showed that can not be stays."""
        with self.whole():
            for statement in _FORGET:
                self._connection.execute(statement, (n,))
            self.reached(n, 0)
