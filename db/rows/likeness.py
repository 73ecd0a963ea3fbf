"""Rows by which one person is found twice, and what people said of two cases."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Entity, Row

_CLUSTERED: Final[dict[str, Any]] = {"sqlite_with_rowid": False}


class TraitRow(Row):
    """One thing by which somebody may be known again, folded; rebuilt from the documents."""

    __tablename__ = "trait"
    value: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[bytes] = mapped_column(
        LargeBinary(16), ForeignKey("casefile.id"), primary_key=True, index=True
    )
    __table_args__ = _CLUSTERED


class CasePairRow(Entity):
    """What somebody said of two cases: one person, two people, not sure, or apart again.

    Of one person, `case_id` is the case under which both are found.
    """

    __tablename__ = "case_pair"
    case_id: Mapped[bytes] = mapped_column(LargeBinary(16), ForeignKey("casefile.id"), index=True)
    other_id: Mapped[bytes] = mapped_column(LargeBinary(16), ForeignKey("casefile.id"))
    answer: Mapped[str]
    by: Mapped[bytes] = mapped_column(LargeBinary(16))
    at: Mapped[str]

    __table_args__ = (
        Index("case_pair_other", "other_id", "answer"),
        # What every look at a case asks; hardly any row is in it.
        Index(*("case_pair_same", "other_id", "case_id"), sqlite_where=text("answer = 'same'")),
    )
