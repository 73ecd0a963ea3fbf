"""What must be caught when somebody breaks what protects figures, each on a copy of the program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
_LEFT = shutil.ignore_patterns(".git", ".venv", "out", "dist", "build", ".*_cache", "__pycache__")
_PROTECT = "tests/casework/test_protect.py"
_DESK = "tests/casework/test_figures.py"
_ATTACKED = "tests/casework/test_figures_attacked.py"
_PROOF, _PRINTED = "casework/protect/proof.py", "casework/protect/printed.py"
_DESKS, _GATHERING = "casework/figures/desk.py", "casework/figures/gathering.py"
_TIES, _PROVING = "casework/figures/ties.py", "casework/figures/proving.py"

# What is broken: the file, the words there, other words in their place, the tests that must see it.
BROKEN = {
    "the audit is off": (
        _PROOF,
        "            self.prove(top=top)\n",
        "            pass\n",
        _PROTECT,
    ),
    "zeros are shown": (
        _PRINTED,
        "    if count < least:\n        yield",
        "    if count == 0:\n        yield Span(0, 0)\n    elif count < least:\n        yield",
        _PROTECT,
    ),
    "steps do not lie inside each other": (
        _PRINTED,
        "tuple(BASE * 3**step for step in range(1, 7))",
        "tuple(BASE * 2**step for step in range(1, 7))",
        _PROTECT,
    ),
    "an answer behind which nobody can stand is believed": (
        "casework/protect/above.py",
        "not spread.fits(found)",
        "not found.size",
        "tests/casework/test_spreading.py",
    ),
    "earlier releases are not looked at": (
        _PROVING,
        "self._protect(facts.told, facts.counted,",
        "self._protect((), facts.counted,",
        _ATTACKED,
    ),
    "what is left over is not watched": (
        _GATHERING,
        "left_over([*told, *unshared])",
        "left_over([])",
        _ATTACKED,
    ),
    "the threshold is asked after rounding": (
        _PRINTED,
        "    if count < least:\n",
        "    if _nearest(count, BASE) < least:\n",
        _PROTECT,
    ),
    "what was published is counted again": (
        _GATHERING,
        "margins.keys() - copied, ",
        "margins.keys(), ",
        f"{_DESK} {_ATTACKED}",
    ),
    "a figure is worked out from true counts": (
        _PROVING,
        "            return printed[name] if",
        "            return Number(*[c.count for c in facts.counted if c.name == name] * 2) if",
        f"{_DESK} {_ATTACKED}",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_to_be_broken_still_stands_there(what):
    """Asked with every run: the long one was not run while the words changed under it."""
    file, words, _others, _tests = BROKEN[what]
    assert (HOME / file).read_text("utf-8").count(words) == 1


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    home = tmp_path_factory.mktemp("broken") / "program"
    shutil.copytree(HOME, home, ignore=_LEFT)
    return home


def tried(home, tests):
    """Run some tests in a copy; return whether they pass, and what was said."""
    kit = [home, home / "tests/kit", home / "tests/attacker"]
    told = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, kit))}
    words = [
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        *tests.split(),
    ]
    done = subprocess.run(
        [sys.executable, *words], cwd=home, env=told, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.returncode == 0, done.stdout


@pytest.mark.soak
def test_nothing_is_found_where_nothing_is_broken(copied):
    passed, said = tried(copied, f"{_PROTECT} {_DESK} {_ATTACKED}")
    assert passed, said


@pytest.mark.soak
@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_is_seen(copied, what):
    file, words, others, tests = BROKEN[what]
    path = copied / file
    whole = path.read_text("utf-8")
    path.write_text(whole.replace(words, others), "utf-8")
    try:
        passed, said = tried(copied, tests)
    finally:
        path.write_text(whole, "utf-8")
    assert not passed, f"nobody saw that {what}\n{said}"
    # A copy that cannot even begin would show nothing.
    assert "passed" in said or "AssertionError" in said or "assert" in said, said
