"""Rows of referrals: what help is asked for, what was told aloud, and what came back."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Entity, id_of
from ledger.merge import safest


class ReferralRow(Entity):
    """One request for help; without a service it is a need that nobody meets yet."""

    __tablename__ = "referral"
    case_id: Mapped[bytes] = id_of("casefile")
    service_id: Mapped[bytes | None] = mapped_column(
        LargeBinary(16), ForeignKey("service.id"), index=True
    )
    # Of two that disagree, what went further is shown, then what stops it, and before all what
    # she took back.
    status: Mapped[str] = mapped_column(
        info={
            "rule": safest(
                *("idea", "discussed", "agreed", "told_verbally", "letter_issued", "received"),
                *("no_answer", "waiting_list", "accepted", "attended", "completed"),
                *("provided_here", "already_received", "not_applicable"),
                *("provider_unavailable", "refused", "recalled"),
                *("declined_by_survivor", "withdrawn_by_survivor"),
            )
        }
    )
    created_at: Mapped[str]
    # Its day of the office, as `changed_on`; nothing in what a version wrote that kept none.
    begun_on: Mapped[str | None]
    changed_at: Mapped[str]
    # The day on the calendar of the office, by which consent lasts.
    changed_on: Mapped[str]
    service_type: Mapped[str]
    reason: Mapped[str]
    accompaniment: Mapped[str]
    urgency: Mapped[str]
    appointment_on: Mapped[str | None]
    appointment_at: Mapped[str | None]
    appointment_place: Mapped[str | None]
    refusal: Mapped[str]
    outcome: Mapped[str]
    # Where it stood before the last step, since when, and the day of the office on which that was,
    # while it can be taken back.
    before: Mapped[str | None]


class TellingRow(Entity):
    """One thing told aloud to a service, or a file given: a disclosure like a letter, appended."""

    __tablename__ = "telling"
    case_id: Mapped[bytes] = id_of("casefile")
    referral_id: Mapped[bytes] = id_of("referral")
    service_id: Mapped[bytes] = id_of("service")
    purpose: Mapped[str]
    language: Mapped[str]
    at: Mapped[str]
    told_on: Mapped[str]
    told_by: Mapped[bytes]
    valid_until: Mapped[str]
    grant_ids: Mapped[str]
    told: Mapped[str]
    withheld: Mapped[str]
    file: Mapped[str]


class LetterReplyRow(Entity):
    """One answer that came back on the slip of a letter; the same one is taken once only."""

    __tablename__ = "letter_reply"
    letter_id: Mapped[bytes] = id_of("letter")
    case_id: Mapped[bytes] = id_of("casefile")
    at: Mapped[str]
    # Its day of the office; nothing in what a version wrote that kept none.
    replied_on: Mapped[str | None]
    answer: Mapped[str]
