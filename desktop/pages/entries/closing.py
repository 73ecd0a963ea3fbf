"""Before a case closes: what is answered, what is missing, and that nothing is erased by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from casework.cases.course import FORM, Missing
from casework.records.case import CaseStatus
from desktop.look import look
from desktop.parts.buttons import Button
from desktop.parts.clause import Clause
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, clear, column, row, rule
from desktop.parts.linking import Link
from desktop.parts.words import Words

if TYPE_CHECKING:
    from casework.cases.course import CourseView
    from desktop.pages.case.status import StatusActs

# Whether a supervisor looks first, each office decides.
_ALWAYS: Final = (Missing.FORM, Missing.PLAN, Missing.TOLD)
_NEVER_FROM: Final = frozenset(
    {CaseStatus.DRAFT, CaseStatus.TRANSFERRED_OUT, CaseStatus.ERASURE_DUE}
)
_READY: Final = ("text", "accent")
_WAITS: Final = ("text", "muted")


class Closing(Box):
    """The checklist of closing, and the one step that comes next."""

    def __init__(self, acts: StatusActs) -> None:
        super().__init__("card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._acts = acts
        self._inside = column(gap=8, margin=16)
        self.setLayout(self._inside)
        self.buttons: list[Button] = []
        self.erase: Link | None = None

    def show_course(self, course: CourseView) -> None:
        """Show where the case stands on its way to being closed."""
        clear(self._inside)
        closed = course.status is CaseStatus.CLOSED
        title = "closing.closed" if closed else "closing.title"
        self._inside.addWidget(Words(texts.say(title), "h2"))
        self._inside.addWidget(Words(texts.say("closing.note"), "small", wrap=True))
        if course.status in _NEVER_FROM:
            # What is missing leads nowhere from there: no step towards closing is offered.
            why = texts.say(f"closing.not_yet.{course.status.value}")
            self._inside.addWidget(Clause(why, "info", role="small", colours=_WAITS))
        elif not closed:
            for one in _ALWAYS if Missing.REVIEW not in course.missing else Missing:
                waits = one in course.missing or Missing.FORM in course.missing
                icon, colours = ("circle", _WAITS) if waits else ("check-circle", _READY)
                words = texts.say(f"{'missing' if waits else 'closing.there'}.{one.value}")
                self._inside.addWidget(Clause(words, icon, role="small", colours=colours))
            self._inside.addSpacing(look().px(4))
        under = QWidget()
        *acts, (erase, erasing) = self._acts.choices(course.status)
        self.buttons = [Button(words).does(act) for words, act in acts]
        self._lead(course)
        under.setLayout(Flow(list(self.buttons), gap=8, line_gap=6))
        self._inside.addWidget(under)
        # What cannot come back stands apart, and is no button among the others.
        self._inside.addSpacing(look().px(8))
        self._inside.addWidget(rule())
        self.erase = Link(erase, erasing)
        self._inside.addLayout(row(self.erase, None))

    def _lead(self, course: CourseView) -> None:
        """Let what comes next stand first, and step all else back."""
        step = next_step(course)
        following = texts.say(f"status.act.{step}") if step else ""
        for button in self.buttons:
            if button.accessibleName() != following:
                button.step_back()
        self.buttons.sort(key=lambda one: one.accessibleName() != following)


def next_step(course: CourseView) -> str:
    """Return which step comes next; while the closure is not filled in, none of these."""
    if course.status is CaseStatus.CLOSED:
        return "reopen"
    if course.status is not CaseStatus.CLOSING:
        return "begin_closing"
    if not course.missing:
        return "close"
    return f"ask.{FORM}" if course.missing == (Missing.REVIEW,) else ""
