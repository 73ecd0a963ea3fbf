"""Rows of words that somebody was typing outside a form; local, they go with their case."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Row

_CLUSTERED: Final[dict[str, Any]] = {"sqlite_with_rowid": False}


class UnfinishedRow(Row):
    """Words of one worker at one spot; on no record, and never exchanged."""

    __tablename__ = "unfinished"
    worker: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    # The code of the case in which the spot is; nothing where it is in none.
    place: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    # The case that the words are about, also where the spot is in none: both go together.
    case_id: Mapped[bytes | None] = mapped_column(
        LargeBinary(16), ForeignKey("casefile.id"), index=True
    )
    words: Mapped[str]

    __table_args__ = _CLUSTERED
