"""What both registers are as pages: what is open, then what is over, and one panel above both."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from casework.team.worker import Act, may
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.look import look
from desktop.look.tokens import space
from desktop.pages.registers.panel import PanelPlace
from desktop.parts.buttons import Button
from desktop.parts.card_page import CardPage
from desktop.parts.covered import Covered
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, clear, column
from desktop.parts.messages import Placeholder
from desktop.parts.so_many import SoMany
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from casework.changes import Change
    from casework.records.unfinished import Spot
    from desktop.frame.room import Room

T = TypeVar("T")


class RegisterCard(Box):
    """One line of a register: what it is, what is said of it, and what may be done."""

    opening = Signal(str)

    def __init__(self, what: str) -> None:
        super().__init__("card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.what = what
        self.acts: list[Button] = []

    def offer(self, text_id: str, icon: str = "") -> Button:
        """Offer to do something; the first is the one that is likely."""
        words = texts.say(text_id)
        button = Button(words, "quiet" if self.acts else "plain", icon_name=icon)
        name = texts.say("registers.act_name", act=words, what=self.what)
        button.setAccessibleName(name)
        self.acts.append(button)
        return button

    def lay(self, said: Iterable[QWidget]) -> None:
        """Show what is said of it, and the buttons below."""
        heading = Words(self.what, "strong", wrap=True)
        self.setLayout(column(heading, *said, Flow(self.acts), gap=6, margin=16))

    def has_keyboard(self) -> bool:
        """Return whether the keyboard is at one of its buttons."""
        return any(one.hasFocus() for one in self.acts)


class RegisterPage(Page, Generic[T]):
    """Lines by their ids; `name` is how its sentences begin, `other` the register beside it."""

    name, other, icon = "", "", ""

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.leads = may(room.office.worker, Act.TEAM)
        self.nav = "team" if self.leads else "letters"
        self.lines: dict[str, T] = {}
        self.cards: dict[str, RegisterCard] = {}
        self._seen: dict[str, SoMany[T]] = {}
        self.writing = PanelPlace(room)
        # The line that one came here for, until it is shown.
        self._wanted = place.subject
        self._is_first = True
        self.add = Button(texts.say(f"{self.name}.add"), "primary", icon_name="plus")
        self.add.does(self.begin)
        # While somebody writes, what keeps that is the main button.
        self.writing.opened.connect(partial(self.add.lead, on=False))
        self.writing.left.connect(lambda _about: self.add.lead(on=True))
        self.writing.left.connect(self._enter)
        self._list = column(gap=space("card_gap"))
        head, found = QWidget(), QWidget()
        note = Words(texts.say(f"{self.name}.note"), "small", wrap=True)
        beside = Button(texts.say(f"{self.other}.title"), "quiet")
        beside.does(partial(room.go, self.other))
        head.setLayout(column(note, Flow((self.add, beside)), gap=14))
        found.setLayout(self._list)
        self.setLayout(column(CardPage((head, self.writing, found))))

    # --- what each register says itself

    def asked(self) -> Callable[[], Sequence[T]]:
        """Return what asks for the register."""
        raise NotImplementedError

    def key_of(self, line: T) -> str:
        """Return the id of a line."""
        raise NotImplementedError

    def is_open(self, line: T) -> bool:
        """Return whether something is still to be done about a line."""
        raise NotImplementedError

    def card_of(self, line: T) -> RegisterCard:
        """Return a line as a card."""
        raise NotImplementedError

    def begin(self) -> None:
        """Write a new line down."""
        raise NotImplementedError

    # --- the page

    def start(self) -> None:
        """Ask for the register."""
        self.room.jobs.ask(self, self.asked(), self._show)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here."""
        way: tuple[str, Place | None] = texts.say(f"nav.{self.nav}"), Place(self.nav)
        return way, (texts.say(f"{self.name}.title"), None)

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Write one down, or keep what is written."""
        panel = self.writing.panel
        return {"main": panel.send if panel is not None else self.add.click}

    def first_focus(self) -> QWidget:
        """Begin with writing one down."""
        return self.add

    def concerns(self, _change: Change) -> None:
        """Show what changed: a case may have been opened, or erased, as well."""
        self.start()

    def reveal(self, *, on: bool) -> None:
        """Show what was typed in discreet mode while the key for it is held."""
        for one in self.findChildren(Covered):
            one.reveal(on=on)

    def _show(self, lines: Sequence[T]) -> None:
        self.lines = {self.key_of(one): one for one in lines}
        at = next((key for key, one in self.cards.items() if one.has_keyboard()), None)
        here = self._wanted or at
        clear(self._list)
        self.cards = {}
        self._show_open([one for one in lines if self.is_open(one)], headed=bool(lines))
        if over := [one for one in lines if not self.is_open(one)]:
            self._head(f"{self.name}.over")
            self._show_cards("over", over)
        self._wanted = ""
        if here is not None:
            self._enter(here)
        if self._is_first:
            self._is_first = False
            self.reopen()

    def _show_open(self, lines: Sequence[T], *, headed: bool) -> None:
        """Show what is to be done, or that nothing is; of an empty register nothing else is."""
        if headed:
            self._head(f"{self.name}.open")
        if lines:
            self._show_cards("open", lines)
        else:
            nothing = Placeholder(texts.say(f"{self.name}.open_none"), icon_name=self.icon)
            self._list.addWidget(Box("card", column(nothing)))

    def _head(self, text_id: str) -> None:
        """Say what follows, further from what stands above than from that."""
        heading = Words(texts.say(text_id), "h2", wrap=True)
        apart = space("group_to_group") - space("card_gap")
        heading.setContentsMargins(0, look().px(apart), 0, 0)
        self._list.addWidget(heading)

    def _show_cards(self, kind: str, lines: Sequence[T]) -> None:
        """Show lines, as many as were seen before."""
        before = self._seen.get(kind)
        self._seen[kind] = cards = SoMany(self._kept_card, more="registers.older", gap=12)
        cards.show_lines(lines, before.seen if before else 0)
        keys = [self.key_of(one) for one in lines]
        if self._wanted in keys:
            cards.reach(keys.index(self._wanted))
        self._list.addWidget(cards)

    def _kept_card(self, line: T) -> RegisterCard:
        self.cards[self.key_of(line)] = card = self.card_of(line)
        return card

    def _enter(self, key: str) -> None:
        """Put the keyboard at a line, or where another is written down."""
        card = self.cards.get(key)
        (card.acts[0] if card is not None and card.acts else self.add).setFocus()

    def go_on(self, spot: Spot) -> None:
        """Open again what somebody had begun to write."""
        raise NotImplementedError
