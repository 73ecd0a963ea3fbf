"""Rows of exchange with other workbooks: who we are, keys, the roster, and what waits.

None of it is exchanged, taken out, or of any use in a copy that came back from a backup: that one
is another workbook, and asks to be let in again.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Row
from db.rows.snapshots import SNAPSHOTS

_CLUSTERED: Final[dict[str, Any]] = {"sqlite_with_rowid": False}


class OrganisationRow(Row):
    """The organisation that this workbook belongs to, and the name it has there."""

    __tablename__ = "organisation"
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    workbook: Mapped[bytes] = mapped_column(LargeBinary(16))
    # The public key that the roster begins with.
    root: Mapped[bytes]
    joined_at: Mapped[str]


class WorkbookSecretRow(Row):
    """One secret of this workbook by what it is for: a part of its key pair, what it calls by."""

    __tablename__ = "workbook_secret"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[bytes]


class StreamKeyRow(Row):
    """The secret of a stream in one of its epochs; a retired one opens, and seals nothing."""

    __tablename__ = "stream_key"
    stream: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    secret: Mapped[bytes]
    retired: Mapped[bool]
    __table_args__ = _CLUSTERED


class RosterEntryRow(Row):
    """One entry of the roster as it came, sealed and signed; the first founds the organisation."""

    __tablename__ = "roster_entry"
    n: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[bytes]


class AdoptionRow(Row):
    """Which workbook has at home what an author wrote in a stream who was let out, by her lane."""

    __tablename__ = "adoption"
    lane: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    workbook: Mapped[bytes] = mapped_column(LargeBinary(16))
    __table_args__ = _CLUSTERED


class ParkedBatchRow(Row):
    """A batch that can not be taken in yet: kept as it came, with the reason, and never skipped."""

    __tablename__ = "parked_batch"
    batch_id: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    stream: Mapped[bytes]
    lane: Mapped[bytes]
    aseq: Mapped[int]
    why: Mapped[str]
    epoch: Mapped[int]
    content: Mapped[bytes]
    at: Mapped[str]
    __table_args__ = (Index("parked_lane", "lane", "aseq"),)


class UnfoundedRow(Row):
    """What came from elsewhere and rests on no agreement that is known here: shown, and marked.

    The agreement may still be on its way; where it comes, the mark goes.
    """

    __tablename__ = "unfounded"
    entity: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    case_id: Mapped[bytes] = mapped_column(LargeBinary(16), ForeignKey("casefile.id"), index=True)
    sort: Mapped[str]


class TakenBackRow(Row):
    """What was said for good of a case that left, by its id: it has to be back with the case.

    The mark is of a few bits; since when it is missing stands only where its case is here.
    """

    __tablename__ = "taken_back"
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    case_id: Mapped[bytes] = mapped_column(LargeBinary(16), index=True)
    mark: Mapped[bytes]
    since: Mapped[str | None]
    __table_args__ = _CLUSTERED


class AsideRow(Row):
    """How a thing stood here before it was built anew from what was written, and what it was."""

    __tablename__ = "aside_row"
    entity: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    at: Mapped[str] = mapped_column(primary_key=True)
    stream: Mapped[bytes]
    # What the log alone does not hold: its row, its cells, what was known of it.
    content: Mapped[bytes]
    __table_args__ = _CLUSTERED


# Known to the metadata once this module is.
EXCHANGED: Final = (
    *(OrganisationRow, WorkbookSecretRow, StreamKeyRow),
    *(AdoptionRow, RosterEntryRow, ParkedBatchRow, UnfoundedRow, TakenBackRow, AsideRow),
    *SNAPSHOTS,
)
