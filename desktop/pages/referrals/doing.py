"""What is done with a request for help; what can be taken back says so in the undo bar."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

import texts
from casework.records.unfinished import Spot
from casework.referrals.desk import Move
from casework.referrals.referral import ReferralStatus
from desktop.clock import now
from desktop.frame.unfinished import UnfinishedFields
from desktop.pages.referrals.need import NeedPanel
from desktop.pages.referrals.new import ServiceChoice
from desktop.pages.referrals.panels import AnswerPanel, AppointmentPanel, TellPanel, answered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casework.changes import Change
    from casework.disclosure import Preview
    from casework.referrals.referral import Appointment, Need
    from casework.services.search import Wish
    from casework.services.service import Service
    from desktop.frame.room import Room
    from desktop.pages.referrals.card import ReferralCard
    from desktop.pages.referrals.panels import Panel

    # Makes an act let go of what was typed for it.
    Once = Callable[[Callable[[], Change]], Callable[[], Change]]

_S = ReferralStatus
# Steps that ask for a few words before they are kept.
_WITH_WORDS: Final = frozenset({_S.REFUSED, _S.COMPLETED})
# Steps that stop what went out: nothing of them is taken back.
_FOR_GOOD: Final = frozenset({_S.RECALLED, _S.WITHDRAWN_BY_SURVIVOR})


class Doing(QObject):
    """Changes requests for the page.

    The room asks, not the page: what is taken back later is told to whatever page is there then.
    """

    def __init__(
        self, page: QObject, room: Room, code: str, card_of: Callable[[str], ReferralCard | None]
    ) -> None:
        super().__init__(page)
        self._room, self._code, self._card_of = room, code, card_of
        self._desk, self._talks = room.office.referrals, room.office.talks
        # The requests whose panels open by themselves, and lead the keyboard nowhere.
        self._again: set[str] = set()

    def listen(self, card: ReferralCard, wish: Wish) -> None:
        """Do what a card asks for."""
        card.moving.connect(self._move)
        card.asking.connect(self._ask)
        card.choosing.connect(partial(self._choose, wish))
        card.arranging.connect(self._arrange)
        card.describing.connect(self._describe)
        card.taking_back.connect(self._take_back)
        card.handing_over.connect(self._hand_over)

    def _move(self, referral_id: str, status: ReferralStatus) -> None:
        card = self._card_of(referral_id)
        if card is None:
            return
        if status is _S.LETTER_ISSUED:
            self._room.go("letter", self._code, card.line.service_code)
        elif status is _S.TOLD_VERBALLY:
            self._foresee(referral_id)
        elif status in _WITH_WORDS:
            self._open(card, AnswerPanel(status), self._keep_move)
        else:
            self._keep_move(_plainly, referral_id, Move(status))

    def _keep_move(self, once: Once, referral_id: str, move: Move) -> None:
        act = once(partial(self._desk.move, self._code, referral_id, move))
        said = texts.say("referrals.moved", state=texts.say(f"referral.{move.to.value}"))
        back = partial(self._desk.take_back, self._code, referral_id)
        self._room.do(self._room, act, said, None if move.to in _FOR_GOOD else back)

    def _take_back(self, referral_id: str) -> None:
        act = partial(self._desk.take_back, self._code, referral_id)
        said = texts.say("referrals.taken_back")
        self._room.jobs.do(self._room, act, lambda _change: self._room.done(said))

    def _hand_over(self, referral_id: str) -> None:
        """Let whoever took her on go on with the whole case."""
        card = self._card_of(referral_id)
        if card is not None:
            course, room = self._room.office.course, self._room
            act = partial(course.transfer, self._code, card.line.service_code)
            back = partial(course.take_back, self._code)
            room.do(room, act, texts.say("status.said.transferred"), back)

    def _ask(self, referral_id: str) -> None:
        """Go and ask first: consent to tell this one service."""
        card = self._card_of(referral_id)
        if card is not None:
            self._room.go("consent", self._code, card.line.service_code)

    def _describe(self, referral_id: str) -> None:
        card = self._card_of(referral_id)
        if card is not None:
            self._open(card, NeedPanel(card.line.need), self._keep_need)

    def _keep_need(self, once: Once, referral_id: str, need: Need) -> None:
        act = once(partial(self._desk.describe, self._code, referral_id, need))
        said = texts.say("referrals.described")
        self._room.jobs.do(self._room, act, lambda _change: self._room.done(said))

    # --- choosing a service

    def _choose(self, wish: Wish, referral_id: str) -> None:
        then = partial(self._show_choice, referral_id, wish)
        self._room.jobs.ask(self, self._room.office.services.all, then)

    def _show_choice(self, referral_id: str, wish: Wish, services: Sequence[Service]) -> None:
        card = self._card_of(referral_id)
        if card is None:
            return
        choice = ServiceChoice(services, wish)
        choice.chosen.connect(partial(self._chosen, referral_id))
        choice.closing.connect(partial(self._close, card))
        card.show_panel(choice)
        choice.begin()

    def _chosen(self, referral_id: str, service: Service) -> None:
        act = partial(self._desk.choose, self._code, referral_id, service.code)
        said = texts.say("referrals.service_chosen")
        self._room.jobs.do(self._room, act, lambda _change: self._room.done(said))

    # --- appointments and talks

    def _arrange(self, referral_id: str) -> None:
        card = self._card_of(referral_id)
        if card is not None:
            panel = AppointmentPanel(now().date(), card.line.appointment)
            self._open(card, panel, self._keep_meeting)

    def _keep_meeting(self, once: Once, referral_id: str, meeting: Appointment | None) -> None:
        card = self._card_of(referral_id)
        before = card.line.appointment if card else None
        arrange = partial(self._desk.arrange, self._code, referral_id)
        act, back = once(partial(arrange, meeting)), partial(arrange, before)
        self._room.do(self._room, act, texts.say("referrals.arranged"), back)

    def _foresee(self, referral_id: str) -> None:
        language = texts.current().code
        ask = partial(self._talks.foresee, self._code, referral_id, language)
        self._room.jobs.ask(self, ask, partial(self._show_seen, referral_id))

    def _show_seen(self, referral_id: str, seen: Preview) -> None:
        card = self._card_of(referral_id)
        if card is not None:
            self._open(card, TellPanel(seen), self._keep_told)

    def _keep_told(self, once: Once, referral_id: str, left_out: frozenset[str]) -> None:
        language = texts.current().code
        act = once(partial(self._talks.tell, self._code, referral_id, language, left_out))
        said = texts.say("referrals.told")
        self._room.jobs.do(self._room, act, lambda _change: self._room.done(said))

    # --- panels

    def go_on(self, spot: Spot) -> None:
        """Open again the panel in which somebody left words."""
        card = self._card_of(spot.subject)
        if card is None:
            return
        self._again.add(spot.subject)
        status = answered(spot.what)
        if spot.what == AppointmentPanel.what:
            self._arrange(spot.subject)
        elif spot.what == NeedPanel.what:
            self._describe(spot.subject)
        elif spot.what == TellPanel.what:
            self._foresee(spot.subject)
        elif status is not None:
            self._move(spot.subject, status)

    def _open(self, card: ReferralCard, panel: Panel, then: Callable[..., object]) -> None:
        card.show_panel(panel)
        spot = Spot(panel.what, self._code, card.line.id)
        typed = UnfinishedFields(self._room, spot, panel, panel.fields())
        panel.done.connect(partial(then, typed.once, card.line.id))
        panel.dropping.connect(typed.let_go)
        panel.dropping.connect(partial(self._close, card))
        panel.closing.connect(partial(wait, panel, typed))
        panel.closing.connect(partial(self._close, card))
        if card.line.id not in self._again:
            panel.begin()
        self._again.discard(card.line.id)

    @staticmethod
    def _close(card: ReferralCard) -> None:
        card.show_panel(None)
        card.enter()


def wait(panel: Panel, typed: UnfinishedFields) -> None:
    """Let what was typed in a panel that is closed wait for the next time."""
    panel.hide()
    typed.keep()


def _plainly(act: Callable[[], Change]) -> Callable[[], Change]:
    """Return an act before which nothing was typed."""
    return act
