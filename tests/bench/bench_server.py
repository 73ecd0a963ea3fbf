"""A server against its database by hand: one batch a commit, twenty a commit, nothing new.

One batch is held against as many statements in a transaction: against one alone it would be
measured how fast the disk is, which waits once for both.
"""

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
from sqlalchemy import Engine, event
from sqlcipher3 import dbapi2

from sync.server.engines import open_file, open_url
from sync.server.pulling import pull
from sync.server.tokens import Member
from sync.wire.documents import Signs

COMMITS, POLLS = 200, 1000
# Of what a batch changes: its lane, its stream, and the head of its organisation.
MOVED = 3
MAKE = "create table raw (org {bytes}, seq integer, body {bytes}, primary key (org, seq))"
LOOK = "select * from raw where org = {sign} and seq = {sign}"
MOVE = "update raw set body = {sign} where org = {sign} and seq = {sign}"


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
    many = _statements(one.pop(0))
    mark, sign = bytes(16), row[row.index("(") + 1 :].partition(",")[0]
    look, move = LOOK.format(sign=sign), MOVE.format(sign=sign)

    def by_hand(number):
        """Ask, keep and move on as often as a batch does, in one transaction."""
        raw.execute("begin")
        for _ in range(many - MOVED - 1):
            raw.execute(look, (mark, number - 1)).fetchone()
        raw.execute(row, (mark, number, bytes(520)))
        for _ in range(MOVED):
            raw.execute(move, (bytes(520), mark, number))
        raw.execute("commit")

    # Turn by turn, so that both meet the same machine.
    ours, theirs, bare = [], [], []
    for number, send in enumerate(one):
        ours.append(_timed(send))
        theirs.append(_timed(lambda n=number: by_hand(n)))
        bare.append(_timed(lambda n=number: raw.execute(row, (mark, -n - 1, bytes(520)))))
    yield _row(f"{name}: a batch taken in, {many} statements", median(ours), median(theirs), 4)
    each = median(_timed(send) for send in twenty) / 20
    yield _row(f"{name}: one of twenty taken in at once", each, median(bare), 1.5)
    _, who = _office(desks)
    asked = [_timed(lambda: _ask(desks, who)) for _ in range(POLLS)]
    twice = [_timed(lambda: [raw.execute(look, (mark, 1)).fetchone() for _ in range(2)])
             for _ in range(POLLS)]  # fmt: skip
    yield _row(f"{name}: nothing new", median(asked), median(twice), 40)


def _statements(send):
    """Return how many statements a request makes, its transaction not counted."""
    heard = []

    def hear(_connection, _cursor, statement, *_rest):
        heard.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        send()
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    return len([one for one in heard if not one.startswith("BEGIN")])


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
