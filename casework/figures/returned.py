"""Own releases, read again from a register that was written: whole, or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from casework.figures.errors import FiguresRefused
from casework.figures.released import TOTAL, Proposed, Published, printed_of
from casework.protect.shape import Name, Told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


def returned(found: Mapping[str, Any], by: str) -> Sequence[Published]:
    """Return the releases that a register of ours holds, as they were published.

    Raises FiguresRefused where one is not what its fingerprint says.
    """
    made = []
    for said in found["published"]:
        number = "?"
        try:
            number = str(said["id"])
            release = _release(found, said, by)
        except (AttributeError, KeyError, TypeError, ValueError):
            raise FiguresRefused("outside_changed", place=number[:32]) from None
        if release.digest != said["digest"]:
            raise FiguresRefused("outside_changed", place=number[:32])
        made.append(release)
    return made


def _release(found: Mapping[str, Any], said: Mapping[str, Any], by: str) -> Published:
    at = datetime.fromisoformat(said["at"])
    number = bytes.fromhex(said["id"]).hex()
    wanted = Proposed(number, said["plan"], said["period"], "", int(said["least"]), by, at)
    codes = {dim: _sets(mine) for dim, mine in said["codes"].items()}
    lost = tuple(Name(people, _key(key)) for people, key in said["given_up"])
    cells = tuple(_cells(found, number))
    return Published(wanted, "", at, said["rule"], cells, _sets(said["areas"]), codes, lost)


def _cells(found: Mapping[str, Any], number: str) -> Iterator[Told]:
    for entry in found["releases"]:
        if entry["id"].partition(" ")[0] != number:
            continue
        for table in entry["tables"]:
            for codes, printed in table["cells"]:
                pairs = zip(table["dims"], codes, strict=True)
                key = tuple((dim, code) for dim, code in pairs if code != TOTAL)
                yield Told(Name(entry["population"], key), printed_of(printed))


def _sets(codes: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
    return {code: frozenset(atoms) for code, atoms in codes.items()}


def _key(said: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((dim, code) for dim, code in said)
