"""What the table of attacks says is so: each row has tests that exist, each act of ours its row."""

from __future__ import annotations

import re

from hostile_acts import ACTS
from hostile_files import FILE_ACTS
from promised import is_there, text

ALL_ACTS = {**ACTS, **FILE_ACTS}
TABLE = "docs/attacks.md"
AT_LEAST = 40


def rows(page):
    """Return the tests that each row of the table names."""
    found = re.findall(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+) \|$", page, re.MULTILINE)
    return {int(row): re.findall(r"`(tests/[^`]+)`", proof) for row, _, _, proof in found}


def missing(page):
    """Return the rows that name no test, and those whose test does not exist."""
    return {
        row: tests
        for row, tests in rows(page).items()
        if not tests or not all(map(_is_there, tests))
    }


def _is_there(test):
    name, _, act = test.partition("[")
    return is_there(name) and (not act or act.rstrip("]") in ALL_ACTS)


def test_every_attack_has_its_test():
    page = text(TABLE)
    found = rows(page)
    assert list(found) == list(range(1, len(found) + 1))
    assert len(re.findall(r"^\| \d", page, re.MULTILINE)) == len(found) >= AT_LEAST
    assert missing(page) == {}


def test_everything_that_our_hostile_server_does_is_in_the_table():
    named = re.findall(r"\[(\w+)\]`", text(TABLE))
    assert sorted(named) == sorted(ALL_ACTS)


def test_a_row_without_a_test_is_seen():
    page = (
        "| 1 | so | this | `tests/house/test_attacks.py::test_a_row_without_a_test_is_seen` |\n"
        "| 2 | so | this | soon |\n"
        "| 3 | so | this | `tests/a.py::test_x` |\n"
        "| 4 | so | this | `tests/house/test_attacks.py::test_a_row_without_a_test_is_seen[no]` |\n"
    )
    assert set(missing(page)) == {2, 3, 4}
