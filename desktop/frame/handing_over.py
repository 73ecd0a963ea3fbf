"""From the cover to the program that stands in: what was typed is kept, if there is time."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.beside.jobs import Jobs
    from desktop.frame.workspace import Workspace

# Two seconds after somebody hides nothing may be left in memory, and the next program has to stand
# first. A store that reads from a stick which hangs gets no longer: to it that is a power cut, and
# what was committed stays.
_FREE_WITHIN: Final = 1.2
_CLOSED_WITHIN: Final = 0.2


class Covered(Protocol):
    """A window behind its cover."""

    workspace: Workspace | None
    jobs: Jobs
    ended: bool
    leave: Callable[[str], None]

    def keep_all(self, within: float | None = None) -> None:
        """Keep what was typed, and close the workbook."""
        ...

    def let_go(self) -> None:
        """Let nothing of the workbook stay in sight or in memory."""
        ...


def keep_and_leave(window: Covered, how: str) -> None:
    """Keep what was typed and go, as soon as the store is free or the time for that is over."""
    if window.workspace is None or window.ended:
        # Of a window that was closed meanwhile everything is kept already.
        _go(window, how)
        return
    # Nothing of ours goes over a line while the cover stands.
    window.jobs.errand.give_way()
    try:
        window.workspace.keep()
    finally:
        window.jobs.once_free(partial(_go, window, how), _FREE_WITHIN)


def _go(window: Covered, how: str) -> None:
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
