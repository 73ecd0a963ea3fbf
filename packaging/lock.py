"""Pin every dependency again: each version with its hashes, no address of any registry."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
LOCK = HOUSE / "requirements.lock"
OPTIONS = ("--group", "dev", "--generate-hashes", "--universal", "--python-version", "3.11")
PLAIN = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links")


def main() -> int:
    """Write requirements.lock with a resolver that is kept out of our own environment."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], check=True)
        compile_lock = [str(python), "-m", "uv", "--quiet", "pip", "compile", "pyproject.toml"]
        written = [*OPTIONS, *PLAIN, "--upgrade", "-o", str(LOCK)]
        subprocess.run([*compile_lock, *written], check=True, cwd=HOUSE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
