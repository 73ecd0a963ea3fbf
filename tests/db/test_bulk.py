"""Many entities at once: as well logged and verified as one, and refused before they are wrong."""

from __future__ import annotations

import pytest
from ledgers import STREAM, USER, Workbook

from db.answers.bulk import RowRefused, bring_in
from db.answers.bulk_cases import _operations
from db.checks.audit import check
from db.log.oplog import OpLog
from db.rows.tables import CaseRow, ServiceRow
from ledger.clock import HybridClock
from ledger.ops import decode, encode

COLUMNS = ("id", "code", "name", "kind", "active", "cost")


@pytest.fixture
def book(tmp_path):
    made = Workbook(tmp_path / "workbook.db")
    yield made
    assert check(made.connection).clean
    made.close()


def key(number):
    return number.to_bytes(16, "big")


def service(number, **other):
    row = {"id": key(number), "code": str(number), "name": "x", "kind": "k", "active": "yes"}
    return tuple((row | {"cost": None} | other).values())


def imported(book, rows, row=ServiceRow, columns=COLUMNS):
    cursor = book.connection.cursor()
    log = OpLog(book.author, HybridClock(book.wall), USER)
    cursor.execute("BEGIN")
    try:
        count = bring_in(cursor, log, STREAM, (row, columns, rows))
    except Exception:
        cursor.execute("ROLLBACK")
        raise
    cursor.execute("COMMIT")
    return count


def test_imported_rows_are_as_well_logged_as_others(book):
    assert imported(book, (service(number) for number in range(1000))) == 1000

    assert check(book.connection).entities == 1000
    assert book.rows("select action, reason from audit_entry") == [("imported", "service")]
    assert book.rows("select max(aseq) > 1, max(aseq) < 10 from op") == [(1, 1)]


def test_an_imported_row_can_be_changed_and_the_log_goes_on(book):
    book.keep(ServiceRow(id=key(9), code="a", name="x", kind="k", active="yes"))
    imported(book, [service(1, cost="free")])
    book.change(ServiceRow, key(1), cost="dear")
    book.keep(ServiceRow(id=key(8), code="b", name="x", kind="k", active="yes"))

    assert book.rows("select aseq, idx from op") == [(1, 0), (1, 1), (1, 2), (1, 3)]
    assert book.rows("select cost from service where code = '1'") == [("dear",)]


def test_the_operation_has_canonical_bytes_and_no_empty_fields(book):
    imported(book, [service(1)])

    ((value,),) = book.rows("select value from op")
    assert decode(value) == {"code": "1", "name": "x", "kind": "k", "active": "yes"}
    assert encode(decode(value)) == value


def test_derived_columns_are_written_but_not_logged(book):
    columns = ("id", "code", "status", "opened_on", "number", "changed_at", "area")
    row = (key(1), "A", "new", "2026-03-01", 1, "2026-03-01", "north")
    imported(book, [row], CaseRow, columns)

    ((value,),) = book.rows("select value from op")
    assert set(decode(value)) == {"code", "status", "opened_on"}
    assert book.rows("select number, area from casefile") == [(1, "north")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (service(1, cost=1.5), "value:service:2"),
        (service(1, cost=["a"]), "value:service:2"),
        (service(1, cost="\ud800"), "value:service:2"),
        (service(1)[:-1], "value:service:2"),
        (service(1, name=None), "missing:service:2"),
        (service(1, id=b"short"), "id:service:2"),
        (service(1, id="x" * 16), "id:service:2"),
        (service(1, id=None), "id:service:2|missing:service:2"),
    ],
)
def test_a_row_that_is_not_whole_is_refused_with_its_number(book, row, code):
    with pytest.raises(RowRefused, match=code):
        imported(book, [service(0), row])

    assert book.rows("select count(*) from service") == [(0,)]
    assert book.rows("select count(*) from op") == [(0,)]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (("code", "id"), "columns:service"),
        (("id", "unknown"), "columns:service"),
        (("id", "code", "name", "kind"), "missing:service.active"),
    ],
)
def test_columns_are_checked_before_any_row(book, columns, code):
    with pytest.raises(RowRefused, match=code):
        imported(book, [], ServiceRow, columns)


def test_what_the_guards_refuse_is_refused_here_too(book):
    columns = ("id", "code", "status", "opened_on", "number", "changed_at")
    row = (key(1), "A", "open", "2026-03-01", 1, "2026-03-01")
    with pytest.raises(Exception, match="limits:casefile"):
        imported(book, [row], CaseRow, columns)


def test_forms_brought_in_are_written_as_canonical_bytes():
    row = (bytes(16), bytes(16), "intake", "1", "final", "en", bytes(16), "2026-03-01", 1, b"{}")
    answers = {"q.ü": "x", "q.zz": "1", "q.a": ["b", "a"], "q.number": 7}
    ((entity, made),) = _operations([row], [answers])
    assert (entity, encode(decode(made))) == (row[0], made)
    assert {name: decode(made)[name] for name in answers} == answers | {"q.a": ("b", "a")}
