"""A program for tests: talk about consent, and say when each tick and word of it was left."""

from __future__ import annotations

import sys

from own_window import opened
from window_typing import say

from desktop.parts.fold import Fold


def main():
    home, name, case, mark = sys.argv[1:]
    drive = opened(home, name)
    pane = begin(drive, case)
    say("open")
    talk(drive, pane, mark)


def begin(drive, case):
    """Ask a question anew: what was left by the death before is wanted no more."""
    drive.go("consent", case, "statistics_external")
    drive.page.talk.recording.pane.answers.buttons[""].click()
    drive.go("consent", case, "statistics_external")
    pane = drive.page.talk.recording.pane
    pane.how.findChild(Fold).turn()
    return pane


def talk(drive, pane, mark):
    """Type her condition word by word, and tick one thing after the other."""
    line = pane.how._line["conditions"]
    free = [(said, tick) for said, tick in pane.boxes.ticks.items() if not tick.isChecked()]
    for number in range(1_000_000):
        word = f"{mark}{number}x"
        line.setFocus()
        drive.type(f"{word} ")
        drive.press("Tab")
        drive.until(lambda: True)
        if word in line.text():
            # Where there is no room for more in a line nothing was typed.
            say(word)
        if free:
            said, tick = free.pop()
            tick.click()
            say(f"{said}:")


if __name__ == "__main__":
    main()
