"""Workbooks that are to join an office, as they stand before they ask: made once, copied often.

To derive keys twice and to make every table is most of what a laptop of the tests costs.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from make import WORDS, Clock

from db.vault import keys
from db.vault.cost import FLOOR
from desktop.exchange.exchanging import make_newcomer

if TYPE_CHECKING:
    from db.vault.keys import Unlocked


def moves_in(home: Path, name: str, number: int) -> Unlocked:
    """Put a workbook of nobody known at a place; return its keys, which are not to be wiped.

    Whoever lets several of one name in says which of them it is: two are never the same.
    """
    files, held = _made(name, number)
    home.mkdir(mode=0o700)
    for file, content in files.items():
        (home / file).touch(mode=0o600)
        (home / file).write_bytes(content)
    return held


@cache
def _made(name: str, _number: int) -> tuple[dict[str, bytes], Unlocked]:
    """Return the files of a workbook, and its keys."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        make_newcomer(home, name, WORDS, Clock(), cost=FLOOR)
        files = {one.name: one.read_bytes() for one in home.iterdir()}
        return files, keys.unlock(home, name, WORDS)
