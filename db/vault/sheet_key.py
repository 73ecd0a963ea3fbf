"""The key of the recovery sheet as age writes keys, so that a sealed export opens by the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from db.vault import recovery
from db.vault.wiping import wipe

if TYPE_CHECKING:
    from collections.abc import Iterable

# Bech32, as age writes its keys (BIP 173): letters that are not mistaken, and a check of six.
_LETTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_STEPS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK: Final = 6


def recipient_of(public_key: bytes) -> str:
    """Return the public half of the sheet's key as a recipient, `age1...`."""
    return _written("age", public_key)


def identity_of(code: str) -> str:
    """Return the secret half of the sheet's key, as a printed code spells it."""
    secret = recovery.read(code)
    try:
        return _written("age-secret-key-", bytes(recovery.backup_key(secret))).upper()
    finally:
        wipe(secret)


def _written(kind: str, key: bytes) -> str:
    fives = list(_fives(key))
    front = [ord(sign) >> 5 for sign in kind] + [0] + [ord(sign) & 31 for sign in kind]
    check = _sum([*front, *fives, *[0] * _CHECK]) ^ 1
    tail = [check >> 5 * (_CHECK - 1 - place) & 31 for place in range(_CHECK)]
    return f"{kind}1" + "".join(_LETTERS[five] for five in (*fives, *tail))


def _fives(key: bytes) -> Iterable[int]:
    """Yield the bits of a key five by five, filled up with nothing."""
    bits = "".join(f"{byte:08b}" for byte in key)
    for at in range(0, len(bits), 5):
        yield int(bits[at : at + 5].ljust(5, "0"), 2)


def _sum(values: Iterable[int]) -> int:
    found = 1
    for value in values:
        top, found = found >> 25, (found & 0x1FFFFFF) << 5 ^ value
        for place, step in enumerate(_STEPS):
            if top >> place & 1:
                found ^= step
    return found
