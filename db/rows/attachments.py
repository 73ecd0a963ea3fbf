"""The rows of files kept with a case: what is known of each, and its bytes in pieces."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Entity, Row

_CLUSTERED: Final[dict[str, Any]] = {"sqlite_with_rowid": False}


class AttachmentRow(Entity):
    """One file of a case; its digest vouches for the pieces, which no operation carries."""

    __tablename__ = "attachment"
    case_id: Mapped[bytes] = mapped_column(LargeBinary(16), ForeignKey("casefile.id"), index=True)
    sort: Mapped[str]
    number: Mapped[int]
    form: Mapped[str]
    size: Mapped[int]
    digest: Mapped[bytes]
    # By what its bytes are sealed and named at a server, whatever the key of its stream is then.
    secret: Mapped[bytes]
    cleaned: Mapped[str]
    taken_on: Mapped[str | None]
    source: Mapped[str]
    kept_at: Mapped[str]
    kept_by: Mapped[bytes]


class AttachmentPieceRow(Row):
    """One piece of a file, of 64 KiB but for the last; a file may come before its row."""

    __tablename__ = "attachment_piece"
    attachment: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes]
    __table_args__ = _CLUSTERED


class AttachmentComingRow(Row):
    """One piece of a file that is on its way here: all move in at once when the last one came."""

    __tablename__ = "attachment_coming"
    attachment: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes]
    __table_args__ = _CLUSTERED


class AttachmentGivenRow(Row):
    """That the bytes of a file were given to others once; again they go to who asks for them."""

    __tablename__ = "attachment_given"
    attachment: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    asked: Mapped[int]
    __table_args__ = _CLUSTERED


# Known to the metadata once this module is.
ATTACHED: Final = (AttachmentComingRow, AttachmentGivenRow, AttachmentPieceRow, AttachmentRow)
