"""Half an hour of broken bytes for every decoder of the exchange, in processes of 256 MiB.

SOAK_WIRE is the number of seconds for all of them together.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from measure import HOUSE
from mutated import TARGETS

SECONDS = int(os.environ.get("SOAK_WIRE", "1800")) // len(TARGETS)


@pytest.mark.soak
@pytest.mark.parametrize("name", TARGETS)
def test_no_bytes_crash_a_decoder_hold_it_up_or_fill_the_memory(name, tmp_path):
    command = [sys.executable, HOUSE / "tests/kit/mutating.py", name, str(SECONDS), tmp_path]
    found = {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        command, env=os.environ | found, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
