"""What every page is given: the office, the queues, the settings, and ways to speak and to go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

import texts
from desktop.frame.places import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from casework.changes import Change
    from casework.keeping.exchange import ExchangeState
    from casework.office import Office
    from casework.records.unfinished import UnfinishedWords
    from desktop.beside.jobs import Jobs
    from desktop.exchange.tried import Tried
    from desktop.frame.house import House
    from desktop.frame.settings import Settings


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was done, in words, how to take it back, and how to do it once more.

    What is taken back `here` is only while one stays on the page: it knows how, and goes.
    `about` names what was done, for whoever takes that back by another way.
    """

    words: str
    undo: Callable[[], object] | None = None
    again: Callable[[], object] | None = None
    here: bool = False
    about: str = ""


class Room(QObject):
    """The workspace of whoever signed in, as pages see it."""

    going = Signal(object)
    going_back = Signal()
    said = Signal(object)
    # Something was taken back by another way, by what it was about.
    taken_back = Signal(str)
    troubled = Signal(str, object)
    calm = Signal()
    saved = Signal(object)
    # What is typed anywhere is handed to the store at once.
    keeping = Signal()
    crumbs = Signal(object)
    asked_to = Signal(str)
    counted = Signal(str, str)
    exchanged = Signal(object)
    settings_kept = Signal(object)
    set = Signal(object)
    moving = Signal(object)
    # A workbook that is proved to come back is to go before a journey.
    leaving = Signal(object)

    def __init__(self, office: Office, jobs: Jobs, settings: Settings) -> None:
        super().__init__()
        self.office, self.jobs, self.settings = office, jobs, settings
        self.practice = False
        self.office_name = ""
        self.home: Path | None = None
        # What stood of the exchange when it was last asked.
        self.exchange: ExchangeState | None = None
        # That the server was tried since without being reached.
        self.tried: Tried | None = None
        # The workbook itself, for the few things that no desk can do.
        self.house: House | None = None
        # What could not be saved and stands in fields of the page alone: why, and what tries again.
        self.unsaved: dict[QObject, tuple[str, Callable[[], object]]] = {}
        # For how many seconds nobody pressed anything.
        self.quiet: Callable[[], int] = int
        # What was typed where one came from, by the question of the form that begins with it.
        self.brought: Mapping[str, str] = {}

    def go(self, page: str, case: str = "", subject: str = "", field: str = "") -> None:
        """Go to a place."""
        self.going.emit(Place(page, case, subject, field))

    def begin(self, form_id: str, brought: Mapping[str, str]) -> None:
        """Go to a form of no case; what was typed already is not typed there once more."""
        self.brought = brought
        self.go("form", "", form_id)
        self.brought = {}

    @property
    def unfinished(self) -> UnfinishedWords:
        """What whoever works here was typing; only an open workbook has pages that ask."""
        return cast("House", self.house).unfinished()

    def back(self) -> None:
        """Go back to where one came from."""
        self.going_back.emit()

    def done(
        self,
        words: str,
        undo: Callable[[], object] | None = None,
        *,
        here: bool = False,
        about: str = "",
    ) -> None:
        """Say in the undo bar what was done; Ctrl+Z takes it back, `here` until one leaves."""
        self.said.emit(Said(words, undo, here=here, about=about))

    def do(
        self,
        page: QObject,
        act: Callable[[], Change],
        words: str,
        back: Callable[[], Change] | None = None,
    ) -> None:
        """Do something for a page and say what was done.

        Ctrl+Z does what takes it back, and the key for that does it once more.
        """
        undo = partial(self.jobs.do, self, back) if back else None
        said = Said(words, undo, partial(self.do, self, act, words, back))
        self.jobs.do(page, act, lambda _change: self.said.emit(said))

    def trouble(self, words: str, act: tuple[str, Callable[[], object]] | None = None) -> None:
        """Say in a bar above the page what is wrong, and at most one thing to do about it."""
        self.troubled.emit(words, act)

    def perform(self, action_id: str) -> None:
        """Do one of the actions of the window, as its key would."""
        self.asked_to.emit(action_id)

    def count(self, page: str, number: int) -> None:
        """Show a quiet number beside a page in the navigation; of none nothing is said."""
        self.counted.emit(page, texts.plural("cases.number", number) if number else "")

    def keep_settings(self, settings: Settings) -> None:
        """Keep settings that the page has put into effect itself, without building anew."""
        self.settings = settings
        self.settings_kept.emit(settings)

    def remembered(self, name: str, usual: int) -> int:
        """Return a width or choice by which a part was left, at this size of text."""
        return self.settings.layout.get(f"{name}@{self.settings.scale:g}", usual)

    def remember(self, name: str, number: int) -> None:
        """Keep a width or choice for the next time; never anything of a case."""
        kept = self.settings.layout | {f"{name}@{self.settings.scale:g}": number}
        self.keep_settings(replace(self.settings, layout=kept))
