"""Bring a store to the shape this program knows, or say in words why not.

A store of today's shape, the usual case, is recognised by one number; the machinery
of migrations is imported only for another.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.vault import engine
from db.vault.leftovers import left_looking
from db.vault.refusals import StoreRefused

if TYPE_CHECKING:
    from types import ModuleType

    from sqlcipher3 import dbapi2


@dataclass(frozen=True, slots=True)
class Plan:
    """The shape a program knows: its number, and the folder of steps that lead there."""

    version: int
    steps: Path


CURRENT: Final = Plan(version=1, steps=Path(__file__).parent / "migrations")

_FIRST: Final = 1
_MADE_BY: Final = "SELECT sql FROM sqlite_master WHERE type = 'table'"


def create_schema(connection: dbapi2.Connection, plan: Plan = CURRENT) -> None:
    """Make every table in a new store and mark it as of today's shape."""
    _machinery().make_tables(connection, plan.steps, plan.version)


def upgrade(connection: dbapi2.Connection, plan: Plan = CURRENT) -> bool:
    """Upgrade an older store behind a connection that nothing else uses yet, once it is copied.

    Returns whether that was needed.
    """
    found = version_of(connection)
    if found > plan.version:
        raise StoreRefused("newer", found=found, known=plan.version)
    if found == _FIRST:
        _refuse_drafts(connection, plan)
    if found == plan.version:
        return False
    if engine.find_damage(connection):
        raise StoreRefused("damaged")
    copying = import_module("db.vault.copying")
    store = copying.path_of(connection)
    copying.copy_beside(connection, store.with_name(f"{store.name}.before-{plan.version}"))
    _machinery().climb(connection, plan.steps, plan.version)
    return True


def _refuse_drafts(connection: dbapi2.Connection, plan: Plan) -> None:
    """Refuse a store with tables of before the first release, until which its step is spelled anew.

    Such a store bears the number of the first shape as well, and each write into it would fail.
    """
    found = {_bare(sql) for (sql,) in connection.execute(_MADE_BY).fetchall()}
    if not _tables_of(plan.steps) <= found:
        raise StoreRefused("before_release")


@cache
def _tables_of(steps: Path) -> frozenset[str]:
    """Return how the first step makes each table."""
    spelled = (steps / "versions" / "0001_first.sql").read_text("utf-8")
    return frozenset(_bare(one) for one in spelled.split(";\n") if one.startswith("CREATE TABLE"))


def _bare(statement: str) -> str:
    """Return a statement without its white space, which is written in one way or another."""
    return "".join(statement.split())


def version_of(connection: dbapi2.Connection) -> int:
    """Return the number of a store's shape; 0 is an empty store."""
    answer = connection.execute("PRAGMA user_version").fetchone()
    return int(answer[0]) if answer else 0


def copies_aside(home: Path) -> tuple[Path, ...]:
    """Return the copies that upgrades left, and looks cut short; erasure must reach them too."""
    return (*sorted(home.glob("*.before-*")), *left_looking(home))


def _machinery() -> ModuleType:
    from db import upgrading  # noqa: PLC0415 - SQLAlchemy and alembic stay out of a normal start

    return upgrading
