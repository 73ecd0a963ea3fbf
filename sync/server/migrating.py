"""From one database to another, organisation by organisation; what is there already stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, insert, select, update

from sync.server.engines import KEY_ROW
from sync.server.tables import invite, metadata, org, rendezvous, setting

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from sync.server.engines import Database

# Rows of a batch are up to 64 KiB, parts of a file a MiB.
_AT_ONCE: Final = 64


def copied(source: Database, target: Database) -> int:
    """Copy every organisation, each in one transaction; return how many were not there yet."""
    number = 0
    with source.snapshot() as old:
        with target.writing() as new:
            known = set(new.execute(select(org.c.org_id)).scalars())
            if not known:
                _take_over(old, new)
        for org_id in old.execute(select(org.c.org_id).order_by(org.c.org_id)).scalars().all():
            if org_id not in known:
                with target.writing() as new:
                    _copy(old, new, org_id)
                number += 1
    return number


def _take_over(old: Connection, new: Connection) -> None:
    """Let tokens, codes and boxes that were given out hold on the new server too."""
    secret = old.execute(select(setting.c.value).where(setting.c.name == KEY_ROW)).scalar_one()
    new.execute(update(setting).where(setting.c.name == KEY_ROW).values(value=secret))
    for table in (invite, rendezvous):
        new.execute(delete(table))
        rows = [dict(row) for row in old.execute(select(table)).mappings()]
        if rows:
            new.execute(insert(table), rows)


def _copy(old: Connection, new: Connection, org_id: bytes) -> None:
    for table in metadata.sorted_tables:
        if "org_id" in table.c:
            _copy_rows(old, new, table, org_id)


def _copy_rows(old: Connection, new: Connection, table: Table, org_id: bytes) -> None:
    asked = select(table).where(table.c.org_id == org_id).execution_options(yield_per=_AT_ONCE)
    for rows in old.execute(asked).mappings().partitions():
        new.execute(insert(table), [dict(row) for row in rows])
