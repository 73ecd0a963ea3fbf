"""The certificate of an erasure, in whichever language of the program the person reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

import texts
from desktop import doors
from desktop.parts.fields import Drop, Field
from desktop.parts.frames import column
from desktop.parts.paper_out import PaperOut
from desktop.parts.words import Words

if TYPE_CHECKING:
    from casework.keeping.erasure import Erasure
    from desktop.frame.room import Room

_PAPER: Final = "certificate.pdf"


class CertificateOut(QWidget):
    """What was erased is gone: nothing says any more which language that was."""

    def __init__(self, room: Room, erasure: Erasure) -> None:
        super().__init__()
        self._erasure, self._office = erasure, room.office_name
        known = texts.languages()
        names = [(code, known[code].own_name) for code in known]
        self.language = Drop(names, texts.current().code)
        self._language = self.language.code()
        self.language.currentIndexChanged.connect(lambda _index: self._speak())
        self.out = PaperOut(room.jobs, self._make)
        what = Words(texts.say("erasure.certificate"), "small", wrap=True)
        asked = Field(texts.say("consent.for_her_language"), self.language)
        self.setLayout(column(what, asked, self.out, gap=8))

    def _speak(self) -> None:
        self._language = self.language.code()

    def _make(self) -> list[tuple[str, bytes]]:
        """Return the paper; this runs on the store's thread and looks at no widget."""
        return [(_PAPER, doors.certificate_pdf(self._erasure, self._office, self._language))]
