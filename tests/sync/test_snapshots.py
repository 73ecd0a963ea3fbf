"""A stream summed up at any cut, and what comes after it, is the stream."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from snapshot_equation import cuts, the_equation_holds


@given(cuts(), st.data())
@settings(max_examples=12, deadline=None)
def test_a_snapshot_and_what_follows_is_as_good_as_all(case, data):
    the_equation_holds(case, data)
