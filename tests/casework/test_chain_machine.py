"""Any story of an office of five: walls, masks, consent and erasure hold whatever anybody does."""

from __future__ import annotations

import pytest
from chain_machine import DONE, play

# What must have come about for a story to mean something; ids are drawn anew each time, so luck
# may leave one out, and then more stories are told.
MUST = {"writes", "sets_wall", "is_forgotten", "gives", "tells_aloud"}
AT_MOST = 5


@pytest.mark.usefixtures("cheap_keys")
def test_whatever_an_office_does_walls_masks_consent_and_erasure_hold(template, tmp_path) -> None:
    play(template, tmp_path / "first", 4, derandomize=True)
    for more in range(AT_MOST):
        if set(DONE) >= MUST:
            break
        play(template, tmp_path / f"more-{more}", 2)
    assert set(DONE) >= MUST
