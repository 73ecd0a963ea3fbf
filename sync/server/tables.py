"""The tables of the server: the same on SQLite and PostgreSQL, the organisation first in each."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

SCHEMA: Final = 1


class Standing(IntEnum):
    """Whether a workbook or an author still belongs to the organisation."""

    ACTIVE = 1
    REVOKED = 2


class Made(StrEnum):
    """How far a snapshot or a blob is."""

    OPEN = "open"
    WHOLE = "whole"
    ATTESTED = "attested"


metadata = MetaData()


def _id(name: str) -> Column[bytes]:
    return Column(name, LargeBinary(32), primary_key=True)


def _number_key(name: str) -> Column[int]:
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, default=0)


def _small(name: str) -> Column[int]:
    return Column(name, SmallInteger, nullable=False, default=0)


def _bytes(name: str, *, nullable: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=nullable)


def _word(name: str) -> Column[str]:
    return Column(name, String(16), nullable=False)


# The parts themselves are made in `engines`.
_SPREAD: Final = "HASH (org_id)"

setting = Table("setting", metadata, Column("name", String(32), primary_key=True), _bytes("value"))
invite = Table(
    "invite",
    metadata,
    _id("code_hash"),
    _number("quota_batch"),
    _number("quota_blob"),
    _number("expires_day"),
)
org = Table(
    "org",
    metadata,
    _id("org_id"),
    _small("status"),
    _number("quota_batch"),
    _number("quota_blob"),
    _bytes("root_pub"),
    _number("created_day"),
)
# The row that is locked for everything that changes what an organisation holds.
org_head = Table(
    "org_head",
    metadata,
    _id("org_id"),
    _number("last_seq"),
    _number("acl_version"),
    _number("purges"),
    _number("used_batch"),
    _number("used_blob"),
)
replica = Table(
    "replica",
    metadata,
    _id("org_id"),
    _id("replica_id"),
    _bytes("transport_pub"),
    _small("status"),
    _number("last_seen_day"),
)
author = Table(
    "author",
    metadata,
    _id("org_id"),
    _id("author_id"),
    _bytes("pub"),
    _bytes("replica_id"),
    _small("bits"),
    _small("status"),
)
lane = Table(
    "lane",
    metadata,
    _id("org_id"),
    _id("stream_id"),
    _id("author_id"),
    _number("last_aseq"),
    _bytes("last_digest"),
)
stream = Table(
    "stream",
    metadata,
    _id("org_id"),
    _id("stream_id"),
    _small("kind"),
    _small("generation"),
    _number("last_stream_seq"),
    _bytes("log_hash"),
    _number("purged_seq"),
    _number("snapshot_seq"),
    _number("since_snapshot"),
    _number("since_snapshot_bytes"),
)
acl = Table(
    "acl",
    metadata,
    _id("org_id"),
    _id("replica_id"),
    _id("stream_id"),
    _small("bits"),
    postgresql_partition_by=_SPREAD,
)
acl_doc = Table("acl_doc", metadata, _id("org_id"), _number_key("version"), _bytes("body"))
# A purged batch keeps its row without its body: names and numbers go on proving the rest.
batch = Table(
    "batch",
    metadata,
    _id("org_id"),
    _number_key("seq"),
    _bytes("stream_id"),
    _number("stream_seq"),
    _bytes("author_id"),
    _number("aseq"),
    _bytes("batch_id"),
    _bytes("log_hash"),
    _small("kind"),
    _number("size"),
    _bytes("body", nullable=True),
    _number("arrived_hour"),
    UniqueConstraint("org_id", "batch_id"),
    UniqueConstraint("org_id", "stream_id", "author_id", "aseq"),
    UniqueConstraint("org_id", "stream_id", "stream_seq"),
    Index("batch_by_stream", "org_id", "stream_id", "seq"),
    postgresql_partition_by=_SPREAD,
)
snapshot = Table(
    "snapshot",
    metadata,
    _id("org_id"),
    _id("stream_id"),
    _id("snap_id"),
    _number("covers_seq"),
    _number("parts"),
    _bytes("author_id"),
    _bytes("body"),
    _word("state"),
    _number("made_day"),
    _number("number"),
)
snapshot_part = Table(
    "snapshot_part",
    metadata,
    _id("org_id"),
    _id("snap_id"),
    _number_key("n"),
    _bytes("body"),
)
attestation = Table(
    "attestation",
    metadata,
    _id("org_id"),
    _id("snap_id"),
    _id("author_id"),
    _bytes("body"),
    _number("made_day"),
)
blob = Table(
    "blob",
    metadata,
    _id("org_id"),
    _id("blob_id"),
    _bytes("stream_id"),
    _number("size"),
    _number("held"),
    _word("state"),
    _number("touched_day"),
    Index("blob_by_stream", "org_id", "stream_id", "blob_id"),
    postgresql_partition_by=_SPREAD,
)
blob_part = Table(
    "blob_part",
    metadata,
    _id("org_id"),
    _id("blob_id"),
    _number_key("start"),
    _number("size"),
    _bytes("body"),
)
rendezvous = Table("rendezvous", metadata, _id("box_id"), _bytes("payload"), _number("expires"))
purge_log = Table(
    "purge_log", metadata, _id("org_id"), _number_key("n"), _bytes("body"), _number("done_day")
)
