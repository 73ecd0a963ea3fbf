"""The encrypted file: opened by its raw key, its settings asserted, its dangerous doors shut."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from functools import partial
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlcipher3 import dbapi2

from db.vault import instance
from db.vault.refusals import StoreRefused, of_system
from db.vault.wiping import wipe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import PurePath

KEY_BYTES: Final = 32
# At once for writing: a transaction that reads first could not always go on to write.
BEGIN: Final = "BEGIN IMMEDIATE"
PAGE_BYTES: Final = 4096
_PLAIN_HEADER: Final = b"SQLite format 3\x00"
_SMALL_MACHINE_BYTES: Final = 3 << 30
# What the driver lays beside an open file before anything is written.
_ROOM_TO_OPEN: Final = 64 << 10

# What is set at every open, and what must then be read back.
_SETTINGS: Final = (
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("secure_delete", "ON", 1),
    # Without it INSERT OR REPLACE deletes a row behind the back of a delete trigger.
    ("recursive_triggers", "ON", 1),
    ("cell_size_check", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
    ("mmap_size", "0", 0),
)
# Facts of the build. Locking replaces the process, so the cipher need not wipe memory.
_FACTS: Final = (("cipher_status", {"1"}), ("cipher_memory_security", {"0"}))
_TEMP_STORE_IN_MEMORY: Final = {0, 2}

# Settings a working connection may still change; every other one is refused.
_SETTABLE: Final = frozenset(
    {"analysis_limit", "application_id", "busy_timeout", "cache_size", "defer_foreign_keys"}
    | {"foreign_key_check", "foreign_key_list", "incremental_vacuum", "index_info"}
    | {"index_list", "index_xinfo", "integrity_check", "journal_size_limit", "optimize"}
    | {"query_only", "quick_check", "synchronous", "table_info", "table_list", "table_xinfo"}
    | {"user_version", "wal_autocheckpoint", "wal_checkpoint"}
)
_UNREADABLE: Final = frozenset({"key", "rekey", "hexkey", "hexrekey", "cipher_migrate"})
_FORBIDDEN_FUNCTIONS: Final = frozenset({"load_extension", "sqlcipher_export", "fts3_tokenizer"})
_REFUSALS: Final = {
    3: "read_only",  # PERM
    5: "in_use",  # BUSY
    6: "in_use",  # LOCKED
    8: "read_only",  # READONLY
    10: "disk_error",  # IOERR
    11: "damaged",  # CORRUPT
    13: "disk_full",  # FULL
    14: "disk_error",  # CANTOPEN
    23: "forbidden",  # AUTH
    26: "wrong_key",  # NOTADB
}


class StoreConnection(dbapi2.Connection):
    """A connection that gives its claim on the workbook back when it is closed."""

    store: Path | None = None
    # What seals lists beside backups; the key of the store itself is not kept here.
    list_key: bytes = b""

    def close(self) -> None:
        """Close the file, then release the workbook."""
        super().close()
        store, self.store = self.store, None
        if store is not None:
            instance.release(store)


def connect(
    path: Path, key: bytearray, *, create: bool = False, read_only: bool = False
) -> dbapi2.Connection:
    """Return a working connection to the encrypted store.

    It is in autocommit: whoever writes says BEGIN (for SQLAlchemy, in its "begin"
    event). Refuses with a code what is not a whole store of this key.
    """
    if len(key) != KEY_BYTES:
        raise StoreRefused("wrong_key")
    frozen = read_only and not _is_writable(path)
    with ExitStack() as undo:
        if not frozen:
            _require_presence(path, create=create)
            instance.take(path)
            undo.callback(instance.release, path)
        _inspect(path, create=create, frozen=frozen)
        if create:
            undo.callback(partial(path.unlink, missing_ok=True))
        connection = _open(path, frozen=frozen)
        undo.callback(connection.close)
        try:
            _unlock(connection, key)
            _settle(connection, frozen=frozen, read_only=read_only)
        except dbapi2.Error as error:
            raise _at_open(path, connection, error) from None
        connection.set_authorizer(_authorize)
        undo.pop_all()
        connection.store = None if frozen else path
        connection.list_key = list_key(key)
    return connection


def list_key(key: bytearray) -> bytes:
    """Return the key of the lists that go with the backups of a store."""
    return blake2b(key=key, digest_size=KEY_BYTES, person=b"list of erased").digest()


def list_key_of(connection: dbapi2.Connection) -> bytes:
    """Return the key of the lists of an open store."""
    if isinstance(connection, StoreConnection) and connection.list_key:
        return connection.list_key
    raise StoreRefused("wrong_key")


def refusal_of(error: dbapi2.Error) -> StoreRefused:
    """Return the refusal that says what the driver said."""
    return StoreRefused(_REFUSALS.get(getattr(error, "sqlite_errorcode", 1) & 0xFF, "unexpected"))


def find_damage(connection: dbapi2.Connection) -> int:
    """Return how many pages fail their authentication or do not hang together."""
    try:
        broken = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        if broken:
            return len(broken)
        answer = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except dbapi2.DatabaseError:
        return 1
    return 0 if answer == ("ok",) else 1


@contextmanager
def without_foreign_keys(connection: dbapi2.Connection) -> Iterator[None]:
    """Let a migration rebuild tables, for the length of a block."""
    connection.set_authorizer(None)
    try:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.set_authorizer(_authorize)
        yield
    finally:
        connection.set_authorizer(None)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.set_authorizer(_authorize)


@contextmanager
def in_one(connection: dbapi2.Connection) -> Iterator[dbapi2.Cursor]:
    """Give a cursor whose work is kept as a whole, or not at all.

    Also where only its end finds something wrong, which alone leaves the transaction open: a row
    that others point to, say, and that is gone.
    """
    cursor = connection.cursor()
    cursor.execute(BEGIN)
    try:
        yield cursor
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def _is_writable(path: Path) -> bool:
    return os.access(path.parent, os.W_OK) and os.access(path, os.W_OK)


def _require_presence(path: Path, *, create: bool) -> None:
    """Refuse before a lock file is left in a folder that holds no workbook or takes no files."""
    if not create and not path.is_file():
        raise StoreRefused("missing")
    if path.parent.is_dir() and not (_is_writable(path) or create):
        raise StoreRefused("read_only")


def _inspect(path: Path, *, create: bool, frozen: bool) -> None:
    """Refuse a plain, an empty or a half-copied file before SQLite touches it."""
    try:
        if create:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            return
        if not frozen and instance.is_shared(path):
            return  # looked at by the first connection; opening it again would drop its locks
        with path.open("rb") as file:
            start = file.read(len(_PLAIN_HEADER))
        wal = path.with_name(path.name + "-wal")
        stale = frozen and wal.exists() and wal.stat().st_size > 0
    except FileExistsError:
        raise StoreRefused("exists") from None
    except OSError as error:
        raise of_system(error) from None
    if start == _PLAIN_HEADER:
        raise StoreRefused("plain_store")
    if len(start) < len(_PLAIN_HEADER):
        raise StoreRefused("damaged")
    if stale:
        raise StoreRefused("read_only")


def _open(path: Path, *, frozen: bool) -> StoreConnection:
    mode = "mode=ro&immutable=1" if frozen else "mode=rw"
    try:
        return StoreConnection(
            f"{_address(path.absolute())}?{mode}",
            isolation_level=None,
            cached_statements=512,
            uri=True,
        )
    except dbapi2.Error as error:
        raise refusal_of(error) from None


def _address(path: PurePath) -> str:
    """Return where a file is, in the spelling that SQLite gives for addresses of files.

    `Path.as_uri` would do, and imports all that is known of the web for it.
    """
    spelled = path.as_posix()
    for sign, written in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        spelled = spelled.replace(sign, written)
    # Before a drive of Windows one more stroke stands, and none before a machine of its network.
    return f"file://{spelled}" if spelled.startswith("/") else f"file:///{spelled}"


def _unlock(connection: dbapi2.Connection, key: bytearray) -> None:
    # The cipher writes its complaints to standard error unless told otherwise.
    for name, value in (("cipher_log", "OFF"), ("cipher_log_level", "NONE")):
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
    # 32 raw bytes would be taken for a passphrase: only this spelling is a raw key.
    spelled = bytearray(b"x'" + b"0" * (2 * KEY_BYTES) + b"'")
    digits = b"0123456789abcdef"
    for place, byte in enumerate(key):
        spelled[2 + 2 * place] = digits[byte >> 4]
        spelled[3 + 2 * place] = digits[byte & 15]
    try:
        connection.set_key(spelled)
    finally:
        wipe(spelled)
    for name, allowed in _FACTS:
        if str(_read(connection, name)) not in allowed:
            raise StoreRefused("unsafe_build")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _settle(connection: dbapi2.Connection, *, frozen: bool, read_only: bool) -> None:
    if not frozen:
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        if _read(connection, "journal_mode") != "wal":
            raise StoreRefused("unsafe_build")
    cache = -_cache_kib()
    for name, value, expected in (*_SETTINGS, ("cache_size", str(cache), cache)):
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
        # An empty answer to mmap_size means that the cipher has no such thing.
        if _read(connection, name) not in {expected, None}:
            raise StoreRefused("unsafe_build")
    if _read(connection, "temp_store") not in _TEMP_STORE_IN_MEMORY:
        raise StoreRefused("unsafe_build")
    if read_only:
        connection.execute("PRAGMA query_only = ON")


def _read(connection: dbapi2.Connection, name: str) -> object:
    answer = connection.execute(f"PRAGMA {name}").fetchone()
    return answer[0] if answer else None


def _cache_kib() -> int:
    try:
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 65536
    return 65536 if memory > _SMALL_MACHINE_BYTES else 16384


def _at_open(path: Path, connection: dbapi2.Connection, error: dbapi2.Error) -> StoreRefused:
    """Tell a wrong key, under which every page fails, from a damaged first page."""
    refusal = refusal_of(error)
    if refusal.code == "disk_error" and _is_full(path):
        return StoreRefused("disk_full")
    if refusal.code != "wrong_key":
        return refusal
    try:
        broken = len(connection.execute("PRAGMA cipher_integrity_check").fetchall())
        pages = _count_pages(connection)
    except dbapi2.Error:
        return refusal
    return StoreRefused("damaged", pages=broken) if broken < pages else refusal


def _is_full(path: Path) -> bool:
    """Return whether nothing fits beside a file, which the driver tells as an error of the disk."""
    try:
        free: int = import_module("shutil").disk_usage(path.parent).free
    except OSError:
        return False
    return free < _ROOM_TO_OPEN


def _count_pages(connection: dbapi2.Connection) -> int:
    listed = connection.execute("PRAGMA database_list").fetchone()
    return Path(str(listed[2])).stat().st_size // PAGE_BYTES if listed else 0


def _authorize(
    action: int, first: str | None, second: str | None, _database: str | None, _inner: str | None
) -> int:
    """Refuse what could write plaintext elsewhere, change the key or load code."""
    judge = _JUDGED.get(action)
    return _OK if judge is None or judge(first or "", second) else _DENY


def _is_harmless_setting(name: str, value: str | None) -> bool:
    return name.lower() not in _UNREADABLE if value is None else name.lower() in _SETTABLE


def _is_harmless_function(_none: str, name: str | None) -> bool:
    return (name or "").lower() not in _FORBIDDEN_FUNCTIONS


def _never(_first: str, _second: str | None) -> bool:
    return False


# Each column of each statement is asked about, so all that is always allowed is not here.
_JUDGED: Final[dict[int, Callable[[str, str | None], bool]]] = {
    dbapi2.SQLITE_ATTACH: _never,
    dbapi2.SQLITE_DETACH: _never,
    dbapi2.SQLITE_PRAGMA: _is_harmless_setting,
    dbapi2.SQLITE_FUNCTION: _is_harmless_function,
}
_OK: Final[int] = dbapi2.SQLITE_OK
_DENY: Final[int] = dbapi2.SQLITE_DENY


def store_refusal(error: Exception) -> StoreRefused | None:
    """Return what the driver's error means for a person, or None when it is none of the driver's.

    The key was right when the workbook opened, so a page that it does not open is damaged.
    """
    # SQLAlchemy wraps the driver's own error.
    cause = getattr(error, "orig", error)
    if not isinstance(cause, dbapi2.Error):
        return None
    refusal = refusal_of(cause)
    return StoreRefused("damaged") if refusal.code == "wrong_key" else refusal
