"""What the page of the exchange asks for: whatever does it is imported on the thread it runs on.

That takes half a second, in which the window would neither hide nor take a key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.imports import call_later

if TYPE_CHECKING:
    from desktop.exchange.acts import (
        decided,
        leading,
        leave_aside,
        let_in_by_file,
        let_server_count,
        let_server_go,
        take_in,
        written_late,
    )
    from desktop.exchange.exchanging import meeting, reading, remove, syncing, writing
    from desktop.exchange.rechecked import rebuild, rebuilt, rechecked
else:
    _ACTS, _EXCHANGING = "desktop.exchange.acts", "desktop.exchange.exchanging"
    _RECHECKED = "desktop.exchange.rechecked"
    decided, leading = call_later(_ACTS, "decided"), call_later(_ACTS, "leading")
    take_in, leave_aside = call_later(_ACTS, "take_in"), call_later(_ACTS, "leave_aside")
    written_late = call_later(_ACTS, "written_late")
    let_in_by_file = call_later(_ACTS, "let_in_by_file")
    let_server_count = call_later(_ACTS, "let_server_count")
    let_server_go = call_later(_ACTS, "let_server_go")
    meeting, remove = call_later(_EXCHANGING, "meeting"), call_later(_EXCHANGING, "remove")
    reading, writing = call_later(_EXCHANGING, "reading"), call_later(_EXCHANGING, "writing")
    syncing = call_later(_EXCHANGING, "syncing")
    rebuild, rebuilt = call_later(_RECHECKED, "rebuild"), call_later(_RECHECKED, "rebuilt")
    rechecked = call_later(_RECHECKED, "rechecked")

__all__ = [
    "decided",
    "leading",
    "leave_aside",
    "let_in_by_file",
    "let_server_count",
    "let_server_go",
    "meeting",
    "reading",
    "rebuild",
    "rebuilt",
    "rechecked",
    "remove",
    "syncing",
    "take_in",
    "writing",
    "written_late",
]
