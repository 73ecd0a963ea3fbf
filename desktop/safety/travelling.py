"""Before a journey the workbook leaves the laptop, if it is sure to be elsewhere; it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.saying.words import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.bootstrap import Workbook
    from desktop.exchange.exchanging import Post


def leave(workbook: Workbook, home: Path, target: Path, code: str) -> bool:
    """Write the whole workbook into a sealed backup, prove that it comes back, and close it here.

    What is not safely elsewhere is refused before anything is removed, and a backup that the code
    does not open or that holds anything else counts for none. Returns whether the
    workbook belongs to others, who have to let it in again.
    """
    if _disk(target.parent) == _disk(home):
        # It would be taken with the laptop, and stolen with it.
        raise Refused("travel_same_disk", place=target)
    post = workbook.post()
    among_others = post.membership.belongs
    if among_others:
        _require_others(post)
    workbook.back_up(target, code)
    workbook.close()
    return among_others


def _disk(folder: Path) -> int:
    return folder.stat().st_dev


def _require_others(post: Post) -> None:
    """Refuse to go where nobody else could let this laptop in, or has all that was written here."""
    roster, here = post.membership.roster, post.membership.me.workbook
    administering = {
        known.workbook for author, known in roster.authors.items() if roster.administers(author)
    }
    if not administering - {here}:
        raise Refused("travel_last_administrator")
    post.seal_all()
    if post.exchange.has_unsent():
        raise Refused("travel_unsent")
