"""Long histories summed up at any cut: the snapshot equation, many times over."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from snapshot_equation import both_ways, cuts

pytestmark = pytest.mark.soak


@given(cuts(longest=30), st.data())
@settings(max_examples=2_000, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_snapshot_and_what_follows_is_as_good_as_all(case, data):
    summed_up, whole = both_ways(case, data)
    assert summed_up == whole
