"""Rows of what was brought in from elsewhere: each time, the cases it opened, the submissions."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Entity, Row, id_of
from ledger.merge import EARLIEST

_CLUSTERED: Final[dict[str, Any]] = {"sqlite_with_rowid": False}


class BringingRow(Entity):
    """One table that was brought in: by which layout, how much, and whether it was undone."""

    __tablename__ = "bringing"
    layout: Mapped[str]
    at: Mapped[str]
    by: Mapped[bytes] = mapped_column(LargeBinary(16))
    worker: Mapped[bytes] = mapped_column(LargeBinary(16))
    cases: Mapped[int]
    undone_at: Mapped[str | None] = mapped_column(info={"rule": EARLIEST})


class SubmissionRow(Entity):
    """That a submission from another program was brought into a case: a part of that case."""

    __tablename__ = "submission"
    case_id: Mapped[bytes] = id_of("casefile")
    # A fingerprint of its form and one of its ids, the same wherever it is brought in.
    mark: Mapped[bytes]
    # Whether that id is its own, or one that it says to have had before it was changed elsewhere.
    own: Mapped[str]


class BroughtCaseRow(Row):
    """One case that was brought in here, with how many forms; it serves undoing, and stays here."""

    __tablename__ = "brought_case"
    case_id: Mapped[bytes] = mapped_column(
        LargeBinary(16), ForeignKey("casefile.id"), primary_key=True
    )
    bringing_id: Mapped[bytes] = mapped_column(LargeBinary(16))
    forms: Mapped[int]

    __table_args__ = (Index("brought_by", "bringing_id"), _CLUSTERED)
