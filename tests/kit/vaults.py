"""Workbook folders for tests: keys made once per run, at the floor, and copied."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from db.vault import keys
from db.vault.cost import FLOOR
from db.vault.engine import connect

if TYPE_CHECKING:
    from db.vault.keys import Unlocked

HOUSE = Path(__file__).parents[2]
NAME = "W-01"
WORDS = "uncapped unloader vanity overcoat"


@dataclass(frozen=True)
class Vault:
    """A folder, what opens it, and its keys."""

    home: Path
    unlocked: Unlocked
    code: str

    @property
    def store(self) -> Path:
        return self.home / keys.STORE

    @property
    def slots(self) -> Path:
        return self.home / keys.KEYS

    @property
    def previous(self) -> Path:
        return self.home / keys.PREVIOUS_KEYS

    def connect(self, **how):
        return connect(self.store, self.unlocked.store_key, **how)


@cache
def _template() -> Vault:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder)
    unlocked, code = keys.create_vault(folder / "v", NAME, WORDS, cost=FLOOR)
    return Vault(folder / "v", unlocked, code)


def make_vault(home: Path) -> Vault:
    """Return a folder with keys for one person, and no store yet."""
    pattern = _template()
    shutil.copytree(pattern.home, home, dirs_exist_ok=True)
    return Vault(home, pattern.unlocked, pattern.code)


def make_store(home: Path, rows: int = 0) -> Vault:
    """Return a folder with keys and a store with one table of words."""
    vault = make_vault(home)
    connection = vault.connect(create=True)
    connection.execute("CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT)")
    filler = [(f"word {n} " + "x" * 400,) for n in range(rows)]
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO word (text) VALUES (?)", filler)
    connection.execute("COMMIT")
    # What every store keeps for itself on its machine.
    connection.execute("CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT)")
    connection.close()
    return vault


def run_child(code: str, *arguments: str, text: str = "", **how) -> subprocess.CompletedProcess:
    """Run a few lines of Python in a process of its own and return what it said."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        **{"env": {**os.environ, "PYTHONPATH": str(HOUSE)}, **how},
    )


def kill_writers(vault: Vault, cycles: int) -> dict[str, int]:
    """Let writers of this workbook die so many times; return what was lost and what broke."""
    child = subprocess.run(
        [sys.executable, str(HOUSE / "tests/kit/killing.py"), str(vault.home), str(cycles)],
        input=vault.unlocked.store_key.hex(),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(HOUSE)},
    )
    return json.loads(child.stdout)
