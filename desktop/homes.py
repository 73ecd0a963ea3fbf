"""Where workbooks are kept on this laptop, before anything is known of them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

STORE: Final = "workbook.db"


def usual_home() -> Path:
    """Return where the workbook is kept when no folder is named."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "alongside"


def practice_home(home: Path) -> Path:
    """Return where a practice workbook is kept beside the one in a folder."""
    return Path(f"{home}-practice")


def holds_workbook(home: Path) -> bool:
    """Return whether a folder holds a workbook; nothing is opened to find out."""
    return (home / STORE).exists()


def size_of(home: Path) -> int:
    """Return how many bytes the files of a workbook take."""
    return sum(one.stat().st_size for one in home.iterdir() if one.is_file())
