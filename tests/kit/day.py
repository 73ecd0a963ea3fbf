"""A day of work in a process of its own, to be searched for remnants afterwards.

`python tests/kit/day.py FOLDER END`; standard input brings one JSON line with the store
key and the words, so that neither stands in an argument or the environment. The day
writes every word into rows, an index, a big sort, a rebuilt index and a backup. Then it
ends: "exit" as one should, "kill" waits for its death inside a commit, "crash" raises
with every word in sight, "lock" becomes the waiting program.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from db.backups import backup
from db.vault import engine, keys
from desktop import crash
from desktop.events import Event, Events, silence_libraries
from desktop.safety import lock


def now():
    return datetime(2026, 3, 1, 12, tzinfo=UTC)


def work(connection, words):
    """Use the store in the ways that leave remnants with other engines."""
    connection.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(text, prefix='2 3')")
    connection.execute("BEGIN IMMEDIATE")
    rows = [(f"{n} {word} " + "x" * 600,) for n in range(40) for word in words]
    connection.executemany("INSERT INTO note (text) VALUES (?)", rows)
    connection.executemany("INSERT INTO found (text) VALUES (?)", rows)
    connection.execute("COMMIT")
    connection.execute("CREATE TEMP TABLE sorted AS SELECT text FROM note ORDER BY text DESC")
    connection.execute("UPDATE note SET text = text || text WHERE id % 3 = 0")
    connection.execute("DELETE FROM note WHERE id % 5 = 0")
    connection.execute("INSERT INTO found (found) VALUES ('rebuild')")
    for forbidden in ("PRAGMA temp_store = FILE", "ATTACH 'plain.db' AS p KEY ''"):
        with suppress(dbapi2.DatabaseError):
            connection.execute(forbidden)


def leave_open(connection, words):
    """Begin a commit too large for the cache, so that it reaches the disk half done."""
    connection.execute("PRAGMA cache_size = 4").fetchall()
    connection.execute("BEGIN IMMEDIATE")
    rows = [(f"{word} unfinished " + "y" * 3000,) for word in words for _ in range(60)]
    connection.executemany("INSERT INTO note (text) VALUES (?)", rows)


def stumble(words, depth=5):
    """Raise with the words in every frame and in the message."""
    if depth == 0:
        raise ValueError(*words)
    stumble([word + "" for word in words], depth - 1)


def main(home, end):
    brought = json.loads(sys.stdin.readline())
    key, words = bytearray.fromhex(brought["key"]), brought["words"]
    crash.install(home, now)
    silence_libraries()
    events = Events(home, now)
    events.note(Event.STARTED, *words)
    connection = engine.connect(home / keys.STORE, key, create=True)
    work(connection, words)
    unlocked = keys.Unlocked(key, bytes(16), bytearray(32), False, bytes(16), b"\x09" * 32, 0)
    backup.back_up(connection, unlocked, home / "stick.backup", now)
    if end == "crash":
        stumble(words)
    if end != "exit":
        leave_open(connection, words)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        if end == "lock":
            events.note(Event.LOCKED)
            lock.lock([key], [sys.executable, "-c", "print('resumed')"])
    connection.close()
    events.note(Event.ENDED)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
