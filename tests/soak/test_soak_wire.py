"""Half an hour of broken bytes for each decoder of the exchange, in a process of its own.

SOAK_WIRE_MINUTES is the time for each of them.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from measure import HOUSE
from mutated import TARGETS

SECONDS = round(float(os.environ.get("SOAK_WIRE_MINUTES", "30")) * 60)


@pytest.mark.soak
@pytest.mark.parametrize("name", TARGETS)
def test_no_bytes_crash_a_decoder_hold_it_up_or_fill_the_memory(name, tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    command = [sys.executable, HOUSE / "tests/kit/mutating.py", name, str(SECONDS), corpus]
    # What is only for the soak lies beside the environment.
    path = os.pathsep.join([*sys.path, str(HOUSE / ".venv/soak")])
    found = {"PYTHONPATH": path, "TMPDIR": str(tmp_path)}
    done = subprocess.run(
        command, env=os.environ | found, capture_output=True, text=True, check=False
    )
    told = done.stdout + done.stderr
    assert done.returncode == 0, told[-4000:]
    (inputs,) = re.findall(r"stat::number_of_executed_units: +([0-9]+)", told)
    assert int(inputs) > SECONDS
