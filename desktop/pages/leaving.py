"""Before a journey: the workbook is proved and closed, and is removed from this laptop now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from desktop import doors
from desktop.frame.gate import Gate, Panel
from desktop.homes import all_of
from desktop.look import look
from desktop.parts.announce import announce
from desktop.parts.frames import column, post, row
from desktop.parts.words import Words
from desktop.safety.panic import everything

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from desktop.frame.hall import Hall

_WIDTH: Final = 412
_PANEL_SHARE, _REST_SHARE = 38, 62


class LeavingPage(Gate):
    """It says what is being done, and waits; whoever ends the program here ends nothing."""

    @property
    def busy(self) -> bool:
        """Nothing else is shown before everything is removed."""
        return True

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall)
        title = Words(texts.say("journey.removing"), "display", wrap=True)
        note = Words(texts.say("journey.removing_note"), "muted", wrap=True)
        middle = column(None, title, 6, note, None)
        said = row(None, middle, None)
        for words in (title, note):
            words.setMaximumWidth(look().px(_WIDTH))
        said.setStretch(1, 1_000)
        whole = row(gap=0)
        if not look().reflows:
            whole.addWidget(Panel(), _PANEL_SHARE)
            whole.addWidget(post())
        whole.addLayout(said, _REST_SHARE)
        self.setLayout(whole)
        # Where workbooks were switched from and to, one begins anew where the first of them was.
        self._begins = all_of(hall.home)[0]
        act, gone = partial(everything, hall.home), partial(hall.emptied.emit, self._begins)
        hall.jobs.try_to(self, act, gone, self._failed)

    def showEvent(self, event: QShowEvent) -> None:
        """Say it to who listens, too."""
        super().showEvent(event)
        announce(self, texts.say("journey.removing"))

    def _failed(self, error: Exception) -> None:
        """Say of a fault of ours that something is still there; it goes to the report."""
        doors.why(error)
        self.hall.emptied.emit(self._begins, [self.hall.home])
