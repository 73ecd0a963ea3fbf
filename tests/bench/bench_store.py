"""The store against raw SQLCipher: saving, importing, searching, folding.

20,000 cases with 100,000 children and 1,000,000 texts, or as many cases as ALONGSIDE_BENCH says.
"""

from __future__ import annotations

import gc
import json
import os
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from ledgers import STREAM, USER, Workbook
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import dialect

from casework.persons.folding import fold
from db.answers.bulk import bring_in
from db.cases.search import SearchIndex
from db.homes.settling import settle
from db.log.ground import Ground
from db.log.oplog import OpLog
from db.rows.log import AuditEntryRow, EntityRow, OpRow
from db.rows.people import AssignmentRow
from db.rows.rowplan import insert_of
from db.rows.tables import CaseRow, FormInstanceRow, UserRow
from ledger.clock import HybridClock

CASES = int(os.environ.get("ALONGSIDE_BENCH", "100000"))
CHILDREN = 5
TEXTS = 50 * CASES
ROUNDS, SAVES = 40, 10
SYNC = 0.004
CASE = b"one case of many"
ANSWERS = {f"q{number:02d}": f"an answer of some words, {number}" for number in range(40)}
# Two letters and more, spelled otherwise than they were written.
WANTED = ("ma", "rasob", "احمر", "فا", "हीम", "पुसू", "রূ", "সাম", "አበ", "ጸሀይ", "mali nasora")


def run():
    """Yield every measurement."""
    yield from saving()
    yield from importing(CASES)
    yield from searching(TEXTS)


def row(name, ours, yardstick, goal, unit="s"):
    """Return one measurement."""
    return {"name": name, "ours": ours, "yardstick": yardstick, "goal": goal, "unit": unit}


