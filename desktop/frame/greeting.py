"""What is said when a workbook has just been opened: notices of the store, the first time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.frame.hall import Hall
    from desktop.frame.workspace import Workspace


def greet(workspace: Workspace, notices: Iterable[str], hall: Hall | None) -> None:
    """Tell what is to be known; what went wrong comes before what can be tried."""
    told = [texts.say(f"store.{notice}") for notice in notices]
    if hall is not None and hall.news:
        told.append(hall.news)
    if told:
        workspace.trouble("\n".join(told))
    elif hall is not None and hall.first_time:
        practise = partial(workspace.wished.emit, "practise_hide")
        workspace.tell(texts.say("hide.try"), (texts.say("hide.try_now"), practise))
