"""How random bytes are spelled on paper: in letters that nobody takes for one another."""

from __future__ import annotations

from typing import Final

# Crockford's base 32: no I, L, O, U; the first three are read as 1, 1, 0, the last is refused.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS: Final = str.maketrans({"I": "1", "L": "1", "O": "0", "-": "", " ": ""})
_BITS: Final = 5
GROUP: Final = 4


def spelled(data: bytes | bytearray) -> str:
    """Return bytes as letters, most significant first; their bits are a multiple of five."""
    number = int.from_bytes(data, "big")
    shifts = range(len(data) * 8 - _BITS, -1, -_BITS)
    return "".join(_ALPHABET[number >> shift & 31] for shift in shifts)


def grouped(letters: str) -> str:
    """Return letters as they are printed, in groups."""
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def tidied(typed: str) -> str:
    """Return what was typed as letters alone, as far as it is letters of ours."""
    return "".join(typed.split()).upper().translate(_READ_AS)


def read(letters: str) -> bytearray | None:
    """Return the bytes that letters spell, or nothing where they spell no whole bytes."""
    if not set(letters) <= set(_ALPHABET) or len(letters) * _BITS % 8:
        return None
    number = 0
    for letter in letters:
        number = number << _BITS | _ALPHABET.index(letter)
    return bytearray(number.to_bytes(len(letters) * _BITS // 8, "big"))
