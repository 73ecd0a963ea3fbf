"""S3 Today: what is to be done, what waits for someone else, and where one left off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import texts
from desktop.frame.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.frame.places import Place


class TodayPage(Page):
    """The day of one worker."""

    nav = "today"

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the title."""
        return ((texts.say("nav.today"), None),)
