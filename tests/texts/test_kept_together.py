"""Signs that nobody sees: a stray one is taken out, a pair that keeps words in order stays."""

from __future__ import annotations

import pytest

from texts.kept_together import as_typed


@pytest.mark.parametrize("stray", ["\u202e", "\u202b", "\u2067", "\u2069", "\u202a\u202c"])
def test_a_stray_sign_that_nobody_sees_is_taken_out_and_a_pair_stays(stray):
    assert as_typed(f"Shop{stray} 1") == "Shop 1"
    assert as_typed("\u2068دفتر \u2066+1 2\u2069\u2069") == "\u2068دفتر \u2066+1 2\u2069\u2069"
    assert as_typed("\u2069a\u2066") == "a"
    assert as_typed("\u2066" * 9_000) == ""
