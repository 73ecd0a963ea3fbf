"""Any story of an office of five: walls, masks, consent and erasure hold whatever anybody does."""

from __future__ import annotations

import pytest
from chain_machine import DONE, play

# The tests of each part measure what it runs through.
pytestmark = pytest.mark.unmeasured


@pytest.mark.usefixtures("cheap_keys")
def test_whatever_an_office_does_walls_masks_consent_and_erasure_hold(template, tmp_path) -> None:
    play(template, tmp_path, 4, derandomize=True)
    assert {"writes", "sets_wall", "is_forgotten", "gives", "tells_aloud"} <= set(DONE)
