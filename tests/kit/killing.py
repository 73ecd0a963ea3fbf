"""Kill a writer at random moments and look whether anything it had reported is gone.

Run as a program, so that the writers can be forked from a process without threads:
`python tests/kit/killing.py FOLDER CYCLES` in a folder made by `vaults.make_store`,
with the store key in hexadecimal on standard input. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from functools import partial
from pathlib import Path

from db.vault import keys, slots
from db.vault.engine import connect, find_damage

READY = b"R"
RECORD = 8
# The moment of death after the writer began, in seconds.
LONGEST_LIFE = 0.04
# A whole check of all pages costs more than a cycle, so it is made now and then.
CHECK_EVERY = 50
MOST_ROWS = 2000
CHANCE = random.SystemRandom()


def write_words(home, key, report):
    """Commit pairs of rows for ever, and report each number after its commit."""
    connection = connect(home / keys.STORE, key)
    connection.execute("PRAGMA wal_autocheckpoint = 12").fetchall()
    number = connection.execute("SELECT max(id) FROM word").fetchone()[0] or 0
    os.write(report, READY)
    while True:
        number += 1
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO word (id, text) VALUES (?, ?)", (number, "x" * 900))
        connection.execute("INSERT INTO echo (id) VALUES (?)", (number,))
        connection.execute("COMMIT")
        os.write(report, number.to_bytes(RECORD, "big"))


def write_slots(home, unlocked, report):
    """Make new recovery sheets for ever, and report each generation when it is written."""
    os.write(report, READY)
    while True:
        keys.renew_recovery(home, unlocked)
        number = slots.decode((home / keys.KEYS).read_bytes()).generation
        os.write(report, number.to_bytes(RECORD, "big"))


def live_and_die(work):
    """Fork a writer, kill it at a random moment, return the last number it reported."""
    reading, report = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        work(report)
    os.close(report)
    started = os.read(reading, 1) == READY
    time.sleep(CHANCE.uniform(0, LONGEST_LIFE))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    said = b""
    while select.select([reading], [], [], 1)[0] and (piece := os.read(reading, 65536)):
        said += piece
    os.close(reading)
    whole = len(said) // RECORD * RECORD
    return started, int.from_bytes(said[whole - RECORD : whole], "big")


def look(home, key, *, closely):
    """Return the last pair in the store, how many halves lack their other, and the damage."""
    connection = connect(home / keys.STORE, key)
    last = connection.execute("SELECT max(id) FROM word").fetchone()[0] or 0
    count = connection.execute("SELECT count(*) FROM word").fetchone()[0]
    echoes = connection.execute("SELECT count(*), max(id) FROM echo").fetchone()
    damage = find_damage(connection) if closely else 0
    if last > MOST_ROWS:
        connection.execute("DELETE FROM word")
        connection.execute("DELETE FROM echo")
    connection.close()
    return last, int(echoes != (count, last or None)), damage


def begin(home, key):
    """Empty the store and give every word its echo."""
    connection = connect(home / keys.STORE, key)
    connection.execute("DELETE FROM word")
    connection.execute("CREATE TABLE IF NOT EXISTS echo (id INTEGER PRIMARY KEY)")
    connection.close()


def kill_while_sealing(home, unlocked, result):
    """Let a writer of slot files die, and add up what became of its last generation."""
    started, reported = live_and_die(partial(write_slots, home, unlocked))
    kept = slots.decode((home / keys.KEYS).read_bytes()).generation
    other = slots.decode((home / keys.PREVIOUS_KEYS).read_bytes()).generation
    result["unborn"] += not started
    result["lost"] += kept < reported
    result["torn"] += other - kept not in {0, 1}


def run(home, key, cycles):
    """Return how many writes were reported, how many of them lost, and what broke."""
    begin(home, key)
    unlocked = keys.Unlocked(key, bytes(16), bytearray(32), False, bytes(16), bytes(32), 0)
    result = {"cycles": cycles, "reported": 0, "lost": 0, "torn": 0, "damaged": 0, "unborn": 0}
    before = 0
    for cycle in range(cycles):
        if cycle % 10 == 9:
            kill_while_sealing(home, unlocked, result)
            continue
        started, reported = live_and_die(partial(write_words, home, key))
        kept, torn, damage = look(home, key, closely=cycle % CHECK_EVERY == 0)
        result["unborn"] += not started
        result["lost"] += kept < max(reported, before)
        result["torn"] += torn
        result["damaged"] += damage
        result["reported"] += max(0, reported - before)
        before = 0 if kept > MOST_ROWS else kept
    return result


if __name__ == "__main__":
    store_key = bytearray.fromhex(sys.stdin.read())
    outcome = run(Path(sys.argv[1]), store_key, int(sys.argv[2]))
    sys.stdout.write(json.dumps(outcome))
