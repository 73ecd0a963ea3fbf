"""A process in which nothing was done yet knows every table: what it erases is erased whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from canary import Watch
from make import WORDS
from pages import pages_of

from casework.keeping.erasure import Basis
from db.rows import rowplan
from db.store import open_store
from db.vault import keys

if TYPE_CHECKING:
    from make import Desks

CANARY, NAME = "CANARY-ERASED-WORD", "Supervisor 1"
HOUSE = Path(__file__).parents[2]
ALONE = """
import json, sys
from pathlib import Path
from desktop.bootstrap import Return, bring_back
backup, home, *back = json.load(sys.stdin)
bring_back(Path(backup), Path(home), Return(*back))
"""
COUNT = "from db.rows.rowplan import {0}; print(len(list({0}())))"

pytestmark = pytest.mark.usefixtures("cheap_keys")


def run(words: str, given: object = None) -> str:
    """Run some words in a process of their own; return what they print."""
    return subprocess.run(
        [sys.executable, "-c", words],
        input=json.dumps(given),
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_what_was_erased_stays_erased_where_nothing_was_done_before_it_comes_back(
    desks: Desks, tmp_path: Path
) -> None:
    """Whoever restores begins with that: no part of the program was needed yet."""
    case = desks.visit(account=CANARY)
    desks.workbook.back_up(tmp_path / "one.backup")
    erasures = desks.office().erasures
    erasures.request(case, Basis.HER_WISH, in_danger=True)
    erasures.carry_out(case)
    home = tmp_path / "new"

    run(ALONE, [str(tmp_path / "one.backup"), str(home), NAME, desks.template.recovery_code, WORDS])

    unlocked = keys.unlock(home, NAME, WORDS)
    store = open_store(home, unlocked, desks.clock)
    try:
        assert store.connection.execute("select count(*) from casefile").fetchone() == (0,)
        assert store.examine().faults == ()
    finally:
        store.close()
    pages = b"".join(pages_of(home / "workbook.db", bytes(unlocked.store_key)))
    assert {hit.word for hit in Watch([CANARY]).in_bytes(pages, "a page")} == set()


@pytest.mark.parametrize("asked", ["every_table", "every_row", "plans", "rules"])
def test_every_table_is_known_whatever_is_asked_first(asked: str) -> None:
    known = len(list(getattr(rowplan, asked)()))

    assert int(run(COUNT.format(asked))) == known > 0
