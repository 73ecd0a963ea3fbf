"""Whatever comes instead of bytes of ours is taken or refused with a code; nothing else happens."""

from __future__ import annotations

import random

import pytest
from mutated import SEEDS, TARGETS, mutations, tried

# Opening a stick takes a hundred times as long as reading a header.
TRIES = {"stick": 100, "joining": 100, "wrapped": 50, "batch": 500, "chain": 300, "asked": 600}


@pytest.mark.parametrize("name", TARGETS)
def test_almost_right_bytes_are_taken_or_refused(name):
    target = TARGETS[name]
    assert any(tried(target, seed) for seed in SEEDS[target])
    assert not any(tried(target, data) for data in (b"\xff" * 300, b"ALX\x01\x01\x01" * 100))
    count = TRIES.get(name, 1500)
    assert mutations(target, count, random.Random(1)) < count
