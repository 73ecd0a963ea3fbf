"""A program for tests: fill in a form in the window, and say when each answer was given."""

from __future__ import annotations

import sys
import time

from own_window import opened
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

_STEPS = 25


def main():
    home, name, case, mark = sys.argv[1:]
    drive = opened(home, name)
    drive.go("form", case, "episode")
    say("open")
    seen = set()
    number = 0
    while True:
        for _step in range(_STEPS):
            name_of_field = drive.focus().accessibleName()
            if name_of_field not in seen:
                number += write_here(drive, f"{mark}{number}x")
            seen.add(name_of_field)
            drive.press("Tab")
            drive.until(lambda: True)
        drive.press("Alt+Right")


def write_here(drive, word):
    """Type a word where words can be typed; say so once the field was left."""
    field = drive.focus()
    if not isinstance(field, QPlainTextEdit | QLineEdit):
        return 0
    drive.press("Ctrl+A")
    drive.type(word)
    shown = field.text() if isinstance(field, QLineEdit) else field.toPlainText()
    if shown != word:
        # A field for a number takes no word.
        return 0
    drive.press("Tab")
    say(word)
    return 1


def say(word):
    sys.stdout.write(f"{time.monotonic():.3f} {word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
