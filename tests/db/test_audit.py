"""What is not as the log says is found: lines, operations, cells, rows, a page put back."""

from __future__ import annotations

import pytest
from ledgers import KEY, Workbook

from db.checks.audit import Findings, check, verify_chain, verify_operations
from db.log.cells import op_of
from db.rows.tables import OfficeRow
from db.vault.engine import connect
from ledger.ops import encode

ONE, TWO, THREE = b"1" * 16, b"2" * 16, b"3" * 16
# What an office has that nobody set.
UNSET = {
    "called": "person",
    "closing_review": "no",
    "kept_with": "",
    "letter_digits": "latin",
    "second_days": "yes",
}


@pytest.fixture
def book(tmp_path):
    made = Workbook(tmp_path / "workbook.db", guarded=False)
    for key, name in ((ONE, "North"), (TWO, "South"), (THREE, "West")):
        made.keep(OfficeRow(id=key, name=name, phone="0", hours="9-5", language="en"))
    made.change(OfficeRow, ONE, name="East")
    made.drop(OfficeRow, TWO)
    with made.sessions() as session:
        made.journal.create(b"r" * 16, "repeat", {"q1": "yes"})
        session.commit()
    assert check(made.connection).clean
    yield made
    made.close()


def test_a_clean_store_says_how_much_was_verified(book):
    assert check(book.connection) == Findings(lines=6, operations=6, entities=4)


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        ("update audit_entry set action = 'x' where seq = 2", 2),
        ("update audit_entry set covers = null where seq = 4", 4),
        ("update audit_entry set hash = zeroblob(32) where seq = 3", 3),
        ("delete from audit_entry where seq = 1", 1),
        ("delete from audit_entry where seq = 3", 3),
        ("delete from audit_entry where seq = 6", 6),
        ("delete from audit_entry", 1),
        ("delete from log_head", 7),
        ("update log_head set seq = 5", 7),
    ],
)
def test_the_first_bad_line_is_named(book, damage, line):
    book.connection.execute(damage)
    found = check(book.connection)
    assert not found.clean
    assert found.bad_line == line


@pytest.mark.parametrize(
    "damage",
    [
        "update op set value = x'6178' where kind = 1",
        "update op set value = x'ff' where kind = 1",
        "update op set hlc = hlc + 1 where kind = 1",
        "update op set entity = x'00' where kind = 1",
        "update op set parents = null where kind = 1",
        "delete from op where kind = 1",
    ],
)
def test_an_operation_that_changed_is_seen(book, damage):
    book.connection.execute(damage)
    found = check(book.connection)
    assert not found.clean
    assert found.bad_spans == (4,)


def test_an_operation_that_no_line_vouches_for_is_seen(book):
    book.connection.execute(
        "insert into op select lane, aseq, idx + 100, kind, entity, 'x', field, value, hlc, parents"
        " from op where kind = 1"
    )
    assert check(book.connection).unvouched == 1


@pytest.mark.parametrize(
    ("damage", "entity"),
    [
        ("update office set name = 'x' where name = 'East'", ONE),
        ("delete from office where name = 'West'", THREE),
        ("update entity set life = 1 where id = ?", THREE),
        ("update entity set idx = 0 where id = ?", THREE),
        ("delete from entity where id = ?", THREE),
        ("delete from cell_meta where entity = ?", ONE),
        ("update cell_meta set idx = 0 where entity = ?", ONE),
        (
            "insert into cell_meta select ?, field, lane, aseq, idx, hlc from cell_meta limit 1",
            THREE,
        ),
        ("insert into cell_conflict values (?, 'name', zeroblob(16), 1, 1, 1, x'f6')", ONE),
        (
            "insert into office select 1, 1, 1, 1, 1, 1, 1, 1, 1, ?",
            TWO,
        ),
        (
            "insert into office select 1, 1, 1, 1, 1, 1, 1, 1, 1, ?",
            b"9" * 16,
        ),
    ],
)
def test_a_row_that_is_not_what_the_log_says_is_seen(book, damage, entity):
    book.connection.execute(damage, (entity,) if "?" in damage else ())
    assert check(book.connection).strayed == (entity,)


def test_the_same_id_in_two_tables_is_seen(book):
    book.connection.execute(
        "insert into app_user (id, name, role, status, author) values (?, 1, 1, 1, 1)", (THREE,)
    )
    assert check(book.connection).strayed == (THREE,)


def test_documents_are_compared_through_their_readers(book):
    right = {"repeat": lambda _cursor, _entity: {"q1": "yes"}}
    wrong = {"repeat": lambda _cursor, _entity: {"q1": "no"}}

    assert check(book.connection, right).clean
    assert check(book.connection, wrong).strayed == (b"r" * 16,)


def test_an_old_page_put_back_is_seen(tmp_path, book):
    path = tmp_path / "workbook.db"
    _close_tidily(book)
    old = path.read_bytes()
    again = Workbook(path, guarded=False)
    again.change(OfficeRow, ONE, name="Centre")
    _close_tidily(again)
    new = path.read_bytes()

    changed = [
        start
        for start in range(4096, len(old), 4096)
        if old[start : start + 4096] != new[start : start + 4096]
    ]
    assert changed
    for start in changed:
        path.write_bytes(new[:start] + old[start : start + 4096] + new[start + 4096 :])
        connection = connect(path, bytearray(KEY))
        assert not connection.execute("pragma cipher_integrity_check").fetchall()
        assert not check(connection).clean
        connection.close()
    path.write_bytes(new)
    book.connection = connect(path, bytearray(KEY))


def _close_tidily(book):
    book.connection.execute("pragma wal_checkpoint(truncate)").fetchall()
    book.close()


def test_what_was_erased_is_vouched_for_no_more_but_stays_clean(book):
    book.connection.execute("insert into tombstone values (?, '2026-03-01', 'asked')", (ONE,))
    book.connection.execute(
        "update op set kind = 6, \"table\" = '', field = null, value = ?, parents = null"
        " where entity = ?",
        (encode(None), ONE),
    )
    assert verify_operations(book.connection.cursor()) == (6, ())

    book.connection.execute("delete from tombstone")
    assert verify_operations(book.connection.cursor()) == (6, (1, 4))


def test_only_the_lines_since_the_last_time_are_read(book):
    cursor = book.connection.cursor()
    book.connection.execute("update audit_entry set action = 'x' where seq = 2")

    assert verify_chain(cursor) == (1, 2)
    assert verify_chain(cursor, since=2) == (4, None)
    assert verify_operations(cursor, since=4) == (2, ())


def test_operations_read_back_whole(book):
    first = op_of(book.rows("select * from op order by aseq, idx")[0])
    asked = {"name": "North", "phone": "0", "hours": "9-5", "language": "en"}
    assert first.value == {**asked, **UNSET}
