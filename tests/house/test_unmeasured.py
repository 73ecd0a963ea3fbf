"""Tests that nobody measures are tests that are there."""

from __future__ import annotations

from measure import HOUSE


def test_each_test_that_is_not_measured_is_there_and_named_once() -> None:
    lines = (HOUSE / "tests" / "unmeasured.txt").read_text("ascii").splitlines()
    named = [line for line in lines if not line.startswith("#")]
    assert named == sorted(set(named))
    assert [one for one in named if not is_there(*one.partition("::")[::2])] == []


def is_there(module, function) -> bool:
    """Return whether a module of tests is there, and in it a function if one is named."""
    path = HOUSE / "tests" / module
    return path.is_file() and (not function or f"\ndef {function}(" in path.read_text("utf-8"))
