"""What only `make soak` needs, into .venv/soak: no other word has it on its path.

A package that is not built for this Python is named in one line, and the soak goes on without.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path

import ready

LOCK = ready.HOUSE / "requirements-soak.lock"
FOLDER = ready.ENVIRONMENT / "soak"
STAMP = FOLDER / "ready"


def main() -> int:
    """Bring the folder up to date; say what is not to be had here."""
    lock = LOCK.read_text("utf-8")
    if STAMP.is_file() and STAMP.read_text("utf-8") == lock:
        return 0
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    print("Installing what only the soak needs ...", flush=True)
    missing = [one for one in re.split(r"\n(?=\w)", lock.strip()) if not _installed(one)]
    for pin in missing:
        package, version = pin.split()[0], sys.version.split()[0]
        print(f"{package} is not to be had for Python {version} here: soaked without it.")
    if not missing:
        STAMP.write_text(lock, "utf-8")
    return 0


def _installed(pin: str) -> bool:
    """Install one package as it is built for this Python; return whether it is to be had."""
    with tempfile.TemporaryDirectory() as folder:
        alone = Path(folder) / "lock"
        alone.write_text(pin + "\n", "utf-8")
        return ready.install(alone, "--only-binary", ":all:", "--target", FOLDER, quiet=True)


if __name__ == "__main__":
    sys.exit(main())
