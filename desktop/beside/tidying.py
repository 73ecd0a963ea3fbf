"""Python tidies up on the window's thread only.

Left to itself it does so on whichever thread happens to allocate: a widget that is part of a
ring would then be taken apart beside the window that paints it.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 500
_YOUNG, _MIDDLE, _OLD = 0, 1, 2


class Tidying(QObject):
    """Collects what nobody needs, as often as Python itself would.

    What was imported by now is there to stay: looking through it over and over would hold the
    window up. Nothing that is made later is left out, or a page would stay with all it knows.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._limits = gc.get_threshold()
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.tidy)
        self._timer.start()

    def tidy(self) -> None:
        """Collect the oldest generation whose turn it is, if any."""
        counts = gc.get_count()
        for generation in (_OLD, _MIDDLE, _YOUNG):
            if counts[generation] > self._limits[generation]:
                gc.collect(generation)
                return
