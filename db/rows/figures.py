"""Rows of what was published: what was printed, and never a true count."""

from __future__ import annotations

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Entity


class ReleaseRow(Entity):
    """Figures that were proposed, and then published or not; kept for ever once they were."""

    __tablename__ = "figure_release"
    plan: Mapped[str]
    period: Mapped[str]
    recipient: Mapped[str]
    # The fewest people that a printed number stands for.
    least: Mapped[int]
    status: Mapped[str]
    proposed_by: Mapped[bytes] = mapped_column(LargeBinary(16))
    proposed_at: Mapped[str]
    second: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    published_at: Mapped[str | None]
    rule: Mapped[str]
    # What was printed, and the areas that each region held then.
    printed: Mapped[str]
