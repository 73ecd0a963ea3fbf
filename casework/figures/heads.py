"""The head of the register: one fingerprint of everything ever published, and its receipts.

Whoever keeps the receipt of the newest release can tell an older register from the right one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from casework.figures.errors import FiguresRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.figures.released import Published

_SIGNS: Final = 8
NONE: Final = "none"


@dataclass(frozen=True, slots=True)
class Head:
    """How many releases a register holds, and the fingerprint of all of them."""

    count: int
    digest: str

    @property
    def code(self) -> str:
        """Return it as it stands on a receipt and is typed again: `14-3F9A-C20B`."""
        signs = self.digest[:_SIGNS].upper()
        return f"{self.count}-{signs[:4]}-{signs[4:]}" if self.count else NONE


def heads_of(releases: Sequence[Published]) -> Sequence[Head]:
    """Return the head of a register as it was before its first release, and after each."""
    found = [Head(0, hashlib.sha256(b"").hexdigest())]
    for count, one in enumerate(in_order(releases), 1):
        said = f"{found[-1].digest} {one.wanted.id} {one.digest}"
        found.append(Head(count, hashlib.sha256(said.encode()).hexdigest()))
    return found


def in_order(releases: Sequence[Published]) -> Sequence[Published]:
    """Return releases in the order in which they were published."""
    return sorted(releases, key=lambda one: (one.at, one.wanted.id))


def demand_receipt(typed: str, releases: Sequence[Published], least: int, *, more: bool) -> Head:
    """Return the head of a register if it is what somebody's newest receipt says.

    `least` is how many releases the log knows of. Where `more` of what was published is entered
    by hand, the receipt can only say how many there have to be. Raises FiguresRefused.
    """
    count, signs = _parts(typed)
    heads = heads_of(releases)
    if count > len(releases):
        raise FiguresRefused("register_lacks", n=count - len(releases))
    if count < least or (count < len(releases) and heads[count].code == _code(count, signs)):
        raise FiguresRefused("receipt_older", n=max(least, len(releases)))
    if heads[count].code != _code(count, signs) and not more:
        raise FiguresRefused("receipt_unknown")
    return heads[-1]


def _code(count: int, signs: str) -> str:
    return f"{count}-{signs[:4]}-{signs[4:]}" if count else NONE


def _parts(typed: str) -> tuple[int, str]:
    """Return number and signs of a receipt as somebody typed it."""
    said = "".join(sign for sign in typed.upper() if not sign.isspace())
    if said == NONE.upper():
        return 0, ""
    number, _dash, rest = said.partition("-")
    signs = rest.replace("-", "")
    if (
        not (number.isascii() and number.isdecimal())
        or len(signs) != _SIGNS
        or len(number) > _SIGNS
    ):
        raise FiguresRefused("receipt_unknown")
    return int(number), signs
