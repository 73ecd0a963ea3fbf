"""Telling without consent: proposing it, deciding as the second person, doing it, looking again."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QGroupBox, QWidget

import texts
from casework.consent.override import (
    REVIEWED_WITHIN,
    Basis,
    OverrideStatus,
    ToldHer,
)
from casework.need_to_know import items
from casework.records.unfinished import Spot
from casework.referrals.overrides import Proposal
from desktop import doors
from desktop.frame.unfinished import UnfinishedFields
from desktop.pages.consent.ending import Outcome
from desktop.parts.buttons import Button
from desktop.parts.columns import Columns
from desktop.parts.day_field import DayField
from desktop.parts.fields import Drop, Field, Line
from desktop.parts.frames import Box, clear, column, row
from desktop.parts.messages import MessageBar
from desktop.parts.paper_out import PaperOut
from desktop.parts.ticks import Tick
from desktop.parts.words import Words
from desktop.saying.words import item_words
from forms.codelists import label
from texts.dates import in_own_direction, long_date
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from casework.changes import Change
    from casework.consent.override import Override
    from desktop.pages.consent.stage import Stage

    # Makes an act let go of what was typed for it.
    Once = Callable[[Callable[[], Change]], Callable[[], Change]]

# The spot of a decision that is being proposed.
OVERRIDE: Final = "override"
_AHEAD: Final = timedelta(days=14)
_DAY: Final = timedelta(days=1)


class ProposalPane(QWidget):
    """Everything that a decision needs before a second person looks at it."""

    proposed = Signal(object)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        sheet, language = stage.sheet, texts.current().code
        services = [(one.code, one.name) for one in sheet.services]
        self.authority = Drop([("", texts.say("consent.choose")), *services])
        bases = [(one.value, label("lawful_basis", one, language)) for one in Basis]
        self.basis = Drop(sorted(bases, key=lambda one: sort_key(one[1])))
        self.reason, self.why_not = Line(), Line()
        told = [(one.value, texts.say(f"consent.tell_her.{one}")) for one in ToldHer]
        self.told = Drop(told)
        self.day = DayField(sheet.today + _AHEAD, sheet.today + _DAY, sheet.today + REVIEWED_WITHIN)
        self.day.name(texts.say("consent.override_review"))
        self.ticks = {one: Tick(texts.say(f"item.{one}")) for one in items()}
        self._trouble = column()
        self.fields = {
            "authority": Field(texts.say("consent.override_to"), self.authority),
            "basis": Field(texts.say("consent.override_basis"), self.basis),
            "reason": Field(texts.say("consent.override_reason"), self.reason),
            "told": Field(texts.say("consent.override_told"), self.told),
            "told_why": Field(texts.say("consent.override_told_why"), self.why_not),
            "review": Field(texts.say("consent.override_review"), self.day),
        }
        self.setLayout(
            column(
                Words(texts.say("consent.override_title"), "h1", wrap=True),
                Words(texts.say("consent.override_note"), "body", wrap=True),
                *(self.fields[name] for name in ("authority", "basis", "reason")),
                self._what(),
                *(self.fields[name] for name in ("told", "told_why", "review")),
                self._trouble,
                None,
                gap=16,
            )
        )
        self.told.currentIndexChanged.connect(lambda _index: self._follow())
        self._follow()
        self.propose = Button(texts.say("consent.override_propose"), "large")
        self.propose.does(lambda: self.proposed.emit(self.proposal()))
        self.keep = Button(texts.say("consent.leave_it"), "large")

    def _what(self) -> QWidget:
        group, grid = QGroupBox(), Columns(most=2)
        group.setAccessibleName(texts.say("consent.override_items"))
        for one in sorted(self.ticks, key=lambda name: sort_key(self.ticks[name].text())):
            grid.addWidget(self.ticks[one])
        heading = Words(texts.say("consent.override_items"), "h3", wrap=True)
        group.setLayout(column(heading, grid, gap=4))
        return group

    def _follow(self) -> None:
        self.fields["told_why"].setVisible(self.told.code() == ToldHer.NO)

    def by_name(self) -> Mapping[str, QWidget]:
        """Return all that is asked, by what it holds of the decision."""
        asked = {
            "authority": self.authority,
            "basis": self.basis,
            "reason": self.reason,
            "told": self.told,
            "told_why": self.why_not,
            "review": self.day,
        }
        return {**asked, **{f"item.{name}": tick for name, tick in self.ticks.items()}}

    def answers(self) -> QWidget:
        """Return the two ways on, alike."""
        return Box("panel", row(self.propose, self.keep, gap=10))

    def proposal(self) -> Proposal:
        """Return what was chosen."""
        return Proposal(
            authority=self.authority.code(),
            basis=Basis(self.basis.code()),
            items=frozenset(one for one, tick in self.ticks.items() if tick.isChecked()),
            reason=self.reason.text(),
            told_her=ToldHer(self.told.code()),
            review_on=self.day.day,
            told_why=self.why_not.text(),
        )

    def refuse(self, words: str) -> None:
        """Say what is missing."""
        clear(self._trouble)
        self._trouble.addWidget(MessageBar(words, "problem"))
        self.propose.setEnabled(True)


def _plainly(act: Callable[[], Change]) -> Callable[[], Change]:
    """Return an act before which nothing was typed."""
    return act


class OverridesPane(QWidget):
    """The decisions of a case, each with what can be done about it now."""

    def __init__(self, stage: Stage, found: Sequence[Override], do: Callable[..., object]) -> None:
        super().__init__()
        self._stage, self._do = stage, do
        names = {one.code: one.name for one in stage.sheet.services}
        parts: list[QWidget] = [
            Words(texts.say("consent.overrides"), "h1", wrap=True),
            Words(texts.say("consent.overrides_note"), "small", wrap=True),
            *(self._card(one, names.get(one.recipient, "")) for one in found),
        ]
        self.new = Button(texts.say("consent.override_new"), icon_name="plus")
        self.setLayout(column(*parts, row(self.new, None), None, gap=10))

    def answers(self) -> QWidget:
        """Return the way back."""
        made = Button(texts.say("consent.done"), "large")
        return Box("panel", column(made.does(partial(self._stage.wanted.emit, None))))

    def _card(self, one: Override, name: str) -> QWidget:
        told = texts.say("list.join").join(map(item_words, sorted(one.items)))
        head = texts.say(
            "consent.override_head",
            to=in_own_direction(name),
            basis=label("lawful_basis", one.basis, texts.current().code),
        )
        state = texts.say(f"override.status.{one.status}")
        review = texts.say("consent.override_by", day=long_date(one.review_on))
        lines = [told, in_own_direction(one.reason), texts.beside(state, review)]
        parts: list[QWidget] = [Words(head, "strong", wrap=True)]
        parts += [Words(line, "small", wrap=True) for line in lines if line]
        return Box("card", column(*parts, *self._acts(one), gap=6, margin=12))

    def _acts(self, one: Override) -> Sequence[QWidget]:
        drop = Button(texts.say("consent.override_drop")).does(partial(self._do, "drop", one.id))
        if one.status is OverrideStatus.PROPOSED:
            decide = Button(texts.say("consent.override_decide"))
            decide.does(partial(self._do, "decide", one.id))
            if one.proposed_by == self._stage.room.office.worker.id:
                decide.refuse(texts.say("error.override_second_person"))
            return [decide, drop]
        if one.status is OverrideStatus.DECIDED:
            return [self._letter(one), drop]
        if one.status is OverrideStatus.CARRIED_OUT:
            found = Line()
            look = Button(texts.say("consent.override_look"))
            if one.proposed_by == self._stage.room.office.worker.id:
                look.refuse(texts.say("error.override_other_eyes"))
            field = Field(texts.say("consent.override_found"), found)
            spot = Spot("override.found", self._stage.case, one.id)
            typed = UnfinishedFields(self._stage.room, spot, field, {"found": found})
            look.does(lambda: self._do("review", one.id, found.text(), once=typed.once))
            return [field, look]
        return []

    def _letter(self, one: Override) -> QWidget:
        language = texts.current().code
        office, case = self._stage.room.office, self._stage.case

        def make() -> Sequence[tuple[str, bytes]]:
            issued = office.overrides.carry_out(case, one.id, language)
            return [(f"letter-{issued.number}.pdf", issued.pdf)]

        out = PaperOut(self._stage.room.jobs, make)
        out.gone.connect(lambda: out.refuse(texts.say("override.status.carried_out")))
        return out


class Overriding(QObject):
    """Shows decisions, and takes steps about them to the office."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage

    def begin(self) -> None:
        """Ask for the decisions of the case."""
        desk = self._stage.room.office.overrides
        self._stage.room.jobs.ask(self, partial(desk.of, self._stage.case), self._show)

    def _show(self, found: Sequence[Override]) -> None:
        pane = OverridesPane(self._stage, found, self._do)
        pane.new.does(self.propose)
        self._stage.show(pane, pane.answers())
        pane.new.setFocus()

    def propose(self) -> None:
        """Ask for what a new decision needs."""
        pane = ProposalPane(self._stage)
        spot = Spot(OVERRIDE, self._stage.case)
        typed = UnfinishedFields(self._stage.room, spot, pane, pane.by_name())
        pane.proposed.connect(partial(self._propose, pane, typed))
        pane.keep.does(partial(self._leave, typed))
        self._stage.show(pane, pane.answers())
        pane.authority.setFocus()

    def _leave(self, typed: UnfinishedFields) -> None:
        """Leave it: what was typed is wanted no more."""
        typed.let_go()
        self.begin()

    def _propose(self, pane: ProposalPane, typed: UnfinishedFields, proposal: Proposal) -> None:
        if not proposal.authority:
            pane.refuse(texts.say("consent.override_who"))
            return
        desk = self._stage.room.office.overrides
        self._stage.room.jobs.try_to(
            self,
            typed.once(partial(desk.propose, self._stage.case, proposal)),
            partial(self._done, texts.say("consent.override_proposed")),
            partial(self._refused, pane),
        )

    def _refused(self, pane: ProposalPane, error: Exception) -> None:
        if shiboken6.isValid(pane):
            pane.refuse(doors.why(error))
        else:
            self._stage.room.jobs.failed.emit(error)

    def _do(self, act: str, override_id: str, *words: str, once: Once = _plainly) -> None:
        desk = self._stage.room.office.overrides
        self._stage.room.jobs.try_to(
            self,
            once(partial(getattr(desk, act), self._stage.case, override_id, *words)),
            partial(self._done, texts.say(f"consent.override_{act}_done")),
            self._stage.room.jobs.failed.emit,
        )

    def _done(self, said: str, change: Change) -> None:
        outcome = Outcome(said, texts.say("consent.overrides"))
        outcome.offer(texts.say("consent.overrides_all"), self.begin)
        self._stage.ended.emit(outcome, said)
        self._stage.room.jobs.changed.emit(change)
