"""What was chosen and not answered waits in the store, as words do; it is never an answer there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from casework.records.unfinished import Spot, Unfinished
from desktop.frame.kept_words import KeptWords
from desktop.pages.consent.written import written

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.pages.consent.stage import Stage

# The spot of a talk that is not at its end.
TALK: Final = "consent"


class KeptTalk(KeptWords):
    """Hands what is chosen to the store, and takes it out there with its answer."""

    def __init__(self, stage: Stage, note: Callable[[], object], at: Callable[[], str]) -> None:
        super().__init__(stage.room, Spot(TALK, stage.case), stage)
        self._stage, self._note, self._at = stage, note, at
        self._sent = stage.kept or self._sent

    def words(self) -> Unfinished:
        """Return all that waits for an answer, and which field has the keyboard."""
        self._note()
        values = written(self._stage.begun)
        # No page opens it by itself: one comes to it with the person.
        return Unfinished(values, self._at() if values else "", is_open=False)
