"""From starting the program to the list of cases on the screen, against the barest window of Qt.

The key is given: deriving it takes what its owner chose. Also what people wait for: the page that
asks for the passphrase, and the list from the moment at which the key is there. As many cases as
ALONGSIDE_BENCH_LIST says, a million when it says nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bench_window_list import CASES, _filled
from make import Template
from vaults import HOUSE

ROUNDS = 9
PROGRAM = HOUSE / "tests" / "kit" / "window_start.py"


def run():
    """Yield how long it takes, and how much memory."""
    with tempfile.TemporaryDirectory() as folder:
        template = Template(Path(folder) / "template")
        home = _filled(template, Path(folder) / "home")
        unlocked = template.unlocked()
        who = template.caseworker.id
        keys = unlocked.store_key, unlocked.author_seed, unlocked.author_key
        store_key, author_seed, author_key = (key.hex() for key in keys)
        generation = str(unlocked.generation)
        given = [str(home), store_key, who, author_seed, author_key, generation]
        cache = Path(folder) / "compiled"
        modes = {"bare": [], "asks": given[:1], "cold": given, "typed": given}
        for mode, words in modes.items():
            _start([mode, *words], cache)
        rounds = [
            {mode: _start([mode, *words], cache) for mode, words in modes.items()}
            for _round in range(ROUNDS)
        ]
    for mode, number, name, goal in (
        ("cold", 0, f"window with {CASES:,} cases, from the start (s)", 1.25),
        ("cold", 1, "memory of it (MiB)", 1.5),
        ("asks", 0, "page that asks for the passphrase, from the start (s)", 2.0),
        ("typed", 2, f"window with {CASES:,} cases, from the key (s)", 1.25),
    ):
        mine = median(one[mode][number] for one in rounds)
        yardstick = median(one["bare"][number % 2] for one in rounds)
        yield {"name": name, "ours": mine, "yardstick": yardstick, "goal": goal}


def _start(arguments, cache):
    """Return the seconds until a program is seen, its most memory in MiB, and those it tells."""
    # A program that people have is compiled; one that is run from its sources need not be.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(cache), "PYTHONPATH": str(HOUSE)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, str(PROGRAM), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as program:
        said = program.stdout.readline().split()
        taken = time.perf_counter() - start
    return taken, int(said[1]) / 1024, float(said[2])
