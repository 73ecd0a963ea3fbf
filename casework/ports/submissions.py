"""What bringing in answers given elsewhere needs from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection


class Submissions(Protocol):
    """Which submissions were brought in here, known again without being told apart by anybody."""

    def known(self, form_id: str, ids: Collection[str]) -> frozenset[str]:
        """Return which of these submissions to a form came in before; erased ones count."""
        ...

    def begin(self, cases: int) -> str:
        """Keep that so many cases are about to be opened by submissions; return its id."""
        ...

    def keep(self, form_id: str, ids: Collection[str], case_id: str, bringing_id: str = "") -> None:
        """Know a submission again under all its ids; `bringing_id` where it opened the case."""
        ...
