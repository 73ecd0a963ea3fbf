"""Rows of snapshots on their way: what was promised, the parts that came, who compared them."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Row
from db.rows.log import OpInCell

_CLUSTERED: Final[dict[str, Any]] = {"sqlite_with_rowid": False}


class SnapshotRow(Row):
    """One snapshot of a stream by its name: the signed list of its parts, and how far it is."""

    __tablename__ = "snapshot"
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    stream: Mapped[bytes]
    manifest: Mapped[bytes]
    state: Mapped[str]
    at: Mapped[str]
    __table_args__ = _CLUSTERED


class SnapshotPieceRow(Row):
    """One part that came of a snapshot, opened, until the whole of it is taken in."""

    __tablename__ = "snapshot_piece"
    snapshot: Mapped[bytes] = mapped_column(
        LargeBinary(16), ForeignKey("snapshot.id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class SnapshotVouchedRow(Row):
    """That somebody compared a snapshot with what she has and signed that it is the same."""

    __tablename__ = "snapshot_vouched"
    snapshot: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    author: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    document: Mapped[bytes]
    __table_args__ = _CLUSTERED


class CellSummedRow(OpInCell, Row):
    """An operation that stands in a cell no longer, although nothing here says what replaced it."""

    __tablename__ = "cell_summed"
    __table_args__ = _CLUSTERED


class CellLetGoRow(OpInCell, Row):
    """One of these that somebody's summary let go, `by` her key, as long as that is not proven."""

    __tablename__ = "cell_let_go"
    by: Mapped[bytes] = mapped_column(LargeBinary(32))
    stream: Mapped[bytes] = mapped_column(LargeBinary(16))
    __table_args__ = _CLUSTERED


class WorkbookHasRow(Row):
    """How far another workbook said that it knows a lane: what it was given by then is enough."""

    __tablename__ = "workbook_has"
    workbook: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    lane: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    aseq: Mapped[int]
    __table_args__ = _CLUSTERED


# Known to the metadata once this module is.
SNAPSHOTS: Final = (
    *(SnapshotRow, SnapshotPieceRow, SnapshotVouchedRow),
    *(CellSummedRow, CellLetGoRow, WorkbookHasRow),
)
