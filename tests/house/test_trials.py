"""A test says something, about our real parts, and does not look at the clock."""

from __future__ import annotations

import ast

import pytest
from measure import Source, outside, sources

CLAIMS = ("assert", "check", "expect", "must", "raises", "until")
# A promise to people that is a time: locked within two seconds.
PROMISED_TIMES = {"tests/stories/test_forensics.py"}
TESTS = [one for one in sources("tests") if one.path.rpartition("/")[2].startswith("test_")]


def claims_nothing(source):
    """Yield the tests of a file that could not fail, not even in a function beside them."""
    claiming = {one.name for one in source.functions if _claims(one, set())}
    for node in source.functions:
        if node.name.startswith("test") and not _claims(node, claiming):
            yield f"{source.path}:{node.lineno} {node.name}"


def _claims(function, claiming):
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func).rpartition(".")[2]
            if called in claiming or called.startswith(CLAIMS):
                return True
        if isinstance(node, ast.Assert):
            return True
    return False


def asserts_time(source):
    """Yield where a test holds a measured duration against a number."""
    clocks = {"perf_counter", "monotonic", "process_time", "perf_counter_ns", "monotonic_ns"}
    for node in source.nodes:
        if isinstance(node, ast.Assert):
            called = (one for one in ast.walk(node) if isinstance(one, ast.Call))
            if clocks & {ast.unparse(one.func).rpartition(".")[2] for one in called}:
                yield f"{source.path}:{node.lineno}"


def test_there_are_tests():
    assert len(TESTS) > 10


def test_every_test_can_fail():
    assert [place for source in TESTS for place in claims_nothing(source)] == []


def test_no_test_asserts_a_time():
    others = [source for source in TESTS if source.path not in PROMISED_TIMES]
    assert [place for source in others for place in asserts_time(source)] == []


def test_no_part_of_ours_is_played_by_a_stand_in():
    stand_ins = {"unittest", "mock", "pytest_mock"}
    assert [source.path for source in TESTS if outside(source) & stand_ins] == []


@pytest.mark.parametrize(
    ("body", "claims"),
    [
        ("run()", False),
        ("assert run()", True),
        ("with pytest.raises(E):\n        run()", True),
        ("drive.expect_saved()", True),
        ("result = run()\n    print(result)", False),
    ],
)
def test_a_test_without_a_claim_is_seen(body, claims):
    planted = Source("tests/test_a.py", f"def test_a():\n    {body}\n")
    assert list(claims_nothing(planted)) == ([] if claims else ["tests/test_a.py:1 test_a"])


def test_a_claim_made_in_a_function_beside_the_test_counts():
    beside = "def same(a, b):\n    assert a == b\ndef test_a():\n    same(1, run())\n"
    assert list(claims_nothing(Source("tests/test_a.py", beside))) == []


def test_a_timed_assertion_is_seen():
    planted = "start = perf_counter()\nassert time.perf_counter() - start < 2\nassert start\n"
    assert list(asserts_time(Source("tests/test_a.py", planted))) == ["tests/test_a.py:2"]
