"""What bringing in answers given elsewhere needs from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

Which: TypeAlias = "tuple[str, str, Collection[str]]"
"""A submission: the id of its form, its own id, and those that it says to have had before."""


class Submissions(Protocol):
    """Which submissions were brought in here, known again without being told apart by anybody."""

    def known(self, form_id: str, ids: Collection[str]) -> Mapping[str, bool]:
        """Return by which of these ids submissions to a form came in before; erased ones count.

        With each stands whether one came in by it, or only named it as an earlier one of its own.
        """
        ...

    def begin(self, cases: int) -> str:
        """Keep that so many cases are about to be opened by submissions; return its id."""
        ...

    def keep(self, which: Which, case_id: str, bringing_id: str = "") -> None:
        """Know a submission again under all its ids; `bringing_id` where it opened the case."""
        ...
