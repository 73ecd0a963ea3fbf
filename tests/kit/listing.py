"""Programs of their own that show a window by `window_start`: what they are given and say."""

from __future__ import annotations

import os
import subprocess
import sys

from vaults import HOUSE


def given(desks):
    """Return the words by which such a program opens the workbook of some desks at its list."""
    unlocked = desks.template.unlocked()
    who = bytes.fromhex(desks.template.caseworker.id)
    keys = unlocked.store_key, who, unlocked.author_seed, unlocked.author_key
    return [str(desks.home), *(key.hex() for key in keys), str(unlocked.generation)]


def told(script, *words):
    """Return the lines that a script says which may ask the kit."""
    path = os.pathsep.join([str(HOUSE), str(HOUSE / "tests" / "kit")])
    return subprocess.run(
        [sys.executable, "-c", script, *words],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=HOUSE,
        env={**os.environ, "PYTHONPATH": path},
    ).stdout.splitlines()
