"""Rows of who works with a case: handing one on, opening one in need, asking for a second look."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Entity, id_of
from ledger.merge import EARLIEST, safest


class AssignmentRow(Entity):
    """Who works with a case, from when to when."""

    __tablename__ = "assignment"
    case_id: Mapped[bytes] = id_of("casefile")
    user_id: Mapped[bytes] = id_of("app_user")
    since: Mapped[str]
    until: Mapped[str | None]
    reason: Mapped[str]

    __table_args__ = (
        Index(
            *("assignment_shared", "user_id", "case_id"),
            sqlite_where=text("reason in ('shared', 'cover') and until is null"),
        ),
    )


class GlassRow(Entity):
    """That a colleague's case was opened in need: why, until when, and what came of the review."""

    __tablename__ = "glass"
    case_id: Mapped[bytes] = id_of("casefile")
    user_id: Mapped[bytes] = mapped_column(LargeBinary(16), ForeignKey("app_user.id"))
    opened_at: Mapped[str]
    # Of two that disagree the shorter time holds.
    until: Mapped[str] = mapped_column(info={"rule": EARLIEST})
    why: Mapped[str]
    words: Mapped[str]
    reviewed_by: Mapped[bytes | None]
    reviewed_at: Mapped[str | None]
    finding: Mapped[str]

    __table_args__ = (Index("glass_open", "user_id", "case_id", "until"),)


class HandingRow(Entity):
    """A case offered to a colleague; until she accepts it stays with whom it was."""

    __tablename__ = "handing"
    case_id: Mapped[bytes] = id_of("casefile")
    sender: Mapped[bytes] = mapped_column(LargeBinary(16), ForeignKey("app_user.id"))
    receiver: Mapped[bytes] = mapped_column(LargeBinary(16), ForeignKey("app_user.id"))
    status: Mapped[str] = mapped_column(
        info={"rule": safest("proposed", "accepted", "refused", "withdrawn")}
    )
    asked_at: Mapped[str]
    answered_at: Mapped[str | None]
    note: Mapped[str]
    answer: Mapped[str]

    __table_args__ = (Index("handing_open", "status", sqlite_where=text("status = 'proposed'")),)


class ReviewRow(Entity):
    """A plan or a closure that a supervisor is asked to look at, and what she said."""

    __tablename__ = "review"
    case_id: Mapped[bytes] = id_of("casefile")
    entry_id: Mapped[bytes] = id_of("form_instance")
    form_id: Mapped[str]
    # Whoever sent something back wins over whoever let it pass meanwhile.
    status: Mapped[str] = mapped_column(info={"rule": safest("asked", "approved", "sent_back")})
    asked_by: Mapped[bytes] = mapped_column(LargeBinary(16), ForeignKey("app_user.id"))
    asked_at: Mapped[str]
    decided_by: Mapped[bytes | None]
    decided_at: Mapped[str | None]
    note: Mapped[str]

    __table_args__ = (Index("review_open", "status", sqlite_where=text("status = 'asked'")),)
