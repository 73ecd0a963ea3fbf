"""What pages may ask of the open workbook itself: an office has no keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from casework.changes import Change
    from casework.worker import Role, Worker


class House(Protocol):
    """The open workbook, as far as pages may go: ways in, and whether the log holds."""

    def add_person(self, name: str, role: Role, passphrase: str) -> Worker:
        """Give somebody keys of her own and a place in the office."""
        ...

    def let_go(self, user_id: str) -> Change:
        """Take the way in of somebody who works here no more."""
        ...

    def log_holds(self) -> tuple[int, int | None]:
        """Return how many lines of the log hold, and the first that does not."""
        ...
