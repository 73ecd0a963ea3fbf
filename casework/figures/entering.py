"""Figures that were published elsewhere, or here before a backup came back: what is taken in.

They bear on every later proof, so two people take them in, and two take them back. Releases that
say to be of this workbook have to be known to it: anybody can write a file that fits to itself.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from casework.figures.axes import year_of
from casework.figures.before import before
from casework.figures.errors import FiguresRefused
from casework.figures.heads import demand_receipt, in_order
from casework.figures.never import nobody
from casework.figures.outside import understood
from casework.figures.people import MONTH
from casework.figures.released import OUTSIDE, Proposed, Published, areas_now
from casework.figures.returned import returned
from casework.figures.ties import ties
from casework.protect.ground import Ground
from casework.protect.losing import lost
from casework.team.seat import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from casework.figures.outside import Outside
    from casework.ports.stores import UnitOfWork
    from casework.protect.shape import Name

# As many signs of a number name an entry.
_ENOUGH: Final = 8
_ID_SIGNS: Final = 32


@dataclass(frozen=True, slots=True)
class Given:
    """The releases of a file: those of others, or all that a register of ours says."""

    releases: Sequence[Published]
    ours: bool

    @property
    def key(self) -> str:
        """Return what two people mean when they mean the same file."""
        said = " ".join(f"{one.wanted.id} {one.digest}" for one in self.releases)
        return hashlib.sha256(said.encode()).hexdigest()[:_ID_SIGNS]


def given(found: object, by: str, at: datetime) -> Given:
    """Return what a file holds; raises FiguresRefused where it is not understood."""
    if isinstance(found, dict) and isinstance(found.get("published"), list):
        return Given(returned(found, by), ours=True)
    return Given([_outside(one, by, at) for one in understood(found)], ours=False)


def lacking(work: UnitOfWork, file: Given, receipt: str) -> Sequence[Published]:
    """Return what the register lacks of a file, with the marks that it betrays for ever.

    Raises FiguresRefused where it lacks nothing, and for releases of ours that nothing knows of.
    """
    told = work.figures.published()
    known = {one.wanted.id for one in told}
    made: list[Published] = []
    for release in file.releases:
        if release.wanted.id not in known:
            made.append(_given_up([*told, *made], release))
    if not made:
        raise FiguresRefused("outside_twice")
    if file.ours:
        _demand_known(work, told, made, receipt)
    return made


def entry(work: UnitOfWork, number: str) -> Sequence[Published]:
    """Return what was entered together, by the first signs of the number of some of it.

    Raises NotFound, and FiguresRefused where something was published on it.
    """
    releases = in_order(work.figures.published())
    named = [one for one in releases if one.wanted.id.startswith(number.lower())]
    if len(named) != 1 or len(number) < _ENOUGH or named[0].wanted.plan != OUTSIDE:
        raise NotFound("entry_unknown")
    whole = [one for one in releases if _entered_at(one) == named[0].at]
    if [*releases[-len(whole) :]] != whole:
        raise FiguresRefused("outside_built_on")
    return whole


def _entered_at(release: Published) -> datetime | None:
    return release.at if release.wanted.plan == OUTSIDE else None


def _demand_known(
    work: UnitOfWork, told: Sequence[Published], made: Sequence[Published], receipt: str
) -> None:
    """Demand that log, list or receipt know of all that says to be published here."""
    beside = work.figures.beside()
    here = {*work.figures.logged(), *((one.wanted.id, one.digest) for one in beside)}
    strange = [one for one in made if (one.wanted.id, one.digest) not in here]
    if not strange:
        return
    if not work.figures.returned():
        raise FiguresRefused("outside_unknown", place=strange[0].wanted.id)
    if not receipt.strip():
        raise FiguresRefused("outside_receipt")
    least, _digest = work.figures.noted_head()
    whole = {one.wanted.id: one for one in (*beside, *told, *made)}
    demand_receipt(receipt, [*whole.values()], least, more=False)


def _outside(found: Outside, by: str, at: datetime) -> Published:
    period = min((dict(one.name.key)[MONTH] for one in found.cells), default="")
    wanted = Proposed(found.id, OUTSIDE, period, "", 0, by, at)
    return Published(wanted, "", at, OUTSIDE, found.cells, areas_now(), found.codes)


def _given_up(releases: Sequence[Published], new: Published) -> Published:
    """Return a release of others with the marks that it betrays, with all that was told here."""
    if new.wanted.plan != OUTSIDE or new.given_up:
        return new
    found: list[Name] = []
    for year in sorted({year_of(one.name) for one in new.cells}):
        known = before([*releases, new], year)
        names = [one.name for one in known.told]
        never = tuple(nobody(names, known.told))
        ground = Ground(known.codes, ties(names), 0, given_up=known.given_up, never=never)
        found += lost(known.told, ground)
    return replace(new, given_up=tuple(found))
