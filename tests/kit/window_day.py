"""A program for tests: open the window on a workbook, show a case, type; hide, or destroy it."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from drive import Drive
from make import Clock

from desktop import doors
from desktop.app import application, leave
from desktop.frame.settings import load
from desktop.frame.window import Window


def main():
    home, name, case, typed = sys.argv[1:]
    passphrase = sys.stdin.readline().rstrip("\n")
    application()
    settings = replace(load(Path(home)), panic_keys=True)
    window = Window(Path(home), settings, leave, covered=True)
    window.show()
    window.hearing.everywhere()
    window.activateWindow()
    opened = window.jobs.last(lambda: doors.open_workbook(Path(home), name, passphrase))
    window.open(opened.workbook)
    drive = Drive(window, [], Clock())
    drive.until(lambda: window.workspace is not None)
    drive.go("case", case)
    drive.go("form", case, "episode")
    for _group in range(4):
        drive.press("Alt+Right")
        drive.rest()
    drive.tab_to(typed.partition("=")[0])
    drive.type(typed.partition("=")[2])
    sys.stdout.write("typed\n")
    sys.stdout.flush()
    if sys.stdin.readline() == "panic\n":
        drive.press(*["Ctrl+Shift+F9"] * 3)
    window.hide_now()
    application().exec()


if __name__ == "__main__":
    main()
