"""Columns that would do something at the database behind the log's back are refused."""

from __future__ import annotations

import pytest
from sqlalchemy import Boolean, Column, Float, LargeBinary, MetaData, String, func
from sqlalchemy.orm import DeclarativeBase

from db.rows.rowplan import ColumnRefused, insert_of, plan_of, plans, rules


def mapped(**columns):
    """Return a row class of its own, apart from the workbook's tables."""

    class Base(DeclarativeBase):
        metadata = MetaData()

    key = Column("id", LargeBinary(16), primary_key=True)
    return type("SampleRow", (Base,), {"__tablename__": "sample", "id": key, **columns})


@pytest.mark.parametrize(
    "column",
    [
        Column("a", String, server_default="x"),
        Column("a", String, onupdate="x"),
        Column("a", String, default=func.now()),
    ],
    ids=["server default", "on update", "an expression by default"],
)
def test_what_the_database_would_fill_in_is_refused(column):
    with pytest.raises(ColumnRefused, match="server_side:a"):
        plan_of(mapped(a=column))


def test_a_default_in_python_is_known_beforehand():
    plan = plan_of(mapped(a=Column(String, default="x"), b=Column(String, default=lambda: "y")))

    assert [slot.default() for slot in plan.slots if slot.default] == ["x", "y"]
    assert not any(slot.needed for slot in plan.slots if slot.default)


def test_a_value_is_logged_as_it_is_stored():
    plan = plan_of(mapped(a=Column(Boolean), b=Column(Float)))
    yes, number = (slot for slot in plan.slots if slot.logged)

    assert yes.stored(value=True) == 1
    with pytest.raises(ColumnRefused, match="value:b"):
        number.stored(1.5)


def test_columns_are_written_in_the_order_given():
    table = mapped(a=Column(String), order=Column(String)).__table__

    assert insert_of(table, ("order", "id")) == 'insert into sample ("order", id) values (?, ?)'


def test_every_entity_table_of_the_workbook_has_a_plan():
    assert {"casefile", "service", "consent_event"} <= plans().keys()
    assert not {"op", "setting"} & plans().keys()
    assert all(table in plans() for table, _column in rules())
