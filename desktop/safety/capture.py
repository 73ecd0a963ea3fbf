"""Pictures of the screen: where the system can leave the window out of them, it does."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_SEEN, _LEFT_OUT = 0x00, 0x11
# Where this is nothing, the setting says so instead of promising.
CAN_BLOCK: Final = sys.platform == "win32"


def keep_out_of_pictures(window: QWidget, *, blocked: bool) -> None:
    """Leave a window out of screen pictures, previews and shared screens, or let it be seen."""
    if sys.platform == "win32":
        affinity = _LEFT_OUT if blocked else _SEEN
        windll = import_module("ctypes").windll
        windll.user32.SetWindowDisplayAffinity(int(window.winId()), affinity)
