"""Organisations: made by whoever was invited, and who belongs to them by a signed document."""

from __future__ import annotations

import os
from base64 import b32encode
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, delete, insert, select, update

from sync.server.refusals import Refused, not_found
from sync.server.tables import (
    Standing,
    acl,
    acl_doc,
    author,
    invite,
    org,
    org_head,
    replica,
    stream,
)
from sync.server.tokens import DAY
from sync.wire.documents import KEY_SIZE, Acl, DocumentRefused, Said, Signs, taken_apart
from sync.wire.frames import START, author_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from sqlalchemy import Connection, Table

    from sync.server.engines import Database
    from sync.server.limits import Limits
    from sync.wire.documents import Signed

_CODE_BYTES: Final = 15
_INVITED_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Head:
    """What the counter row of an organisation says."""

    last_seq: int
    acl_version: int
    purges: int
    used_batch: int
    used_blob: int


_HEAD: Final = select(*(org_head.c[name] for name in Head.__dataclass_fields__)).where(
    org_head.c.org_id == bindparam("of_org")
)
_HEAD_LOCKED: Final = _HEAD.with_for_update()


def head_of(connection: Connection, org_id: bytes, *, lock: bool = False) -> Head:
    """Return the counters of an organisation; locked, nobody else moves them meanwhile."""
    asked = _HEAD_LOCKED if lock else _HEAD
    found = connection.execute(asked, {"of_org": org_id}).one_or_none()
    if found is None:
        raise not_found()
    return Head(*found)


@dataclass(frozen=True, slots=True)
class Signer:
    """An author who signed something, verified."""

    name: bytes
    workbook: bytes
    bits: int

    def demand_admin(self) -> None:
        """Refuse an author who may not sign for the organisation."""
        if not self.bits & Signs.ADMIN:
            raise Refused(403, "document.signer")


def signer_of(connection: Connection, org_id: bytes, signed: Signed, said: Said) -> Signer:
    """Return the author who signed a document, verified, if she still belongs."""
    mine = author.c.org_id == org_id, author.c.author_id == signed.signer
    found = connection.execute(select(author).where(*mine)).one_or_none()
    if found is None or found.status != Standing.ACTIVE:
        raise Refused(403, "document.signer")
    signed.verify(said, found.pub)
    return Signer(found.author_id, found.replica_id, found.bits)


