"""What the table of proofs of figures says is so: fourteen rows, and each test that it names."""

from __future__ import annotations

import re

from measure import HOUSE
from promised import is_there, text

TABLE = "docs/statistics-tests.md"
ROWS = 14
SAME = "the same"


def rows(page):
    """Return the small and the whole form of each row, as they are named."""
    found = re.findall(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+) \|$", page, re.MULTILINE)
    return {int(row): (small, whole) for row, _says, small, whole in found}


def named(words):
    return re.findall(r"`(tests/[^`]+)`", words)


def wrong(page):
    """Return the rows with a form that names no test, or one that is gone or not of its kind."""
    found = set()
    for row, forms in rows(page).items():
        small, whole = map(named, forms)
        kept = [is_there(one) for one in small] + [_is_long(one) for one in whole]
        if not small or not (whole or forms[1] == SAME) or not all(kept):
            found.add(row)
    return found


def _is_long(test):
    """Tell whether a test is there, in a file that has some of the long programme."""
    return is_there(test) and "mark.soak" in (HOUSE / test.partition("::")[0]).read_text("utf-8")


def test_every_row_is_there_and_names_tests_that_exist():
    page = text(TABLE)
    assert list(rows(page)) == list(range(1, ROWS + 1))
    assert wrong(page) == set()


def test_a_row_without_its_test_is_seen():
    mine = "`tests/house/test_statistics_tests.py::test_a_row_without_its_test_is_seen`"
    gone = "`tests/house/test_statistics_tests.py::test_x`"
    page = (
        f"| 1 | so | {mine} | the same |\n"
        f"| 2 | so | {mine} | {gone} |\n"
        f"| 3 | so | {gone} | the same |\n"
        f"| 4 | so | soon | the same |\n"
    )
    assert wrong(page) == {2, 3, 4}
