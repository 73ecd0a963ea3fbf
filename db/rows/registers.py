"""Rows of the registers of the office: who asked for data from outside, and what got out."""

from __future__ import annotations

from typing import Final

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Entity, id_of
from ledger.merge import safest


class OutsideRequestRow(Entity):
    """One request from outside, as all laptops of the office hold it: nothing here names a case.

    Who asked for what stands here only where no case is named; else it is kept with that case.
    """

    __tablename__ = "outside_request"
    asked_on: Mapped[str]
    asker: Mapped[str]
    # Whoever released something says again that it was asked so; who corrects that knew nothing.
    in_writing: Mapped[str] = mapped_column(info={"rule": safest("no", "yes")})
    who: Mapped[str]
    words: Mapped[str]
    noted_by: Mapped[bytes] = mapped_column(LargeBinary(16))
    noted_at: Mapped[str]
    # What was released cannot be called back, so it is shown until somebody decides.
    answer: Mapped[str] = mapped_column(
        info={"rule": safest("open", "refused", "figures", "released")}
    )
    order_no: Mapped[str]
    answered_by: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    answered_at: Mapped[str | None]


class OutsideRequestCaseRow(Entity):
    """What a request from outside says of the case that it is about: a part of that case."""

    __tablename__ = "outside_request_case"
    request_id: Mapped[bytes] = id_of("outside_request")
    case_id: Mapped[bytes] = id_of("casefile")
    who: Mapped[str]
    words: Mapped[str]
    # The number of the letter by which something was released, or nothing.
    letter: Mapped[str]


class BreachRow(Entity):
    """One breach, as all laptops of the office hold it: nothing here names a case."""

    __tablename__ = "breach"
    noticed_on: Mapped[str]
    kind: Mapped[str]
    words: Mapped[str]
    recipients: Mapped[str]
    noted_by: Mapped[bytes] = mapped_column(LargeBinary(16))
    noted_at: Mapped[str]
    # While one still sees something to do, something is to do.
    status: Mapped[str] = mapped_column(info={"rule": safest("closed", "open")})
    untold_why: Mapped[str]
    closed_by: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    closed_at: Mapped[str | None]


class BreachActionRow(Entity):
    """One thing that was done about a breach."""

    __tablename__ = "breach_action"
    breach_id: Mapped[bytes] = id_of("breach")
    taken_on: Mapped[str]
    words: Mapped[str]
    told: Mapped[str]
    by: Mapped[bytes] = mapped_column(LargeBinary(16))
    at: Mapped[str]


class BreachCaseRow(Entity):
    """That a breach is about a case: a part of that case."""

    __tablename__ = "breach_case"
    breach_id: Mapped[bytes] = id_of("breach")
    case_id: Mapped[bytes] = id_of("casefile")


REGISTERS: Final = (
    *(OutsideRequestRow, OutsideRequestCaseRow),
    *(BreachRow, BreachActionRow, BreachCaseRow),
)
