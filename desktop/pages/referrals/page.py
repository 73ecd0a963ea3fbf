"""Referrals: help that is asked for, each request with its way and its next acts."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

import texts
from casework.records.unfinished import Spot
from casework.team.worker import Act, may
from desktop.clock import now
from desktop.frame.places import Place
from desktop.frame.unfinished import UnfinishedFields
from desktop.look import look
from desktop.pages.case.frame import CaseView
from desktop.pages.referrals.card import ReferralCard
from desktop.pages.referrals.doing import Doing
from desktop.pages.referrals.new import NewReferral
from desktop.pages.referrals.panels import ReplyPanel
from desktop.pages.referrals.slips import Slips
from desktop.parts.buttons import Button
from desktop.parts.fact_grid import Fact, FactGrid
from desktop.parts.flow import Flow
from desktop.parts.frames import column
from desktop.parts.messages import Placeholder
from desktop.parts.so_many import SoMany
from desktop.parts.words import Words
from forms.codelists import label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from casework.cases.overview import Overview
    from casework.changes import Change
    from casework.referrals.referral import Need
    from casework.referrals.view import CaseReferrals, ReferralLine
    from casework.services.service import Service
    from desktop.frame.room import Room

_GAP: Final = 12
_NEW: Final = "new"
# The spot of a new request.
_SPOT: Final = "referral.new"
# How wide the words are that stand before kinds of help.
_LABEL, _NARROW = 200, 120


class ReferralsPage(CaseView):
    """Every request of a case as a card, the first asked first; a panel begins another."""

    section = "referrals"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.cards: dict[str, ReferralCard] = {}
        self._known: CaseReferrals | None = None
        self._at = ""
        self._typed: UnfinishedFields | None = None
        self._doing = Doing(self, room, place.case, self._card_of)
        self._doing.setParent(self)
        self._may_act = may(room.office.worker, Act.RECORD)
        add = Button(texts.say("referrals.new"), icon_name="plus")
        self.add = add.does(self._begin)
        if not self._may_act:
            self.add.refuse(texts.say("error.not_permitted"))
        self.slips = Slips(room, place.case)
        self.new = NewReferral()
        self.new.hide()
        heading = Words(texts.say("case.section.referrals"), "h1")
        note = Words(texts.say("referrals.note"), "small", wrap=True)
        self._asked = FactGrid(_LABEL if not look().reflows else _NARROW)
        self._asked.hide()
        parts = (heading, self.slips.button, add)
        over = Flow(parts, gap=8, line_gap=6, trailing=len(parts) - 1)
        head = column(over, note, self._asked, self.slips, self.new, gap=8)
        self._list = QWidget()
        self._many = SoMany(self._card, gap=_GAP)
        self._nothing = Placeholder(texts.say("case.no_referrals"), icon_name="buildings")
        self._list.setLayout(column(head, self._many, self._nothing, gap=_GAP))
        self.furnish((self._list,))
        self.new.adding.connect(self._add)
        self.new.closing.connect(self._end_new)
        self.new.dropping.connect(self._drop_new)

    # --- the page

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Return what the page does on keys of the window."""
        return {**super().acts(), "main": self.add.click}

    def panes(self) -> Sequence[QWidget]:
        """Return the head, the sections and the list."""
        return (self.head, self.body.pane(), self._list)

    def here(self) -> Place:
        """Return the request one stands at."""
        focus = self.focusWidget()
        at = next((one for one, card in self.cards.items() if card.isAncestorOf(focus)), "")
        return Place("referrals", self.place.case, at)

    def reveal(self, *, on: bool) -> None:
        """Show what discreet mode masks, or mask it again."""
        super().reveal(on=on)
        self._asked.reveal(on=on)
        for card in self.cards.values():
            card.reveal(on=on)

    def show_case(self, _overview: Overview) -> None:
        """Ask for the requests of the case."""
        ask = partial(self.room.office.referrals.of, self.place.case)
        self.room.jobs.ask(self, ask, self._show)

    def enter(self) -> None:
        """Begin where the place says, once the requests came."""
        self._at = self.place.subject or _NEW

    def _show(self, known: CaseReferrals) -> None:
        focus = self.focusWidget()
        inside = next((one for one, card in self.cards.items() if card.isAncestorOf(focus)), "")
        self._known = known
        # What is being typed in a panel comes back in that of the new card.
        self.room.keeping.emit()
        self.cards.clear()
        self._many.show_lines(known.lines)
        self._nothing.setVisible(not known.lines)
        self._say_asked(known)
        self._focus_at(self._at or inside)
        self._at = ""
        self.reopen()

    def _card(self, line: ReferralLine) -> ReferralCard:
        card = ReferralCard(line, now().date(), may_act=self._may_act)
        if self._known is not None:
            wish = replace(self._known.wish, service_type=line.need.service_type)
            self._doing.listen(card, wish)
        self.cards[line.id] = card
        return card

    def _card_of(self, referral_id: str) -> ReferralCard | None:
        """Return the card of a request, made by now wherever it stands in the list."""
        lines = self._known.lines if self._known is not None else ()
        for at, line in enumerate(lines):
            if line.id == referral_id:
                self._many.reach(at)
        return self.cards.get(referral_id)

    def go_on(self, spot: Spot) -> None:
        """Open again the panel in which somebody left words."""
        if spot.what == _SPOT and self.new.isHidden():
            self._begin()
        elif spot.what == ReplyPanel.what:
            self.slips.go_on()
        else:
            self._doing.go_on(spot)

    def _say_asked(self, known: CaseReferrals) -> None:
        language = texts.current().code
        names = [label("service_type", code, language) for code in known.asked]
        kinds = texts.say("list.join").join(names)
        self._asked.show_facts([Fact(texts.say("referrals.asked_for"), kinds, masks=True)])
        self._asked.setVisible(bool(kinds))

    def _focus_at(self, at: str) -> None:
        """Put the keyboard at a request, at its first act that can be done."""
        card = self._card_of(at)
        if at and (card is None or not card.enter()):
            self.body.begin_at(self.add)

    # --- a new request

    def _begin(self) -> None:
        self.room.jobs.ask(self, self.room.office.services.all, self._offer)

    def _offer(self, services: Sequence[Service]) -> None:
        if self._known is not None:
            self.new.show()
            self.new.begin(services, self._known.asked, self._known.wish)
            self._typed = self._typed or UnfinishedFields(
                self.room, Spot(_SPOT, self.place.case), self.new, self.new.fields.by_name()
            )

    def _add(self, need: Need, service: str) -> None:
        act = partial(self.room.office.referrals.begin, self.place.case, need, service)
        self.room.jobs.do(self, self._typed.once(act) if self._typed else act, self._begun)

    def _begun(self, change: Change) -> None:
        self._at = change.subject_id
        self._forget_new()
        self.new.hide()
        self.room.done(texts.say("referrals.begun"))

    def _forget_new(self) -> None:
        """Let go of what was typed; the fields begin anew the next time."""
        if self._typed is not None:
            self._typed.let_go()
            self._typed.deleteLater()
            self._typed = None
        self.new.forget()

    def _drop_new(self) -> None:
        self._forget_new()
        self._end_new()

    def _end_new(self) -> None:
        self.new.hide()
        self.add.setFocus()
