"""The row of what was taken out as a whole."""

from __future__ import annotations

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Entity


class TakingRow(Entity):
    """One time that everything was taken out: by whom, agreed by whom, why, sealed to what."""

    __tablename__ = "taking"
    at: Mapped[str]
    by: Mapped[bytes] = mapped_column(LargeBinary(16))
    second_by: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    reason: Mapped[str]
    sealed_to: Mapped[str]
