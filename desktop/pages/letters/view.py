"""One letter on the screen: what is asked, what they will see, the page, and the ways out."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.referrals.asked import Reader, cautions
from desktop import doors
from desktop.look import look
from desktop.pages.letters.bar import ActionBar, Protection
from desktop.pages.letters.beside import called
from desktop.pages.letters.layout import LetterSides, in_order
from desktop.pages.letters.order import OrderPane
from desktop.pages.letters.seen import SeenPane
from desktop.parts.frames import column
from desktop.parts.messages import Placeholder
from desktop.parts.paper_view import PaperView
from texts.language import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from casework.referrals.letters import LetterChoices, LetterDraft, Order
    from desktop.frame.room import Room


class LetterView(QWidget):
    """A letter while it is put together; `changed` asks for a new draft of it."""

    changed = Signal()
    asking_first = Signal()

    def __init__(self, room: Room, choices: LetterChoices, begun: Order) -> None:
        super().__init__()
        self._case, self._left_out = begun.case_code, begun.left_out
        self.draft: LetterDraft | None = None
        self._revealed, self._busy, self._behind = False, False, True
        self.order = OrderPane(choices, room.office.worker, begun)
        self.seen, self.paper = SeenPane(), PaperView(room.jobs)
        self.protection = Protection(self.order.language.code())
        self.bar = ActionBar(None if look().reflows else self.protection)
        parts = (self.order, self.seen, self.paper)
        self.setLayout(column(LetterSides(parts, self.protection, self.bar)))
        self.order.changed.connect(self._chosen)
        self.order.worded.connect(self._worded)
        self.order.accompanied.connect(self._show_page)
        self.order.asking_first.connect(self.asking_first)
        self.seen.changed.connect(self._picked)
        self.seen.asking_first.connect(self.asking_first)
        self.paper.refused.connect(self._not_set)
        self._free()

    def wanted(self) -> Order:
        """Return the letter that is asked for."""
        return self.order.order(self._case, self._left_out)

    def begun(self) -> Order:
        """Return it as it is kept until it goes."""
        return self.order.begun(self._case, self._left_out)

    def going(self) -> Order:
        """Return the letter as it is shown: a law that may not stand in it stays out."""
        wanted = self.wanted()
        if self.draft is None or self.draft.disclosure is None:
            return replace(wanted, laws=())
        free = {law.key for law in self.draft.laws if law.held is None}
        laws = tuple(key for key in wanted.laws if key in free)
        return replace(wanted, laws=laws, shown=self.draft.disclosure.told)

    def too_many(self) -> int:
        """Return by how many signs the worker's own words are too long for a letter."""
        return self.order.too_many()

    def show_draft(self, draft: LetterDraft) -> None:
        """Show a letter as it would be issued."""
        self.draft, self._behind = draft, False
        self.seen.show_draft(draft, self.order.service_name())
        self.order.cite.show_laws(draft.laws)
        self._show_page()
        self._worded()
        self.chain()

    def busy(self, on: bool) -> None:
        """Grey the ways out while a letter is on its way."""
        self._busy = on
        self._free()

    def reveal(self, *, on: bool) -> None:
        """Show words and page in discreet mode while the key for it is held."""
        self._revealed = on
        self.order.reveal(on=on)
        self.seen.reveal(on=on)
        if self.draft is not None:
            self.seen.tell_missing(self.draft, self.order.service_name())
        self._show_page()

    def chain(self, *first: QWidget) -> None:
        """Let Tab go in reading order, through what stands above first."""
        parts = (self.order, self.seen, self.paper, self.protection, self.bar)
        in_order((*first, *chain.from_iterable(part.stops() for part in parts)))

    def _show_page(self) -> None:
        draft = self.draft
        if draft is None or self.too_many():
            return
        if draft.disclosure is None or draft.facts is None:
            words = texts.say("letter_page.no_page", service=self.order.service_name())
            self.paper.show_instead(Placeholder(words, icon_name="handshake"))
        elif look().discreet and not self._revealed:
            words = texts.say("letter_page.covered")
            self.paper.show_instead(Placeholder(words, icon_name="eye-slash"))
        else:
            facts = replace(draft.facts, asked=self.order.words())
            make = partial(doors.letter_pdf, draft.disclosure, facts)
            beside = [
                (called(one), partial(doors.companion_pdf, one, draft.disclosure, facts))
                for one in self.order.besides.chosen()
            ]
            self.paper.show_document(make, beside)

    def _not_set(self, error: Exception) -> None:
        self.paper.show_instead(Placeholder(doors.why(error), icon_name="warning-circle"))

    def _picked(self) -> None:
        self._left_out = self.seen.left_out()
        self._chosen()

    def _chosen(self) -> None:
        """Let nothing go until the page says again what would go."""
        self._behind = True
        self.protection.speak(self.order.language.code())
        self._free()
        self.changed.emit()

    def _worded(self) -> None:
        """Look through the worker's own words, and show them on the page."""
        self._free()
        if self.draft is None or self.too_many():
            return
        words = self.order.words()
        self.order.warn(cautions(words, self.draft.seen, self._reader()))
        if self.draft.facts is not None and words != self.draft.facts.asked:
            self.draft = replace(self.draft, facts=replace(self.draft.facts, asked=words))
            self._show_page()

    def _reader(self) -> Reader:
        """Return who reads the letter, and in which languages its words are looked through."""
        disclosure = None if self.draft is None else self.draft.disclosure
        kind = "" if disclosure is None else disclosure.recipient.kind
        languages = (self.order.language.code(), SOURCE_LANGUAGE, texts.current().code)
        return Reader(languages, kind)

    def _free(self) -> None:
        """Free the ways out, or say why nothing can go."""
        reason = ""
        if self.too_many():
            reason = texts.plural("letter_page.too_long", self.too_many())
        elif self.order.is_for_nobody():
            reason = texts.say("letter_page.not_offered")
        elif self._behind or self._busy or self.draft is None:
            reason = texts.say("letter_page.wait")
        elif self.draft.disclosure is None:
            reason = texts.say("letter_page.no_page", service=self.order.service_name())
        self.bar.refuse(reason)
