"""Thousands of deaths in the middle of work: `SOAK_CYCLES=10000 make soak`."""

from __future__ import annotations

import os
import sys

import pytest
from vaults import kill_writers, make_store

CYCLES = int(os.environ.get("SOAK_CYCLES", "10000"))


@pytest.mark.soak
@pytest.mark.skipif(sys.platform == "win32", reason="writers are forked")
def test_no_acknowledged_write_is_lost_in_ten_thousand_deaths(tmp_path):
    result = kill_writers(make_store(tmp_path / "home"), CYCLES)
    assert (result["lost"], result["torn"], result["damaged"]) == (0, 0, 0)
    assert result["unborn"] == 0
    assert result["reported"] > CYCLES
