"""What supervision needs from the store: cases opened in need, handing on, reviews, figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.case import CaseSummary
    from casework.caseload import Offer
    from casework.glass import GlassEvent, Opening
    from casework.worker import Worker


class Glass(Protocol):
    """Cases of colleagues that were opened in need."""

    def is_clear(self, case_id: str) -> bool:
        """Return whether this worker sees a case without a mask."""
        ...

    def open(self, opening: Opening) -> str:
        """Keep that this worker opened a case until a moment; return the id of it."""
        ...

    def end(self, case_id: str) -> bool:
        """End what this worker opened; return whether there was anything."""
        ...

    def events(self) -> Sequence[GlassEvent]:
        """Return what was opened, what waits for a review first, then the newest first."""
        ...

    def event(self, glass_id: str) -> GlassEvent | None:
        """Return one of them, or None."""
        ...

    def reviewed(self, glass_id: str, finding: str) -> None:
        """Keep what came of a review by this worker."""
        ...


class Caseload(Protocol):
    """Who works with which case, and what is offered to whom."""

    def may_take(self, case_id: str, user_id: str) -> bool:
        """Return whether somebody works here and no wall keeps a case from her."""
        ...

    def worker_of(self, case_id: str) -> str:
        """Return the id of the worker of a case."""
        ...

    def cases_of(self, user_id: str) -> Sequence[CaseSummary]:
        """Return the cases of a worker that are not over, whoever asks."""
        ...

    def assign(self, case_id: str, user_id: str, reason: str) -> None:
        """Make somebody the worker of a case; its open tasks go with it."""
        ...

    def share(self, case_id: str, user_id: str, reason: str) -> bool:
        """Let somebody work along; return whether that is new."""
        ...

    def unshare(self, case_id: str, user_id: str, reason: str) -> bool:
        """End that somebody works along; return whether she did."""
        ...

    def sharers(self, case_id: str) -> Sequence[Worker]:
        """Return who works along in a case, A to Z by name."""
        ...

    def covered_for(self, user_id: str) -> Sequence[tuple[str, str]]:
        """Return the cases of a worker that are covered meanwhile, each with who covers it."""
        ...

    def offer(self, case_id: str, receiver: str, note: str) -> str:
        """Keep that this worker offers a case to somebody; return the id of it."""
        ...

    def offered(self, offer_id: str) -> Offer | None:
        """Return an offer that nobody answered yet, or None."""
        ...

    def offers(self, case_id: str = "") -> Sequence[Offer]:
        """Return the open offers of a case, or all that this worker made or was made."""
        ...

    def answer(self, offer_id: str, status: str, words: str) -> None:
        """Keep what became of an offer."""
        ...
