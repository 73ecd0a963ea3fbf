"""Every page that somebody may open, by the place it stands at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.frame.places import Place
from desktop.frame.rights import may_open
from desktop.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from casework.team.worker import Worker

# Of a case; all others are of the office.
OF_A_CASE = {
    *("case", "entries", "episodes", "attachments", "erasure", "exploiters", "legal", "consent"),
    *("letter", "referrals", "history", "handing", "form"),
}
# Of what, where a page is of one thing.
_OF = {"form": "intake", "entries": "note"}


def places(worker: Worker, code: str) -> Iterator[Place]:
    """Return the places that somebody may go to, those of a case at the case of a code."""
    for page in PAGES:
        if may_open(worker, page):
            yield Place(page, code if page in OF_A_CASE else "", _OF.get(page, ""))
