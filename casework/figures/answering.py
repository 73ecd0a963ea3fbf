"""In its first year, a service that answered had been asked by this office in that year.

Whoever knows when an office opened reads who was sent and who was answered together, so the proof
is told; and who was sent and got no answer is watched. Later, some were sent the year before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.figures.counting import tally
from casework.figures.first_year import TOLD_FROM, is_first, is_untrue
from casework.figures.happened import ANSWERED, ANY, SENT
from casework.figures.periods import periods_in
from casework.figures.ties import less, without
from casework.protect.shape import Name, Within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from casework.ports.figures import Figures

_SENT: Final = f"{SENT}.{ANY}"
_ANSWERED: Final = f"{ANSWERED}.{ANY}"
# Those who were sent in any of several periods: nobody counts them by themselves.
_UNTIL: Final = f"{SENT}.until"


def unanswered(
    figures: Figures, names: Iterable[Name], when: tuple[int, date]
) -> tuple[Mapping[Name, int], Sequence[Within]]:
    """Return who was sent and not answered, with how many, and among whom those answered are.

    Only what begins with the year has such a rest. There is none beside people of whom nothing is
    told but marks; and where more are told to be answered than sent, nobody can rely on it. `when`
    is the year, and the day on which people have to agree.
    """
    told = {name.people for name in names}
    answered = sorted(one for one in told if one.partition(" ")[0] == _ANSWERED)
    if not answered or not is_first(figures, when):
        return {}, ()
    within = [one for people in answered for one in _among(people, told)]
    pairs = [(one.whole, one.parts[0]) for one in within if one.whole.startswith(f"{_SENT} ")]
    rests = {Name(less(whole, part), ()): Name(part, ()) for whole, part in pairs}
    true = tally(figures, [*rests, *rests.values()], *when)
    if any(is_untrue(true[part], true[one] + true[part]) for one, part in rests.items()):
        return {}, ()
    many = [one for one, part in rests.items() if true[part] >= TOLD_FROM]
    return {one: max(0, true[one]) for one in many}, within


def apart(rests: Iterable[Name]) -> Iterator[Within]:
    """Yield that those who were sent were answered, or are one of these."""
    for one in rests:
        whole, part = without(one) or (one, one)
        yield Within(whole.people, (part.people, one.people), apart=True, sure=False)


def _among(answered: str, told: set[str]) -> Iterator[Within]:
    """Yield that those who were answered had been sent by then, where all of that is told."""
    period = answered.rpartition(" ")[2]
    until = [f"{_SENT} {one}" for one in _until(period)]
    if not told.issuperset(until):
        return
    whole = until[0] if len(until) == 1 else f"{_UNTIL} {period}"
    if len(until) > 1:
        yield Within(whole, tuple(until), sure=False)
    yield Within(whole, (answered,), every=False, sure=False)


def _until(period: str) -> Sequence[str]:
    """Return the periods of one length in a year, up to one of them."""
    known = periods_in(int(period[:4]))
    alike = [code for code, months in known.items() if len(months) == len(known[period])]
    return sorted(one for one in alike if one <= period)
