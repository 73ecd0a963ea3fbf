"""An open workbook's keys: all that opening its store needs, without what derives them."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import Final

from db.vault.wiping import wipe

STORE: Final = "workbook.db"
KEYS: Final = "workbook.keys"
PREVIOUS_KEYS: Final = "workbook.keys.1"
RECOVERY_ID: Final = bytes(16)


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An open workbook: its key, and who opened it."""

    store_key: bytearray = field(repr=False)
    user_id: bytes
    author_seed: bytearray = field(repr=False)
    practice: bool
    store_id: bytes
    recovery_key: bytes
    generation: int
    notices: tuple[str, ...] = ()
    # The public half of the author's signing key.
    author_key: bytes = b""
    # The slot that was opened: a store may know somebody by another name than she comes in by.
    slot_id: bytes = b""

    def __post_init__(self) -> None:
        """Work the author's public key out, where it is not known yet."""
        if not self.author_key:
            object.__setattr__(self, "author_key", author_of(self.author_seed))

    def wipe(self) -> None:
        """Overwrite the keys."""
        wipe(self.store_key, self.author_seed)


def author_of(seed: bytearray) -> bytes:
    """Return the public half of a signing key."""
    # Imported here: whoever has the keys already opens the store without it.
    return bytes(import_module("nacl.signing").SigningKey(bytes(seed)).verify_key)
