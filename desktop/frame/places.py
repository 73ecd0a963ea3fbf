"""Where somebody is in the workbook: a page, perhaps of a case, perhaps at one field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from desktop.bootstrap import Workbook


# The field of a case where it is asked why somebody opens it who sees it masked.
TO_OPEN: Final = "to_open"
# Before the id of figures that a colleague asked for: they are looked at.
ASKED: Final = "asked"


class Place(NamedTuple):
    """One place that can be gone to, come back to, and kept over a lock; codes and ids only."""

    page: str
    case: str = ""
    subject: str = ""
    field: str = ""

    def words(self) -> str:
        """Return the place as one line, to be kept in the store."""
        return "\t".join(self)


def to_open(wanted: Place) -> Place:
    """Return where it is asked why a masked case is opened; from there one goes on to a place."""
    return Place("case", wanted.case, f"{wanted.page} {wanted.subject}".strip(), TO_OPEN)


def wanted_at(place: Place) -> Place | None:
    """Return where one wanted to go who is asked why she opens a case, if it was elsewhere."""
    page, _, subject = place.subject.partition(" ")
    return Place(page, place.case, subject) if place.field == TO_OPEN and page else None


def place_of(words: str) -> Place | None:
    """Return the place that a line speaks of, or None."""
    parts = words.split("\t")
    return Place(*parts) if len(parts) == len(Place._fields) and parts[0] else None


def close_at(workbook: Workbook, place: Place) -> None:
    """Keep where somebody is and close the workbook; runs on the store's thread."""
    try:
        workbook.keep_place(place.words())
    finally:
        workbook.close()
