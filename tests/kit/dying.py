"""Destroy a workbook and die before each thing that the system is asked for, one after the other.

Run as a program, from a process without threads: `python tests/kit/dying.py FOLDER`, FOLDER
holding a workbook. Prints one line of JSON: for each death, which of the two slot files and
whether the store could still be read as they were, and what was left after the next start.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path

from db.vault import keys
from db.vault.destroying import destroy, is_going

ASKED = ("open", "write", "fsync", "close", "chmod", "unlink", "rmdir")


def die_before(number, asked_for=ASKED):
    """Let this process be killed before it asks the system for the thing of that number."""
    counted = iter(range(number))

    def counting(does):
        def asked(*what, **how):
            if next(counted, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return does(*what, **how)

        return asked

    for name in asked_for:
        setattr(os, name, counting(getattr(os, name)))


def killed_at(home, number):
    child = os.fork()
    if child == 0:
        die_before(number)
        destroy(home)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def run(pattern):
    before = {name: (pattern / name).read_bytes() for name in (keys.KEYS, keys.PREVIOUS_KEYS)}
    store = (pattern / keys.STORE).read_bytes()
    found, number = [], 0
    while True:
        home = pattern.with_name(f"at-{number}")
        shutil.copytree(pattern, home)
        killed = killed_at(home, number)
        there = {one.name: one.read_bytes() for one in home.iterdir()} if home.exists() else {}
        whole = [name for name, data in before.items() if there.get(name) == data]
        going = is_going(home)
        left = destroy(home)
        found.append(
            {
                "killed": killed,
                "going": going,
                "there": sorted(there),
                "slots": whole,
                "store": there.get(keys.STORE) == store,
                "left": [*left, *(str(one) for one in home.rglob("*"))] if home.exists() else [],
            }
        )
        if not killed:
            return found
        number += 1


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(Path(sys.argv[1]))))
