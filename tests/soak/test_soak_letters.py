"""Thousands of letters after what was agreed to by chance, read back for what must not be there."""

from __future__ import annotations

import os

import pytest
from attack_story import Story

STORIES = int(os.environ.get("SOAK_STORIES", "100"))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 100 + STORIES))
def test_no_letter_says_what_she_did_not_agree_to(template, tmp_path, seed) -> None:
    story = Story(template, tmp_path / "home", seed)
    try:
        story.plays(60)
    finally:
        story.desks.close()
    assert story.leaks == []
    assert story.done["words kept"]
