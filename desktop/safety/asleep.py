"""For how long the machine has slept: whoever opens its lid need not be who closed it."""

from __future__ import annotations

import sys
import time
from importlib import import_module
from typing import Final

# By which clock a sleep counts, and by which it does not.
_CLOCKS: Final = {
    "linux": ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC"),
    "darwin": ("CLOCK_MONOTONIC", "CLOCK_UPTIME_RAW"),
}
_UNTOLD: Final = ("CLOCK_MONOTONIC", "CLOCK_MONOTONIC")


def seconds_asleep() -> float:
    """Return for how long the machine has slept since it was started; nought where nobody tells.

    Timers stand still meanwhile.
    """
    if sys.platform == "win32":
        return _of_windows()
    whole, awake = (
        time.clock_gettime(getattr(time, name)) for name in _CLOCKS.get(sys.platform, _UNTOLD)
    )
    return whole - awake


def _of_windows() -> float:
    ctypes = import_module("ctypes")
    kernel, awake = ctypes.windll.kernel32, ctypes.c_ulonglong()
    kernel.GetTickCount64.restype = ctypes.c_ulonglong
    kernel.QueryUnbiasedInterruptTime(ctypes.byref(awake))
    return float(kernel.GetTickCount64()) / 1e3 - float(awake.value) / 1e7
