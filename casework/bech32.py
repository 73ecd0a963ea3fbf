"""Keys as words that age writes and reads: Bech32 of BIP 173, in which no sign is mistaken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_SIGNS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_STEPS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK: Final = 6


def spelled(kind: str, key: bytes) -> str:
    """Return a key as it is spelled: its kind, a 1, its bits five by five, six signs that check."""
    fives = list(_fives(key))
    check = _checked([*_front(kind), *fives, *[0] * _CHECK]) ^ 1
    tail = [check >> 5 * (_CHECK - 1 - place) & 31 for place in range(_CHECK)]
    return f"{kind}1" + "".join(_SIGNS[five] for five in (*fives, *tail))


def is_spelled(kind: str, said: str) -> bool:
    """Return whether words are a key of that kind, every sign of it right."""
    found, one, rest = said.partition("1")
    if found != kind or not one or not set(rest) <= set(_SIGNS):
        return False
    return _checked([*_front(kind), *map(_SIGNS.index, rest)]) == 1


def _front(kind: str) -> list[int]:
    return [ord(sign) >> 5 for sign in kind] + [0] + [ord(sign) & 31 for sign in kind]


def _fives(key: bytes) -> Iterable[int]:
    """Yield the bits of a key five by five, filled up with nothing."""
    bits = "".join(f"{byte:08b}" for byte in key)
    for at in range(0, len(bits), 5):
        yield int(bits[at : at + 5].ljust(5, "0"), 2)


def _checked(values: Iterable[int]) -> int:
    found = 1
    for value in values:
        top, found = found >> 25, (found & 0x1FFFFFF) << 5 ^ value
        for place, step in enumerate(_STEPS):
            found ^= step if top >> place & 1 else 0
    return found
