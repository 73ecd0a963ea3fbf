"""Notes which lines and branches of ours a run goes through: `pytest -p tests.kit.gone_through`.

Each process leaves its own in a folder, and `packaging/coverage_gate.py` reads them all. A place is
noted once and not listened for again, so that a test takes hardly longer than without.
"""

from __future__ import annotations

import ast
import json
import os
import py_compile
import sys
from importlib.machinery import SourceFileLoader, SourcelessFileLoader
from pathlib import Path
from shutil import rmtree

try:
    from slipcover import Slipcover, branch
except ImportError:
    # It is not built for this machine and its Python: nothing is noted.
    Slipcover = branch = None

HOUSE = Path(__file__).resolve().parents[2]
FOLDER = HOUSE / "out" / "gone_through"
MARKED = HOUSE / "out" / "marked"
OURS = ("desktop", "reports", "sync", "db", "casework", "forms", "texts", "ledger")
# Where Python does not say by itself which lines it comes to, each says so once and is silent.
NOTES = Slipcover(immediate=True, branch=True) if Slipcover else None
_ROOTS = tuple(f"{HOUSE / name}{os.sep}" for name in OURS)
_UNMARKED = SourceFileLoader.source_to_code
_UNNOTED = SourceFileLoader.get_code


def marked(path):
    """Return the code of a module with its branches marked, as it was kept if it is the same.

    To mark all of ours takes some ten seconds.
    """
    file = Path(path)
    named = file.relative_to(HOUSE).as_posix().replace("/", ".")
    kept = MARKED / f"{named}.{sys.implementation.cache_tag}.pyc"
    written = file.stat().st_mtime_ns
    if not kept.is_file() or kept.stat().st_mtime_ns != written:
        py_compile.compile(str(file), str(kept), doraise=True)
        os.utime(kept, ns=(written, written))
    return SourcelessFileLoader(named, str(kept)).get_code(named)


def _compiled(loader, data, path, **how):
    if not path.startswith(_ROOTS):
        return _UNMARKED(loader, data, path, **how)
    return compile(branch.preinstrument(ast.parse(data)), path, "exec", dont_inherit=True)


def _code(loader, name):
    if not loader.path.startswith(_ROOTS):
        return _UNNOTED(loader, name)
    code = marked(loader.path)
    # As if it belonged to other code: which lines there are is a matter of whoever reads.
    return NOTES.instrument(code, code)


if NOTES:
    # Before anything of ours is imported; alembic reads its migrations by the same way.
    SourceFileLoader.source_to_code = _compiled
    SourceFileLoader.get_code = _code


def pytest_sessionstart(session):
    """Forget what runs before left, in the process that shares out the tests."""
    if not hasattr(session.config, "workerinput"):
        rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)


def pytest_sessionfinish():
    """Leave what this process went through: of each file its lines, and its branches as pairs."""
    seen = {path: list(places) for path, places in NOTES.newly_seen.items()} if NOTES else {}
    (FOLDER / f"{os.getpid()}.json").write_text(json.dumps(seen), "utf-8")
