"""A program for tests: a day with a workbook that has no server.

The window starts and hears from the system who leaves, pages are looked at, answers are kept, a
letter is issued, a stick is written. That there could be an exchange in the same room is seen, and
nobody asks for it. It prints the number of the letter.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from drive import Drive
from make import Clock

from casework.referrals.letters import Order
from desktop.app import application, hear_who_leaves, leave
from desktop.bootstrap import open_workbook
from desktop.exchange.exchanging import exchange_over, line_of
from desktop.frame.settings import load
from desktop.frame.window import Window
from desktop.saying.words import Refused


def main():
    home, name, case, clinic = sys.argv[1:]
    application()
    window = Window(Path(home), load(Path(home)), leave, covered=True)
    window.show()
    window.activateWindow()
    passphrase, clock = sys.stdin.readline().rstrip("\n"), Clock()
    workbook = window.jobs.last(lambda: open_workbook(Path(home), name, passphrase, clock))
    window.open(workbook)
    drive = Drive(window, [], clock)
    drive.until(lambda: window.workspace is not None)
    hear_who_leaves(window)
    for place in ("today", "cases", "devices"):
        drive.go(place)
    drive.until(drive.page.ways.room.go.isEnabled)
    for place in (("case", case), ("letter", case), ("form", case, "episode")):
        drive.go(*place)
    number = window.jobs.last(lambda: works(workbook, Order(case, clinic)))
    window.hide_now()
    sys.stdout.write(f"{number}\n")


def works(workbook, order):
    """Keep answers, issue a letter, and try each way to others."""
    workbook.office.answers.record(order.case_code, "follow_up", {"next_on": "2026-03-12"}, "en")
    letter = workbook.office.letters.issue(order)
    post = workbook.post()
    assert b"".join(post.write())
    assert line_of(workbook) is None
    with pytest.raises(Refused):
        exchange_over(workbook.post(), lambda _: None, lambda: False)
    return letter.number


if __name__ == "__main__":
    main()
