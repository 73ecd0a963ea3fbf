"""Tests that make test leaves out are there, and a document that names one as its proof says so."""

from __future__ import annotations

import re

from measure import HOUSE

DOCUMENTS = (
    *("ARCHITECTURE.md", "SECURITY.md"),
    *("docs/attacks.md", "docs/features.md", "docs/statistics-tests.md"),
)


def test_each_test_that_is_left_out_for_time_is_there_and_named_once() -> None:
    named = [re.sub(r" every [1-9][0-9]*$", "", line) for line in left_out()]
    assert len(named) == len(set(named))
    assert [one for one in named if not is_there(*one.partition("::")[::2])] == []


def test_what_a_document_names_as_its_proof_runs_in_make_test_or_is_marked() -> None:
    staying = how_many_stay(left_out())
    for page in DOCUMENTS:
        proofs = re.findall(
            r"`tests/([^`]+)`( \(`make wide`\))?", (HOUSE / page).read_text("utf-8")
        )
        assert [one for one, wide in proofs if stays(one, staying) == bool(wide)] == [], page


def test_a_proof_that_is_left_out_is_seen() -> None:
    lines = ["a/test_a.py", "a/test_a.py::test_x every 1", "a/test_b.py::test_y every 4"]
    staying = how_many_stay(lines)
    assert stays("a/test_a.py::test_x", staying)
    assert not stays("a/test_a.py::test_z", staying)
    assert not stays("a/test_a.py", staying)
    assert stays("a/test_b.py::test_y", staying)
    # Which of its cases stay follows from the order of their names.
    assert not stays("a/test_b.py::test_y[one]", staying)
    assert stays("a/test_c.py::test_x[one]", staying)


def left_out():
    """Return the lines of both lists without what is said about them."""
    lists = (HOUSE / "tests" / name for name in ("wide.txt", "again.txt"))
    lines = [line for one in lists for line in one.read_text("ascii").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def is_there(module, function) -> bool:
    """Return whether a module of tests is there, and in it a function if one is named."""
    path = HOUSE / "tests" / module
    return path.is_file() and (not function or f"\ndef {function}(" in path.read_text("utf-8"))


def how_many_stay(lines):
    """Return by name which case of a test stays, each Nth; 0 is none."""
    parts = [line.partition(" every ") for line in lines]
    return {name: int(every or 0) for name, _, every in parts}


def stays(proof, staying) -> bool:
    """Return whether make test runs what is named: a module, a test, or one case of a test."""
    name, case, _ = proof.partition("[")
    every = staying.get(name, staying.get(name.partition("::")[0], 1))
    return every == 1 or (every > 1 and not case)
