"""Thousands of steps of an office of five, by chance, in which nothing that must hold gives way."""

from __future__ import annotations

import os

import pytest
from chain_acts import closes, joins, meets, opens_again
from chain_machine import ACTS, DONE, play

STORIES = int(os.environ.get("SOAK_STORIES", "100"))


@pytest.mark.soak
@pytest.mark.usefixtures("cheap_keys")
def test_nothing_gives_way_in_thousands_of_steps(template, tmp_path, monkeypatch) -> None:
    # What needs several steps before it would hardly come about otherwise.
    monkeypatch.setattr("chain_machine.ACTS", [*ACTS, *(closes, joins, meets, opens_again) * 2])
    play(template, tmp_path, STORIES)
    assert {"restored", "joins", "breaks_glass", "opens_again", "is_forgotten"} <= set(DONE)
