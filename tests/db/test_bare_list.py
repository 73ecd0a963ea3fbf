"""While very many cases come the list has no indexes, and afterwards it has those of before."""

from __future__ import annotations

import pytest

from db.incoming import bare_list
from db.incoming.bare_list import BareList
from db.incoming.shapes import CASE

MADE = "select name, sql from sqlite_master where tbl_name = 'casefile' and type = 'index'"


@pytest.fixture
def cursor(desks):
    desks.visit()
    return desks.store.connection.cursor()


def made(cursor):
    """Return the indexes of the list."""
    return sorted(cursor.execute(MADE).fetchall(), key=str)


def test_many_lines_are_written_without_indexes_and_they_come_back(cursor) -> None:
    before, bare = made(cursor), BareList(cursor)
    bare.expect(CASE, bare_list.FEW)
    left = made(cursor)
    # Those by which things are told apart stay.
    assert left == [one for one in before if one[1] is None]
    assert len(left) < len(before)
    bare.expect(CASE, bare_list.FEW)
    bare.restore()
    assert made(cursor) == before
    bare.restore()
    assert made(cursor) == before


@pytest.mark.parametrize(
    ("table", "count"), [(CASE, bare_list.FEW - 1), ("form_instance", bare_list.FEW)]
)
def test_of_few_or_of_something_else_they_stay(cursor, table, count) -> None:
    before = made(cursor)
    BareList(cursor).expect(table, count)
    assert made(cursor) == before


def test_where_many_more_are_here_they_stay(cursor, monkeypatch) -> None:
    before = made(cursor)
    monkeypatch.setattr(bare_list, "FEW", 0)
    BareList(cursor).expect(CASE, 0)
    assert made(cursor) == before


def test_while_somebody_reads_they_stay(cursor, desks) -> None:
    before = made(cursor)
    reading = desks.store.connection.execute("select name from sqlite_master")
    assert reading.fetchone()
    bare = BareList(cursor)
    bare.expect(CASE, bare_list.FEW)
    reading.close()
    bare.restore()
    assert made(cursor) == before
