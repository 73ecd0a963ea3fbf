"""Rows of the course of a case: its steps, and what is due by what its forms say."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Entity, Row, id_of


class CaseStepRow(Entity):
    """One step of a case from one status to another; appended, never changed."""

    __tablename__ = "case_step"
    case_id: Mapped[bytes] = id_of("casefile")
    at: Mapped[str]
    # The day on the calendar of the office: closing starts the time for which a file is kept.
    made_on: Mapped[str]
    old: Mapped[str]
    new: Mapped[str]
    reason: Mapped[str]
    worker: Mapped[bytes] = mapped_column(LargeBinary(16))


class DueRow(Row):
    """One thing that is due by what a form says; rebuilt from the documents."""

    __tablename__ = "due"
    id: Mapped[str] = mapped_column(primary_key=True)
    # What several are told as one by; else the id itself.
    whole: Mapped[str]
    case_id: Mapped[bytes] = mapped_column(LargeBinary(16), ForeignKey("casefile.id"))
    form_id: Mapped[str]
    kind: Mapped[str]
    # Days and moments of this place.
    due: Mapped[str]
    at: Mapped[str]
    until: Mapped[str]
    key: Mapped[str]

    __table_args__ = (
        Index("due_of_case", "case_id", "due"),
        # What helps for a while only: the list asks at each look what of it may help now.
        Index("due_for_a_while", "until", "due", sqlite_where=text("until <> ''")),
    )
