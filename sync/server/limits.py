"""How much is too much: sizes, rates, shares."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

_KIB, _MIB, _GIB = 1 << 10, 1 << 20, 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server takes and gives; clients may ask for it."""

    request_bytes: int = _MIB
    response_bytes: int = _MIB
    # What strangers send may only be little: each is worked on while it comes.
    proof_bytes: int = _KIB
    document_bytes: int = 256 * _KIB
    box_bytes: int = 64 * _KIB
    blob_bytes: int = 256 * _MIB
    streams_per_replica: int = 64
    snapshot_parts: int = 4096
    # A minute's worth of each, and how many more may come at once.
    requests_per_minute: int = 60
    requests_at_once: int = 20
    pushed_per_minute: int = 8 * _MIB
    tokens_per_minute: int = 10
    strangers_per_minute: int = 30
    boxes_per_day: int = 100
    # Requests that one process works on; the next is sent away before its body is read.
    working: int = 64
    # A body comes at this rate after a first while, or is given up.
    bytes_per_second: int = _KIB
    patience_seconds: int = 30
    # After how many seconds to ask again.
    next_poll: int = 900
    next_poll_active: int = 60
    token_seconds: int = 86_400
    challenge_seconds: int = 120
    box_seconds: int = 86_400
    quota_batch: int = 500 * _MIB
    quota_blob: int = 5 * _GIB
    # For how many days summed-up batches stay; longer where nobody else could compare.
    keep_days: int = 90
    keep_days_alone: int = 180

    @classmethod
    def of(cls, said: Mapping[str, object]) -> Self:
        """Return limits of which some are said; what is no limit, or no number, is refused."""
        known = {one.name for one in fields(cls)}
        numbers = {name: value for name, value in said.items() if type(value) is int}
        if not (said.keys() == numbers.keys() <= known and all(n >= 0 for n in numbers.values())):
            raise ValueError
        return cls(**numbers)

    def told(self) -> dict[str, int]:
        """Return them for whoever asks."""
        return asdict(self)
