"""Whoever ends the program from outside closes the window: what was typed is kept.

An interrupt comes from the terminal, the others when somebody signs out or the laptop is shut down.

While Qt waits nothing of Python runs, so the system wakes a thread of its own.
"""

from __future__ import annotations

import os
import signal
from importlib import import_module
from threading import Thread


def close_when_interrupted() -> None:
    """From now on what ends the program closes its windows, and breaks into nothing they do."""
    if os.name != "posix":
        # Elsewhere a window is started from no terminal.
        return
    wakes, woken = os.pipe()
    os.set_blocking(woken, False)
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, _in_the_thread)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    Thread(target=_close_each_time, args=(wakes,), daemon=True).start()


def _in_the_thread(_number: int, _frame: object) -> None:
    """Leave it to the thread that was woken."""


def _close_each_time(wakes: int) -> None:
    core = import_module("PySide6.QtCore")
    while os.read(wakes, 1):
        application = core.QCoreApplication.instance()
        if application is not None:
            # Queued: what is asked before Qt goes round is done as soon as it does.
            queued = core.Qt.ConnectionType.QueuedConnection
            core.QMetaObject.invokeMethod(application, "closeAllWindows", queued)
