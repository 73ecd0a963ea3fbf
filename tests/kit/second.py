"""A second workbook that takes in what a first one wrote, and what both of them show."""

from __future__ import annotations

from datetime import timedelta

from db.answers.shelf import Shelf
from db.cases.search import SearchIndex
from db.figures.marks import NEW
from db.incoming.apply import Lane
from db.incoming.receiving import receiving
from db.log.cells import op_of
from db.migrate import create_schema
from db.rows import settings
from db.rows.moments import read
from db.rows.rowplan import plans
from db.store import FILE, open_store
from db.vault.engine import connect
from ledger.clock import HybridClock

# What repeats others, in words that do not depend on the numbers that things have here.
REPEATED = (
    *("person", "safe_contact", "episode", "episode_tag", "episode_element", "trait", "due"),
)
ROWS = "select {columns} from {table} order by 1"
LISTED = (
    "select code, worker, area, due, sharing, review_on, agreed, experiences, safe_way, code_word"
    " from casefile order by code"
)
CHANGED = "select code, changed_at from casefile order by code"
PARTLY_ERASED = (
    "select c.code from audit_entry as a join casefile as c on c.id = a.object"
    " where a.action = 'parts_erased'"
)
FACTS = (
    "select f.qid, i.id, f.repeat, f.value from form_fact as f"
    " join form_instance as i on i.number = f.instance order by f.qid, i.id, f.repeat, f.value"
)
DOCUMENTS = "select id, doc, saved_at is null from form_instance order by id"
ORDERED = "select case_id, id from form_instance order by case_id, number"
WORDS = (
    "select c.code, s.term from temp.told as s join casefile as c on c.number = s.doc"
    " order by c.code, s.term"
)


class Second:
    """An empty store with the schema only, which takes in operations."""

    def __init__(self, home, unlocked, clock):
        home.mkdir(parents=True)
        self.home, self.unlocked, self.clock = home, unlocked, clock
        connection = connect(home / FILE, unlocked.store_key, create=True)
        create_schema(connection)
        SearchIndex(connection).create()
        settings.keep(connection, settings.SUMS, NEW)
        if unlocked.practice:
            settings.keep(connection, settings.PRACTICE, settings.YES)
        self.connection = connection
        self.applying = receiving(connection, HybridClock(clock), unlocked.user_id, Shelf())

    def know(self, other):
        """Take over the streams of another store."""
        self.connection.executemany(
            "insert or ignore into stream values (?, ?)",
            other.execute("select id, kind from stream").fetchall(),
        )

    def take(self, lanes, ops):
        """Take in operations."""
        return self.applying.take(lanes, ops)

    def open(self):
        """Return the store as a worker opens it."""
        self.connection.close()
        return open_store(self.home, self.unlocked, self.clock)


def written(connection):
    """Return the lanes and the operations of a store."""
    lanes = [Lane(*row) for row in connection.execute("select id, stream, author from lane")]
    return lanes, [op_of(row) for row in connection.execute("select * from op")]


def rows_of(connection):
    """Return every row that the log vouches for, and all that repeats them."""
    found = {}
    for table, plan in plans().items():
        names = ["id", *(slot.name for slot in plan.slots if slot.logged and slot.name != "id")]
        columns = ", ".join(f'"{name}"' for name in names)
        found[table] = connection.execute(ROWS.format(columns=columns, table=table)).fetchall()
    for table in REPEATED:
        found[table] = sorted(
            connection.execute(ROWS.format(columns="*", table=table)).fetchall(),
            key=repr,
        )
    for name, query in {
        "listed": LISTED,
        "facts": FACTS,
        "documents": DOCUMENTS,
        "ordered": ORDERED,
    }.items():
        found[name] = connection.execute(query).fetchall()
    connection.execute(
        "create virtual table temp.told using fts5vocab(main, case_search, instance)"
    )
    found["words"] = connection.execute(WORDS).fetchall()
    connection.execute("drop table temp.told")
    return found


def changed_otherwise(first, second):
    """Return the cases that were changed last at another moment in one of two stores.

    Where a part of one was erased last, nobody else knows of which case it was.
    """
    erased = {code for (code,) in first.execute(PARTLY_ERASED)}
    moments = dict(second.execute(CHANGED).fetchall())
    return [
        code
        for code, at in first.execute(CHANGED).fetchall()
        if code not in erased and abs(read(at) - read(moments[code])) > timedelta(seconds=1)
    ]


def differing(one, other):
    """Return the tables that differ, each with the first rows that do."""
    return {
        table: [pair for pair in zip(rows, other[table], strict=False) if pair[0] != pair[1]][:1]
        for table, rows in one.items()
        if rows != other[table]
    }
