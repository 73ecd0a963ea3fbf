"""Who works with a case: sharing it, offering it to a colleague; and what one was offered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import texts
from casework.records.unfinished import Spot
from casework.team.worker import Act, may
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.frame.unfinished import UnfinishedFields
from desktop.pages.entries.note import NOTE
from desktop.parts.buttons import Button
from desktop.parts.card_page import CardPage
from desktop.parts.fields import Drop, Field, Line
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column, lay_by
from desktop.parts.messages import MessageBar, Placeholder
from desktop.parts.words import Words
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casework.answers.filling import DraftLine
    from casework.changes import Change
    from casework.team.caseload import CaseTeam
    from casework.team.supervision import Offer
    from desktop.frame.room import Room


class HandingPage(Page):
    """Of a case: who works along, and to whom it may go. Without one: the offers.

    Whoever looks after a team may also give it away at once.
    """

    nav = "cases"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.colleague, self.note = Drop(), Line()
        self.share = Button(texts.say("handing.share")).does(self._share)
        self.offer = Button(texts.say("handing.offer")).does(self._offer)
        self.give = Button(texts.say("handing.give")).does(self._give)
        self._gives = bool(place.case) and may(room.office.worker, Act.TEAM)
        of_a_case = () if place.case else (self.share, self.offer, self.colleague, self.note)
        lay_by(self, *of_a_case, *(() if self._gives else (self.give,)))
        self._along, self._offers, self._begun = column(gap=10), column(gap=16), column()
        note = texts.say("handing.page_note_team" if self._gives else "handing.page_note")
        head = Words(note, "small", wrap=True)
        cards = [*([self._team_card()] if place.case else []), self._offers_card()]
        said = QWidget()
        said.setLayout(column(head, self._begun, gap=12))
        self.setLayout(column(CardPage((said, *cards))))
        self._typed: UnfinishedFields | None = None

    def _title(self) -> str:
        return texts.say("handing.title" if self.place.case else "handing.offers")

    def _team_card(self) -> Card:
        card = Card(texts.say("handing.team"))
        card.body.addLayout(
            column(
                self._along,
                Field(texts.say("handing.colleague"), self.colleague),
                Field(texts.say("handing.note"), self.note, hint=texts.say("handing.note_why")),
                Flow(
                    (self.share, self.offer, *([self.give] if self._gives else [])),
                    gap=8,
                    line_gap=8,
                ),
                gap=16,
            )
        )
        return card

    def _offers_card(self) -> Card:
        # Without a case the page itself is called so.
        card = Card(texts.say("handing.offers") if self.place.case else "")
        why = Words(texts.say("handing.offers_why"), "small", wrap=True)
        card.body.addLayout(column(why, self._offers, gap=12))
        return card

    # --- the page

    def start(self) -> None:
        """Ask who works with the case, and what is offered."""
        desk, code = self.room.office.caseload, self.place.case
        if code:
            self.room.jobs.ask(self, partial(desk.team_of, code), self._show_team)
            self.room.jobs.ask(self, self.room.office.filling.drafts, self._show_begun)
        self.room.jobs.ask(self, desk.offers, self._show_offers)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here."""
        code, title = self.place.case, (self._title(), None)
        way: list[tuple[str, Place | None]] = [(texts.say("nav.cases"), Place("cases"))]
        return [*way, *([(isolate(code), Place("case", code))] if code else []), title]

    def first_focus(self) -> QWidget | None:
        """Return the colleague, where there is a case."""
        return self.colleague if self.place.case else None

    def concerns(self, _change: Change) -> None:
        """Show what changed."""
        self.start()

    def _show_team(self, team: CaseTeam) -> None:
        clear(self._along)
        along = {one.id for one in team.sharers}
        for one in team.sharers:
            end = Button(texts.say("handing.unshare"), "quiet")
            end.setAccessibleName(texts.say("handing.unshare_name", name=isolate(one.name)))
            end.does(partial(self._unshare, one.id))
            self._along.addLayout(Flow((Words(isolate(one.name)), end), gap=12))
        if not along:
            self._along.addWidget(Words(texts.say("handing.alone"), "muted", wrap=True))
        # Whatever else changed meanwhile: a case is given to whom somebody chose, not to the first.
        named = [(one.id, one.name) for one in team.colleagues]
        self.colleague.offer(named, self.colleague.code())
        if self._typed is None:
            # Only now there is somebody to choose: in another look it was the first of the list.
            fields = {"colleague": self.colleague, "note": self.note}
            self._typed = UnfinishedFields(
                self.room, Spot("handing", self.place.case), self, fields
            )
        none = "" if team.colleagues else texts.say("handing.nobody")
        self.share.refuse(none)
        self.give.refuse(none)
        self.offer.refuse(none or (texts.say("error.case_offered_already") if team.offer else ""))

    def _show_begun(self, drafts: Sequence[DraftLine]) -> None:
        """Say that a note was begun: until it is finished it is seen by her alone who began it."""
        clear(self._begun)
        here = (NOTE, self.place.case)
        if any((one.form_id, one.case_code) == here and not one.entry_id for one in drafts):
            bar = MessageBar(texts.say("handing.note_begun"), "care")
            go = partial(self.room.go, "entries", self.place.case, NOTE)
            self._begun.addWidget(bar.offer(texts.say("today.continue"), go))

    def _show_offers(self, offers: Sequence[Offer]) -> None:
        clear(self._offers)
        for offer in offers:
            self._offers.addWidget(self._offer_block(offer))
        if not offers:
            none = texts.say("handing.no_offers")
            # A page of its own is not left bare.
            bare = Placeholder(none, icon_name="handshake")
            self._offers.addWidget(Words(none, "muted", wrap=True) if self.place.case else bare)

    def _offer_block(self, offer: Offer) -> QWidget:
        desk, mine = self.room.office.caseload, offer.receiver_id == self.room.office.worker.id
        names = {"sender": isolate(offer.sender), "receiver": isolate(offer.receiver)}
        said = "handing.offered_to_me" if mine else "handing.offered_by_me"
        words = texts.say(said, code=isolate(offer.case_code), **names)
        if mine:
            acts = [
                self._act("handing.accept", partial(desk.accept, offer.id)),
                self._act("handing.refuse", partial(desk.refuse, offer.id)),
            ]
        else:
            acts = [self._act("handing.take_back", partial(desk.take_back, offer.id))]
        note = [Words(isolate(offer.note), "small", wrap=True)] if offer.note else []
        held = QWidget()
        held.setLayout(column(Words(words, wrap=True), *note, Flow(acts, gap=8), gap=6))
        return held

    # --- what is done

    def _act(self, name: str, act: Callable[[], Change]) -> Button:
        return Button(texts.say(name)).does(partial(self._do, act, f"{name}.said"))

    def _do(
        self, act: Callable[[], Change], said: str, back: Callable[[], Change] | None = None
    ) -> None:
        self.room.do(self, act, texts.say(said), back)

    def _share(self) -> None:
        desk, code, who = self.room.office.caseload, self.place.case, self.colleague.code()
        back = partial(desk.unshare, code, who)
        self._do(partial(desk.share, code, who), "handing.share.said", back)

    def _unshare(self, who: str) -> None:
        desk, code = self.room.office.caseload, self.place.case
        back = partial(desk.share, code, who)
        self._do(partial(desk.unshare, code, who), "handing.unshare.said", back)

    def _offer(self) -> None:
        desk, code = self.room.office.caseload, self.place.case
        act = partial(desk.offer, code, self.colleague.code(), self.note.text())
        self._do(self._once(act), "handing.offer.said")

    def _give(self) -> None:
        desk, code = self.room.office.caseload, self.place.case
        act = partial(desk.assign, code, self.colleague.code())
        self._do(self._once(act), "handing.give.said")

    def _once(self, act: Callable[[], Change]) -> Callable[[], Change]:
        """Return an act after which nothing waits here any more."""
        return self._typed.once(act) if self._typed is not None else act
