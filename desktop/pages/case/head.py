"""Above a case: its code, who is with her, her safe contact, and what she agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.records.case import CaseStatus
from desktop.clock import now
from desktop.look import look
from desktop.pages.case.words import checked_words, consent_clauses, contact_clauses
from desktop.parts.buttons import Button
from desktop.parts.chip_button import ChipButton
from desktop.parts.clause import Clause
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, column, row
from desktop.parts.menu_button import MenuButton
from desktop.parts.name_chip import NameChip
from desktop.parts.strip import PressedStrip, Strip
from desktop.parts.words import Words, code_words
from texts.dates import in_own_direction, isolate, month_and_year

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from typing import TypeAlias

    from PySide6.QtGui import QResizeEvent

    from casework.cases.overview import Overview

    StatusChoices: TypeAlias = Callable[[Overview], Sequence[tuple[str, Callable[[], object]]]]

_SIDE: Final = 20
_ABOVE: Final = 12
_BELOW: Final = 6
# Name, and letter with new entry, stand at the far end; checked with edit does; the review does.
_ACTS: Final = 2
_EDITS: Final = 1
_ROOMY: Final = 1100


def _nothing(_overview: Overview) -> Sequence[tuple[str, Callable[[], object]]]:
    return ()


class CaseHead(Box):
    """The head of every case view."""

    editing = Signal()
    writing = Signal()
    consenting = Signal()

    def __init__(self, code: str) -> None:
        super().__init__("panel")
        self.status = ChipButton("", (), icon_name="circle-half")
        self._acts: StatusChoices = _nothing
        self._with = "", ""
        self.with_us = Words("", "small")
        self.also = Words("", "small")
        self.also.hide()
        self.name = NameChip()
        letter = Button(texts.say("case.letter"), icon_name="envelope-simple")
        self.letter = letter.does(self.writing.emit)
        self.new_entry = MenuButton(texts.say("case.new_entry"), "plus")
        parts: list[QWidget] = [code_words(code, "page"), self.also, self.status, self.with_us]
        trailing = 0 if look().reflows else _ACTS
        # They belong together: where there is no room for both they begin a line.
        acts = QWidget()
        acts.setLayout(row(self.letter, self.new_entry, gap=12))
        line = Flow([*parts, self.name, acts], gap=12, line_gap=6, trailing=trailing)
        self.contact, self.consent = Strip(_EDITS), PressedStrip()
        self.consent.clicked.connect(lambda _checked=False: self.consenting.emit())
        # What is to be known of the case as a whole; it is scrolled away with the head.
        self.above = column()
        whole = column(self.above, line, 10, self.contact, 2, self.consent)
        whole.setContentsMargins(*(look().px(n) for n in (_SIDE, _ABOVE, _SIDE, _BELOW)))
        self.setLayout(whole)

    def offer_status(self, acts: StatusChoices) -> None:
        """Take what may be done with a case as it stands, asked whenever it is shown."""
        self._acts = acts

    def show_case(self, overview: Overview) -> None:
        """Show another state of the case."""
        present = now()
        words = texts.say(f"status.{overview.status.value}")
        words = words[:1].upper() + words[1:]
        accent = overview.status is CaseStatus.OPEN
        self.status.say(words, self._acts(overview), accent=accent)
        self.status.setAccessibleName(texts.say("status.name", status=words))
        month = month_and_year(overview.opened_on)
        worker = in_own_direction(overview.worker)
        self._with = worker, texts.say("case.since", worker=worker, month=month)
        self._say_also(overview)
        self._say_with()
        self.name.cover(known=overview.name_known)
        self._show_contact(overview, present)
        clauses = consent_clauses(overview.consent, present.date())
        self.consent.show_parts(clauses, trailing=int(overview.consent.review_on is not None))
        held = texts.say("error.case_masked") if overview.masked else ""
        for button in (self.letter, self.new_entry):
            button.refuse(held)
        if overview.masked:
            self.name.say_masked()
            heading, *_rest = contact_clauses(overview.contact)
            masked = Clause(texts.say("case.masked"), "eye-slash")
            # The last part of the strip stands at its end, and there is nothing to do there.
            self.contact.show_parts([heading, masked, Words()])

    def _show_contact(self, overview: Overview, present: datetime) -> None:
        """Show how to reach her safely, and when that was last checked."""
        contact = overview.contact
        known = bool(contact.safe_way)
        edit = Button(texts.say("case.contact_edit" if known else "case.contact_record"), "link")
        edit.does(self.editing.emit)
        edit.setFont(look().font("small"))
        edit.setAccessibleName(texts.say("case.contact_edit_name") if known else edit.text())
        checked = Words(checked_words(contact, present), "small")
        # They belong together: the one never stands in a line without the other.
        last = QWidget()
        last.setLayout(row(checked, edit, gap=18))
        self.contact.show_parts([*contact_clauses(contact), last])

    def _say_also(self, overview: Overview) -> None:
        """Say under which other codes cases of the same person are kept."""
        codes = texts.say("list.join").join(map(isolate, overview.also))
        said = texts.say("pairs.also", codes=codes)
        if overview.under:
            said = texts.say("pairs.now_under", code=isolate(overview.under))
        self.also.setText(said)
        self.also.setVisible(bool(overview.also))

    def _say_with(self) -> None:
        """Say who is with her, and since when where there is room for it."""
        self.with_us.setText(self._with[self.width() >= look().px(_ROOMY)])
        self.with_us.setVisible(not look().reflows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say less where there is less room."""
        super().resizeEvent(event)
        self._say_with()

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        self.contact.reveal(on=on)
