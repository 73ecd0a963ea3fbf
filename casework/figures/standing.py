"""Whether the register is whole: nothing is published on one that is older than what is known.

Three things know of a newer one: the log of the workbook, the sealed lists that lie beside it and
beside its backups, and, after a backup came back, whoever keeps the receipt of the last release.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casework.figures.before import before
from casework.figures.errors import FiguresRefused
from casework.figures.heads import heads_of
from casework.figures.released import RULE, Published, areas_now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.ports.stores import UnitOfWork


def whole(work: UnitOfWork) -> Sequence[Published]:
    """Return everything that was ever published, once it is known that nothing is missing.

    Raises FiguresRefused where something is, or where nobody has said yet that nothing is.
    """
    releases = work.figures.published()
    head, (count, digest) = heads_of(releases)[-1], work.figures.noted_head()
    if work.figures.beside() or (digest and (count, digest) != (head.count, head.digest)):
        raise FiguresRefused("register_older")
    if work.figures.returned():
        raise FiguresRefused("register_unsure")
    return releases


def standing(work: UnitOfWork, year: int, until: str = "") -> Sequence[Published]:
    """Return what was published, and what waits for a second person as if it were already.

    Whoever looks at several things that wait reads them together, so they are proved together.
    With `until`, what was proposed before that one. Raises FiguresRefused as `whole` does.
    """
    releases = [*whole(work)]
    for wanted in work.figures.proposed():
        if wanted.id == until:
            break
        if wanted.period[:4] == str(year):
            known = {one.name for one in before(releases, year).own}
            new = tuple(one for one in wanted.cells if one.name not in known)
            releases.append(Published(wanted, "", wanted.at, RULE, new, areas_now()))
    return releases
