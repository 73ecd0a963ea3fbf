"""What goes on at consent: the list of what was agreed, the question beside it, what follows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from desktop.pages.consent.agreed import Agreed
from desktop.pages.consent.asking import Asking
from desktop.pages.consent.less import LESS, LessPane, Narrowing
from desktop.pages.consent.override import OVERRIDE, Overriding
from desktop.pages.consent.papers import ForHer, Notices, back
from desktop.pages.consent.pausing import Pausing
from desktop.pages.consent.recording import Recording
from desktop.pages.consent.sides import AT_FIRST, AT_OTHER
from desktop.pages.consent.topic import line_of, may_be_less
from desktop.pages.consent.withdrawing import Withdrawing
from desktop.parts.announce import announce
from desktop.parts.sight import bring_into_sight
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from casework.consent.sheet import ConsentSheet
    from casework.records.unfinished import Spot
    from desktop.pages.consent.ending import Outcome
    from desktop.pages.consent.sides import Sides
    from desktop.pages.consent.stage import Stage
    from desktop.pages.consent.topic import Topic


_LIST: Final = "list"
_ADDING: Final = "adding"


class Talk(QObject):
    """Keeps list and question together, from the first sheet on."""

    agreed: Agreed

    def __init__(self, stage: Stage, sides: Sides) -> None:
        super().__init__()
        self.sides, self.stage = sides, stage
        # Whether what is shown concerns no question: papers, a pause, what the law asks.
        self._is_aside, self._instead = False, ""
        stage.setParent(self)
        self.recording = Recording(stage)
        self._withdrawing, self._narrowing = Withdrawing(stage), Narrowing(stage)
        self._pausing, self._overriding = Pausing(stage), Overriding(stage)
        stage.shown.connect(self._show)
        stage.ended.connect(self._end)
        stage.wanted.connect(self.want)
        sides.turned.connect(self._turn)
        sides.leaving.connect(self._leave)
        self._turn()

    def begin(self, field: str) -> None:
        """Go to the question that was named, to the list, or to where another service is chosen."""
        if field == _ADDING:
            self._aside(self.recording.choose_service)()
        elif field == LESS and may_be_less(line_of(self.stage.sheet, self.stage.topic)):
            self._change(self._narrowing.begin, self.stage.topic)
        elif field != _LIST and self.stage.goes_on:
            self.recording.go_to(self.stage.at)
            self.sides.bring_other()
        else:
            self.agreed.focus_on(self.stage.topic)

    def go_on(self, spot: Spot) -> None:
        """Open again what is proposed without her consent, where somebody left it."""
        if spot.what == OVERRIDE:
            self._aside(self._overriding.propose)()

    def field(self) -> str:
        """Return by what one comes back to where one stands: a question only where one is asked."""
        if self.recording.is_choosing and not self.is_in_list():
            return _ADDING
        if self._pane_is(LessPane) and not self.is_in_list():
            return LESS
        return _LIST if self.is_in_list() or self.recording.pane is None else ""

    def _pane_is(self, kind: type[QWidget]) -> bool:
        """Return whether something of a kind is shown beside the list."""
        return self.sides.other.findChild(kind) is not None

    def is_in_list(self) -> bool:
        """Return whether one stands, or stood before the cover came, in the list."""
        return self.sides.leading.isAncestorOf(self.sides.focusWidget())

    def _show(self, pane: QWidget, answers: QWidget | None) -> None:
        # What stood there goes, with all that it has not kept yet.
        self.stage.room.keeping.emit()
        self.sides.show_other(pane, answers, _heading(pane))
        self._is_aside = self._is_aside and not isinstance(pane, Asking)
        self._instead = _heading(pane) if self._is_aside else ""
        self.agreed.instead = self._instead
        self.agreed.mark(self.stage.topic)
        if not isinstance(pane, Asking):
            self.sides.bring_other()

    def _turn(self, at: str = "") -> None:
        """Show both sides anew, with the keyboard at the one where it was."""
        self._show_agreed()
        if self.recording.is_choosing:
            self._aside(self.recording.choose_service)()
            return
        self.recording.ask(self.stage.topic)
        if at == AT_FIRST:
            self.agreed.focus_on(self.stage.topic)
        elif at == AT_OTHER:
            self.recording.go_to()
            self.sides.bring_other()

    def _mark(self, topic: Topic) -> None:
        """Mark in the list what is asked about; build the list anew only where it is not in it."""
        if not self.agreed.mark(topic):
            self._show_agreed()

    def _show_agreed(self) -> None:
        self.agreed = Agreed(self.stage.sheet, self.stage.topic)
        self.agreed.instead = self._instead
        self.agreed.mark(self.stage.topic)
        self.agreed.asked.connect(self.want)
        self.agreed.withdrawing.connect(partial(self._change, self._withdrawing.begin))
        self.agreed.lessening.connect(partial(self._change, self._narrowing.begin))
        self.agreed.adding.connect(self._aside(self.recording.choose_service))
        self.agreed.printing.connect(self._print)
        self.agreed.suspending.connect(self._aside(self._pausing.suspend))
        self.agreed.lifting.connect(self._aside(self._pausing.lift))
        self.agreed.overriding.connect(self._aside(self._overriding.begin))
        self.agreed.notifying.connect(self._notify)
        self.sides.show_leading(self.agreed)

    def refresh(self, sheet: ConsentSheet) -> None:
        """Show anew what was said; the question that is asked stays."""
        self.stage.sheet = sheet
        in_list = self.is_in_list()
        self._show_agreed()
        if in_list:
            self.agreed.focus_on(self.stage.topic)

    # --- what happens

    def want(self, topic: Topic | None) -> None:
        """Ask about something; about nothing: leave the question and go back to the list."""
        self.stage.topic = topic or self.stage.topic
        self._mark(self.stage.topic)
        self.recording.ask(self.stage.topic)
        if topic is not None:
            self.recording.go_to()
            self.sides.bring_other()
        else:
            self.agreed.focus_on(self.stage.topic)

    def _leave(self) -> None:
        """Go back from what is no question to the list; what is typed there is kept instead."""
        if self._is_aside and not self.sides.is_written():
            self.want(None)

    def _change(self, begin: Callable[[Topic], object], topic: Topic) -> None:
        """Begin to take something back, or to agree to less of it."""
        self._is_aside = False
        self.recording.leave()
        self.stage.topic = topic
        self._mark(topic)
        begin(topic)

    def _aside(self, act: Callable[..., object]) -> Callable[..., object]:
        """Return an act that leaves the question first: something else is shown."""

        def leave_first(*about: object) -> None:
            self._is_aside = True
            self.recording.leave()
            act(*about)

        return leave_first

    def _print(self) -> None:
        pane = ForHer(self.stage)
        self._beside(pane)
        pane.language.setFocus()

    def _notify(self) -> None:
        pane = Notices(self.stage.room, self.stage.case, alone=True)
        self._beside(pane)
        pane.out.printing.setFocus()

    def _beside(self, pane: QWidget) -> None:
        """Show papers in place of the question, and the way back to it."""
        self._is_aside = True
        self.recording.leave()
        self._show(pane, back(self.stage))

    def _end(self, outcome: Outcome, said: str) -> None:
        """Show what was recorded; from there on to the next thing that was not asked."""
        outcome.done.connect(self._go_on)
        self._show(outcome, outcome.answers())
        outcome.target().setFocus()
        bring_into_sight(outcome.target())
        announce(self.sides, said)

    def _go_on(self) -> None:
        self.stage.topic = self.stage.not_asked_yet()
        self.want(None)


def _heading(pane: QWidget) -> str:
    """Return what something that is shown is called."""
    return next((one.text() for one in pane.findChildren(Words) if one.role == "h1"), "")
