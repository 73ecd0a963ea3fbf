"""S9 Consent: what has been agreed, beside the one question that is asked now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.pages.consent_agreed import Agreed
from desktop.pages.consent_asking import Asking
from desktop.pages.consent_less import Narrowing
from desktop.pages.consent_override import Overriding
from desktop.pages.consent_papers import ForHer
from desktop.pages.consent_pausing import Pausing
from desktop.pages.consent_recording import Recording
from desktop.pages.consent_sides import Sides
from desktop.pages.consent_stage import Stage
from desktop.pages.consent_topic import topic_of
from desktop.pages.consent_withdrawing import Withdrawing
from desktop.parts.announce import announce
from desktop.parts.covered import Covered
from desktop.parts.frames import column
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from casework.changes import Change
    from casework.consent_sheet import ConsentSheet
    from desktop.frame.room import Room
    from desktop.pages.consent_ending import Outcome
    from desktop.pages.consent_topic import Topic

_LIST: Final = "list"
_OURS: Final = frozenset(
    {
        "consent_recorded",
        "consent_withdrawn",
        "consent_suspended",
        "consent_lifted",
        "consent_narrowed",
        "letter_issued",
        "letters_recalled",
        "service_added",
    }
)


class ConsentPage(Page):
    """Everything one person has said about sharing; asking, and taking back."""

    nav = "cases"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.sides = Sides()
        self.sides.turned.connect(self._turn)
        self.stage: Stage | None = None
        self.agreed: Agreed | None = None
        self.recording: Recording | None = None
        self.setLayout(column(self.sides))

    def start(self) -> None:
        """Ask for all that was said."""
        self._ask_office(self._begin)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here: the cases, this one, and consent."""
        case = self.place.case
        return (
            (texts.say("nav.cases"), Place("cases")),
            (isolate(case), Place("case", case)),
            (texts.say("consent.title"), None),
        )

    def panes(self) -> Sequence[QWidget]:
        """Return what has been agreed, and the question."""
        return (self.sides.leading, self.sides.other)

    def here(self) -> Place:
        """Return the question that is asked, or that one stands in the list beside it."""
        if self.stage is None:
            return self.place
        field = _LIST if self._is_at(self.sides.leading) else ""
        return Place("consent", self.place.case, self.stage.topic.key, field)

    def keep(self) -> None:
        """Keep in memory what was chosen; nothing of it goes into the record unanswered."""
        if self.recording is not None:
            self.recording.keep()

    def concerns(self, change: Change) -> None:
        """Show anew what was said, here or elsewhere."""
        if change.kind in _OURS and change.case_code in {"", self.place.case}:
            self._ask_office(self._refresh)

    def reveal(self, *, on: bool) -> None:
        """Show masked words while the key is held."""
        for one in self.findChildren(Covered):
            one.reveal(on=on)

    def _is_at(self, side: QWidget) -> bool:
        """Return whether one stands, or stood before the cover came, at a side."""
        return side.isAncestorOf(self.focusWidget())

    def _ask_office(self, then: Callable[[ConsentSheet], object]) -> None:
        sheet = partial(self.room.office.grants.sheet, self.place.case)
        self.room.jobs.ask(self, sheet, then)

    # --- showing

    def _begin(self, sheet: ConsentSheet) -> None:
        """Show what was said, and the question that the place names or that is open."""
        stage = Stage(self.room, self.place.case, sheet, topic_of(self.place.subject, sheet))
        stage.setParent(self)
        self.stage, self.recording = stage, Recording(stage)
        self._withdrawing, self._narrowing = Withdrawing(stage), Narrowing(stage)
        self._pausing, self._overriding = Pausing(stage), Overriding(stage)
        stage.shown.connect(self._show)
        stage.ended.connect(self._end)
        stage.wanted.connect(self._want)
        self._turn()
        if topic_of(self.place.subject, sheet) is not None and self.place.field != _LIST:
            self.recording.go_to()
            self.sides.bring_other()
        elif self.agreed is not None:
            self.agreed.focus_on(stage.topic)

    def _show(self, pane: QWidget, answers: QWidget | None) -> None:
        self.sides.show_other(pane, answers)
        if not isinstance(pane, Asking):
            self.sides.bring_other()

    def _turn(self) -> None:
        """Show both sides anew."""
        self._show_agreed()
        if self.recording is not None and self.stage is not None:
            self.recording.ask(self.stage.topic)

    def _mark(self, topic: Topic) -> None:
        """Mark in the list what is asked about; build the list anew only where it is not in it."""
        if self.agreed is None or not self.agreed.mark(topic):
            self._show_agreed()

    def _show_agreed(self) -> None:
        if self.stage is None or self.recording is None:
            return
        self.agreed = Agreed(self.stage.sheet, self.stage.topic)
        self.agreed.asked.connect(self._want)
        self.agreed.withdrawing.connect(self._take_back)
        self.agreed.lessening.connect(self._lessen)
        self.agreed.adding.connect(self.recording.choose_service)
        self.agreed.printing.connect(self._print)
        self.agreed.suspending.connect(self._aside(self._pausing.suspend))
        self.agreed.lifting.connect(self._aside(self._pausing.lift))
        self.agreed.overriding.connect(self._aside(self._overriding.begin))
        self.sides.show_leading(self.agreed)

    def _refresh(self, sheet: ConsentSheet) -> None:
        if self.stage is None:
            return
        self.stage.sheet = sheet
        in_list = self._is_at(self.sides.leading)
        self._show_agreed()
        if in_list and self.agreed is not None:
            self.agreed.focus_on(self.stage.topic)

    # --- what happens

    def _want(self, topic: Topic | None) -> None:
        """Ask about something; about nothing: leave the question and go back to the list."""
        if self.stage is None or self.recording is None:
            return
        self.stage.topic = topic or self.stage.topic
        self._mark(self.stage.topic)
        self.recording.ask(self.stage.topic)
        if topic is not None:
            self.recording.go_to()
            self.sides.bring_other()
        elif self.agreed is not None:
            self.agreed.focus_on(self.stage.topic)

    def _take_back(self, topic: Topic) -> None:
        if self.stage is None or self.recording is None:
            return
        self.recording.leave()
        self.stage.topic = topic
        self._mark(topic)
        self._withdrawing.begin(topic)

    def _lessen(self, topic: Topic) -> None:
        if self.stage is None or self.recording is None:
            return
        self.recording.leave()
        self.stage.topic = topic
        self._mark(topic)
        self._narrowing.begin(topic)

    def _aside(self, act: Callable[..., object]) -> Callable[..., object]:
        """Return an act that leaves the question first: something else is shown."""

        def leave_first(*about: object) -> None:
            if self.recording is not None:
                self.recording.leave()
                act(*about)

        return leave_first

    def _print(self) -> None:
        if self.stage is not None and self.recording is not None:
            self.recording.leave()
            pane = ForHer(self.stage)
            self._show(pane, pane.answers())
            pane.language.setFocus()

    def _end(self, outcome: Outcome, said: str) -> None:
        """Show what was recorded; from there on to the next thing that was not asked."""
        outcome.done.connect(self._go_on)
        self._show(outcome, outcome.answers())
        outcome.target().setFocus()
        announce(self, said)

    def _go_on(self) -> None:
        if self.stage is not None:
            self.stage.topic = self.stage.not_asked_yet()
            self._want(None)
