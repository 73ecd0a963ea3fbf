"""What the desk of attachments needs from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from casework.files.attachment import Attachment, Sort


class Attachments(Protocol):
    """The files of the cases."""

    def pour(self, attachment_id: str, pieces: Iterable[bytes]) -> tuple[int, str]:
        """Write the bytes of a file that is to come; return how many they are, and their digest."""
        ...

    def next_number(self, case_id: str, sort: Sort) -> int:
        """Return the number of the next file of a sort in a case; none is used a second time."""
        ...

    def add(self, attachment: Attachment, worker_id: str) -> None:
        """Keep what is known of a file whose bytes are there."""
        ...

    def of(self, case_id: str) -> Sequence[Attachment]:
        """Return the files of a case, the last kept first."""
        ...

    def named(self, case_id: str, attachment_id: str) -> Attachment | None:
        """Return one file of a case, or None."""
        ...

    def pieces(self, attachment_id: str) -> Iterator[bytes]:
        """Yield the bytes of a file."""
        ...

    def remove(self, attachment_id: str, basis: str) -> None:
        """Erase one file for ever; what is left is its random id, the day and the basis."""
        ...
