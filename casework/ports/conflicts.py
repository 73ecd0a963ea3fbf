"""What the desk for what is to decide needs from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.records.conflict import Found, Place
    from forms.document import Answer


class Conflicts(Protocol):
    """What stands side by side in the cases that this worker reaches."""

    def masked(self) -> Sequence[str]:
        """Return the codes of the cases that this worker sees masked and that wait for somebody."""
        ...

    def count(self) -> int:
        """Return how much is to decide in the cases that this worker sees as they are."""
        ...

    def found(self, case_id: str = "") -> Sequence[Found]:
        """Return what is to decide in one case, or in all that she sees as they are.

        What stood before and what was joined is not read.
        """
        ...

    def whole(self, case_id: str, name: str = "") -> Sequence[Found]:
        """Return what is to decide in a case, or without one outside of all, as it is decided.

        With a name only what may be meant by it.
        """
        ...

    def outside(self) -> Sequence[Found]:
        """Return what is to decide in what belongs to no case: services, people, the office."""
        ...

    def write(self, place: Place, value: Answer | None) -> None:
        """Set a column that is no answer of a form."""
        ...

    def keep(self, place: Place) -> None:
        """Keep a thing that somebody took away elsewhere."""
        ...

    def settle(self, place: Place, value: Answer | None) -> None:
        """Record the value of a field in place of all that still stand there."""
        ...


class Looks(Protocol):
    """What is known of decisions before anybody asks for one."""

    def is_any(self) -> bool:
        """Return whether something stands side by side anywhere in this workbook."""
        ...

    def unfounded(self, case_id: str) -> Sequence[str]:
        """Return of which kinds something in a case rests on no agreement that is known here."""
        ...

    def exchanges(self) -> bool:
        """Return whether anything of this workbook is exchanged with others."""
        ...
