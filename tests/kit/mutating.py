"""Throw bytes at one decoder for some seconds: `mutating.py TARGET SECONDS FOLDER`.

With atheris it follows the ways through our code, without it mutates blindly. It ends badly at the
first crash, at an input that takes a second, and at 256 MiB more than it began with. The last line
says how many inputs there were.
"""

from __future__ import annotations

import random
import resource
import signal
import sys
import time
from importlib import import_module
from pathlib import Path

try:
    import atheris
except ImportError:
    atheris = None

MEMORY = 256
SLOWEST = 1


def followed(name, seconds, folder):
    """Let atheris look for inputs that go new ways; it ends the process itself."""
    with atheris.instrument_imports(include=["sync", "ledger"], exclude=asking_a_database()):
        mutated = import_module("mutated")
    target = mutated.TARGETS[name]
    # What is made at the first need belongs to the beginning.
    mutated.mutations(target, 3, random.Random())
    for number, seed in enumerate(mutated.SEEDS[target]):
        (folder / str(number)).write_bytes(seed)
    limits = [
        f"-max_total_time={seconds}",
        f"-timeout={SLOWEST}",
        f"-rss_limit_mb={held('RSS') + MEMORY}",
    ]
    shown = ["-print_final_stats=1", "-max_len=140000", f"-artifact_prefix={folder}/"]

    def once(data):
        mutated.tried(target, data)

    atheris.Setup([sys.argv[0], *limits, *shown, str(folder)], once)
    atheris.Fuzz()


def asking_a_database():
    """Return the names of our modules that compare columns.

    Atheris looks into each comparison and never lets go of what is no yes or no: one such
    expression is left behind with every question, until the memory is more than is allowed.
    """
    root = Path(__file__).parents[2]
    files = [one for top in ("sync", "ledger") for one in (root / top).rglob("*.py")]
    among = [one.relative_to(root) for one in files if "sqlalchemy" in one.read_text("utf-8")]
    return [".".join(one.with_suffix("").parts) for one in among]


def held(what):
    """Return how many MiB this process has."""
    told = Path("/proc/self/status").read_text("ascii").partition(f"Vm{what}:")[2]
    return int(told.split()[0]) >> 10


def too_slow(*_):
    """Break off what takes too long."""
    raise TimeoutError


def blindly(name, seconds):
    """Change seeds by chance, again and again."""
    mutated = import_module("mutated")
    mutated.mutations(mutated.TARGETS[name], 3, random.Random())
    most = (held("Data") + MEMORY) << 20
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    signal.signal(signal.SIGALRM, too_slow)
    rng, end, done, taken = random.Random(), time.monotonic() + seconds, 0, 0
    while time.monotonic() < end:
        signal.setitimer(signal.ITIMER_REAL, SLOWEST)
        taken += mutated.mutations(mutated.TARGETS[name], 1, rng)
        signal.setitimer(signal.ITIMER_REAL, 0)
        done += 1
    sys.stdout.write(f"{taken} were taken\nstat::number_of_executed_units: {done}\n")


if __name__ == "__main__":
    arguments = sys.argv[1], int(sys.argv[2])
    if atheris:
        followed(*arguments, Path(sys.argv[3]))
    else:
        blindly(*arguments)
