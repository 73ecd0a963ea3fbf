"""S10 The letter builder: what is asked, what they will see, and the page as it will be."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from PySide6.QtCore import QTimer

import texts
from casework.asked import cautions
from casework.letters import SIGNED_BY_ROLE, Order
from desktop import doors
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.look import look
from desktop.pages.letter_bar import ActionBar, Protection
from desktop.pages.letter_layout import LetterSides, in_order
from desktop.pages.letter_order import OrderPane
from desktop.pages.letter_out import Outgoing
from desktop.pages.letter_seen import SeenPane
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.frames import clear, column
from desktop.parts.messages import MessageBar, Placeholder
from desktop.parts.paper_view import PaperView
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from casework.changes import Change
    from casework.letters import LetterChoices, LetterDraft
    from casework.office import Office
    from desktop.frame.room import Room

_CALM_MS: Final = 120
_OURS: Final = "letter_issued"
# What was chosen and not sent is kept while one looks elsewhere, in memory only, and goes with the
# office at hide and lock.
_BEGUN: Final[WeakKeyDictionary[Office, dict[str, Order]]] = WeakKeyDictionary()


class LetterPage(Page):
    """One letter of a case to one service."""

    nav = "letters"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.order: OrderPane | None = None
        self.seen, self.paper = SeenPane(), PaperView(room.jobs)
        self.protection = Protection()
        self.bar = ActionBar(None if look().reflows else self.protection)
        self.out = Outgoing(room, self)
        self.sides: LetterSides | None = None
        self._left_out: frozenset[str] = frozenset()
        self._draft: LetterDraft | None = None
        self._revealed = False
        self._busy = False
        self._turn = 0
        self._message = column()
        self._place = column()
        self.setLayout(column(self._message, self._place))
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._ask)
        self._connect()

    def _connect(self) -> None:
        self.seen.changed.connect(self._picked)
        self.seen.asking_first.connect(self._ask_first)
        self.paper.refused.connect(self._not_set)
        self.bar.printing.connect(self.print)
        self.bar.saving.connect(self.save)
        self.out.busy.connect(self._wait)
        self.out.gone.connect(self._gone)
        self.out.stuck.connect(self._stuck)

    # --- the page

    def start(self) -> None:
        """Ask to whom a letter of this case may go."""
        ask = partial(self.room.office.letters.choices, self.place.case)
        self.room.jobs.ask(self, ask, self._opened)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here: the case, and the letter."""
        case = self.place.case
        return ((isolate(case), Place("case", case)), (texts.say("letter.referral.title"), None))

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Return what the keys do here."""
        return {"print": self.print, "main": self.save}

    def panes(self) -> Sequence[QWidget]:
        """Return what is asked, what they see, the page, and the ways out."""
        if self.order is None:
            return (self,)
        return (self.order, self.seen, self.paper, self.bar)

    def here(self) -> Place:
        """Return this letter, with the service that is chosen."""
        service = self.order.to.code() if self.order is not None else self.place.subject
        return Place("letter", self.place.case, service)

    def keep(self) -> None:
        """Keep in memory what was chosen."""
        if self.order is not None and not self.order.too_many():
            begun = _BEGUN.setdefault(self.room.office, {})
            begun[self.place.case] = self.wanted()

    def concerns(self, change: Change) -> None:
        """Look again when something changed in this case or in the directory."""
        if change.kind != _OURS and change.case_code in {self.place.case, ""}:
            self.keep()
            self.start()

    def reveal(self, *, on: bool) -> None:
        """Show words and page in discreet mode while the key for it is held."""
        self._revealed = on
        self.seen.reveal(on=on)
        self._show_page()

    # --- what came

    def _opened(self, choices: LetterChoices) -> None:
        clear(self._place)
        if not choices.addressees:
            words = texts.say("letter_page.no_services")
            go = Button(texts.say("nav.services")).does(partial(self.room.go, "services"))
            self._place.addWidget(Placeholder(words, icon_name="buildings", button=go))
            return
        begun = self._begun()
        self._left_out = begun.left_out
        self.order = order = OrderPane(choices, self.room.office.worker, begun)
        order.changed.connect(self._calm.start)
        order.worded.connect(self._worded)
        order.asking_first.connect(self._ask_first)
        self.sides = LetterSides((order, self.seen, self.paper), self.protection, self.bar)
        self._place.addWidget(self.sides)
        order.to.setFocus()
        self._ask()

    def _begun(self) -> Order:
        kept = _BEGUN.get(self.room.office, {}).get(self.place.case)
        subject = self.place.subject
        if kept is not None and subject in {"", kept.service}:
            return kept
        return Order(self.place.case, subject, language="", signed=SIGNED_BY_ROLE)

    def wanted(self) -> Order:
        """Return the letter that is asked for."""
        if self.order is None:
            raise LookupError
        return self.order.order(self.place.case, self._left_out)

    def _ask(self) -> None:
        """Ask what a letter as it is wanted now would be."""
        if self.order is None or self.order.too_many():
            return
        self._turn += 1
        ask = partial(self.room.office.letters.draft, self.wanted())
        self.room.jobs.ask(self, ask, partial(self._drafted, self._turn))

    def _drafted(self, turn: int, draft: LetterDraft) -> None:
        if turn != self._turn or self.order is None:
            return
        self._draft = draft
        self.seen.show_draft(draft, self.order.service_name())
        self._show_page()
        self._worded()
        self._chain()

    def _show_page(self) -> None:
        draft = self._draft
        if draft is None or self.order is None or self.order.too_many():
            return
        if draft.disclosure is None or draft.facts is None:
            words = texts.say("letter_page.no_page", service=self.order.service_name())
            self.paper.show_instead(Placeholder(words, icon_name="handshake"))
        elif look().discreet and not self._revealed:
            words = texts.say("letter_page.covered")
            self.paper.show_instead(Placeholder(words, icon_name="eye-slash"))
        else:
            facts = replace(draft.facts, asked=self.order.words())
            self.paper.show_document(partial(doors.letter_pdf, draft.disclosure, facts))

    def _not_set(self, error: Exception) -> None:
        self.paper.show_instead(Placeholder(doors.why(error), icon_name="warning-circle"))

    # --- what is done

    def _picked(self) -> None:
        self._left_out = self.seen.left_out()
        self._calm.start()

    def _worded(self) -> None:
        """Look through the worker's own words, and show them on the page."""
        self._free()
        if self.order is None or self._draft is None or self.order.too_many():
            return
        words = self.order.words()
        self.order.warn(cautions(words, self._draft.seen))
        if self._draft.facts is not None and words != self._draft.facts.asked:
            self._draft = replace(self._draft, facts=replace(self._draft.facts, asked=words))
            self._show_page()

    def _free(self) -> None:
        """Free the ways out, or say why nothing can go."""
        reason = ""
        if self.order is None or self._draft is None:
            reason = texts.say("letter_page.wait")
        elif self._draft.disclosure is None:
            reason = texts.say("letter_page.no_page", service=self.order.service_name())
        elif self.order.too_many():
            reason = texts.plural("letter_page.too_long", self.order.too_many())
        elif self._busy:
            reason = texts.say("letter_page.wait")
        self.bar.refuse(reason)

    def _ask_first(self) -> None:
        self.keep()
        service = self.order.to.code() if self.order is not None else ""
        self.room.go("consent", self.place.case, service)

    def save(self) -> None:
        """Ask where to, then issue the letter and keep it as a file."""
        if self.bar.saves.isEnabled():
            words = self.protection.passphrase()
            self.out.save(replace(self.wanted(), protect=words is not None, passphrase=words))

    def print(self) -> None:
        """Ask for a printer, then issue the letter and print it."""
        if self.bar.prints.isEnabled():
            self.out.print(self.wanted())

    def _wait(self, on: bool) -> None:
        self._busy = on
        self._free()

    def _gone(self, words: str, passphrase: str) -> None:
        self.room.done(words)
        announce(self, words)
        clear(self._message)
        self.protection.renew()
        if passphrase:
            said = texts.say("letter_page.tell_words", passphrase=isolate(passphrase))
            bar = MessageBar(said, "info", icon_name="key")
            bar.offer(texts.say("letter_page.noted"), partial(clear, self._message))
            self._message.addWidget(bar)
        self._chain()
        _BEGUN.get(self.room.office, {}).pop(self.place.case, None)

    def _chain(self) -> None:
        """Let Tab go in reading order, through a message first."""
        if self.order is not None:
            said = self._message.itemAt(0)
            bar = said.widget() if said is not None else None
            first = [bar.button] if isinstance(bar, MessageBar) and bar.button else []
            parts = (self.order, self.seen, self.paper, self.protection, self.bar)
            in_order((*first, *chain.from_iterable(part.stops() for part in parts)))

    def _stuck(self, words: str, again: str, act: Callable[[], object] | None) -> None:
        clear(self._message)
        bar = MessageBar(words, "problem")
        if act is not None:
            bar.offer(again, act)
        self._message.addWidget(bar)
        self._chain()
        announce(self, words)
