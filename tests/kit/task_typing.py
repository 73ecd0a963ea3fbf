"""A program for tests: type a new task on Today, and say when each word of it was left."""

from __future__ import annotations

import sys
from pathlib import Path

from drive import Drive
from make import Clock
from window_typing import say

from desktop import doors
from desktop.app import application
from desktop.frame.settings import Settings
from desktop.frame.window import Window


def main():
    home, name, case, mark = sys.argv[1:]
    passphrase = sys.stdin.readline().rstrip("\n")
    application()
    window = Window(Path(home), Settings(), print, covered=True)
    window.show()
    window.hearing.everywhere()
    window.activateWindow()
    opened = window.jobs.last(lambda: doors.open_workbook(Path(home), name, passphrase))
    window.open(opened.workbook)
    drive = Drive(window, [], Clock())
    drive.until(lambda: window.workspace is not None)
    drive.go("case", case)
    drive.page.steps.add.click()
    drive.rest()
    title = drive.page.new.fields()["title"]
    title.clear()
    say("open")
    for number in range(1_000_000):
        word = f"{mark}{number}x"
        title.setFocus()
        drive.type(f"{word} ")
        drive.press("Tab")
        drive.until(lambda: True)
        if word in title.text():
            # Where there is no room for more in a title nothing was typed.
            say(word)


if __name__ == "__main__":
    main()
