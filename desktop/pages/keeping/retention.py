"""Keeping and erasing, for whoever looks after the team: what is due, held, and to be erased."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

import texts
from desktop import doors
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.parts.buttons import Button
from desktop.parts.card_page import CardPage
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column, rule
from desktop.parts.messages import MessageBar
from desktop.parts.sure import Once, Sure
from desktop.parts.words import Words, code_words
from desktop.saying.unreached import not_reached
from forms.codelists import label
from texts.dates import isolate, long_date

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QLayout

    from casework.changes import Change
    from casework.keeping.erasure import Beyond
    from casework.keeping.erasures import ErasureDue, Holding
    from casework.keeping.retentions import RetentionDue
    from desktop.frame.room import Room


class RetentionPage(Page):
    """Three lists of codes; nothing here shows what a case says."""

    nav = "team"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self._due, self._held, self._ends = column(gap=12), column(gap=12), column(gap=12)
        self._said, self._beyond = column(), column(gap=6)
        self.due = Card(texts.say("retention.due"))
        self.held = Card(texts.say("retention.holds"))
        self.ends = Card(texts.say("retention.to_erase"))
        for card, lines in (
            (self.due, self._due),
            (self.held, self._held),
            (self.ends, self._ends),
        ):
            card.body.addLayout(lines)
        note = Words(texts.say("retention.note"), "small", wrap=True)
        head = QWidget()
        head.setLayout(column(note, column(self._said, self._beyond, gap=6), gap=4))
        self.setLayout(column(CardPage((head, *self.panes()))))

    def start(self) -> None:
        """Ask what is due, what is held, and what is to be erased."""
        desks, ask = self.room.office, self.room.jobs.ask
        ask(self, desks.retention.due, self._show_due)
        ask(self, desks.erasures.holding, self._show_held)
        ask(self, desks.erasures.due, self._show_ends)
        ask(self, desks.erasures.beyond, partial(_show_beyond, self._beyond))

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here."""
        team = (texts.say("nav.team"), Place("team"))
        return (team, (texts.say("retention.title"), None))

    def panes(self) -> Sequence[QWidget]:
        """Return the cards."""
        return (self.due, self.held, self.ends)

    def first_focus(self) -> QWidget | None:
        """Begin with the first that can be done."""
        return next(iter(self.findChildren(Button)), None)

    def concerns(self, _change: Change) -> None:
        """Show what changed."""
        self.start()

    # --- what came

    def _show_due(self, lines: Sequence[RetentionDue]) -> None:
        erase, room = self._erase, self.room
        said = [_due_line(room, line, partial(erase, line.case_code)) for line in lines]
        _fill(self._due, said, "retention.nothing_due")
        first = self.first_focus()
        if first is not None:
            first.setFocus()

    def _show_held(self, lines: Sequence[Holding]) -> None:
        said = [
            (
                line.case_code,
                texts.say(
                    "retention.hold_line",
                    basis=texts.say(f"hold.basis.{line.hold.basis.value}") + ".",
                    day=long_date(line.hold.review_on),
                ),
            )
            for line in lines
        ]
        _fill(self._held, [_line(self.room, *one) for one in said], "retention.no_holds")

    def _show_ends(self, lines: Sequence[ErasureDue]) -> None:
        said = [(line.case_code, _when(line)) for line in lines]
        _fill(self._ends, [_line(self.room, *one) for one in said], "retention.none_to_erase")

    # --- what is done

    def _erase(self, code: str) -> None:
        clear(self._said)
        erase: Callable[[], Change] = partial(self.room.office.retention.carry_out, code)
        self.room.jobs.try_to(self, erase, self._erased, self._failed)

    def _erased(self, change: Change) -> None:
        self.room.done(texts.say("retention.erased"))
        self.room.jobs.changed.emit(change)

    def _failed(self, error: Exception) -> None:
        self._said.addWidget(MessageBar(doors.why(error), "problem"))


def _fill(place: QLayout, lines: Sequence[QWidget], nothing: str) -> None:
    clear(place)
    for number, line in enumerate(lines or [Words(texts.say(nothing), "muted", wrap=True)]):
        if number:
            place.addWidget(rule())
        place.addWidget(line)


def _due_line(room: Room, line: RetentionDue, to_erase: Callable[[], object]) -> QWidget:
    language = texts.current().code
    names = (label("data_category", one, language) for one in line.categories)
    what = texts.say("list.join").join(names)
    words = texts.say("retention.line", day=long_date(line.since), what=what, n=line.parts)
    erase = Button(texts.say("retention.erase"))
    erase.setAccessibleName(texts.say("retention.erase_name", code=isolate(line.case_code)))
    erase.refuse(texts.say("error.erasure_held") if line.held else "")
    means = texts.say("retention.sure", code=isolate(line.case_code), n=line.parts)
    yes, sure = texts.say("retention.yes"), Sure()
    once = Once(means, yes, yes, texts.say("sure.leave_it"))
    erase.does(partial(sure.ask, once, to_erase, erase))
    return _line(room, line.case_code, words, erase, under=(sure,))


def _line(
    room: Room, code: str, words: str, *acts: Button, under: Sequence[QWidget] = ()
) -> QWidget:
    go = Button(texts.say("retention.open"), "quiet")
    go.setAccessibleName(texts.say("retention.open_name", code=isolate(code)))
    go.does(partial(room.go, "erasure", code))
    held = QWidget()
    said = Words(words, wrap=True)
    buttons = Flow((*acts, go))
    held.setLayout(column(code_words(code, "strong"), said, buttons, *under, gap=6))
    return held


def _show_beyond(place: QLayout, found: Beyond) -> None:
    clear(place)
    for words in not_reached(found, on_screen=True):
        place.addWidget(MessageBar(words, "care"))


def _when(line: ErasureDue) -> str:
    if line.held:
        return texts.say("error.erasure_held")
    if line.may_be_done:
        return texts.say("erasure.now")
    return texts.say("retention.from_day", day=long_date(line.due_on))
