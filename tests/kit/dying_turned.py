"""Let a store and its keys change places with others, and die before each thing that is asked.

Run as a program, from a process without threads: `python tests/kit/dying_turned.py FOLDER`, FOLDER
being a workbook beside which all is made for a new key. Whoever comes next dies at each point too.
Prints one line of JSON: the pairs of store and keys that were ever left, and what else lay there.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from dying import die_before

from db.vault import keys
from db.vault.turning import DRAFT, change_places, settle

ASKED = ("open", "write", "fsync", "link", "rename", "replace", "unlink", "rmdir")


def dies(number, act, home):
    """Let another process do something, killed before the thing of that number; was it killed?"""
    child = os.fork()
    if child == 0:
        die_before(number, ASKED)
        act(home)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def there(home, known):
    """Return which store and which keys lie in a folder, and whatever else does."""
    found = [known.get((home / name).read_bytes(), "torn") for name in (keys.STORE, keys.KEYS)]
    found.append(known.get((home / keys.PREVIOUS_KEYS).read_bytes(), "torn"))
    others = {one.name for one in home.iterdir()} - {keys.STORE, keys.KEYS, keys.PREVIOUS_KEYS}
    return [*found, sorted(others - {f"{keys.STORE}.lock"})]


def fresh(pattern, *acts):
    """Return a copy in which things were done, the last before a death, and whether it came."""
    home = pattern.with_name("dying")
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(pattern, home)
    killed = [dies(number, act, home) for act, number in acts]
    return home, killed[-1]


def run(pattern):
    parts = {"old": pattern, "new": pattern / DRAFT}
    names = (keys.STORE, keys.KEYS)
    known = {(at / name).read_bytes(): who for who, at in parts.items() for name in names}
    ends, first, goes_on = {"deaths": 0, "left": []}, 0, True
    while goes_on:
        second, comes_back = 0, True
        while comes_back:
            home, _ = fresh(pattern, (change_places, first))
            comes_back = dies(second, settle, home)
            settle(home)
            end = there(home, known)
            if end not in ends["left"]:
                ends["left"].append(end)
            ends["deaths"] += 1
            second += 1
        _, goes_on = fresh(pattern, (change_places, first))
        first += 1
    return ends


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(Path(sys.argv[1]))))
