"""From the cover to the program that stands in: what was typed is kept, if there is time."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from desktop.frame.window import Window

# Two seconds after somebody hides nothing may be left in memory, and the next program has to stand
# first. A store that reads from a stick which hangs gets no longer: to it that is a power cut, and
# what was committed stays.
_FREE_WITHIN: Final = 1.2
_CLOSED_WITHIN: Final = 0.2


def keep_and_leave(window: Window, how: str) -> None:
    """Keep what was typed and go, as soon as the store is free or the time for that is over."""
    if window.workspace is None:
        _go(window, how)
        return
    try:
        window.workspace.keep()
    finally:
        window.jobs.once_free(partial(_go, window, how), _FREE_WITHIN)


def _go(window: Window, how: str) -> None:
    """Keep everything, unless the window was closed meanwhile, and go."""
    if window.ended:
        return
    try:
        with suppress(TimeoutError):
            window.keep_all(_CLOSED_WITHIN)
    finally:
        # Whatever could not be kept.
        window.let_go()
        window.leave(how)
