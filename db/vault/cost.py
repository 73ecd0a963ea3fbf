"""What one guess at a passphrase costs: Argon2id, its floor and its caps."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from db.vault.refusals import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Callable

_AIM_SECONDS: Final = 0.7
_SMALL_MACHINE_BYTES: Final = 3 << 30


@dataclass(frozen=True, slots=True)
class Cost:
    """Memory, passes and lanes of one derivation."""

    memory_kib: int
    passes: int
    lanes: int = 1

    def require_bounds(self) -> None:
        """Refuse a cost below the floor, as after a downgrade, or above what a laptop can pay."""
        if self.memory_kib < FLOOR.memory_kib or self.passes < FLOOR.passes or self.lanes < 1:
            raise StoreRefused("slots_weak")
        if self.memory_kib > CAP.memory_kib or self.passes > CAP.passes or self.lanes > CAP.lanes:
            raise StoreRefused("slots_heavy")


FLOOR: Final = Cost(64 << 10, 3)
DEFAULT: Final = Cost(128 << 10, 3)
CAP: Final = Cost(1 << 20, 10, 4)


def derive(passphrase: bytes, salt: bytes, cost: Cost) -> bytearray:
    """Return the slot key of a passphrase."""
    cost.require_bounds()
    key = bytearray(32)
    # Imported by whoever types a passphrase: a window is seen before.
    kdf = import_module("cryptography.hazmat.primitives.kdf.argon2")
    try:
        kdf.Argon2id(
            salt=salt,
            length=len(key),
            iterations=cost.passes,
            lanes=cost.lanes,
            memory_cost=cost.memory_kib,
        ).derive_into(passphrase, key)
    except MemoryError:
        raise StoreRefused("no_memory") from None
    return key


def calibrate(clock: Callable[[], float] = time.perf_counter) -> Cost:
    """Return the cost that takes about 0.7 s on this machine, never below the floor."""
    memory = FLOOR.memory_kib if _is_small_machine() else DEFAULT.memory_kib
    start = clock()
    derive(b"calibration", bytes(16), Cost(memory, DEFAULT.passes))
    seconds = max(clock() - start, 0.001)
    passes = round(DEFAULT.passes * _AIM_SECONDS / seconds)
    return Cost(memory, min(max(passes, FLOOR.passes), CAP.passes))


def _is_small_machine() -> bool:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") < _SMALL_MACHINE_BYTES
    except (AttributeError, ValueError, OSError):
        return False
