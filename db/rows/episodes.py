"""Rows of experiences beside their tags; rebuilt from the documents."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Row


class EpisodeElementRow(Row):
    """One thing noted of an episode, by code: an act, a means, what was given, where online."""

    __tablename__ = "episode_element"
    episode_id: Mapped[bytes] = mapped_column(
        LargeBinary(16), ForeignKey("episode.id"), primary_key=True
    )
    element: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
