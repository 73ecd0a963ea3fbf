"""Erasing a case: what would go, what stands against it, the second person, and the certificate."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import texts
from casework.keeping.erasure import Basis
from casework.records.unfinished import Spot
from desktop.clock import now
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.frame.unfinished import UnfinishedFields
from desktop.pages.keeping.certificate import CertificateOut
from desktop.pages.keeping.holds import AGAIN, AGREE, END, HOLD, LATER, HoldsCard
from desktop.parts.buttons import Button
from desktop.parts.card_page import CardPage
from desktop.parts.fields import Drop, Field
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.refusals import Refusals
from desktop.parts.sure import Once, Sure
from desktop.parts.words import Words
from desktop.saying.unreached import not_reached
from texts.dates import isolate, long_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from casework.changes import Change
    from casework.keeping.erasures import Erased, ErasureCheck, NewHold
    from desktop.frame.room import Room

_LATER, _DANGER = "later", "danger"


class ErasurePage(Page):
    """One case on its way out; nothing here shows what the case says."""

    nav = "cases"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.check: ErasureCheck | None = None
        self._gone = False
        self.why = Drop(_reasons())
        self._why = Field(texts.say("erasure.why"), self.why)
        self.when = Drop((one, texts.say(f"erasure.when.{one}")) for one in (_LATER, _DANGER))
        if place.subject in {one.value for one in Basis}:
            self.why.setCurrentIndex(self.why.findData(place.subject))
        self.ask = Button(texts.say("erasure.ask")).does(self._ask)
        self.agree = Button(texts.say("erasure.agree")).does(self._agree)
        self.back = Button(texts.say("erasure.take_back")).does(self._take_back)
        self.erase = Button(texts.say("erasure.do")).does(self._make_sure)
        self.sure = Sure()
        self._said, self._facts = column(), column(gap=6)
        self._asking, self._deciding, self._done = QWidget(), QWidget(), QWidget()
        # Apart, so that the ring of what is pressed first leaves the words above whole.
        self._paper = column(gap=8)
        self._asking.setLayout(
            column(
                self._why,
                Field(texts.say("erasure.when"), self.when, hint=texts.say("erasure.when_note")),
                Flow((self.ask,)),
                gap=16,
            )
        )
        self._deciding.setLayout(column(Flow((self.erase, self.agree, self.back)), self.sure))
        self._done.setLayout(self._paper)
        for part in (self._asking, self._deciding, self._done):
            part.hide()
        self.card = Box("card")
        self.card.setLayout(
            column(
                self._facts, self._said, self._asking, self._deciding, self._done, gap=12, margin=16
            )
        )
        self._head = Words(texts.say("erasure.note"), "small", wrap=True)
        self.holds = HoldsCard(place.case)
        self._typed: UnfinishedFields | None = None
        self._chosen = UnfinishedFields(
            room,
            Spot("erasing", place.case, place.subject),
            self._asking,
            {"why": self.why, "when": self.when},
        )
        self.holds.setting.connect(self._hold)
        self.holds.deciding.connect(self._decide)
        self.setLayout(column(CardPage((self._head, self.card, self.holds))))

    # --- the page

    def start(self) -> None:
        """Ask what an erasure would meet."""
        look = partial(self.room.office.erasures.check, self.place.case)
        self.room.jobs.ask(self, look, self._show)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here; of a case that is gone no code stands in it."""
        code = self.place.case
        cases = (texts.say("nav.cases"), Place("cases"))
        case = () if self._gone else ((isolate(code), Place("case", code)),)
        return (cases, *case, (texts.say("erasure.title"), None))

    def here(self) -> Place:
        """Return where one is; of a case that is gone no code is kept."""
        return Place("cases") if self._gone else self.place

    def panes(self) -> Sequence[QWidget]:
        """Return the card."""
        return (self.card, self.holds)

    def first_focus(self) -> QWidget:
        """Return where one begins."""
        if self._asking.isVisible():
            return self.why
        return self.back if self._deciding.isVisible() else self.holds.first_focus()

    def _show(self, found: ErasureCheck) -> None:
        self.check = found
        self.sure.drop()
        clear(self._facts)
        for words in _facts(found):
            self._facts.addWidget(Words(words, wrap=True))
        self.holds.show_check(found)
        self._asking.setVisible(found.erasure is None and not found.holds)
        self._deciding.setVisible(found.erasure is not None)
        self.agree.setVisible(not found.mine and not found.may_be_done)
        held = texts.say("error.erasure_held") if found.holds else ""
        wait = "" if found.may_be_done else texts.say("error.erasure_not_due")
        self.erase.refuse(held or wait)
        self.first_focus().setFocus()
        if self._typed is None:
            # Only now there is somebody to choose who stands for a hold too; the fields are open
            # before the words come, and take the keyboard.
            self.reopen()
            self._typed = self.holds.typed(self.room)

    def go_on(self, spot: Spot) -> None:
        """Ask on for a hold where somebody left."""
        if spot.what == HOLD:
            self.holds.go_on()

    # --- what is done

    def _hold(self, asked: NewHold) -> None:
        act = partial(self.room.office.erasures.hold, asked)
        clear(self._said)
        once = self._typed.once(act) if self._typed is not None else act
        self.room.jobs.try_to(self, once, self._held, self._failed)

    def _held(self, change: Change) -> None:
        self.holds.forget()
        if self._typed is not None:
            self._typed.settle()
        self._changed(change)

    def _decide(self, what: str, hold_id: str) -> None:
        desk, hold = self.room.office.erasures, (self.place.case, hold_id)
        acts: Mapping[str, Callable[[], Change]] = {
            AGREE: partial(desk.agree_to_hold, *hold),
            LATER: partial(desk.look_again, *hold, now().date() + AGAIN),
            END: partial(desk.end_hold, *hold),
        }
        self._try(acts[what])

    def _ask(self) -> None:
        # Why a case was erased is all that stays of it: nothing is put there by us.
        basis = self.why.code()
        self._why.wrong("" if basis else texts.say("erasure.why_first"))
        if not basis:
            self.why.setFocus()
            return
        danger = self.when.code() == _DANGER
        ask = self.room.office.erasures.request
        act = partial(ask, self.place.case, Basis(basis), in_danger=danger)
        self._try(self._chosen.once(act))

    def _agree(self) -> None:
        self._try(partial(self.room.office.erasures.agree, self.place.case))

    def _take_back(self) -> None:
        self._try(partial(self.room.office.erasures.take_back, self.place.case))

    def _try(self, act: Callable[[], Change]) -> None:
        clear(self._said)
        self.room.jobs.try_to(self, act, self._changed, self._failed)

    def _changed(self, change: Change) -> None:
        self.room.jobs.changed.emit(change)
        self.start()

    def _make_sure(self) -> None:
        clear(self._said)
        yes = texts.say("erasure.yes")
        once = Once(texts.say("erasure.sure"), yes, yes, texts.say("sure.leave_it"))
        self.sure.ask(once, self._erase, self.erase)

    def _erase(self) -> None:
        act = partial(self.room.office.erasures.carry_out, self.place.case)
        self.room.jobs.try_to(self, act, self._erased, self._failed)

    def _erased(self, done: Erased) -> None:
        """Offer the certificate; the case is not there to go back to."""
        self._gone = True
        self.room.crumbs.emit(self)
        # What erasing would be was said over the card; now it is done.
        for over in (self._head, self.holds, self._deciding):
            over.hide()
        clear(self._facts)
        self._facts.addWidget(Words(texts.say("erasure.done"), "strong", wrap=True))
        for words in not_reached(done.beyond, on_screen=True):
            self._facts.addWidget(MessageBar(words, "care"))
        paper = CertificateOut(self.room, done.erasure)
        self._paper.addWidget(paper)
        self._done.show()
        paper.out.printing.setFocus()
        self.room.jobs.changed.emit(done.change)

    def _failed(self, error: Exception) -> None:
        Refusals(self._said).tell(error)


def _reasons() -> list[tuple[str, str]]:
    bases = [(one.value, texts.say(f"erasure.basis.{one.value}")) for one in Basis]
    return [("", texts.say("consent.choose")), *bases]


def _facts(found: ErasureCheck) -> list[str]:
    said = [
        texts.say("erasure.extent", forms=found.forms, letters=found.letters, files=found.files)
    ]
    if found.letters_out:
        said.append(texts.say("erasure.letters_out", n=found.letters_out))
    if found.erasure is not None:
        basis = texts.say(f"erasure.basis.{found.erasure.basis.value}")
        said.append(texts.say("erasure.asked", day=long_date(found.erasure.asked_on), why=basis))
        waits = texts.say("erasure.waits", day=long_date(found.erasure.due_on))
        said.append(texts.say("erasure.now") if found.may_be_done else waits)
    return said
