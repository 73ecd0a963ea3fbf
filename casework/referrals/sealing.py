"""A partner's key: whether what is kept of it is one, and why a letter is not sealed to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.referrals.issuing import Companion

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from casework.services.service import Service

# A key is spelled in Bech32: its kind, a 1, signs that nobody takes for another, six that check.
_KIND: Final = "age"
_SIGNS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_LENGTH: Final = 62
_STEPS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


class SealRefused(Exception):
    """Raised when a letter cannot be sealed as asked; carries a code, and to whom it should go."""

    def __init__(self, code: str, service: str) -> None:
        self.code, self.service = code, service
        super().__init__(code)


def key_for(service: Service, beside: Collection[Companion]) -> str:
    """Return the key that a letter to a service is sealed to; raises SealRefused.

    Her own copy is for her: what is sealed to another's key she could never read.
    """
    key = service.key
    if not key:
        raise SealRefused("seal_no_key", service.name)
    if not is_key(key):
        raise SealRefused("seal_key_wrong", service.name)
    if Companion.OWN_COPY in beside:
        raise SealRefused("seal_own_copy", service.name)
    return key


def is_key(said: str) -> bool:
    """Return whether words are the public half of an age key, every sign of it right."""
    kind, one, rest = said.partition("1")
    if kind != _KIND or not one or len(said) != _LENGTH or not set(rest) <= set(_SIGNS):
        return False
    spread = [ord(sign) >> 5 for sign in kind] + [0] + [ord(sign) & 31 for sign in kind]
    return _checked([*spread, *map(_SIGNS.index, rest)]) == 1


def _checked(values: Iterable[int]) -> int:
    found = 1
    for value in values:
        top, found = found >> 25, (found & 0x1FFFFFF) << 5 ^ value
        for at, step in enumerate(_STEPS):
            found ^= step if top >> at & 1 else 0
    return found
