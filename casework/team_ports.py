"""What supervision needs from the store: cases opened in need, handing on, reviews, figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.glass import GlassEvent, Opening


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
