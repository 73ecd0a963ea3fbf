"""Whether anything can come too late here: something left, or was erased, and is named by more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.rows import settings

if TYPE_CHECKING:
    from sqlcipher3 import Cursor


def expect_late(cursor: Cursor) -> None:
    """Let what comes too late for something that went keep nothing but its number."""
    settings.keep(cursor, settings.LEFT, settings.YES)


def is_late_expected(cursor: Cursor) -> bool:
    """Return whether anything was taken away here, so that something can come too late."""
    return settings.kept(cursor, settings.LEFT) is not None
