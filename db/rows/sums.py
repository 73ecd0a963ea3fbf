"""Rows by which figures are a read: the codes of whoever may be counted, and their sums.

All of it follows from other rows; it is never exchanged, taken out or searched.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Row

_CLUSTERED: Final[dict[str, Any]] = {"sqlite_with_rowid": False}


class FigurePersonRow(Row):
    """One person who may be counted at some time, by the case under which she is found.

    What it says holds from `since` until the day before `until`; without a line she is not counted.
    """

    __tablename__ = "figure_person"
    head: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    since: Mapped[str]
    until: Mapped[str]
    line: Mapped[str | None]
    __table_args__ = (
        Index("figure_person_until", "until"),
        Index("figure_person_since", "since"),
        _CLUSTERED,
    )


class FigureSumRow(Row):
    """How many are in one cell that figures are made of: a true count, which never leaves."""

    __tablename__ = "figure_sum"
    period: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    __table_args__ = _CLUSTERED


class FigureMarkRow(Row):
    """A case whose person may be counted otherwise than her line says, until that is settled."""

    __tablename__ = "figure_mark"
    case_id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    __table_args__ = _CLUSTERED
