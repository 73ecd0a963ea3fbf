"""The machinery of migrations: makes the tables of a new store, or climbs from an old one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlcipher3 import dbapi2

from db.rows import log, tables
from db.vault import engine
from db.vault.alchemy import engine_on
from db.vault.refusals import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection


# Both modules of rows, for a row that is not imported is not made.
SHAPE: Final = {tables.SettingRow.metadata, log.OpRow.metadata}


def make_tables(connection: dbapi2.Connection, steps: Path, version: int) -> None:
    """Make all tables at once and note that every migration is thereby done."""
    with _transaction(connection) as session:
        for metadata in SHAPE:
            metadata.create_all(session)
        head = ScriptDirectory(str(steps)).get_current_head()
        session.exec_driver_sql(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
            " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        session.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (head,))
        session.exec_driver_sql(f"PRAGMA user_version = {version:d}")


def climb(connection: dbapi2.Connection, steps: Path, version: int) -> None:
    """Run the missing migrations in one transaction: all of them or none."""
    config = configure(steps)
    with _transaction(connection) as session:
        config.attributes["connection"] = session
        command.upgrade(config, "head")
        if session.exec_driver_sql("PRAGMA foreign_key_check").fetchone() is not None:
            raise StoreRefused("upgrade_failed")
        session.exec_driver_sql(f"PRAGMA user_version = {version:d}")


def draft(connection: dbapi2.Connection, steps: Path, number: str, name: str) -> None:
    """Write the step that leads from a store of the last shape to the rows of today."""
    config = configure(steps)
    with _transaction(connection) as session:
        config.attributes["connection"] = session
        command.revision(config, name, autogenerate=True, rev_id=number)


def configure(steps: Path) -> Config:
    """Return alembic's settings for a folder of steps."""
    config = Config()
    config.set_main_option("script_location", str(steps).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


@contextmanager
def _transaction(connection: dbapi2.Connection) -> Iterator[Connection]:
    """Give one SQLAlchemy transaction over a raw connection, without foreign keys meanwhile.

    SQLite changes a table by making it anew and dropping the old one, which would
    otherwise take the rows that refer to it along.
    """
    with engine.without_foreign_keys(connection):
        try:
            with engine_on(connection).begin() as session:
                yield session
        except (SQLAlchemyError, CommandError) as error:
            raise _refusal(error) from error


def _refusal(error: Exception) -> StoreRefused:
    """Tell a full or failing disk from a migration that does not fit the store."""
    if isinstance(error, DBAPIError) and isinstance(error.orig, dbapi2.Error):
        refusal = engine.refusal_of(error.orig)
        if refusal.code != "unexpected":
            return refusal
    return StoreRefused("upgrade_failed")
