"""Kill the window in the middle of typing, again and again, and look at what the store has."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from vaults import HOUSE

from casework.consent.grant import Purpose
from casework.records.unfinished import Spot
from desktop.bootstrap import open_workbook
from desktop.pages.consent.kept import TALK
from desktop.pages.consent.written import read

if TYPE_CHECKING:
    import random

GRACE_SECONDS = 1.0
LONGEST_SECONDS = 4.0


class Typist:
    """Somebody who fills in the same form of one case until the power goes."""

    program = "window_typing.py"

    def __init__(self, home, name, passphrase, case):
        self.home, self.name, self.passphrase, self.case = home, name, passphrase, case

    def live_and_die(self, chance: random.Random) -> tuple[list[str], list[str]]:
        """Return the answers that were older than the grace, and which of them are lost."""
        mark = secrets.token_hex(4)
        program = self._start(mark)
        assert "open" in program.stdout.readline()
        time.sleep(chance.uniform(0, LONGEST_SECONDS))
        program.kill()
        died = time.monotonic()
        said = [line.split() for line in program.communicate()[0].splitlines()]
        old = [word for at, word in said if float(at) < died - GRACE_SECONDS]
        kept = self._kept()
        return old, [word for word in old if word not in kept]

    def _start(self, mark):
        paths = os.pathsep.join([str(HOUSE), str(HOUSE / "tests" / "kit")])
        program = subprocess.Popen(
            [
                sys.executable,
                str(HOUSE / "tests" / "kit" / self.program),
                *(str(self.home), self.name, self.case, mark),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": paths, "QT_QPA_PLATFORM": "offscreen"},
        )
        program.stdin.write(self.passphrase + "\n")
        program.stdin.flush()
        return program

    def _kept(self):
        """Return the answers of the draft as somebody who unlocks finds them."""
        workbook = open_workbook(self.home, self.name, self.passphrase)
        try:
            sheet = workbook.office.filling.open(self.case, "episode")
            return str(sheet.doc.values) if sheet.doc else ""
        finally:
            workbook.close()


class Planner(Typist):
    """Somebody who types a task of one case until the power goes, and never adds it."""

    program = "task_typing.py"

    def _kept(self):
        """Return the words that somebody who unlocks finds waiting."""
        workbook = open_workbook(self.home, self.name, self.passphrase)
        try:
            words = workbook.unfinished().of(Spot("task", self.case))
            return words.values["title"] if words else ""
        finally:
            workbook.close()


class Asker(Typist):
    """Somebody who talks with a person about consent until the power goes, before any answer."""

    program = "consent_typing.py"

    def _kept(self):
        """Return the ticks and words that somebody who unlocks finds waiting; no yes is there."""
        workbook = open_workbook(self.home, self.name, self.passphrase)
        try:
            sheet = workbook.office.grants.sheet(self.case)
            assert sheet.line(Purpose.STATISTICS_EXTERNAL) is None
            words = workbook.unfinished().of(Spot(TALK, self.case))
            found = read(words.values if words else {}, sheet).questions.values()
            ticks = "".join(f"{one}:" for question in found for one in question.chosen.categories)
            return ticks + " ".join(question.chosen.conditions for question in found)
        finally:
            workbook.close()
