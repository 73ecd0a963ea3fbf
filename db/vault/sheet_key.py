"""The key of the recovery sheet as age writes keys, so that a sealed export opens by the sheet."""

from __future__ import annotations

from casework.bech32 import spelled
from db.vault import recovery
from db.vault.wiping import wipe


def recipient_of(public_key: bytes) -> str:
    """Return the public half of the sheet's key as a recipient, `age1...`."""
    return spelled("age", public_key)


def identity_of(code: str) -> str:
    """Return the secret half of the sheet's key, as a printed code spells it."""
    secret = recovery.read(code)
    try:
        return spelled("age-secret-key-", bytes(recovery.backup_key(secret))).upper()
    finally:
        wipe(secret)
