"""The common ground of every row: one metadata, and what it means to be an entity of the log."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column


class Row(DeclarativeBase):
    """Base of all rows."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {bytes: LargeBinary}


class Entity(Row):
    """Base of rows whose every change is an operation in the log.

    Columns marked `info={"log": False}` are derived from other operations and
    can be rebuilt, so they leave none of their own.
    """

    __abstract__ = True

    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)


def id_of(table: str) -> MappedColumn[bytes]:
    """Return a column for the id of a row of another table, by which it is looked for."""
    return mapped_column(LargeBinary(16), ForeignKey(f"{table}.id"), index=True)
