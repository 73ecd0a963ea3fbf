"""The episodes of a case, and a panel to add one or to change one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

import texts
from casework.cases.overview import DocumentView
from casework.records.birth import Born
from casework.records.palermo import indicators
from desktop.clock import now
from desktop.frame.places import Place
from desktop.look import look
from desktop.pages.case.frame import CaseView
from desktop.pages.episodes.card import DraftCard, EpisodeCard
from desktop.pages.episodes.panel import EpisodePanel
from desktop.pages.episodes.words import in_time, others_named
from desktop.pages.form.place import Wanted, spot_of, wanted_of
from desktop.pages.form.taking_back import undo_of
from desktop.parts.buttons import Button
from desktop.parts.frames import column, row
from desktop.parts.so_many import SoMany
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from casework.answers.filling import Sheet
    from casework.cases.overview import Overview
    from casework.changes import Change
    from casework.records.episodes import EpisodeView
    from desktop.frame.room import Room

_FORM: Final = "episode"
_NEW: Final = "new"
_GAP: Final = 12


class EpisodesPage(CaseView):
    """Every episode as a card, in time; the panel beside them asks about one."""

    section = _FORM

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.panel = EpisodePanel(room)
        self._below = False
        self._back_to = ""
        self._cards: dict[str, EpisodeCard] = {}
        self._known: Mapping[str, EpisodeView] = {}
        self._born = Born()
        add = Button(texts.say("case.add_episode"), icon_name="plus")
        self.add = add.does(partial(self.open, _NEW))
        heading = texts.say("case.topics" if look().discreet else "episodes.title")
        note = Words(texts.say("case.experiences_note"), "small", wrap=True)
        head = column(row(Words(heading, "h1"), None, add, gap=8), note, gap=8)
        self._list = QWidget()
        self._many = SoMany(self._card, gap=_GAP)
        self._nothing = Words(texts.say("case.no_experiences"), "muted", wrap=True)
        self._nothing.hide()
        self._list.setLayout(column(head, self._many, self._nothing, gap=_GAP))
        self.furnish((self._list,), self.panel)
        self.panel.moved.connect(self._moved)
        self.panel.closing.connect(self._close)
        self.panel.finished.connect(self._finished)
        self.panel.whole_form.connect(self._open_form)

    # --- the page

    def title(self) -> str:
        """Return what the page is called."""
        return texts.say("episodes.title")

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Return what the page does on keys of the window."""
        acts = dict(super().acts())
        if self.panel.filling is not None:
            acts["main"] = self.panel.finish
            if self.panel.has_keyboard():
                acts["undo"] = self.panel.filling.undo
                acts["redo"] = self.panel.filling.redo
        return acts

    def panes(self) -> Sequence[QWidget]:
        """Return the head, the sections, the list, and the panel while it is open."""
        shown = [self.panel] if self.panel.isVisible() else []
        return (self.head, self.body.pane(), self._list, *shown)

    def keep(self) -> None:
        """Hand all that was typed to the store's queue."""
        self.panel.keep()

    def here(self) -> Place:
        """Return the list, or the episode that is being told and where in it one is."""
        wanted = self.panel.wanted()
        if wanted is None:
            return Place("episodes", self.place.case)
        subject = wanted.subject() if wanted.draft_id else (wanted.entry_id or _NEW)
        return Place("episodes", self.place.case, subject, self.panel.spot().field())

    def reveal(self, *, on: bool) -> None:
        """Show what discreet mode masks, or mask it again."""
        super().reveal(on=on)
        for card in self._cards.values():
            card.reveal(on=on)

    def show_case(self, overview: Overview) -> None:
        """Show the episodes as they are now."""
        focus = self.window().focusWidget()
        edited = next((one for one, card in self._cards.items() if card.edit is focus), "")
        self._known = {one.id: one for one in overview.episodes}
        self._born = overview.about.born
        self._cards = {}
        begun = [one for one in overview.documents if one.form_id == _FORM and one.state == "draft"]
        self._many.show_lines([*begun, *in_time(overview.episodes)])
        self._nothing.setVisible(not overview.episodes)
        if edited in self._cards:
            self._cards[edited].edit.setFocus()

    def _card(self, one: DocumentView | EpisodeView) -> DraftCard | EpisodeCard:
        if isinstance(one, DocumentView):
            begun = DraftCard(one, now())
            begun.continuing.connect(self._continue)
            return begun
        found = indicators(one, self._born, now().date())
        self._cards[one.id] = card = EpisodeCard(one, self._known, found)
        card.editing.connect(self.open)
        return card

    def enter(self) -> None:
        """Begin where the place says: at the list, or at one episode."""
        if self.place.subject:
            self.open(self.place.subject)
        else:
            self.body.begin_at(self.add)

    # --- the panel

    def open(self, subject: str) -> None:
        """Ask about a new episode, one that was begun, or one that is on record."""
        self._back_to = subject
        wanted = wanted_of(subject)
        if subject == _NEW:
            wanted = Wanted(_FORM)
        elif not wanted.draft_id:
            wanted = Wanted(_FORM, entry_id=subject)
        ask = partial(wanted.sheet, self.room.office.filling, self.place.case)
        self.room.jobs.ask(self, ask, self._opened)

    def _continue(self, draft_id: str) -> None:
        self.open(Wanted(_FORM, draft_id).subject())

    def _opened(self, sheet: Sheet) -> None:
        known = self.overview.episodes if self.overview is not None else ()
        self.panel.show_sheet(others_named(sheet, known))
        # What is done next is in the panel: one button is filled, not two.
        self.head.new_entry.lead(on=False)
        self._moved(self._below)
        came = self.place.subject == self._back_to
        self.panel.enter(spot_of(self.place.field if came else ""))

    def _moved(self, below: bool) -> None:
        """Let the panel take the place of the list where there is no room for both."""
        self._below = below
        self._list.setVisible(not (below and self.panel.sheet is not None))

    def _close(self) -> None:
        self.panel.leave()
        self.head.new_entry.lead(on=True)
        self._moved(self._below)
        card = self._cards.get(self._back_to)
        (card.edit if card is not None else self.add).setFocus()
        self.start()

    def _finished(self, change: Change) -> None:
        self._close()
        self.room.done(texts.say("episodes.finished"), undo_of(self.room, change))

    def _open_form(self) -> None:
        """Go on in the whole form, with what was answered here."""
        self.panel.keep()
        wanted = self.panel.wanted()
        if wanted is not None:
            self.room.go("form", self.place.case, wanted.subject())
