"""The letter builder: one letter of a case to one service."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer

import texts
from casework.referrals.letters import SIGNED_BY_ROLE, Order
from casework.referrals.letters_begun import BegunLetter
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.frame.soon import Soon
from desktop.frame.unsaved import not_saved
from desktop.pages.form.place import spot_of
from desktop.pages.letters.at_field import enter, spot_in
from desktop.pages.letters.news import LetterNews
from desktop.pages.letters.out import Outgoing
from desktop.pages.letters.view import LetterView
from desktop.parts.buttons import Button
from desktop.parts.frames import clear, column
from desktop.parts.messages import Placeholder
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QHideEvent
    from PySide6.QtWidgets import QWidget

    from casework.changes import Change
    from casework.office import Office
    from casework.referrals.letters import LetterChoices, LetterDraft
    from desktop.frame.room import Room

_CALM_MS: Final = 120
_OURS: Final = "letter_issued"
_FIRST_KIND: Final = "referral"


class LetterPage(Page):
    """A letter: what is asked, what they will see, and the page as it will be."""

    nav = "letters"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.view: LetterView | None = None
        self._choices: LetterChoices | None = None
        self._turn = 0
        # What needs no keeping: the letter as it was when nothing was chosen yet, or was sent.
        self._settled: Order | None = None
        # The services that a letter may be sealed to.
        self._keys: frozenset[str] = frozenset()
        self.news, self._body = LetterNews(), column()
        whole = column(self.news, self._body)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._ask)
        self._soon = Soon(self, self.keep)
        self.out = Outgoing(room, self)
        self.out.busy.connect(self.news.wait)
        self.out.gone.connect(self._gone)
        self.out.stuck.connect(self.news.stuck)
        self.out.stale.connect(self._ask)
        self.out.not_hers.connect(partial(_not_hers, self))

    # --- the page

    def start(self) -> None:
        """Ask to whom a letter of this case may go, and what was begun and not sent."""
        ask = partial(_opening, self.room.office, self.place.case)
        self.room.jobs.ask(self, ask, self._opened)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here: the case, and the kind of letter."""
        case = self.place.case
        kind = self.view.order.kind.code() if self.view is not None else _FIRST_KIND
        return ((isolate(case), Place("case", case)), (texts.say(f"letter.{kind}.title"), None))

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Return what the keys do here."""
        return {"print": self.print, "main": self.save}

    def panes(self) -> Sequence[QWidget]:
        """Return what is asked, what they see, the page, and the ways out."""
        if self.view is None:
            return (self,)
        return (self.view.order, self.view.seen, self.view.paper, self.view.bar)

    def here(self) -> Place:
        """Return this letter, with the service that is chosen and the field one is in."""
        if self.view is None:
            return self.place
        order = self.view.order
        # Its page remembers behind a cover what had the keyboard.
        field = spot_in(order, self.focusWidget()).field()
        return Place("letter", self.place.case, order.service(), field)

    def keep(self) -> None:
        """Keep what was chosen, in the store alone and without the passphrase, until it is sent."""
        self._soon.stop()
        if self.view is None:
            return
        wanted = self.view.begun()
        if wanted != self._settled:
            begun = self.room.office.letters.begun
            _send(self, partial(begun.keep, self.place.case, _to_keep(wanted)))

    def concerns(self, change: Change) -> None:
        """Look again when something changed in this case or in the directory."""
        paired = change.kind.startswith("pair_")
        if paired or (change.kind != _OURS and change.case_code in {self.place.case, ""}):
            self.keep()
            self.start()

    def reveal(self, *, on: bool) -> None:
        """Show words and page in discreet mode while the key for it is held."""
        if self.view is not None:
            self.view.reveal(on=on)

    def hold_back(self, why: str) -> bool:
        """Show one line where there is no letter to show."""
        if self.view is None:
            clear(self._body)
            self._body.addWidget(Placeholder(why, icon_name="eye-slash"))
        return self.view is None

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask nothing for nobody: the store may be closed already."""
        super().hideEvent(event)
        self._calm.stop()
        self._soon.stop()

    # --- what came

    def _opened(self, opening: tuple[LetterChoices, BegunLetter | None]) -> None:
        choices, kept = opening
        here = self.here()
        if kept is not None and here.subject not in {"", kept.service}:
            # Another letter than the one that was begun: that one stays until this one is begun.
            kept = None
        if self.view is not None and choices == self._choices:
            # What is chosen, typed and told stays as it stands: the page alone is asked for anew.
            self._ask()
            return
        self._choices = choices
        clear(self._body)
        self.view = self.news.view = None
        if not choices.addressees:
            words = texts.say("letter_page.no_services")
            go = Button(texts.say("nav.services")).does(partial(self.room.go, "services"))
            self._body.addWidget(Placeholder(words, icon_name="buildings", button=go))
            return
        self.view = self.news.view = view = LetterView(self.room, choices, _begun(kept, here))
        self._settled = None if kept is not None else view.begun()
        self._keys = frozenset(one.code for one in choices.addressees if one.has_key)
        self._offer_key(view)
        view.changed.connect(self._chosen)
        view.changed.connect(self._soon.touch)
        view.order.worded.connect(self._worded)
        ask_first = partial(self.room.go, "consent", self.place.case)
        view.asking_first.connect(lambda: ask_first(self.here().subject))
        self.low = view.bar
        view.bar.printing.connect(self.print)
        view.bar.saving.connect(self.save)
        view.protection.own.secret.returnPressed.connect(self.save)
        self._body.addWidget(view)
        # Whoever went on typing in another field chose another recipient by it.
        enter(view.order, spot_of(here.field))
        self.room.crumbs.emit(self)
        self._ask()

    def _worded(self) -> None:
        """Keep what is typed soon; of too many that came back ask once they fit."""
        self._soon.touch()
        if self.view is not None and self.view.draft is None:
            self._calm.start()

    def _chosen(self) -> None:
        # What is still on its way was asked for before this choice.
        self._turn += 1
        self._calm.start()
        if self.view is not None:
            self.room.crumbs.emit(self)
            self._offer_key(self.view)

    def _offer_key(self, view: LetterView) -> None:
        """Offer to seal the letter where the service that is chosen has a key."""
        view.protection.offer_key(offered=view.order.to.code() in self._keys)

    def _ask(self) -> None:
        """Ask what a letter as it is wanted now would be."""
        if self.view is None or self.view.too_many() or self.view.order.is_for_nobody():
            return
        self._turn += 1
        ask = partial(self.room.office.letters.draft, self.view.wanted())
        self.room.jobs.ask(self, ask, partial(self._drafted, self._turn))

    def _drafted(self, turn: int, draft: LetterDraft) -> None:
        if turn == self._turn and self.view is not None:
            self.view.show_draft(draft)

    # --- what is done

    def save(self) -> None:
        """Ask where to, then issue the letter and keep it as a file."""
        if self.view is not None and self.view.bar.saves.isEnabled():
            protection = self.view.protection
            own = protection.own
            if protection.is_open() and own.is_missing():
                own.secret.setFocus()
                return
            words, seal = protection.passphrase(), protection.seals()
            order = replace(
                self.view.going(), protect=words is not None, passphrase=words, seal=seal
            )
            self.out.save(order, own.take() if protection.is_open() else None)

    def print(self) -> None:
        """Ask for a printer, then issue the letter and print it."""
        if self.view is not None and self.view.bar.prints.isEnabled():
            self.out.print(self.view.going())

    def _gone(self, words: str, passphrase: str) -> None:
        self.room.done(words)
        if self.view is not None:
            self.view.protection.renew()
            self._settled = self.view.begun()
        forget = partial(self.room.office.letters.begun.forget, self.place.case)
        self.room.jobs.ask(self, forget, _nothing)
        self.news.gone(words, passphrase)


