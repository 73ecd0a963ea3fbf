"""Tests that make test leaves out are tests that are there."""

from __future__ import annotations

import re

from measure import HOUSE


def test_each_test_that_is_left_out_for_time_is_there_and_named_once() -> None:
    named = [re.sub(r" every [2-9]$", "", line) for line in named_in("wide.txt")]
    assert len(named) == len(set(named))
    assert [one for one in named if not is_there(*one.partition("::")[::2])] == []


def named_in(name):
    """Return the lines of a list of tests without what is said about them."""
    lines = (HOUSE / "tests" / name).read_text("ascii").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def is_there(module, function) -> bool:
    """Return whether a module of tests is there, and in it a function if one is named."""
    path = HOUSE / "tests" / module
    return path.is_file() and (not function or f"\ndef {function}(" in path.read_text("utf-8"))
