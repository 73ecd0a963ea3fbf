"""What a proof starts from: the true count of each new cell, what is left over, what holds what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from casework.figures.answering import apart, unanswered
from casework.figures.axes import name_of, year_of
from casework.figures.between import between
from casework.figures.counting import tally
from casework.figures.first_year import came, left_beside
from casework.figures.never import cannot_be, nobody
from casework.figures.ties import left_over, ties
from casework.protect.ground import Ground
from casework.protect.shape import Counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from casework.figures.before import Before
    from casework.ports.figures import Figures
    from casework.protect.shape import Key, Name, Told


def gather(
    figures: Figures,
    tables: Mapping[str, Sequence[tuple[Key, bool]]],
    before: Before,
    when: tuple[int, date, int],
) -> tuple[tuple[Counted, ...], Ground]:
    """Return each cell that is not copied from before with its count, and the ground of a proof.

    `when` is the year of the figures, the day on which people have to agree, and the least number
    that is told. What is left over, and what was left out before, is watched where few are behind
    it.
    """
    year, today, least = when
    copied, known = {one.name for one in before.own}, {one.name for one in before.told}
    margins = {name_of(key): margin for mine in tables.values() for key, margin in mine}
    new = sorted(margins.keys() - copied, key=_place)
    unshared, codes = between([*known, *new], before.codes)
    told = known.union(new)
    over = [one for one in left_over([*told, *unshared]) if one not in unshared]
    over += unshared - told
    watched = [*over, *(one for one in before.left_out if one not in {*over, *new})]
    true = tally(figures, [*new, *watched], year, today, codes)
    never = nobody([*known, *new], [one for one in before.told if not one.outside])
    denied = before.given_up.union(never).difference(nobody([*known, *new], before.told))
    # Marks that were printed where nobody can be hide nothing.
    given_up = frozenset(one for one in known if cannot_be(one.key))
    ground = Ground(codes, (), least, given_up=given_up, never=tuple(never), denied=denied)
    around = [one.name for one in before.around]
    beside = left_beside(figures, [*known, *new, *around], (year, today), codes)
    rests, sent = unanswered(figures, [*known, *new], (year, today))
    few = [one for one in watched if true[one] < ground.watched_below]
    alone = {
        one: many
        for one, many in beside.items()
        if many < ground.watched_below and year_of(one) == year
    }
    silent = {one: many for one, many in rests.items() if many < ground.watched_below}
    left = (*((one, true[one]) for one in few), *alone.items(), *silent.items())
    counted = (
        *(Counted(one, true[one], margins[one]) for one in new),
        # What gives way may depend on which is asked of first.
        *(Counted(one, many, watched=True) for one, many in sorted(left, key=_left_place)),
    )
    tied = (*ties([*known, *new, *few]), *came(beside, alone, codes), *sent, *apart(silent))
    return counted, replace(ground, within=tied)


def told_with(before: Before, ground: Ground) -> tuple[Told, ...]:
    """Return what was told of a year, and of other years where the proof reads them with it."""
    years = {int(code[:4]) for one in ground.within for _dim, code in one.among}
    years |= {int(one.parts[0].rpartition(" ")[2][:4]) for one in ground.within if one.among}
    return (*before.told, *(one for one in before.around if year_of(one.name) in years))


def _place(name: Name) -> tuple[str, Key]:
    return name.people, name.key


def _left_place(left: tuple[Name, int]) -> tuple[str, Key]:
    return _place(left[0])
