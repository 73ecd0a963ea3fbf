"""A program for a soak: the case page of a practice workbook, and what AT-SPI reads of it.

Run inside a session bus and on a display of its own, with a folder and a language; the walk
itself is done by the system's Python, which has pyatspi. It prints one JSON list.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from casework.cases.caseline import View
from desktop import doors
from desktop.app import application
from desktop.frame.places import Place
from desktop.frame.settings import Settings
from desktop.frame.window import Window
from desktop.practice import practising

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
WALK = Path(__file__).with_name("heard_walk.py")


def shown(home: Path, language: str):
    """Return a window on the case of which most is known."""
    users = practising.make(home, 6, 7)
    made = application()
    window = Window(home, Settings(language=language), print, covered=True)
    window.resize(1366, 900)
    window.show()
    one = next(user for user in users if user.name == "Caseworker 1")
    opened = window.jobs.last(lambda: doors.open_workbook(home, one.name, one.passphrase))
    window.open(opened.workbook)
    lists = opened.workbook.office.caselist
    lines = window.jobs.last(lambda: lists.lines(lists.numbers(View.MINE_OPEN)))
    while window.workspace is None:
        made.processEvents()
    window.workspace.go(Place("case", max(lines, key=lambda line: len(line.experiences)).code))
    end = time.monotonic() + 3
    while time.monotonic() < end:
        made.processEvents()
    return made, window


def main(home: str, language: str) -> None:
    with subprocess.Popen([LAUNCHER, "--launch-immediately"]) as launcher:
        time.sleep(1)
        made, window = shown(Path(home), language)
        plain = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        with subprocess.Popen(
            ["/usr/bin/python3", str(WALK)], stdout=subprocess.PIPE, text=True, env=plain
        ) as walk:
            while walk.poll() is None:
                made.processEvents()
            sys.stdout.write(walk.stdout.read())
        launcher.terminate()
    window.close()
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
