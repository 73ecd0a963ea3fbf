"""A server against the same rows written raw: one batch a commit, twenty a commit, nothing new."""

from __future__ import annotations

import os
import random
import tempfile
import time
from pathlib import Path
from statistics import median

import psycopg
from measure import HOUSE
from postgres import Cluster, libraries
from served import Organisation, desks_on
from sqlcipher3 import dbapi2

from sync.server.engines import open_file, open_url
from sync.server.pulling import pull
from sync.server.tokens import Member
from sync.wire.documents import Signs

COMMITS, POLLS = 200, 1000
MAKE = "create table raw (org {bytes}, seq integer, body {bytes}, primary key (org, seq))"


def run():
    """Yield what a commit and a question cost on each database that is here."""
    out = HOUSE / "out"
    out.mkdir(exist_ok=True)
    # A temporary folder of the system may be in memory, which no disk is waited for.
    with tempfile.TemporaryDirectory(dir=out) as folder:
        place = Path(folder)
        raw = dbapi2.connect(str(place / "raw.db"), isolation_level=None)
        for line in ("journal_mode = WAL", "synchronous = FULL"):
            raw.execute(f"PRAGMA {line}").fetchall()
        database = open_file(place)
        yield from measured("SQLite", database, raw, "insert into raw values (?, ?, ?)", "blob")
        database.close()
        raw.close()
    if libraries().without_postgres():
        return
    with Cluster(f"bench{os.getpid()}", out / "lock", "-c fsync=on").lent() as lent:
        database = open_url(lent.url())
        raw = psycopg.connect(lent.url(), autocommit=True)
        row = "insert into raw values (%s, %s, %s)"
        yield from measured("PostgreSQL", database, raw, row, "bytea")
        database.close()
        raw.close()


def measured(name, database, raw, row, kind):
    """Yield the rows of one database."""
    raw.execute(MAKE.format(bytes=kind))
    desks = desks_on(database)
    one, twenty = _sending(desks, 1, COMMITS), _sending(desks, 20, COMMITS // 8)
    # Turn by turn, so that both meet the same machine.
    ours, theirs = [], []
    for number, send in enumerate(one):
        ours.append(_timed(send))
        theirs.append(_timed(lambda n=number: raw.execute(row, (bytes(16), n, bytes(520)))))
    yield _row(f"{name}: a batch taken in", median(ours), median(theirs), 6)
    many = median(_timed(send) for send in twenty) / 20
    yield _row(f"{name}: one of twenty taken in at once", many, median(theirs), 1.5)
    _, who = _office(desks)
    asked = [_timed(lambda: _ask(desks, who)) for _ in range(POLLS)]
    look = row.replace("insert into", "select * from").split(" values")[0] + " where seq = 1"
    twice = [_timed(lambda: (raw.execute(look).fetchone(), raw.execute(look).fetchone()))
             for _ in range(POLLS)]  # fmt: skip
    yield _row(f"{name}: nothing new", median(asked), median(twice), 40)


def _row(name, ours, yardstick, goal):
    return {"name": name, "ours": ours, "yardstick": yardstick, "goal": goal, "unit": "s"}


def _timed(does):
    begun = time.perf_counter()
    does()
    return time.perf_counter() - begun


def _office(desks):
    office = Organisation(random.Random())
    stream = office.stream()
    laptop = office.workbook(Signs.ADMIN)
    desks.orgs.create(office.founding(), None)
    return (laptop, stream), Member(office.org, laptop.name)


def _sending(desks, at_once, times):
    """Return what sends so many batches at once, made before anything is measured."""
    (laptop, stream), who = _office(desks)
    requests = [[laptop.batch(stream) for _ in range(at_once)] for _ in range(times)]
    return [lambda batches=batches: desks.appending.append(who, batches) for batches in requests]


def _ask(desks, who):
    desks.door.demand_standing(who)
    pull(desks.database, who, 1 << 50, 1 << 16)
