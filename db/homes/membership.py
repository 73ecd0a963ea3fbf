"""The place of this workbook in an organisation: its name there, secrets, keys, and the roster."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from db.homes.at_home import adopt
from db.log.alone import note_lost
from db.log.streams import CONFIG
from db.rows import settings
from db.rows.moments import stored
from db.vault.engine import in_one

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlcipher3 import Connection, Cursor

_PLACE: Final = "select id, workbook, root from organisation"
_JOIN: Final = "insert into organisation values (?, ?, ?, ?)"
_MET: Final = "select 1 from app_user where id = ?"
_SECRETS: Final = "select name, value from workbook_secret"
_KEEP_PART: Final = "insert or replace into workbook_secret values (?, ?)"
_KEYS: Final = "select epoch, secret, retired from stream_key where stream = ? order by epoch"
# A key that was drawn and kept right before the power went was told to nobody: the next one counts.
_KEEP_KEY: Final = (
    "insert into stream_key values (?, ?, ?, 0) on conflict do update set secret = excluded.secret"
    " where secret <> excluded.secret"
)
_RETIRE: Final = (
    "update stream_key set retired = epoch < (select max(k.epoch) from stream_key as k"
    " where k.stream = :stream) where stream = :stream"
    " and retired <> (epoch < (select max(k.epoch) from stream_key as k where k.stream = :stream))"
)
_SHUT: Final = (
    "select p.lane, p.aseq from parked_batch as p where p.stream = ?"
    " and p.epoch < (select min(k.epoch) from stream_key as k where k.stream = p.stream)"
)
_FORGET_KEYS: Final = "delete from stream_key where stream = ? and epoch < ? and retired"
_ROSTER: Final = "select batch from roster_entry order by n"
_NEXT: Final = "select ifnull(max(n), 0) + 1 from roster_entry"
_ENTER: Final = "insert into roster_entry values (?, ?)"
_USED: Final = "select 1 from entity where stream = ? union all select 1 from lane where stream = ?"
_NO_STREAM: Final = "delete from stream where id = ?"
_ADD_STREAM: Final = "insert or ignore into stream values (?, ?)"
_LEFT_BEHIND: Final = (
    "delete from organisation",
    "delete from workbook_secret",
    "delete from stream_key",
    "delete from roster_entry",
    "delete from adoption",
)


class ExchangeRefused(RuntimeError):
    """Something of the exchange would not be right; the message is a code."""


class Place(NamedTuple):
    """An organisation, the name of this workbook there, and the key its roster begins with."""

    organisation: bytes
    workbook: bytes
    root: bytes


@dataclass(frozen=True, slots=True)
class Key:
    """The secret of a stream in one epoch."""

    epoch: int
    secret: bytes = field(repr=False)
    retired: bool


class Membership:
    """Who this workbook is among others."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def place(self) -> Place | None:
        """Return the place of this workbook, or None while it belongs to nobody."""
        row = self._connection.execute(_PLACE).fetchone()
        return Place(*row) if row else None

    def join(self, place: Place, config: bytes, secrets: Mapping[str, bytes], at: datetime) -> None:
        """Take a place in an organisation, whose stream of what all hold takes that of our own.

        A workbook that founds one names its own stream; one that has written anything of its own
        for everybody does not fit into another.
        """
        if self.place is not None:
            raise ExchangeRefused("exchange.joined")
        with in_one(self._connection) as cursor:
            _take_config(cursor, config)
            cursor.execute(_JOIN, (*place, stored(at)))
            cursor.executemany(_KEEP_PART, secrets.items())

    def has_met(self, user: bytes) -> bool:
        """Return whether somebody works here, or did."""
        return self._connection.execute(_MET, (user,)).fetchone() is not None

    def secrets(self) -> Mapping[str, bytes]:
        """Return the secrets of this workbook by what they are for."""
        return dict(self._connection.execute(_SECRETS).fetchall())

    def keep_secrets(self, secrets: Mapping[str, bytes]) -> None:
        """Keep other secrets in place of those of the same names."""
        self._connection.executemany(_KEEP_PART, secrets.items())

    def keys(self, stream: bytes) -> Sequence[Key]:
        """Return the keys of a stream, the newest last."""
        rows = self._connection.execute(_KEYS, (stream,)).fetchall()
        return [Key(epoch, secret, bool(retired)) for epoch, secret, retired in rows]

    def keep_key(self, stream: bytes, epoch: int, secret: bytes) -> None:
        """Keep the key of an epoch; those before it open what is there, and seal nothing more."""
        self._connection.execute(_KEEP_KEY, (stream, epoch, secret))
        self._connection.execute(_RETIRE, {"stream": stream})

    def forget_keys(self, stream: bytes, before: int) -> None:
        """Forget the retired keys of the epochs before one."""
        self._connection.execute(_FORGET_KEYS, (stream, before))

    def shut(self, stream: bytes) -> set[tuple[bytes, int]]:
        """Return what came and lies under a key from before all that are here, author and number.

        Who joined later is given no older key, and one that was let go of comes back to nobody.
        """
        return {(author, aseq) for author, aseq in self._connection.execute(_SHUT, (stream,))}

    def roster(self) -> Sequence[bytes]:
        """Return the entries of the roster as they came, the first first."""
        return [batch for (batch,) in self._connection.execute(_ROSTER).fetchall()]

    def enter(self, n: int, batch: bytes) -> None:
        """Keep the next entry of the roster; refuses one that leaves a gap or comes again."""
        ((following,),) = self._connection.execute(_NEXT).fetchall()
        if n != following:
            raise ExchangeRefused("exchange.roster_order")
        self._connection.execute(_ENTER, (n, batch))

    def adopt(
        self,
        adopters: Mapping[bytes, bytes],
        ended: Mapping[bytes, int],
        hers: Mapping[bytes, bytes],
    ) -> None:
        """Keep which workbook looks after which lanes, and where those that `ended` did so.

        `hers` are streams that are ours by that.
        """
        adopt(self._connection, adopters, ended, hers)


def _take_config(cursor: Cursor, config: bytes) -> None:
    """Let what is for everybody go to a stream; nothing was written for everybody before."""
    own = bytes.fromhex(settings.kept(cursor, settings.CONFIG_STREAM) or "")
    if own != config:
        if own and cursor.execute(_USED, (own, own)).fetchone():
            raise ExchangeRefused("exchange.has_its_own")
        cursor.execute(_NO_STREAM, (own,))
        settings.keep(cursor, settings.CONFIG_STREAM, config.hex())
    cursor.execute(_ADD_STREAM, (config, CONFIG))


def leave_place(cursor: Cursor) -> None:
    """Forget the place of a workbook in a copy of it that came back: the copy is another workbook.

    Two that called themselves by one name would fork each other's lanes. It asks to be let in,
    under new keys, like any newcomer; how far it had got in each stream stays true.
    """
    note_lost(cursor)
    for statement in _LEFT_BEHIND:
        cursor.execute(statement)
