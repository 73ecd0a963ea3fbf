"""The rows of erasures and holds."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Entity
from ledger.merge import safest


class ErasureRow(Entity):
    """One erasure; it outlives the case, of which it knows the random id only."""

    __tablename__ = "erasure"
    case_id: Mapped[bytes] = mapped_column(LargeBinary(16), index=True)
    before: Mapped[str]
    basis: Mapped[str]
    in_danger: Mapped[str]
    asked_on: Mapped[str]
    asked_by: Mapped[bytes]
    agreed_by: Mapped[bytes | None]
    # What is done stays done; what one took back, another has not asked for again.
    state: Mapped[str] = mapped_column(info={"rule": safest("open", "taken_back", "done")})
    ended_on: Mapped[str | None]
    forms: Mapped[int]
    letters: Mapped[int]
    files: Mapped[int]


class HoldRow(Entity):
    """That a case must not be erased for now."""

    __tablename__ = "hold"
    case_id: Mapped[bytes] = mapped_column(LargeBinary(16), ForeignKey("casefile.id"), index=True)
    basis: Mapped[str]
    reason: Mapped[str]
    held_by: Mapped[bytes]
    second_by: Mapped[bytes]
    since: Mapped[str]
    review_on: Mapped[str]
    # Until the second person agrees it stands for the time of waiting, and not longer.
    agreed_on: Mapped[str | None]
    ended_on: Mapped[str | None]
    unsafe_to_tell: Mapped[str]
