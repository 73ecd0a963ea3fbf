"""Choosing a service of the directory that was not asked about yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

import texts
from casework.consent.grant import Purpose
from desktop.pages.services.list import ServiceList
from desktop.parts.frames import Box, column
from desktop.parts.words import Words

if TYPE_CHECKING:
    from casework.consent.sheet import ConsentSheet


class NextService(Box):
    """The directory without those who stand in the list already."""

    chosen = Signal(object)

    def __init__(self, sheet: ConsentSheet) -> None:
        said = {line.scope.id for line in sheet.lines if line.purpose is Purpose.REFERRAL}
        found = ServiceList(texts.say("consent.all_asked") if said else "")
        found.show_services([one for one in sheet.services if one.code not in said])
        title = Words(texts.say("consent.choose_service"), "h1", wrap=True)
        super().__init__("panel", column(title, found, gap=12))
        found.chosen.connect(self.chosen)
        self.search = found.search