@contextmanager
def workbooks(count):
    """Make empty workbooks in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        books = [Workbook(Path(folder) / f"{number}.db") for number in range(count)]
        yield books
        for book in books:
            book.close()


def saving():
    """Yield what saving a form costs: row, audit, log and search words, in one commit."""
    with workbooks(2) as (ours, raw):
        for book in (ours, raw):
            book.keep(_case())
        pair = (_Saver(ours), _RawSaver(raw))
        for saver in pair:
            saver.save(60)
        timed = [[saver.timed() for saver in pair] for _round in range(ROUNDS)]
        commits = [saver.commits() for saver in pair]
    # The quicker half of the rounds: what else the machine does is no part of a save.
    cpu, wall = (
        [_quartile(spent[which][kind] for spent in timed) for which in (0, 1)] for kind in (0, 1)
    )
    yield row("save: processor", *cpu, 4)
    # Where syncing is nearly free the ratio tells of the processor only; people have slower disks.
    yield row("save: time, each sync 4 ms longer", *(spent + SYNC for spent in wall), 1.15)
    yield row("save: syncs", *commits, 1, "syncs")


def _quartile(times):
    return quantiles(times, n=4)[0]


class _Saver:
    """Saves forms as the workbook does."""

    def __init__(self, book):
        self.book = book
        self.number = 0
        self.path = Path(book.rows("pragma database_list")[0][2] + "-wal")

    def save(self, times=1):
        for _time in range(times):
            self.number += 1
            self.one(self.number)

    def one(self, number):
        book = self.book
        ground = Ground(book.connection, book.sessions, book.journal, settle)
        made = _instance(number)
        ground.put(FormInstanceRow, **made)
        book.journal.create(made["id"], "form_instance", ANSWERS)
        book.journal.audit("answers_recorded", CASE)
        SearchIndex(ground.pen()).put(number, ANSWERS["q01"])
        ground.commit()

    def timed(self):
        """Return processor and wall time of one save."""
        gc.collect()
        gc.disable()
        cpu, wall = time.process_time(), time.perf_counter()
        self.save(SAVES)
        spent = time.process_time() - cpu, time.perf_counter() - wall
        gc.enable()
        return spent[0] / SAVES, spent[1] / SAVES

    def commits(self):
        """Return how often one save syncs: in WAL mode once for each frame that ends a commit."""
        self.book.rows("pragma wal_checkpoint(truncate)")
        self.book.rows("pragma wal_autocheckpoint = 0")
        self.save(SAVES)
        log = self.path.read_bytes()
        frames = range(32, len(log), 24 + 4096)
        return sum(log[start + 4 : start + 8] != bytes(4) for start in frames) / SAVES


class _RawSaver(_Saver):
    """Writes the same row with the driver alone."""

    def one(self, number):
        values = _instance(number)
        self.book.rows("BEGIN IMMEDIATE")
        self.book.rows(insert_of(FormInstanceRow.__table__, tuple(values)), *values.values())
        self.book.rows("COMMIT")


def _case():
    return CaseRow(
        id=CASE,
        code="A",
        status="new",
        opened_on="2026-03-01",
        number=1,
        changed_at="2026-03-01",
    )


def _instance(number):
    return {
        "id": os.urandom(16),
        "case_id": CASE,
        "form_id": "intake",
        "version": "1",
        "state": "final",
        "language": "en",
        "recorded_by": USER,
        "recorded_at": "2026-03-01T12:00:00Z",
        "number": number,
        "doc": json.dumps(ANSWERS).encode(),
    }


SCAN = "select number from plain where words like ? and words like ? order by number desc"
CASE_COLUMNS = ("id", "code", "status", "opened_on", "number", "changed_at", "area")
CHILD_COLUMNS = ("id", "case_id", "user_id", "since", "until", "reason")


def importing(cases):
    """Yield what bringing in cases with their children costs, log included."""
    case_rows = [_case_row(number) for number in range(cases)]
    child_rows = [_child_row(case) for case in case_rows for _child in range(CHILDREN)]
    with workbooks(2) as (ours, raw):
        for book in (ours, raw):
            book.keep(UserRow(id=USER, name="x", role="x", status="x", author=USER))
            book.rows("pragma cache_size = -262144")
        mine = _clocked(lambda: _bring(ours, case_rows, child_rows))
        same = _written(ours)
        yard = _clocked(lambda: _write(raw, same))
        counts = [book.rows("select count(*) from op")[0][0] for book in (ours, raw)]
    if counts != [cases * (1 + CHILDREN) + 1] * 2:
        raise AssertionError(counts)
    name = f"import of {cases} cases with {len(child_rows)} children"
    yield row(f"{name}: processor", mine[0], yard[0], 1.5)
    yield row(f"{name}: time", mine[1], yard[1], 1.5)


def _case_row(number):
    day = f"2026-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
    return (os.urandom(16), f"C{number:07d}", "new", day, number + 1, day, "north")


def _child_row(case):
    return (os.urandom(16), case[0], USER, case[3], None, "intake by the worker on duty")


def _bring(book, case_rows, child_rows):
    cursor = book.connection.cursor()
    log = OpLog(book.author, HybridClock(book.wall), USER)
    cursor.execute("BEGIN IMMEDIATE")
    bring_in(cursor, log, STREAM, (CaseRow, CASE_COLUMNS, case_rows))
    bring_in(cursor, log, STREAM, (AssignmentRow, CHILD_COLUMNS, child_rows))
    cursor.execute("COMMIT")


LISTS = {
    CaseRow.__table__: CASE_COLUMNS,
    AssignmentRow.__table__: CHILD_COLUMNS,
    OpRow.__table__: OpRow.__table__.columns.keys(),
    EntityRow.__table__: EntityRow.__table__.columns.keys(),
    AuditEntryRow.__table__: AuditEntryRow.__table__.columns.keys(),
}


def _written(book):
    """Return all that an import wrote beside what was there, entities in the order they came."""
    found = {}
    for table, columns in LISTS.items():
        query = select(*(table.c[name] for name in columns))
        found[table] = book.rows(str(query.compile(dialect=dialect())))
    for table, place in ((OpRow, 5), (EntityRow, 1)):
        rows = found[table.__table__]
        found[table.__table__] = [row for row in rows if row[place] != "app_user"]
    found[EntityRow.__table__].sort(key=lambda known: known[3:6])
    del found[AuditEntryRow.__table__][:1]
    return found


def _write(book, tables):
    book.rows("BEGIN IMMEDIATE")
    for table, rows in tables.items():
        book.connection.executemany(insert_of(table, LISTS[table]), rows)
    book.rows("COMMIT")


def _clocked(work):
    gc.collect()
    gc.disable()
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    spent = time.process_time() - cpu, time.perf_counter() - wall
    gc.enable()
    return spent


SYLLABLES = {
    "Latin": "ma li na so ra ben tor kis wa du",
    "Arabic": "أح فا مر سل نو هد جم عا ري زك",
    "Devanagari": "हि प्र पू मी रा सु का ने गी ला",
    "Bengali": "রু বা সা মি নী তা শা জা কে লি",
    "Ethiopic": "አበ ሰላ ዓለ ፀሐ ሙሉ ተስ ገብ ሀይ መል ብር",
}


def _names(number):
    """Return a made-up person of a script: two names and a number."""
    script = list(SYLLABLES.values())[number % len(SYLLABLES)].split()
    digits = f"{number * 7919 % 1_000_003:06d}"
    parts = [script[int(digit)] for digit in digits]
    return f"{''.join(parts[:3])} {''.join(parts[3:])} {number}"


def _often(index, wanted):
    for _time in range(20):
        index.find(wanted)


def _scan(book, wanted):
    parts = [f"%{part}%" for part in fold(wanted).split()]
    return book.rows(SCAN, parts[0], parts[-1])


def searching(texts):
    """Yield what finding words as one types costs, against looking through all texts."""
    names = [_names(number) for number in range(texts)]
    with workbooks(1) as (book,):
        index = SearchIndex(book.connection)
        book.rows("BEGIN")
        index.put_new(enumerate(names, start=1))
        book.rows("create table plain (number integer primary key, words text)")
        book.connection.executemany(
            "insert into plain values (?, ?)", ((n, fold(name)) for n, name in enumerate(names, 1))
        )
        book.rows("COMMIT")
        index.scour()
        for wanted in WANTED:
            ours = median(_clocked(partial(_often, index, wanted))[1] / 20 for _ in "abc")
            yard = median(_clocked(partial(_scan, book, wanted))[1] for _ in "abc")
            # Each further word is one more list to go through, which a scan does in passing.
            goal = 0.002 if " " not in wanted else 0.005
            yield row(f"search for {wanted} in {texts}", ours, yard, goal)
