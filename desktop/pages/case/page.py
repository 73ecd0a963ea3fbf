"""One case at a glance."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

import texts
from casework.keeping.exchange import EXCHANGED
from casework.tasks.task import TaskKind
from desktop.clock import now
from desktop.pages.case.alike import AlikeBar
from desktop.pages.case.experiences import Experiences
from desktop.pages.case.frame import CaseView
from desktop.pages.case.prompts import Prompts
from desktop.pages.case.side import CaseSide
from desktop.pages.case.steps import NextSteps
from desktop.pages.form.place import Wanted
from desktop.pages.today.doing import TASK, Doing
from desktop.pages.today.new import NewTask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from casework.cases.caseline import NextStep
    from casework.cases.overview import Overview
    from casework.changes import Change
    from casework.records.unfinished import Spot
    from desktop.frame.places import Place
    from desktop.frame.room import Room


# Where what is due by a form is done.
_SECTIONS: Final = {
    TaskKind.FOLLOW_UP: "follow_up",
    TaskKind.PLAN_REVIEW: "safety_plan",
    TaskKind.ACTION: "action_plan",
    TaskKind.CONFERENCE_ACTION: "conference",
}


class CasePage(CaseView):
    """What one needs to know about a case before anything else."""

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.experiences = Experiences(room.settings.keys)
        self.steps, self.side = NextSteps(), CaseSide()
        self._doing = Doing(self, room, place.case)
        self.prompts = Prompts()
        self.alike = AlikeBar(room, place.case)
        self.head.above.addWidget(self.alike)
        self.furnish((self.prompts, self.experiences, self.steps), self.side)
        self.prompts.said.connect(self._said)
        code, go = place.case, room.go
        self.experiences.adding.connect(partial(go, "episodes", code, "new"))
        self.experiences.reading.connect(partial(room.perform, "reveal"))
        self.experiences.opened.connect(partial(go, "episodes", code))
        self.steps.list.marked.connect(lambda row: self._mark(self.steps.step(row)))
        self.steps.list.opened.connect(lambda row: self._open_step(self.steps.step(row)))
        self.steps.adding.connect(self._begin_task)
        self._doing.added.connect(self._end_task)

    @cached_property
    def new(self) -> NewTask:
        """The fields of a new task, made when somebody first wants one."""
        made = NewTask(self.place.case)
        made.hide()
        self.steps.place.addWidget(made)
        made.closing.connect(self._end_task)
        return self._doing.over(made)

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Return what the page does on keys of the window."""
        return {**super().acts(), "twin": self.experiences.turn_over}

    def reveal(self, *, on: bool) -> None:
        """Show what discreet mode masks, or mask it again."""
        for part in (self.head, self.prompts, self.experiences, self.steps, self.side):
            part.reveal(on=on)

    def show_case(self, overview: Overview) -> None:
        """Show the case as it is now."""
        if not self.prompts.show_prompts(overview.prompts, now().date()):
            self.enter()
        self.experiences.show_case(overview)
        self.steps.show_steps(overview.tasks)
        self.side.show_case(overview)
        why_not = texts.say("error.case_masked") if overview.masked else ""
        for button in (self.experiences.add, self.steps.add, *self.prompts.buttons):
            button.refuse(why_not)
        if overview.masked:
            self.alike.show_cases(())
            self.alike.forget()
        else:
            # Behind the case itself: in a large workbook many may have to be looked at.
            self.alike.ask()

    def concerns(self, change: Change) -> None:
        """Read the case anew when it was changed, and who may be the same where that was said."""
        if change.kind.startswith(("pair_", EXCHANGED)):
            self.alike.forget()
        super().concerns(change)

    def go_on(self, spot: Spot) -> None:
        """Open the fields of a new task again."""
        if spot.what == TASK and not self.masked:
            self._begin_task()

    # --- what is done

    def _begin_task(self) -> None:
        self.new.show()
        self.new.begin(now().date())

    def _end_task(self) -> None:
        self.new.hide()
        self.steps.add.setFocus()

    def _mark(self, step: NextStep) -> None:
        """Mark a step done; a form that was begun is done by finishing it."""
        room, desk = self.room, self.room.office.tasks
        if self.points_at_mask():
            return
        if step.kind is TaskKind.FINISH_FORM:
            room.done(texts.say("today.by_finishing"))
            return
        act, back = partial(desk.done, step.id), partial(desk.reopen, step.id)
        room.do(room, act, texts.say("today.done"), back)

    def _said(self, prompt_id: str) -> None:
        """Keep that she was told, so that nobody tells her again."""
        room, desk = self.room, self.room.office.tasks
        act, back = partial(desk.done, prompt_id), partial(desk.reopen, prompt_id)
        room.do(room, act, texts.say("prompt.done"), back)

    def _open_step(self, step: NextStep) -> None:
        """Go where a step is done; one in somebody's own words is done by hand."""
        code = self.place.case
        if self.points_at_mask():
            return
        if step.kind is TaskKind.FINISH_FORM:
            _, _, draft = step.id.partition(".")
            self.room.go("form", code, Wanted(step.subject, draft).subject())
        elif step.kind in {TaskKind.CONSENT_REVIEW, TaskKind.TURNING_18}:
            self.room.go("consent", code)
        elif step.kind in {TaskKind.REPLY, TaskKind.APPOINTMENT}:
            self.room.go("referrals", code)
        elif step.kind in _SECTIONS:
            self.room.go("entries", code, _SECTIONS[step.kind])
