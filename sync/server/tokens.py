"""Who asks: challenges and tokens that this server can check without having kept them."""

from __future__ import annotations

import hmac
import os
import struct
from base64 import urlsafe_b64encode
from binascii import a2b_base64
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import and_, bindparam, select, update

from sync.server.refusals import Refused
from sync.server.tables import Standing, org, replica
from sync.wire.documents import CHALLENGE_SIZE, PROOF_SIZE, proven
from sync.wire.frames import ID_SIZE

if TYPE_CHECKING:
    from collections.abc import Callable

    from sync.server.engines import Database
    from sync.server.limits import Limits

_CHALLENGE: Final = struct.Struct(">8sQ")
# Who, and until when; for which organisation is known from what is asked.
_TOKEN: Final = struct.Struct(">B16sI")
_VERSION: Final = 2
_MAC: Final = 16
_LONGEST: Final = 128
DAY: Final = 86_400
_STANDING: Final = (
    select(replica.c.transport_pub)
    .join(org, org.c.org_id == replica.c.org_id)
    .where(
        replica.c.org_id == bindparam("of_org"),
        replica.c.replica_id == bindparam("of_workbook"),
        replica.c.status == Standing.ACTIVE,
        org.c.status == Standing.ACTIVE,
    )
)


class Member(NamedTuple):
    """A workbook that proved who it is."""

    org: bytes
    replica: bytes


class Door:
    """Lets workbooks in: by their transport key first, by a token for a day."""

    def __init__(
        self, database: Database, name: str, limits: Limits, clock: Callable[[], float]
    ) -> None:
        self._database, self._name, self._limits, self._clock = database, name, limits, clock
        secret = database.secret()
        self._challenges, self._tokens = _key(secret, b"challenge"), _key(secret, b"token")

    def challenge(self, asked: bytes) -> bytes:
        """Return what a workbook has to sign; nobody is told whether it is known here."""
        if len(asked) != 2 * ID_SIZE:
            raise Refused(400, "body.length")
        until = int(self._clock()) + self._limits.challenge_seconds
        begun = _CHALLENGE.pack(os.urandom(8), until)
        return begun + self._mac(self._challenges, begun + asked)

    def token(self, proof: bytes) -> tuple[str, int]:
        """Return a token for a signed challenge, and the second when it ends."""
        if len(proof) != PROOF_SIZE:
            raise Refused(400, "body.length")
        who = Member(proof[:ID_SIZE], proof[ID_SIZE : 2 * ID_SIZE])
        challenge = proof[2 * ID_SIZE :][:CHALLENGE_SIZE]
        begun, mac = challenge[: _CHALLENGE.size], challenge[_CHALLENGE.size :]
        fresh = hmac.compare_digest(mac, self._mac(self._challenges, begun + proof[: 2 * ID_SIZE]))
        if not (fresh and _CHALLENGE.unpack(begun)[1] >= self._clock()):
            raise Refused(401, "auth.challenge")
        public = self._public(who)
        if public is None or not proven(self._name, proof, public):
            raise Refused(401, "auth.refused")
        self._seen(who)
        until = int(self._clock()) + self._limits.token_seconds
        said = _TOKEN.pack(_VERSION, who.replica, until)
        packed = urlsafe_b64encode(said + self._mac(self._tokens, said + who.org))
        return packed.decode().rstrip("="), until

    def demand_standing(self, who: Member) -> None:
        """Refuse a workbook that was let go since it got its token."""
        if self._public(who) is None:
            raise Refused(401, "auth.revoked")

    def named(self, token: str, org: bytes) -> Member:
        """Return whose token of an organisation it is, if it holds; nothing is looked up for it."""
        padded = token.replace("-", "+").replace("_", "/") + "=" * (-len(token) % 4)
        try:
            packed = a2b_base64(padded) if len(token) <= _LONGEST else b""
        except ValueError:
            packed = b""
        said, mac = packed[: _TOKEN.size], packed[_TOKEN.size :]
        if not hmac.compare_digest(mac, self._mac(self._tokens, said + org)):
            raise Refused(401, "auth.token")
        _, of_replica, until = _TOKEN.unpack(said)
        if until < self._clock():
            raise Refused(401, "auth.expired")
        return Member(org, of_replica)

    def _public(self, who: Member) -> bytes | None:
        """Return the transport key of a workbook, unless it or its organisation was let go."""
        asked = {"of_org": who.org, "of_workbook": who.replica}
        with self._database.reading() as connection:
            found: bytes | None = connection.execute(_STANDING, asked).scalar_one_or_none()
        return found

    def _seen(self, who: Member) -> None:
        """Keep the day on which a workbook came last."""
        mine = and_(replica.c.org_id == who.org, replica.c.replica_id == who.replica)
        today = int(self._clock()) // DAY
        with self._database.writing() as connection:
            connection.execute(update(replica).where(mine).values(last_seen_day=today))

    @staticmethod
    def _mac(key: bytes, said: bytes) -> bytes:
        return blake2b(said, key=key, digest_size=_MAC).digest()


def _key(secret: bytes, what: bytes) -> bytes:
    return blake2b(key=secret, person=what[:ID_SIZE], digest_size=32).digest()
