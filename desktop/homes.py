"""Where workbooks are kept on this laptop, before anything is known of them."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

STORE: Final = "workbook.db"
# In the folder that one left for a restored workbook: where that one lies.
LEFT_FOR: Final = "workbook.left-for"
# Where one is made before it moves in.
MAKING: Final = "workbook.making"
# What is there while a workbook is being destroyed.
GOING: Final = "workbook.going"


def usual_home() -> Path:
    """Return where the workbook is kept when no folder is named."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "alongside"


def home_at_start() -> Path:
    """Return where the program begins when no folder is named: where one has switched to."""
    return followed(usual_home())


def leave_for(home: Path, chosen: Path) -> None:
    """Keep in a folder that its workbook was left for a restored one; a full disk stops nobody."""
    with suppress(OSError):
        fresh = home / f"{LEFT_FOR}.new"
        fresh.write_text(str(chosen.absolute()), "utf-8")
        fresh.chmod(0o600)
        fresh.replace(home / LEFT_FOR)


def followed(home: Path) -> Path:
    """Return the folder to which one has switched from there, and from that one in turn.

    One that holds no workbook any more is not followed: its medium may be out of reach.
    """
    seen = {home}
    while True:
        left_for = _left_for(home)
        if left_for is None or left_for in seen or not _is_there(left_for):
            return home
        seen.add(left_for)
        home = left_for


def is_left(home: Path) -> bool:
    """Return whether a folder was left for a workbook that is out of reach now."""
    left_for = _left_for(home)
    return left_for is not None and not _is_there(left_for)


def _left_for(home: Path) -> Path | None:
    try:
        chosen = Path((home / LEFT_FOR).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return chosen if chosen.is_absolute() else None


def _is_there(home: Path) -> bool:
    try:
        return holds_workbook(home)
    except (OSError, ValueError):
        return False


def practice_home(home: Path) -> Path:
    """Return where a practice workbook is kept beside the one in a folder."""
    return Path(f"{home}-practice")


def holds_workbook(home: Path) -> bool:
    """Return whether a folder holds a workbook; nothing is opened to find out."""
    return (home / STORE).exists() and not is_going(home)


def is_going(home: Path) -> bool:
    """Return whether a workbook was being destroyed there when something ended it."""
    return (home / GOING).exists()


def all_of(home: Path) -> list[Path]:
    """Return a folder and, where one switched from one workbook to another, the others too."""
    switched, at = [], usual_home()
    while at not in switched:
        switched.append(at)
        at = _left_for(at) or at
    return switched if home in switched else [home]


def size_of(home: Path) -> int:
    """Return how many bytes the files of a workbook take."""
    return sum(one.stat().st_size for one in home.iterdir() if one.is_file())
