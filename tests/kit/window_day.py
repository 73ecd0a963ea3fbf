"""A program for tests: open the window, show a case, type, keep files; hide, or destroy it."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from own_window import opened
from PySide6.QtWidgets import QApplication

from desktop.app import application, leave
from desktop.frame.settings import load
from desktop.parts.printing import ask_printer


def main():
    home, name, case, typed = sys.argv[1:]
    settings = replace(load(Path(home)), panic_keys=True)
    drive = opened(home, name, settings=settings, leave=leave)
    drive.go("case", case)
    drive.go("form", case, "episode")
    for _group in range(4):
        drive.press("Alt+Right")
        drive.rest()
    drive.tab_to(typed.partition("=")[0])
    drive.type(typed.partition("=")[2])
    say("typed")
    while (asked := sys.stdin.readline().rstrip("\n")).startswith("keep "):
        keep(drive, case, Path(asked.removeprefix("keep ")))
        say("kept")
    if asked == "panic":
        # What is open stands before everything, and hears the keys all the same.
        ask_printer(drive.page, leave)
        drive.until(QApplication.activeModalWidget)
        drive.press(*["Ctrl+Shift+F9"] * 3)
    drive.window.hide_now()
    application().exec()


def keep(drive, case, file):
    """Keep a file with the case as it is, and look at it where it can be shown."""
    drive.go("attachments", case)
    before = set(drive.page.cards)
    drive.page.add.click()
    new = drive.page.new
    new.how.setCurrentIndex(new.how.count() - 1)
    new.file.take(file)
    new.keep.click()
    drive.until(lambda: set(drive.page.cards) - before, "the file is not kept")
    (added,) = set(drive.page.cards) - before
    drive.page.cards[added].look.click()
    drive.rest()


def say(word):
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
