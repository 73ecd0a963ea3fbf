"""The one place where desktop looks at the clock."""

from __future__ import annotations

from datetime import datetime


def now() -> datetime:
    """Return the present moment, on the calendar of the office: consent lasts by its days."""
    return datetime.now().astimezone()
