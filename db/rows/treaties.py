"""Rows of the library of law: what the organisation itself says of an instrument."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Entity
from ledger.merge import safest


class TreatyRow(Entity):
    """One entry in the organisation's own words; entries that came along have no row."""

    __tablename__ = "treaty"
    key: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    body: Mapped[str]
    year: Mapped[str]
    articles: Mapped[str]
    summary: Mapped[str]
    applies_to: Mapped[str]
    region: Mapped[str]
    parties: Mapped[str]
    url: Mapped[str]
    # The day of the check, or nothing while it is not checked: that holds where two disagree.
    verified_on: Mapped[str] = mapped_column(info={"rule": safest("")})
