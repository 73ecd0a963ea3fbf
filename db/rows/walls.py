"""Rows of the wall: who must not see a case, and which service must not hear of it."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Entity
from ledger.merge import safest


class ConflictLinkRow(Entity):
    """That a worker or a service is near an alleged exploiter, or is not to know by her wish."""

    __tablename__ = "conflict_link"
    case_id: Mapped[bytes] = mapped_column(LargeBinary(16), ForeignKey("casefile.id"), index=True)
    user_id: Mapped[bytes | None] = mapped_column(LargeBinary(16), ForeignKey("app_user.id"))
    service_id: Mapped[bytes | None] = mapped_column(LargeBinary(16), ForeignKey("service.id"))
    kind: Mapped[str]
    # Of two that disagree the wall stands.
    status: Mapped[str] = mapped_column(info={"rule": safest("lifted", "standing")})
    since: Mapped[str]
    set_by: Mapped[bytes] = mapped_column(LargeBinary(16))

    __table_args__ = (Index("conflict_of_user", "user_id", "status", "case_id"),)