def _not_hers(page: LetterPage, error: Exception) -> None:
    if page.view is not None:
        page.view.protection.own.refused(error)


def _opening(office: Office, case: str) -> tuple[LetterChoices, BegunLetter | None]:
    """Return what may be chosen and what was begun; runs on the store's thread."""
    return office.letters.choices(case), office.letters.begun.of(case)


def _send(page: LetterPage, keep: Callable[[], object]) -> None:
    """Hand a letter to the store; where that takes none, whoever would leave it is held back."""
    room = page.room

    def again() -> None:
        room.calm.emit()
        _send(page, keep)

    kept = partial(_is_kept, room, page)
    room.jobs.put_away(room, keep, kept, partial(not_saved, room, page, again=again))


def _is_kept(room: Room, page: LetterPage, _done: object) -> None:
    room.unsaved.pop(page, None)


def _nothing(_done: None) -> None:
    """Show nothing: keeping is silent."""


def _to_keep(order: Order) -> BegunLetter:
    return BegunLetter(
        order.service,
        order.kind,
        order.language,
        order.left_out,
        order.asked,
        order.signed,
        order.beside,
        order.laws,
    )


def _begun(kept: BegunLetter | None, place: Place) -> Order:
    """Return the letter of a case as far as it was put together, or an empty one."""
    if kept is None:
        return Order(place.case, place.subject, language="", signed=SIGNED_BY_ROLE)
    return Order(
        place.case,
        kept.service,
        kept.kind,
        kept.language,
        left_out=kept.left_out,
        asked=kept.asked,
        signed=kept.signed,
        beside=kept.beside,
        laws=kept.laws,
    )
