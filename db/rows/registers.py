"""Rows of the registers of the office: who asked for data from outside, and what got out.

What was written down stays as it was. A correction is another row, which names what it corrects;
how a line was answered, or closed, is said of the first and stands in no row that corrects it.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import ForeignKey, LargeBinary
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
    in_writing: Mapped[str]
    who: Mapped[str]
    words: Mapped[str]
    noted_by: Mapped[bytes] = mapped_column(LargeBinary(16))
    noted_at: Mapped[str]
    corrects: Mapped[bytes | None] = mapped_column(
        LargeBinary(16), ForeignKey("outside_request.id")
    )
    # Nothing is said of an answer before it is given: what makes a row again takes none back.
    # What was released cannot be called back, so it is shown until somebody decides.
    answer: Mapped[str | None] = mapped_column(
        info={"rule": safest("open", "refused", "figures", "released")}
    )
    order_no: Mapped[str | None]
    # By which letter of the case something was released: who has the case knows which that is.
    letter_mark: Mapped[str | None]
    answered_by: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    answered_at: Mapped[str | None]


class OutsideRequestCaseRow(Entity):
    """What a request from outside says of the case that it is about: a part of that case."""

    __tablename__ = "outside_request_case"
    request_id: Mapped[bytes] = id_of("outside_request")
    case_id: Mapped[bytes] = id_of("casefile")
    who: Mapped[str]
    words: Mapped[str]


class BreachRow(Entity):
    """One breach, as all laptops of the office hold it: nothing here names a case."""

    __tablename__ = "breach"
    noticed_on: Mapped[str]
    kind: Mapped[str]
    words: Mapped[str]
    recipients: Mapped[str]
    noted_by: Mapped[bytes] = mapped_column(LargeBinary(16))
    noted_at: Mapped[str]
    corrects: Mapped[bytes | None] = mapped_column(LargeBinary(16), ForeignKey("breach.id"))
    # While one still sees something to do, something is to do; nothing is said of it before.
    status: Mapped[str | None] = mapped_column(info={"rule": safest("closed", "open")})
    untold_why: Mapped[str | None]
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
