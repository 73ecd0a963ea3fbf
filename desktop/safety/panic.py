"""Someone takes the laptop: the keys go at once, then this program, and then all that is left.

It reaches past the office, since it must be quick and nobody may have to sign in for it.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Final, NoReturn

from db.vault.destroying import destroy, destroy_keys
from desktop.homes import all_of, is_going
from desktop.program import OURS

if TYPE_CHECKING:
    from pathlib import Path

# What the program types to itself, for what takes longer than a glance.
REST: Final = ("panic", "--now")
_SECONDS_FOR_DRAFTS: Final = 1


def panic(home: Path) -> NoReturn:
    """Destroy the keys and end; another program, that knows nothing, does what takes longer.

    Where none can be started this one ends all the same, and the next start goes on.
    """
    try:
        with ExitStack() as after:
            after.callback(_take_drafts_away)
            after.callback(go_on, home)
            for one in reversed(all_of(home)):
                destroy_keys(one)
    finally:
        # Nothing is closed or kept: what was read goes back to the system with this process.
        os._exit(0)


def _take_drafts_away() -> None:
    """Let a paper that is half on a stick go too, where the stick lets it go in time."""
    taking_away = Thread(target=import_module("desktop.safety.half_written").abandon, daemon=True)
    taking_away.start()
    taking_away.join(_SECONDS_FOR_DRAFTS)


def everything(home: Path) -> list[Path]:
    """Destroy a workbook, and those that one switched from; return what could not be removed."""
    # What tells where the others lie goes last.
    return [one / name for one in reversed(all_of(home)) for name in destroy(one)]


def go_on(home: Path) -> None:
    """Let a program of its own remove what is left of a workbook."""
    running = import_module("subprocess")
    quiet = dict.fromkeys(("stdin", "stdout", "stderr"), running.DEVNULL)
    running.Popen([*OURS, "--home", str(home), *REST], start_new_session=True, **quiet)


def finish(home: Path) -> None:
    """Go on where a workbook was being destroyed and something ended that."""
    if any(map(is_going, all_of(home))):
        go_on(home)
