"""Numbers, marks and ranges that betray nobody, whatever else was published before.

Each mark has to stand for nobody and for one fewer than the least number alike, for whoever
knows all that was ever published and how it was made. Where it would not, what is new is told
less finely, margins later than what they sum up, until it does.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from casework.protect.above import Above
from casework.protect.apart import asunder
from casework.protect.errors import NotProtected
from casework.protect.lines import lines
from casework.protect.losing import lost
from casework.protect.months import by_month
from casework.protect.proof import Proof
from casework.protect.threes import threes
from casework.protect.watching import Watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.protect.ground import Ground
    from casework.protect.proof import Printable
    from casework.protect.shape import Counted, Told, Within


class _Asked(NamedTuple):
    """What is to be told, beside what: one question to all that follows."""

    told: Sequence[Told]
    counted: Sequence[Counted]
    ground: Ground
    watch: Watch


def protect(
    told: Sequence[Told], counted: Sequence[Counted], ground: Ground, watch: Watch | None = None
) -> Printable:
    """Return what may be printed for each new cell; None: nothing may.

    Raises NotProtected where no proof is found in time, or none is wanted any more; then nothing
    may be published at all.
    """
    own = [one for one in told if not one.outside]
    asked = _Asked(own, counted, ground, watch or Watch())
    printed = _in_lines(asked, {})
    if len(own) == len(told):
        return printed
    # What others published may be wrong, or entered to undo a proof. So all is proved without it
    # first, and beside it told less finely where it has to be, and never more finely.
    return _in_lines(asked._replace(told=told, ground=ground.beside_others), printed)


def _in_lines(asked: _Asked, printed: Printable) -> Printable:
    """Return what may be printed, no finer than before, beside each way all told can be true."""
    try:
        return _fitted(asked, printed)
    except NotProtected as refused:
        if refused.code != "register":
            raise
    sure = replace(asked.ground, within=_sure(asked.ground))
    # What holds beside the one holds still when it is told less finely beside the other.
    for line in lines(asked.told, sure):
        beside = asked._replace(told=line)
        try:
            printed = _fitted(beside, printed)
        except NotProtected as refused:
            if refused.code != "register":
                raise
            # What they betray together without knowing of each other, nothing can keep any more.
            gone = asked.ground.given_up.union(lost(line, sure))
            ground = replace(asked.ground, given_up=gone)
            printed = _fitted(beside._replace(ground=ground), printed)
    return printed


def _sure(ground: Ground) -> Sequence[Within]:
    return [one for one in ground.within if one.sure and not one.among]


def _fitted(asked: _Asked, printed: Printable) -> Printable:
    try:
        return _protected(asked, printed)
    except NotProtected as refused:
        sure = _sure(asked.ground)
        if refused.code != "register" or len(sure) == len(asked.ground.within):
            raise
    # What was told contradicts who had come by then: whoever reads it cannot rely on that either.
    return _protected(asked._replace(ground=replace(asked.ground, within=sure)), printed)


def _protected(asked: _Asked, printed: Printable) -> Printable:
    told, counted, ground, watch = asked
    parts = asunder([*told, *ground.plain], counted, ground.within)
    proofs = [Proof(old, new, ground, watch) for old, new in parts]
    # Once those are proved, what is printed is proved with a table above each three tables.
    three = (*threes(told, counted, ground), *by_month(told, counted, ground))
    above = [Above(one, ground, watch) for one in three]
    for one, proof in product(above, proofs):
        one.beside(proof)
    whole = sum(one.questions for one in proofs) + sum(one.questions for one in above)
    before = 0
    for proof in proofs:
        proof.beside = before, whole
        printed = {**printed, **proof.proved(printed)}
        before += proof.questions
    for one in above:
        printed = {**printed, **one.proved(printed, (before, whole))}
        before += one.questions
        watch.tell(before, whole)
    return {cell.name: printed[cell.name] for cell in counted if not cell.watched}
