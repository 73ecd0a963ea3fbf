"""Who hears of everything in the program, and what is built without anybody hearing of it.

Qt tells whoever hears of everything also of each part that is made, named, sized and shown: four
of five events of a window, and never one of somebody's hand, as no loop runs meanwhile.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QObject


class _Listeners:
    """Those who hear of everything, and how much is being built within something else."""

    def __init__(self) -> None:
        self.all: list[QObject] = []
        self.depth = 0

    def put_on(self) -> None:
        # A window that is gone without having been closed hears nothing more.
        self.all = [one for one in self.all if shiboken6.isValid(one)]
        if (application := QCoreApplication.instance()) is not None:
            for one in self.all:
                application.installEventFilter(one)

    def take_off(self) -> None:
        self.all = [one for one in self.all if shiboken6.isValid(one)]
        if (application := QCoreApplication.instance()) is not None:
            for one in self.all:
                application.removeEventFilter(one)


_listeners = _Listeners()


def listen(one: QObject) -> None:
    """Let somebody hear of everything from now on, or once what is being built stands."""
    _listeners.take_off()
    _listeners.all.append(one)
    if not _listeners.depth:
        _listeners.put_on()


def stop_listening(one: QObject) -> None:
    """Let somebody hear of nothing any more."""
    _listeners.take_off()
    _listeners.all = [other for other in _listeners.all if other is not one]
    if not _listeners.depth:
        _listeners.put_on()


@contextmanager
def unheard() -> Iterator[None]:
    """Build something of which nobody has to hear; nothing in it may wait for somebody's hand."""
    if not _listeners.depth:
        _listeners.take_off()
    _listeners.depth += 1
    try:
        yield
    finally:
        _listeners.depth -= 1
        if not _listeners.depth:
            _listeners.put_on()