class Orgs:
    """The desk at which organisations are made and say who belongs to them."""

    def __init__(self, database: Database, limits: Limits, clock: Callable[[], float]) -> None:
        self._database, self._limits, self._clock = database, limits, clock

    def invite(self) -> str:
        """Return a code with which one organisation can be made; only its hash is kept."""
        code = b32encode(os.urandom(_CODE_BYTES)).decode()
        row = {
            "code_hash": _hashed(code),
            "quota_batch": self._limits.quota_batch,
            "quota_blob": self._limits.quota_blob,
            "expires_day": self._today() + _INVITED_DAYS,
        }
        with self._database.writing() as connection:
            connection.execute(insert(invite).values(row))
        return code

    def create(self, data: bytes, code: str | None) -> bytes:
        """Make an organisation by its root key and the first document; return its id.

        Without a code whoever asks has shown the operator's own token.
        """
        root, signed = data[:KEY_SIZE], taken_apart(data[KEY_SIZE:])
        if signed.signer != author_id(root):
            raise Refused(403, "document.signer")
        signed.verify(Said.ACL, root)
        document = self._read(signed.body)
        if document.version != 1:
            raise Refused(409, "acl.version")
        with self._database.writing() as connection:
            quotas = self._quotas(connection, code)
            known = select(org.c.org_id).where(org.c.org_id == document.org)
            if connection.execute(known).one_or_none() is not None:
                raise Refused(409, "org.exists")
            row = {
                "org_id": document.org,
                "status": Standing.ACTIVE,
                "root_pub": root,
                "created_day": self._today(),
                **quotas,
            }
            connection.execute(insert(org).values(row))
            connection.execute(insert(org_head).values(org_id=document.org))
            _write(connection, document, data[KEY_SIZE:])
        return document.org

    def _quotas(self, connection: Connection, code: str | None) -> dict[str, int]:
        if code is None:
            return {"quota_batch": self._limits.quota_batch, "quota_blob": self._limits.quota_blob}
        used = delete(invite).where(
            invite.c.code_hash == _hashed(code), invite.c.expires_day >= self._today()
        )
        found = connection.execute(
            used.returning(invite.c.quota_batch, invite.c.quota_blob)
        ).one_or_none()
        if found is None:
            raise Refused(403, "invite.unknown")
        return {"quota_batch": found.quota_batch, "quota_blob": found.quota_blob}

    def acl(self, org_id: bytes) -> tuple[int, bytes]:
        """Return the newest document of an organisation, as it was signed, and its number."""
        newest = (
            select(acl_doc.c.version, acl_doc.c.body)
            .where(acl_doc.c.org_id == org_id)
            .order_by(acl_doc.c.version.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            version, body = connection.execute(newest).one()
        return version, body

    def put_acl(self, org_id: bytes, data: bytes, seen: int) -> int:
        """Let a newer document hold; its author says which one she had seen."""
        signed = taken_apart(data)
        document = self._read(signed.body)
        if document.org != org_id:
            raise Refused(403, "org.other")
        with self._database.writing() as connection:
            head = head_of(connection, org_id, lock=True)
            signer_of(connection, org_id, signed, Said.ACL).demand_admin()
            if seen != head.acl_version or document.version != seen + 1:
                raise Refused(412, "acl.stale", acl=head.acl_version)
            _write(connection, document, data)
        return document.version

    def _read(self, body: bytes) -> Acl:
        document = Acl.unpack(body)
        held = [0] * len(document.replicas)
        for who, _, _ in document.rights:
            held[who] += 1
        if max(held, default=0) > self._limits.streams_per_replica:
            raise Refused(413, "acl.streams")
        if not any(bits & Signs.ADMIN for _, _, bits in document.authors):
            # Nobody could ever sign another one.
            raise DocumentRefused("document.nobody")
        return document

    def _today(self) -> int:
        return int(self._clock()) // DAY


def _write(connection: Connection, document: Acl, data: bytes) -> None:
    """Let the rows say what a document says; who is not in it any more is revoked, not deleted."""
    org_id = document.org
    connection.execute(insert(acl_doc).values(org_id=org_id, version=document.version, body=data))
    replicas = [
        {"replica_id": name, "transport_pub": key, "status": Standing.ACTIVE}
        for name, key in document.replicas
    ]
    authors = [
        {
            "author_id": author_id(key),
            "pub": key,
            "replica_id": workbook,
            "bits": bits,
            "status": Standing.ACTIVE,
        }
        for key, workbook, bits in document.authors
    ]
    for table, rows in ((replica, replicas), (author, authors)):
        mine = table.c.org_id == org_id
        connection.execute(update(table).where(mine).values(status=Standing.REVOKED))
        _put(connection, table, org_id, rows)
    _put(connection, stream, org_id, _streams(document))
    connection.execute(delete(acl).where(acl.c.org_id == org_id))
    rights = [
        {
            "org_id": org_id,
            "replica_id": document.replicas[who][0],
            "stream_id": document.streams[where][0],
            "bits": bits,
        }
        for who, where, bits in document.rights
    ]
    if rights:
        connection.execute(insert(acl), rights)
    version = {"acl_version": document.version}
    connection.execute(update(org_head).where(org_head.c.org_id == org_id).values(version))


def _streams(document: Acl) -> list[dict[str, Any]]:
    return [
        {"stream_id": name, "kind": kind, "generation": generation, "log_hash": START}
        for name, kind, generation in document.streams
    ]


def _put(
    connection: Connection, table: Table, org_id: bytes, rows: Sequence[dict[str, Any]]
) -> None:
    """Add rows by their ids, or change those that are there; how far a stream is stays."""
    key = table.primary_key.columns.keys()[-1]
    asked = select(table.c[key]).where(table.c.org_id == org_id)
    known = set(connection.execute(asked).scalars())
    for row in rows:
        if row[key] in known:
            mine = table.c.org_id == org_id, table.c[key] == row[key]
            changed = {name: value for name, value in row.items() if name != "log_hash"}
            connection.execute(update(table).where(*mine).values(changed))
    _add(connection, table, org_id, (row for row in rows if row[key] not in known))


def _add(
    connection: Connection, table: Table, org_id: bytes, rows: Iterable[dict[str, Any]]
) -> None:
    added = [{"org_id": org_id, **row} for row in rows]
    if added:
        connection.execute(insert(table), added)


def _hashed(code: str) -> bytes:
    # Typed by hand, perhaps in groups and in small letters.
    plain = code.replace("-", "").replace(" ", "").upper()
    return blake2b(plain.encode(), digest_size=32, person=b"invite").digest()
