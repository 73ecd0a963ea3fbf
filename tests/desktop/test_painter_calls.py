"""The pinned Qt survives what the window asks of it: some versions abort after a few thousand."""

from __future__ import annotations

import subprocess
import sys

CALLS = 200_000
PROGRAM = f"""
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap
application = QGuiApplication([])
pixmap = QPixmap(8, 8)
painter = QPainter(pixmap)
for _call in range({CALLS}):
    painter.drawPoint(1, 1)
painter.end()
print("whole")
"""


def test_two_hundred_thousand_painter_calls_do_not_abort_the_program():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr[-500:]
    assert done.stdout.strip() == "whole"
