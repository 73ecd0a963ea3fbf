"""A program for tests: type a new task on Today, and say when each word of it was left."""

from __future__ import annotations

import sys

from own_window import opened
from window_typing import say


def main():
    home, name, case, mark = sys.argv[1:]
    drive = opened(home, name)
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
