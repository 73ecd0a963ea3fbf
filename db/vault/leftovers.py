"""What the program lays beside a store for a while, and what a sudden end left of that.

A copy of the store is a second store: what is erased later stands in it still, and the key of the
store opens it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from db.vault.durable import forget

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# A folder in which a backup is looked into.
LOOKING: Final = "workbook.looking"


def left_looking(home: Path) -> tuple[Path, ...]:
    """Return the folders in which a look into a backup was cut short."""
    return tuple(sorted(home.glob(f"{LOOKING}*")))


def remove(copies: Iterable[Path]) -> None:
    """Remove copies and such folders; what the disk does not let go of stays."""
    for copy in copies:
        if copy.name.startswith(LOOKING):
            with suppress(OSError):
                for file in copy.iterdir():
                    forget(file)
                copy.rmdir()
        else:
            forget(copy)
