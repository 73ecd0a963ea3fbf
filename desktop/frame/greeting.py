"""What is said when a workbook has just been opened: notices of the store, what is new, the disk.

That a disk is not encrypted comes after all else, once in a month.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from desktop.clock import now
from desktop.safety.disk import Disk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.frame.hall import Hall
    from desktop.frame.room import Room
    from desktop.frame.workspace import Workspace

# So long nothing is said of the disk to somebody who has read it.
_REST: Final = timedelta(days=30)


def greet(
    workspace: Workspace, notices: Iterable[str], hall: Hall | None, disk: Disk = Disk.UNKNOWN
) -> None:
    """Tell what is to be known; what went wrong comes before what can be tried."""
    told = [texts.say(f"store.{notice}") for notice in notices]
    if hall is not None and hall.news:
        told.append(hall.news)
    if told:
        workspace.trouble("\n".join(told))
    elif hall is not None and hall.first_time:
        practise = partial(workspace.wished.emit, "practise_hide")
        workspace.tell(texts.say("hide.try"), (texts.say("hide.try_now"), practise))
    elif disk is Disk.PLAIN and not workspace.room.practice and _is_due(workspace.room):
        close = partial(_read, workspace.room)
        workspace.tell(texts.say("disk.plain"), (texts.say("disk.close"), close), "care")


def _is_due(room: Room) -> bool:
    """Return whether a month went by since it was read, or the clock was set back since."""
    try:
        read = date.fromisoformat(room.settings.disk_read)
    except ValueError:
        return True
    return not timedelta(0) <= now().date() - read < _REST


def _read(room: Room) -> None:
    """Say no more of the disk for a month."""
    room.calm.emit()
    room.keep_settings(replace(room.settings, disk_read=now().date().isoformat()))
