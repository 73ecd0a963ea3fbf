"""Make this folder ready: an environment with the locked packages, fonts, sentences and forms.

Run by the machine's own Python (3.11 or newer) with nothing installed, before every make
target. Does nothing when the lock has not changed since the last time.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import libraries

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUSE = Path(__file__).resolve().parent.parent
LOCK = HOUSE / "requirements.lock"
ENVIRONMENT = HOUSE / ".venv"
STAMP = ENVIRONMENT / "ready"
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
FONTS = Path(__file__).with_name("fonts.py")
SENTENCES = Path(__file__).with_name("sentences.py")
COMPILED = Path(__file__).with_name("compiled.py")
OLDEST = (3, 11)
# The encrypted store and the window come built, and for later ones they are not built yet.
TOO_NEW = (3, 15)


def main() -> int:
    """Bring environment and fonts up to date and return the exit status."""
    if sys.version_info < OLDEST:
        return _tell("Alongside needs Python 3.11 or newer; this is " + sys.version.split()[0])
    if sys.version_info >= TOO_NEW:
        return _tell(_newest())
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not (_works() and STAMP.is_file() and STAMP.read_text("utf-8") == lock):
        problem = _make_environment() or _install()
        if problem:
            return _tell(problem)
        STAMP.write_text(lock, "utf-8")
    lacking = libraries.problem()
    if lacking:
        return _tell(lacking)
    return _run(PYTHON, FONTS) or _run(PYTHON, SENTENCES) or _run(PYTHON, COMPILED)


def _newest() -> str:
    newest = f"python3.{TOO_NEW[1] - 1}"
    # Debian leaves a part out that is a package of its own.
    parts = [newest, f"{newest}-venv"] if libraries.is_debian() else [newest]
    return (
        f"The encrypted store is not built for Python {sys.version.split()[0]} yet. Type this line,"
        f" then try again:\n    {libraries.line_for(parts)}"
    )


def _works() -> bool:
    """Return whether the environment starts, which it does not once its Python is gone."""
    return PYTHON.exists() and _run(PYTHON, "-c", "pass") == 0


def _make_environment() -> str:
    """Make the environment in the first way this machine allows; return what is missing."""
    if _works() and _has_pip():
        return ""
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    print("Making .venv ...", flush=True)
    if _venv_is_whole() or _fetch_venv():
        return "" if _run(sys.executable, "-m", "venv", ENVIRONMENT) == 0 else _advice()
    if importlib.util.find_spec("pip"):  # the machine's pip can fill an environment without one
        made = _run(sys.executable, "-m", "venv", "--without-pip", ENVIRONMENT)
        return "" if made == 0 else _advice()
    return _advice()


def _venv_is_whole() -> bool:
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def _has_pip() -> bool:
    return _run(PYTHON, "-c", "import pip", quiet=True) == 0


def _fetch_venv() -> bool:
    """Install what Debian leaves out of Python, where we are allowed to."""
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    package = f"python3.{sys.version_info.minor}-venv"
    for _ in range(2):
        if _run(apt, "install", "-y", "-qq", package) == 0:
            importlib.invalidate_caches()
            return True
        _run(apt, "update", "-qq")
    return False


def _advice() -> str:
    version = f"3.{sys.version_info.minor}"
    return (
        f"Python {version} cannot make an environment here. Type this line, then try again:\n"
        f"    sudo apt-get install -y python{version}-venv"
    )


def _install() -> str:
    """Install exactly the locked packages; return what went wrong.

    Two at a time: one core would be busy for half a minute with what each package ever had.
    """
    print("Installing the locked packages; the first time takes a few minutes ...", flush=True)
    with TemporaryDirectory() as folder, ThreadPoolExecutor(2) as two:
        if all(two.map(install, _halves(Path(folder)))):
            return ""
    return "The packages could not be installed; the lines above say why. Then try again."


def _halves(folder: Path) -> Iterator[Path]:
    """Write the lock in two parts: those of many files, which take longest, by turns in each."""
    packages = sorted(re.split(r"\n(?=\w)", LOCK.read_text("utf-8").strip()), key=len)
    for turn in range(2):
        half = folder / f"{turn}.lock"
        half.write_text("\n".join(packages[turn::2]) + "\n", "utf-8")
        yield half


def install(lock: Path, *more: object, quiet: bool = False) -> bool:
    """Install what a lock names, and nothing else; return whether all of it could be."""
    pip = [PYTHON, "-m", "pip"] if _has_pip() else [sys.executable, "-m", "pip"]
    if pip[0] != PYTHON:
        pip += ["--python", PYTHON]
    options = ["--require-hashes", "--no-deps", "--disable-pip-version-check", "--quiet", *more]
    # Most of it is never imported; what is, Python compiles when it is.
    return _run(*pip, "install", "--no-compile", *options, "-r", lock, quiet=quiet) == 0


def _run(*command: object, quiet: bool = False) -> int:
    sink = subprocess.DEVNULL if quiet else None
    words = [str(word) for word in command]
    house = {**os.environ, "PYTHONPATH": str(HOUSE)}
    done = subprocess.run(words, cwd=HOUSE, env=house, stdout=sink, stderr=sink, check=False)
    return done.returncode


def _tell(problem: str) -> int:
    print(problem, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
