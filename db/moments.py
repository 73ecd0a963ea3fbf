"""Moments, days and ids as the store writes them: texts that sort like what they mean."""

from __future__ import annotations

from datetime import UTC, datetime

from ledger.clock import milliseconds


def stored(moment: datetime) -> str:
    """Return a moment as the store keeps it: UTC, to the microsecond, one length."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def of_clock(hlc: int) -> str:
    """Return a moment of the log as the store keeps it."""
    return stored(datetime.fromtimestamp(milliseconds(hlc) / 1000, UTC))


def read(text: str) -> datetime:
    """Return a stored moment."""
    return datetime.fromisoformat(text)


def words(text: str) -> frozenset[str]:
    """Return the codes of a stored list of codes."""
    return frozenset(text.split())
