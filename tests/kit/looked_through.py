"""A store that was looked through to its end, as is done while nobody works."""

from __future__ import annotations

from datetime import UTC, datetime

from db.checks.rechecking import Rechecking


def looked_through(store):
    """Look through all of a store; return how much is not shown as it was written."""
    while Rechecking(store.connection, datetime.now(UTC)).step():
        pass
    found = Rechecking(store.connection, datetime.now(UTC))
    return found.number + found.broken
