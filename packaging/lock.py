"""Pin every dependency again: each version with its hashes, no address of any registry."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
LOCK = HOUSE / "requirements.lock"
SOAK = HOUSE / "requirements-soak.lock"
OPTIONS = ("--generate-hashes", "--universal", "--python-version", "3.11", "--upgrade")
PLAIN = ("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links")


def main() -> int:
    """Write both locks with a resolver that is kept out of our own environment."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], check=True)
        compile_lock = [str(python), "-m", "uv", "--quiet", "pip", "compile", *OPTIONS, *PLAIN]
        ours = ["pyproject.toml", "--group", "dev", "-o", str(LOCK)]
        subprocess.run([*compile_lock, *ours], check=True, cwd=HOUSE)
        # What is here already is neither another version there, nor there a second time.
        known = re.findall(r"^[\w.-]+(?===)", LOCK.read_text("utf-8"), re.MULTILINE)
        soak = ["--group", "pyproject.toml:soak", "--constraints", str(LOCK), "-o", str(SOAK)]
        soak += [word for name in known for word in ("--no-emit-package", name)]
        subprocess.run([*compile_lock, *soak], check=True, cwd=HOUSE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
