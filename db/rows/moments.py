"""Moments, days and ids as the store writes them: texts that sort like what they mean."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from ledger.clock import milliseconds

if TYPE_CHECKING:
    from sqlcipher3 import Connection

# Of a workbook that was just made there is nothing.
_LAST: Final = "select ifnull(max(hlc), 0) from log_head"


def stored(moment: datetime) -> str:
    """Return a moment as the store keeps it: UTC, to the microsecond, one length."""
    # A quarter of the time of `strftime`, and each new line of a list has one.
    return f"{moment.astimezone(UTC).isoformat(timespec='microseconds')[: -len('+00:00')]}Z"


def of_clock(hlc: int) -> str:
    """Return a moment of the log as the store keeps it."""
    return stored(datetime.fromtimestamp(milliseconds(hlc) / 1000, UTC))


def last_moment(connection: Connection) -> datetime:
    """Return when something was written here last, as far as the clock was right then."""
    ((hlc,),) = connection.execute(_LAST).fetchall()
    return datetime.fromtimestamp(milliseconds(hlc) / 1000, UTC)


def read(text: str) -> datetime:
    """Return a stored moment."""
    return datetime.fromisoformat(text)


def words(text: str) -> frozenset[str]:
    """Return the codes of a stored list of codes."""
    return frozenset(text.split())
