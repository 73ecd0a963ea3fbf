"""Three recovery sheets, any two of which open a workbook; one alone says nothing of the secret.

The secret follows from three pads together, of which each sheet carries two.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from hashlib import blake2b
from hmac import compare_digest
from itertools import chain
from typing import Final

from db.vault import letters
from db.vault.refusals import StoreRefused
from db.vault.wiping import wipe

# Stands between the codes of sheets, where they are handed on as one.
BETWEEN: Final = "+"
LETTERS: Final = 64
# As much as whoever tries the public key of the backups has to try; so a sheet stays short.
_PAD_BYTES: Final = 16
_LINE_BYTES: Final = 8
_CHECK_BYTES: Final = 2
_LINE_LETTERS: Final = 16
_LINES: Final = 4
_SECRET_BYTES: Final = 32
# Which of the three pads the sheets 1, 2 and 3 carry.
_CARRIES: Final = {1: (1, 2), 2: (0, 2), 3: (0, 1)}
# What is said of a slip in the sheet that was typed first, and of one in the second.
SLIPS: Final = ("first_sheet_slip", "second_sheet_slip")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet as it was read: which of the three, and its pads."""

    number: int
    pads: dict[int, bytearray] = field(repr=False)

    def wipe(self) -> None:
        wipe(*self.pads.values())


def make() -> str:
    """Return the codes of three new sheets."""
    pads = [bytearray(os.urandom(_PAD_BYTES)) for _ in _CARRIES]
    code = BETWEEN.join(_spell(number, pads) for number in _CARRIES)
    wipe(*pads)
    return code


def read(code: str) -> bytearray:
    """Return the secret that the codes of two sheets spell, or refuse what does not fit.

    Of all three that were just made two are enough.
    """
    sheets: list[_Sheet] = []
    try:
        for slip, one in zip(SLIPS, code.split(BETWEEN), strict=False):
            sheets.append(_read(slip, one))
        return _joined(*sheets)
    finally:
        for sheet in sheets:
            sheet.wipe()


def refuse_broken(code: str) -> None:
    """Refuse what begins or ends as one of three sheets and is not whole: it has more groups."""
    typed = letters.tidied(code)
    ends = (0, typed[:_LINE_LETTERS]), (_LINES - 1, typed[-_LINE_LETTERS:])
    if any(_is_line(at, line) for at, line in ends):
        _read(SLIPS[0], code).wipe()


def _is_line(at: int, typed: str) -> bool:
    line = letters.read(typed) or bytearray()
    numbers = _numbers_of(at, line)
    wipe(line)
    return bool(numbers)


def _joined(one: _Sheet, other: _Sheet) -> bytearray:
    shared = set(one.pads) & set(other.pads)
    if not all(compare_digest(one.pads[at], other.pads[at]) for at in shared):
        raise StoreRefused("other_set")
    if one.number == other.number:
        raise StoreRefused("same_sheet", number=one.number)
    both = one.pads | other.pads
    return _secret_of([bytearray(both[at]) for at in sorted(both)])


def _secret_of(pads: list[bytearray]) -> bytearray:
    """Return what follows from all three pads, which are wiped."""
    seed = bytearray(a ^ b ^ c for a, b, c in zip(*pads, strict=True))
    wipe(*pads)
    try:
        made = blake2b(key=seed, digest_size=_SECRET_BYTES, person=b"recovery sheets")
        return bytearray(made.digest())
    finally:
        wipe(seed)


def _spell(number: int, pads: list[bytearray]) -> str:
    carried = bytearray(chain.from_iterable(pads[at] for at in _CARRIES[number]))
    lines = [
        letters.spelled(line + _check(number, at, line)) for at, line in enumerate(_cut(carried))
    ]
    wipe(carried)
    return letters.grouped("".join(lines))


def _cut(carried: bytearray) -> list[bytearray]:
    return [carried[at : at + _LINE_BYTES] for at in range(0, len(carried), _LINE_BYTES)]


def _read(slip: str, code: str) -> _Sheet:
    """Return a sheet; a slip is told by the groups among which it is."""
    typed = letters.tidied(code)
    carried, numbers = bytearray(), set(_CARRIES)
    for at in range(_LINES):
        line = letters.read(typed[at * _LINE_LETTERS : (at + 1) * _LINE_LETTERS]) or bytearray()
        # A line may pass by chance for one of another sheet too; all four never do.
        numbers &= _numbers_of(at, line)
        too_long = at == _LINES - 1 and len(typed) > LETTERS
        carried += line[:_LINE_BYTES]
        wipe(line)
        if not numbers or too_long:
            wipe(carried)
            groups = _LINE_LETTERS // letters.GROUP
            raise StoreRefused(slip, begin=at * groups + 1, end=(at + 1) * groups)
    number = min(numbers)
    halves = carried[:_PAD_BYTES], carried[_PAD_BYTES:]
    wipe(carried)
    return _Sheet(number, dict(zip(_CARRIES[number], halves, strict=True)))


def _numbers_of(at: int, line: bytearray) -> set[int]:
    """Return of which sheets a line may be, by its check."""
    said, check = line[:_LINE_BYTES], bytes(line[_LINE_BYTES:])
    numbers = {one for one in _CARRIES if _check(one, at, said) == check}
    wipe(said)
    return numbers


def _check(number: int, at: int, line: bytearray) -> bytes:
    made = blake2b(bytes([number, at]), digest_size=_CHECK_BYTES, person=b"recovery line")
    made.update(line)
    return made.digest()
