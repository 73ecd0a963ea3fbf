"""The tables of the log: operations, what they make of each cell, and the audit chain."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Row

_CLUSTERED: Final[dict[str, Any]] = {"sqlite_with_rowid": False}


class StreamRow(Row):
    """A stream of operations that is shared as a whole: roster, config, a caseload."""

    __tablename__ = "stream"
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    kind: Mapped[str]
    __table_args__ = _CLUSTERED


class LaneRow(Row):
    """One author in one stream: its last closed batch, and the id of the last one sealed.

    Of a lane from elsewhere `aseq` is the last batch that was taken in, and so is `sealed`.
    """

    __tablename__ = "lane"
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    stream: Mapped[bytes]
    author: Mapped[bytes]
    aseq: Mapped[int]
    digest: Mapped[bytes | None]
    sealed: Mapped[int]
    __table_args__ = _CLUSTERED


class OpRow(Row):
    """One operation, for ever; `value` and `parents` are canonical CBOR."""

    __tablename__ = "op"
    lane: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    aseq: Mapped[int] = mapped_column(primary_key=True)
    idx: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[int]
    entity: Mapped[bytes]
    table: Mapped[str]
    field: Mapped[str | None]
    value: Mapped[bytes]
    hlc: Mapped[int]
    parents: Mapped[bytes | None]
    __table_args__ = _CLUSTERED


class EntityRow(Row):
    """One thing of any type: where it lives, which operation made it, what became of it.

    `lane` is empty while operations on it came before its creation;
    `life` is 0 live, 1 deleted, 2 deleted by one and edited by another, 3 erased.
    """

    __tablename__ = "entity"
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    type: Mapped[str]
    stream: Mapped[bytes]
    lane: Mapped[bytes | None]
    aseq: Mapped[int | None]
    idx: Mapped[int | None]
    life: Mapped[int]
    # Hardly any: what somebody has to decide is asked for at every look at a case.
    __table_args__ = (
        Index("entity_disputed", "id", sqlite_where=text("life = 2")),
        _CLUSTERED,
    )


class CellMetaRow(Row):
    """The shown operation of a field that was set after creation."""

    __tablename__ = "cell_meta"
    entity: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    lane: Mapped[bytes]
    aseq: Mapped[int]
    idx: Mapped[int]
    hlc: Mapped[int]
    __table_args__ = _CLUSTERED


class CellConflictRow(Row):
    """One of several operations of a field that nobody replaced: all of them stand here."""

    __tablename__ = "cell_conflict"
    entity: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    lane: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    aseq: Mapped[int] = mapped_column(primary_key=True)
    idx: Mapped[int] = mapped_column(primary_key=True)
    hlc: Mapped[int]
    value: Mapped[bytes]
    __table_args__ = _CLUSTERED


class OpInCell:
    """What is kept of an operation and one of the cells that it writes."""

    lane: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    aseq: Mapped[int] = mapped_column(primary_key=True)
    idx: Mapped[int] = mapped_column(primary_key=True)
    entity: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)


class CellSupersededRow(OpInCell, Row):
    """An operation that another has replaced before it arrived here."""

    __tablename__ = "cell_superseded"
    __table_args__ = _CLUSTERED


class OpaqueOpRow(Row):
    """An operation that the rows can not show yet: its table, field or parent is unknown.

    `awaits` is the entity without which it can not be shown, where there is one.
    """

    __tablename__ = "opaque_op"
    lane: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    aseq: Mapped[int] = mapped_column(primary_key=True)
    idx: Mapped[int] = mapped_column(primary_key=True)
    entity: Mapped[bytes] = mapped_column(index=True)
    why: Mapped[str]
    awaits: Mapped[bytes | None] = mapped_column(index=True)
    __table_args__ = _CLUSTERED


class OutboxRow(Row):
    """A sealed batch, kept until it is covered elsewhere.

    Without content it held what was erased since: whoever has not got it needs a snapshot.
    """

    __tablename__ = "outbox"
    batch_id: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    lane: Mapped[bytes]
    aseq: Mapped[int]
    content: Mapped[bytes | None]
    created: Mapped[str]
    sent_to: Mapped[bytes | None]
    __table_args__ = (Index("outbox_lane", "lane", "aseq"),)


class AuditEntryRow(Row):
    """One line of the audit chain; `covers` names the operations it vouches for."""

    __tablename__ = "audit_entry"
    seq: Mapped[int] = mapped_column(primary_key=True)
    prev: Mapped[bytes]
    hash: Mapped[bytes]
    at: Mapped[str]
    user: Mapped[bytes]
    action: Mapped[str]
    object: Mapped[bytes | None]
    reason: Mapped[str]
    covers: Mapped[bytes | None]
    # What happened in one case, without reading the whole chain.
    __table_args__ = (
        Index("audit_object", "object", "seq", sqlite_where=text("object is not null")),
    )


class LogHeadRow(Row):
    """Where the audit chain ends and how far the clock has come: an anchor outside the chain."""

    __tablename__ = "log_head"
    one: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[bytes]
    hlc: Mapped[int]


class TombstoneRow(Row):
    """What remains of an erased entity: its random id, the day and the legal basis."""

    __tablename__ = "tombstone"
    entity: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    at: Mapped[str]
    basis: Mapped[str]
    __table_args__ = _CLUSTERED
