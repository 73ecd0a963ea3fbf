"""How a line of a register was worded: what was written down stays, and a correction beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    Id = TypeVar("Id")


@dataclass(frozen=True, slots=True)
class Wording:
    """What somebody wrote down of a line, and when; `corrects` is what she meant to say better.

    Of a request `kind` and `who` say who asked, of a breach what happened and who got it.
    """

    id: str
    corrects: str
    at: datetime
    on: date
    kind: str
    words: str = field(repr=False)
    who: str = field(default="", repr=False)
    in_writing: bool = False
    by: str = field(default="", repr=False)


def lines_of(corrects: Mapping[Id, Id | None]) -> Mapping[Id, Id]:
    """Return of each row by its id the line that it is of, by what each of them corrects.

    What corrects nothing is a line itself. Rows that correct each other are of no line.
    """
    lines: dict[Id, Id] = {}
    for one in corrects:
        path, at = [one], corrects[one]
        while at is not None and at in corrects and at not in lines and len(path) <= len(corrects):
            path.append(at)
            at = corrects[at]
        if at is None:
            lines |= dict.fromkeys(path, path[-1])
        elif at in lines:
            lines |= dict.fromkeys(path, lines[at])
    return lines


def as_said(wordings: Sequence[Wording]) -> tuple[Wording, ...]:
    """Return the wordings of one line as they were said: the one that counts comes last.

    That is the last of those that nobody corrected. The first stays the first, whenever others say
    that they were.
    """
    first = next(one for one in wordings if not one.corrects)
    corrected = {one.corrects for one in wordings}
    last = max((one for one in wordings if one.id not in corrected), key=_when, default=first)
    between = sorted((one for one in wordings if one not in {first, last}), key=_when)
    return (first, *between, *((last,) if last is not first else ()))


def _when(one: Wording) -> tuple[datetime, str]:
    return one.at, one.id
