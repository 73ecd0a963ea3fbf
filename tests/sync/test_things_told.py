"""What docs/exchange-things.md tells of tables, fields and protected values is what there is."""

from __future__ import annotations

import re
from collections import defaultdict

from measure import HOUSE

from casework.consent.event import ConsentKind
from db.answers.stored import operations
from db.rows.base import Entity
from db.rows.rowplan import every_row, plans, rules
from ledger.merge import Shown

PAGE = (HOUSE / "docs/exchange-things.md").read_text("utf-8")
PARTS = {"case_id", "other_id", "in"}
MARKS = {str: "", int: " n", bytes: " b"}


def section(title):
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows_of(title):
    found = re.findall(r"^\| `(\S+)` \| (.+) \|$", section(title), re.MULTILINE)
    assert len(found) == len(dict(found))
    return dict(found)


def tables():
    some = (
        row.metadata.tables[row.__tablename__] for row in every_row() if issubclass(row, Entity)
    )
    return {table.name: table for table in some}


def as_told(slot, column):
    mark = MARKS[column.type.python_type] + ("?" if column.nullable else "")
    default = slot.default() if slot.default and not column.nullable else None
    return slot.name + mark + (f" (`{default}`)" if default is not None else "")


def test_every_table_is_told_with_the_fields_that_operations_carry():
    ours = {
        name: ", ".join(
            as_told(slot, table.c[slot.name])
            for slot in plans()[name].slots
            if slot.logged and slot.name != "id"
        )
        for name, table in tables().items()
    }
    ((_row, repeat, first),) = list(operations(bytes(16), {"a.b": [{"_id": bytes(16).hex()}]}))[1:]
    assert rows_of("Tables and fields") == ours | {repeat: "in b, " + ", ".join({*first} - {"in"})}


def test_everything_that_names_another_thing_is_told():
    names = defaultdict(set)
    for table in tables().values():
        for column in table.columns:
            for key in column.foreign_keys if column.name not in PARTS else ():
                names[column.name].add(key.column.table.name)
    told = section("Tables and fields")
    said = {name: re.search(rf"`{name}` \(([^)]+)\)", told)[1] for name in names}
    assert {name: {*re.findall(r"`(\w+)`", one)} for name, one in said.items()} == names


def test_every_protected_field_is_told_with_its_safe_side():
    ours = {
        f"{table}.{field}": "the lowest"
        if rule.shown is Shown.LOWEST
        else "the last of " + ", ".join(f"`{value}`" for value in rule.safest)
        for (table, field), rule in rules().items()
    }
    assert {rule.shown for rule in rules().values()} == {Shown.LOWEST, Shown.SAFEST}
    assert rows_of("What is shown of several values") == ours


def test_what_is_told_of_consent_names_kinds_that_there_are():
    told = section("What stands of consent")
    assert {"withdrawn", "suspended", "lifted"} <= {*ConsentKind} & {*re.findall(r"`(\w+)`", told)}
