"""S5 One case at a glance."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import texts
from casework.task import TaskKind
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.pages.case_body import CaseBody
from desktop.pages.case_experiences import Experiences
from desktop.pages.case_head import CaseHead
from desktop.pages.case_sections import entry_of, go_to, sections_of
from desktop.pages.case_side import CaseSide
from desktop.pages.case_steps import NextSteps
from desktop.pages.cases_words import form_name
from desktop.pages.form_place import Wanted
from desktop.parts.frames import column
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from casework.caseline import NextStep
    from casework.changes import Change
    from casework.overview import Overview
    from desktop.frame.room import Room

_KEYS = 9
_CONTACT = "intake.safe_way"
# Forms that are opened from pages of their own, or belong to no case.
_NOT_HERE = frozenset({"service", "referrals", "letters"})


class CasePage(Page):
    """What one needs to know about a case before anything else."""

    nav = "cases"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self._overview: Overview | None = None
        self.head = CaseHead(place.case)
        self.experiences = Experiences(room.settings.keys)
        self.steps, self.side = NextSteps(), CaseSide()
        self.body = CaseBody(self.head, (self.experiences, self.steps), self.side)
        self.setLayout(column(self.body))
        self.body.hide()
        self._connect()

    def _connect(self) -> None:
        code, go = self.place.case, self.room.go
        head, steps = self.head, self.steps
        head.name.asking.connect(self._ask_name)
        head.writing.connect(partial(go, "letter", code))
        head.consenting.connect(partial(go, "consent", code))
        head.editing.connect(self._edit_contact)
        self.body.chosen.connect(self._go_to)
        self.experiences.adding.connect(partial(go, "episodes", code, "new"))
        self.experiences.opened.connect(partial(go, "episodes", code))
        steps.list.marked.connect(self._mark)
        steps.list.opened.connect(self._open_step)

    # --- the page

    def start(self) -> None:
        """Ask for the case."""
        ask = partial(self.room.office.overview.of, self.place.case)
        self.room.jobs.ask(self, ask, self._show)

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here."""
        return ((texts.say("nav.cases"), Place("cases")), (isolate(self.place.case), None))

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Return what the page does on keys of the window."""
        sections = {f"section_{n}": partial(self._go_by_key, n) for n in range(1, _KEYS + 1)}
        return {
            "main": self.head.new_entry.offer,
            "twin": self.experiences.turn_over,
            "edit": self._edit_contact,
            **sections,
        }

    def panes(self) -> Sequence[QWidget]:
        """Return the head, the sections, the middle."""
        return (self.head, self.body.pane(), self.experiences, self.steps)

    def first_focus(self) -> QWidget:
        """Return the sections."""
        return self.body.list

    def concerns(self, change: Change) -> None:
        """Read the case anew when it was changed."""
        if change.case_code == self.place.case:
            self.start()

    def reveal(self, *, on: bool) -> None:
        """Show what discreet mode masks, or mask it again."""
        for part in (self.head, self.experiences, self.steps, self.side):
            part.reveal(on=on)

    # --- what came

    def _show(self, overview: Overview) -> None:
        came = self._overview is None
        self._overview = overview
        self.head.show_case(overview)
        self.head.new_entry.choices(self._entries(overview))
        self.body.show_sections(sections_of(overview))
        self.experiences.show_case(overview)
        self.steps.show_steps(overview.tasks)
        self.side.show_case(overview)
        self.body.show()
        if came:
            self.body.pane().setFocus()

    def _entries(self, overview: Overview) -> list[tuple[str, Callable[[], object]]]:
        """Return what can be recorded, the forms A to Z as the sections list them."""
        forms = {one.id for one in overview.sections} - _NOT_HERE
        return [
            (form_name(one.id), partial(self._record, one.id))
            for one in sections_of(overview)
            if one.id in forms
        ]

    # --- what is done

    def _record(self, form_id: str) -> None:
        code = self.place.case
        if form_id == "consent":
            self.room.go("consent", code)
        elif form_id == "episode":
            self.room.go("episodes", code, "new")
        elif self._overview is not None:
            self.room.go("form", code, entry_of(self._overview, form_id).subject())

    def _edit_contact(self) -> None:
        """Open the intake where it asks about contact."""
        if self._overview is not None:
            subject = entry_of(self._overview, "intake").subject()
            self.room.go("form", self.place.case, subject, _CONTACT)

    def _go_to(self, section: str) -> None:
        if self._overview is not None:
            go_to(self.room, self._overview, section)

    def _go_by_key(self, number: int) -> None:
        sections = sections_of(self._overview) if self._overview else []
        if number <= len(sections):
            self._go_to(sections[number - 1].id)

    def _ask_name(self) -> None:
        ask = partial(self.room.office.overview.name, self.place.case)
        self.room.jobs.ask(self, ask, self.head.name.show_name)

    def _mark(self, step: NextStep) -> None:
        """Mark a step done; a form that was begun is done by finishing it."""
        room, desk = self.room, self.room.office.tasks
        if step.kind is TaskKind.FINISH_FORM:
            room.done(texts.say("today.by_finishing"))
            return
        undo = partial(room.jobs.do, room, partial(desk.reopen, step.id))
        said = texts.say("today.done")
        room.jobs.do(room, partial(desk.done, step.id), lambda _change: room.done(said, undo))

    def _open_step(self, step: NextStep) -> None:
        """Go where a step is done; one in somebody's own words is done by hand."""
        code = self.place.case
        if step.kind is TaskKind.FINISH_FORM:
            _, _, draft = step.id.partition(".")
            self.room.go("form", code, Wanted(step.subject, draft).subject())
        elif step.kind is TaskKind.CONSENT_REVIEW:
            self.room.go("consent", code)
