"""Before a journey the workbook leaves the laptop, if it is sure to be elsewhere; it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop.saying.words import Refused

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.bootstrap import Workbook
    from desktop.exchange.exchanging import Post

# What is said of the place where the backup is to lie.
OF_PLACES: Final = frozenset({"file_exists", "file_not_written", "travel_same_disk"})


@dataclass(frozen=True, slots=True)
class Proof:
    """That a workbook comes back: whether others have to let it in, and how much was written."""

    among_others: bool
    written: int


def leave(workbook: Workbook, home: Path, target: Path, code: str) -> bool:
    """Prove that the workbook comes back from a backup, and close it here.

    Returns whether the workbook belongs to others, who have to let it in again.
    """
    proof = prove(workbook, home, target, code)
    workbook.close()
    return proof.among_others


def prove(workbook: Workbook, home: Path, target: Path, code: str) -> Proof:
    """Write the whole workbook into a sealed backup, and prove that it comes back; it stays open.

    What is not safely elsewhere is refused before anything is removed, and a backup that the code
    does not open or that holds anything else counts for none.
    """
    require_place(home, target)
    post = workbook.post()
    among_others = post.membership.belongs
    if among_others:
        _require_others(post)
    workbook.back_up(target, code)
    return Proof(among_others, workbook.written())


def close(workbook: Workbook, proof: Proof) -> bool:
    """Close a workbook as it was proved; one with anything new stays open (False)."""
    if workbook.written() != proof.written:
        return False
    workbook.close()
    return True


def require_free(target: Path) -> None:
    """Refuse a place where something lies already, or nothing can lie."""
    if target.exists():
        raise Refused("file_exists")
    if not target.parent.is_dir():
        raise Refused("file_not_written")


def require_place(home: Path, target: Path) -> None:
    """Refuse a place from which nothing would come back."""
    require_free(target)
    if _disk(target.parent) == _disk(home):
        # It would be taken with the laptop, and stolen with it.
        raise Refused("travel_same_disk")


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
