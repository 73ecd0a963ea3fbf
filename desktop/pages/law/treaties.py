"""The library of law: search, narrow, and see what a lawyer has checked; nobody is in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.persons.folding import found_as
from casework.records.unfinished import Spot
from casework.referrals.treaty import CHILD
from casework.team.worker import Act, may
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.frame.unfinished import UnfinishedFields
from desktop.look import look
from desktop.pages.law.card import TreatyCard, as_said
from desktop.pages.law.editor import TreatyEditor
from desktop.parts.buttons import Button
from desktop.parts.card_page import CardPage
from desktop.parts.fields import Drop, Field, Line
from desktop.parts.frames import Card, clear, column, row
from desktop.parts.words import Words
from texts.dates import isolate
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from casework.changes import Change
    from casework.referrals.treaty import Treaty
    from desktop.frame.room import Room

# The spot of an entry that is put into other words, or is new.
TREATY: Final = "treaty"
_ALL, _CHECKED, _CHILDREN = "", "checked", "children"
_CONCERNED: Final = frozenset({"treaty_kept", "treaty_verified", "treaty_doubted"})


class _Editing(QWidget):
    """A place for one treaty at a time while it is put into other words."""

    left = Signal()

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room, self._place = room, column()
        self._editor: TreatyEditor | None = None
        self._typed: UnfinishedFields | None = None
        self.setLayout(self._place)
        self.hide()

    def open(self, one: Treaty | None) -> None:
        """Begin with a treaty, or with a new one."""
        if self._editor is not None:
            self._editor.hide()
            self._room.keeping.emit()
        clear(self._place)
        self._editor = editor = TreatyEditor(one)
        spot = Spot(TREATY, "", one.key if one is not None else "")
        self._typed = typed = UnfinishedFields(self._room, spot, editor, editor.by_name())
        editor.keeping.connect(self._keep)
        editor.leaving.connect(typed.let_go)
        editor.leaving.connect(self._leave)
        self._place.addWidget(editor)
        self.show()
        editor.enter()

    def _leave(self) -> None:
        self._editor = None
        clear(self._place)
        self.hide()
        self.left.emit()

    def _keep(self, wanted: Treaty) -> None:
        act = partial(self._room.office.treaties.keep, wanted)
        once = self._typed.once(act) if self._typed is not None else act
        self._room.jobs.do(self, once, self._kept)

    def _kept(self, _change: Change) -> None:
        self._leave()
        self._room.done(texts.say("treaties.kept"))


class TreatiesPage(Page):
    """What may be cited, A to Z; another word for it, or a check, is one press away."""

    nav = "help"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self._known: Sequence[Treaty] = ()
        self._edited = ""
        self.cards: dict[str, TreatyCard] = {}
        self._found_by: dict[str, str] = {}
        self.search = Line(placeholder=texts.say("treaties.search"))
        self.search.setAccessibleName(texts.say("treaties.search"))
        self.region, self.which = Drop(), Drop(_which())
        self._editing = _Editing(room)
        self.add = Button(texts.say("treaties.add"), "quiet", icon_name="plus")
        self.add.does(partial(self._editing.open, None))
        self._editing.left.connect(self._end)
        if not may(room.office.worker, Act.SERVICES):
            self.add.refuse(texts.say("error.not_permitted"))
        self.search.textChanged.connect(lambda _words: self._narrow())
        for drop in (self.region, self.which):
            drop.currentIndexChanged.connect(lambda _at: self._narrow())
        self._place, self._found = column(gap=12), QWidget()
        self._found.setLayout(self._place)
        self._nothing = Words(texts.say("treaties.found_none"), "muted", wrap=True)
        self._nothing.hide()
        notes = [Words(texts.say("treaties.note"), "small", wrap=True)]
        if not may(room.office.worker, Act.VERIFY):
            notes.append(Words(texts.say("treaties.marked_by"), "small", wrap=True))
        beside = column if look().reflows else row
        narrow = beside(
            Field(texts.say("treaties.region"), self.region),
            Field(texts.say("treaties.which"), self.which),
            # Beside the fields, not beside what is written over them.
            column(None, row(self.add, None, gap=0)),
            gap=12,
        )
        for part in range(2):
            narrow.setStretch(part, 1)
        head, found = Card(), QWidget()
        head.body.addLayout(column(column(*notes, gap=6), self.search, narrow, gap=12))
        # What was found lies on the page itself: cards within a card would be boxes in a box.
        found.setLayout(column(self._editing, self._nothing, self._found, gap=12))
        self.setLayout(column(CardPage((head, found))))

    def start(self) -> None:
        """Ask for the library."""
        self.room.jobs.ask(self, self.room.office.treaties.all, self._came)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here: it is kept beside the help."""
        return ((texts.say("nav.help"), Place("help")), (texts.say("nav.treaties"), None))

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Narrow, and add."""
        return {"narrow": self.search.setFocus, "main": self.add.click}

    def first_focus(self) -> QWidget:
        """Begin by typing."""
        return self.search

    def chosen(self) -> Mapping[str, str]:
        """Return what the library is narrowed to."""
        which, region = self.which.code(), self.region.code()
        return {"words": self.search.text(), "which": which, "region": region}

    def choose(self, chosen: Mapping[str, str]) -> None:
        """Narrow it to the same; other regions are offered once it is known which there are."""
        if region := chosen["region"]:
            self.region.offer([(region, _region_words(region))], region)
        self.which.setCurrentIndex(max(0, self.which.findData(chosen["which"])))
        self.search.setText(chosen["words"])

    def concerns(self, change: Change) -> None:
        """Show what was changed."""
        if change.kind in _CONCERNED:
            self.start()

    def _came(self, found: Sequence[Treaty]) -> None:
        found = sorted(found, key=lambda one: sort_key(as_said(one).title))
        first, self._known = not self._known, found
        self._found_by = {one.key: _found_by(one) for one in found}
        regions = {one.region for one in found} - {"", "all"}
        named = [(one, _region_words(one)) for one in regions]
        named.sort(key=lambda one: sort_key(one[1]))
        everywhere = ("", texts.say("treaties.everywhere"))
        self.region.offer([everywhere, *named], self.region.code())
        here = _where(self.cards)
        clear(self._place)
        self.cards = {one.key: TreatyCard(one, self.room.office.worker) for one in found}
        for card in self.cards.values():
            card.editing.connect(self._edit)
            card.marking.connect(self._mark)
            self._place.addWidget(card)
        self._narrow()
        if here is not None:
            _go_back(self, *here)
        if first:
            self.reopen()

    def go_on(self, spot: Spot) -> None:
        """Put on into other words what somebody had begun with."""
        known = next((one for one in self._known if one.key == spot.subject), None)
        if spot.what == TREATY and known is not None:
            self._edit(known)
        elif spot == Spot(TREATY):
            self._editing.open(None)

    def _narrow(self) -> None:
        """Show what has the words and is of the kind that was chosen; nothing is built anew."""
        # All at once: else the whole page is measured again for each of them.
        self._found.hide()
        for one in self._known:
            self.cards[one.key].setVisible(self._fits(one))
        self._found.show()
        self._nothing.setVisible(not any(self._fits(one) for one in self._known))

    def _fits(self, one: Treaty) -> bool:
        which, region = self.which.code(), self.region.code()
        return (
            all(word in self._found_by[one.key] for word in found_as(self.search.text()).split())
            and region in {"", one.region}
            and (which != _CHECKED or one.verified)
            and (which != _CHILDREN or one.applies_to == CHILD)
        )

    def _edit(self, one: Treaty) -> None:
        self._edited = one.key
        self._editing.open(one)

    def _end(self) -> None:
        """Go back to what was put into other words, or to adding."""
        edited, self._edited = self.cards.get(self._edited), ""
        shown = edited is not None and not edited.isHidden()
        (edited.edit if edited is not None and shown else self.add).setFocus()

    def _mark(self, one: Treaty) -> None:
        desk = self.room.office.treaties
        self.room.jobs.do(self, partial(desk.doubt if one.verified else desk.verify, one.key))


def _found_by(one: Treaty) -> str:
    """Return all by which a treaty is found, by either name: a law has often that of elsewhere."""
    told = (f"{o.title} {o.body} {o.year} {o.articles} {o.summary}" for o in (one, as_said(one)))
    return found_as(" ".join(told))


def _which() -> list[tuple[str, str]]:
    return [
        (_ALL, texts.say("treaties.any")),
        (_CHILDREN, texts.say("treaties.only_children")),
        (_CHECKED, texts.say("treaties.only_checked")),
    ]


def _region_words(region: str) -> str:
    """Return what a part of the world is called; one that a newer program knows is as it is."""
    text_id = f"treaties.region.{region}"
    return texts.say(text_id) if texts.known(text_id) else isolate(region)


def _where(cards: Mapping[str, TreatyCard]) -> tuple[str, bool] | None:
    """Return at whose buttons the keyboard is, and whether at the one that marks."""
    found = ((key, card.mark.hasFocus()) for key, card in cards.items() if card.has_keyboard())
    return next(found, None)


def _go_back(page: TreatiesPage, key: str, marks: bool) -> None:
    """Go on at the same one, below which is the next; who has searched searches the next."""
    card = page.cards.get(key)
    if card is None or card.isHidden() or (marks and page.search.text()):
        page.search.setFocus()
    else:
        (card.mark if marks else card.edit).setFocus()
