"""Bringing a table of cases in against raw SQLCipher writing the very same rows.

100,000 cases with a first visit each and an experience in every second, or as many as
ALONGSIDE_BENCH says. Reading and checking the rows is told apart from writing them.
"""

from __future__ import annotations

import gc
import os
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from ledgers import USER, Workbook
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import dialect

from casework.files.layout import FORMS, layouts
from casework.files.rowreading import RowReader
from casework.ids import new_case_code
from casework.team.worker import Role, Worker
from db.answers.bringing import SqlBringings
from db.homes.settling import settle
from db.log.ground import Ground
from db.rows.base import Row
from db.rows.rowplan import insert_of
from db.rows.tables import UserRow
from forms.loading import load_form
from forms.tables.reading import read_tables
from forms.tables.xlsx_out import write_xlsx

CASES = int(os.environ.get("ALONGSIDE_BENCH", "100000"))
LIBRARY = Path(__file__).resolve().parents[2] / "forms" / "library"
HEAD = ("Date of birth", "Sex", "Civil / marital status", "Country of origin", "GBV type")
KINDS = ("rape", "physical assault", "", "")
STATUS = ("single", "widowed", "married or cohabiting")
WORKER = Worker(USER.hex(), Role.SUPERVISOR)
# What every new workbook begins with.
_NOT_OURS = frozenset({"setting", "stream"})


def run():
    """Yield what bringing in costs."""
    source = write_xlsx({"Incident data": [HEAD, *map(_line, range(CASES))]})
    spent, cases = _clocked(lambda: _read(source))
    with tempfile.TemporaryDirectory() as folder:
        books = [Workbook(Path(folder) / f"{number}.db") for number in range(2)]
        books[0].keep(UserRow(id=USER, name="x", role="x", status="active", author=USER))
        for book in books:
            book.rows("pragma cache_size = -262144")
        mine, _ = _clocked(lambda: _bring(books[0], cases))
        same = _written(books[0])
        yard, _ = _clocked(lambda: _write(books[1], same))
        for book in books:
            book.close()
    rows = sum(len(listed) for listed in same.values())
    name = f"bring in {CASES} cases, {rows} rows"
    yield {"name": f"{name}: writing", "ours": mine, "yardstick": yard, "goal": 1.5, "unit": "s"}
    told = f"{name}: reading the workbook and checking every row"
    yield {"name": told, "ours": spent, "yardstick": yard, "goal": 10, "unit": "s"}


def _line(number):
    born = f"{1960 + number % 40}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
    return (born, "female" if number % 7 else "male", STATUS[number % 3], "sd", KINDS[number % 4])


def _now():
    return datetime(2026, 3, 10, 9, tzinfo=UTC)


def _read(source):
    models = {form: load_form(LIBRARY / f"{form}.yaml") for form in FORMS}
    (table,) = read_tables(source)
    reader = RowReader(table, layouts()["gbvims_ir"], models, _now)
    reader.match({})
    read = [reader.read(line) for line in table.lines]
    if any(wrong for _, wrong in read):
        raise AssertionError
    return [(new_case_code(), filled) for filled, _ in read]


def _bring(book, cases):
    ground = Ground(book.connection, book.sessions, book.journal, settle)
    SqlBringings(ground, WORKER, _now).add("gbvims_ir", WORKER.id, cases)
    ground.commit()


def _written(book):
    """Return all rows that bringing in wrote, each table in the order of its keys."""
    found = {}
    for table in Row.metadata.sorted_tables:
        query = select(*table.columns).order_by(*table.primary_key.columns)
        if table.name not in _NOT_OURS:
            found[table] = book.rows(str(query.compile(dialect=dialect())))
    return {table: rows for table, rows in found.items() if rows}


def _write(book, tables):
    book.rows("BEGIN IMMEDIATE")
    for table, rows in tables.items():
        names = [column.name for column in table.columns]
        book.connection.executemany(insert_of(table, names), rows)
    book.rows("COMMIT")


def _clocked(work):
    gc.collect()
    gc.disable()
    start = time.process_time()
    made = work()
    spent = time.process_time() - start
    gc.enable()
    return spent, made
