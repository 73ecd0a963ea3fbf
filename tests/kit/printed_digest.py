"""A program that proves figures of invented people, and prints the fingerprint of what is told."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

from invented_people import counted, dimensions, people, tables

from casework.figures.released import packed
from casework.protect.ground import Ground
from casework.protect.protecting import protect
from casework.protect.shape import Told


def digest():
    """Return the fingerprint of two quarters of printed cells."""
    everybody, told = people(300, 6), []
    for month in range(6):
        here = {dim: codes[everybody["month"] <= month] for dim, codes in everybody.items()}
        cells = counted(here, tables(month), [one.name.key for one in told])
        out = protect(told, cells, Ground(dimensions(), (), 10))
        told += [Told(name, one) for name, one in out.items() if one is not None]
    return hashlib.sha256(packed(told, {}).encode()).hexdigest()


def elsewhere(seed):
    """Return the fingerprint that another process comes to, with another order of hashes."""
    return subprocess.run(
        [sys.executable, "-m", "printed_digest"],
        env=os.environ | {"PYTHONHASHSEED": str(seed), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=True,
        text=True,
    ).stdout


if __name__ == "__main__":
    sys.stdout.write(digest())
