"""A program that proves figures of invented people, and prints the fingerprint of what is told."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import UTC, date, datetime

from invented_people import counted, dimensions, people, tables
from invented_work import YEAR, Invented

from casework.figures.before import before
from casework.figures.gathering import gather
from casework.figures.plan import cells, plans
from casework.figures.released import Proposed, Published, areas_now, packed
from casework.protect.ground import Ground
from casework.protect.printed import Mark
from casework.protect.protecting import protect
from casework.protect.shape import Told

NOON = datetime(YEAR, 4, 20, 12, tzinfo=UTC)


def digest():
    """Return the fingerprint of two quarters of printed cells, and of what an office asks about."""
    everybody, told = people(300, 6), []
    for month in range(6):
        here = {dim: codes[everybody["month"] <= month] for dim, codes in everybody.items()}
        new = counted(here, tables(month), [one.name.key for one in told])
        out = protect(told, new, Ground(dimensions(), (), 10))
        told += [Told(name, one) for name, one in out.items() if one is not None]
    return hashlib.sha256(f"{packed(told, {})} {_asked()}".encode()).hexdigest()


def _asked():
    """Return what a proof of the second quarter of an office starts from, in its order."""
    whole, releases = Invented(80), []
    for number, period in enumerate((f"{YEAR}-Q1", f"{YEAR}-Q2")):
        known, day = before(releases, YEAR), date(YEAR, 3 * number + 4, 1)
        tables = cells(plans()["quarter"], period)
        asked = gather(whole.until(day), tables, known, (YEAR, day, 10))
        told = [Told(one.name, Mark(10)) for one in asked[0] if not one.watched]
        wanted = Proposed(f"{number:032x}", "quarter", period, "", 10, "a", NOON)
        releases.append(Published(wanted, "b", NOON, "rule", tuple(told), areas_now()))
    return [*asked[0], *asked[1].within]


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
