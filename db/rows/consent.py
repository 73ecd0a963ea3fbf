"""Rows around consent: decisions without it, notices of recall, help without a record."""

from __future__ import annotations

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Entity, id_of
from ledger.merge import safest


class OverrideRow(Entity):
    """One decision to tell an authority something without consent."""

    __tablename__ = "override"
    case_id: Mapped[bytes] = id_of("casefile")
    basis: Mapped[str]
    # The authority by its code in the directory, as grants name a service.
    recipient: Mapped[str]
    items: Mapped[str]
    reason: Mapped[str]
    told_her: Mapped[str]
    told_why: Mapped[str]
    review_on: Mapped[str]
    proposed_by: Mapped[bytes] = mapped_column(LargeBinary(16))
    proposed_at: Mapped[str]
    # What was carried out can not be undone, so it wins; what was dropped is not carried out.
    status: Mapped[str] = mapped_column(
        info={"rule": safest("proposed", "decided", "dropped", "carried_out", "reviewed")}
    )
    decided_by: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    decided_at: Mapped[str | None]
    letter: Mapped[str]
    reviewed_by: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    review: Mapped[str]


class LetterNoticeRow(Entity):
    """That the recipient of a recalled letter was sent a notice, and on which day."""

    __tablename__ = "letter_notice"
    letter_id: Mapped[bytes] = id_of("letter")
    case_id: Mapped[bytes] = id_of("casefile")
    sent_on: Mapped[str]
    sent_by: Mapped[bytes] = mapped_column(LargeBinary(16))


class HelpRow(Entity):
    """That somebody who wants no record was helped: a day, with what, of age or not. No more."""

    __tablename__ = "help_without_record"
    helped_on: Mapped[str]
    service_type: Mapped[str]
    age_group: Mapped[str]
