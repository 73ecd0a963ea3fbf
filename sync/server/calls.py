"""One request that was let in, what it is answered, and the desks that answer."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from sync.server.appending import Appending
from sync.server.blobs import Blobs
from sync.server.boxes import Boxes
from sync.server.buckets import Buckets
from sync.server.orgs import Orgs
from sync.server.purging import Purging
from sync.server.snapshots import Snapshots
from sync.server.tokens import DAY, Door

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sync.server.engines import Database
    from sync.server.limits import Limits
    from sync.server.tokens import Member
    from sync.server.watching import Watch

OCTETS: Final = "application/octet-stream"
JSON: Final = "application/json"
TEXT: Final = "text/plain; charset=utf-8"
_MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator decides."""

    # What clients call this server; challenges are signed for it.
    name: str
    limits: Limits
    # The hash of the operator's own token, or nothing where there is none.
    operator: bytes = field(default=b"", repr=False)


class Desks:
    """What handlers work with: one of each for the whole process."""

    def __init__(
        self, database: Database, settings: Settings, watch: Watch, clock: Callable[[], float]
    ) -> None:
        limits = settings.limits
        self.database, self.settings, self.limits, self.watch = database, settings, limits, watch
        self.door = Door(database, settings.name, limits, clock)
        self.orgs = Orgs(database, limits, clock)
        self.appending = Appending(database, clock)
        self.snapshots = Snapshots(database, limits, clock)
        self.blobs = Blobs(database, limits, clock)
        self.boxes = Boxes(database, limits, clock)
        self.purging = Purging(database, limits, clock)
        per_minute = limits.requests_per_minute
        self.requests = Buckets(per_minute / _MINUTE, per_minute + limits.requests_at_once, clock)
        self.pushes = Buckets(limits.pushed_per_minute / _MINUTE, limits.pushed_per_minute, clock)
        tokens, strangers = limits.tokens_per_minute, limits.strangers_per_minute
        self.tokens = Buckets(tokens / _MINUTE, tokens, clock)
        self.strangers = Buckets(strangers / _MINUTE, strangers, clock)
        self.boxes_a_day = Buckets(limits.boxes_per_day / DAY, limits.boxes_per_day, clock)

    def is_operator(self, token: str) -> bool:
        """Return whether somebody shows the operator's own token."""
        known = self.settings.operator
        return bool(known) and hmac.compare_digest(known, operator_hash(token))


def operator_hash(token: str) -> bytes:
    """Return what is kept of the operator's own token."""
    return blake2b(token.encode(), digest_size=32, person=b"operator").digest()


@dataclass(frozen=True, slots=True)
class Call:
    """One request: who asks, and everything that was sent, already checked for its form."""

    desks: Desks
    names: Mapping[str, bytes]
    numbers: Mapping[str, int]
    headers: Mapping[str, str]
    address: str
    body: bytes = b""
    member: Member | None = None

    @property
    def who(self) -> Member:
        """Return the workbook that asks; routes that are open to strangers have none."""
        if self.member is None:
            raise TypeError
        return self.member


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back."""

    status: int
    body: bytes = b""
    media: str = OCTETS
    headers: Mapping[str, object] = field(default_factory=dict)
