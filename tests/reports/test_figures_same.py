"""The same figures give the same bytes in every process, whatever order its sets have."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import figures_hashed
import pytest
from measure import HOUSE

import texts

FILES = 5


def elsewhere(seed, plans, languages):
    """Return what another process says of each file."""
    paths = os.pathsep.join(str(HOUSE / one) for one in (".", "tests/kit"))
    told = subprocess.run(
        [sys.executable, Path(figures_hashed.__file__), plans, languages],
        env=os.environ | {"PYTHONHASHSEED": str(seed), "PYTHONPATH": paths},
        check=True,
        capture_output=True,
        text=True,
    )
    return told.stdout.splitlines()


def test_two_orders_of_sets_give_the_same_files():
    """This process has an order of its own, which no other is likely to have."""
    here = list(figures_hashed.fingerprints("quarter", "en"))
    assert len(set(here)) == FILES
    assert elsewhere(0, "quarter", "en") == here


@pytest.mark.soak
def test_five_orders_of_sets_give_the_same_files_in_every_language():
    told = ",".join(sorted(texts.letter_languages()))
    seen = {tuple(elsewhere(seed, "month,quarter,year", told)) for seed in range(5)}
    assert len(seen) == 1
