"""What Qt tells a widget of one kind: each painting of it, or each other size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject


def told_of(kind: QEvent.Type, what: QObject) -> list[QEvent.Type]:
    """Return a list that grows whenever something is told of one kind of event."""
    times: list[QEvent.Type] = []

    def count(_spy, _what, event):
        times.extend([kind] if event.type() is kind else [])
        return False

    spy = type("Spy", (QObject,), {"eventFilter": count})(what)
    what.installEventFilter(spy)
    return times
