"""How figures go on: counted, proved, asked for, looked at by a second person, let go."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

import texts
from desktop import doors
from desktop.pages.figures.counting import Counting, shows_enough
from desktop.pages.figures.out import FiguresOut

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from casework.changes import Change
    from casework.figures.proving import Proven
    from casework.figures.released import Proposed
    from desktop.frame.room import Room
    from desktop.pages.figures.card import FiguresCard
    from desktop.pages.figures.choice import ChoiceCard
    from desktop.pages.figures.register import RegisterCard
    from desktop.pages.figures.side import AdviceCard, ReleaseCard
    from desktop.pages.figures.waiting import WaitingCard

_ASK_RECEIPT = frozenset({"register_unsure", "register_older"})


class Cards(NamedTuple):
    """The cards of the page that ask for something, or show what came of it."""

    choice: ChoiceCard
    card: FiguresCard
    advice: AdviceCard
    release: ReleaseCard
    waiting: WaitingCard
    register: RegisterCard


class Going(QObject):
    """Where the figures of a page are; the cards of that page ask for the next step."""

    def __init__(self, room: Room, page: QWidget, cards: Cards) -> None:
        super().__init__(page)
        self._room, self._cards = room, cards
        self.counting, self._out = Counting(room), FiguresOut(room, page)
        self.proven: Proven | None = None
        self.releases = 0
        # What a colleague proposed, while it is looked at; else it is one's own wish.
        self._looked_at: Proposed | None = None
        # Of which figures what is shown is; something else may be chosen since.
        self.counted = ("", "", "")
        cards.choice.wished.connect(self._count)
        cards.choice.turned.connect(self._lead)
        self.counting.proved.connect(self._show)
        self.counting.advised.connect(cards.advice.show_advice)
        self.counting.refused.connect(self._refused)
        cards.advice.taken.connect(self._take)
        cards.release.asked.connect(self._ask)
        cards.release.agreed.connect(self._agree)
        cards.release.mapping.connect(self._map)
        self._out.mapped.connect(cards.release.show_mapping)
        cards.release.again.connect(self._out.write_again)
        cards.waiting.looking.connect(self.look_at)
        cards.waiting.dropping.connect(self._drop)
        cards.register.confirming.connect(self._confirm)
        self._out.gone.connect(cards.release.show_receipt)
        self._out.stuck.connect(cards.release.stuck)

    @property
    def asked_for(self) -> str:
        """What is looked at for a colleague, by the id of what she asked; own figures have none."""
        return self._looked_at.id if self._looked_at is not None else ""

    def go_on(self) -> None:
        """Do what comes next: count what is chosen, ask, or agree."""
        if self.proven is None or self._is_other():
            self._cards.choice.count_now()
        else:
            self._cards.release.do_main()

    # --- counting

    def _is_other(self) -> bool:
        """Return whether something else is chosen than what is shown."""
        return self._cards.choice.prepares and self._cards.choice.chosen() != self.counted

    def _lead(self) -> None:
        """Let the button stand out that does what comes next."""
        counts = self.proven is None or self._is_other()
        self._cards.choice.lead(on=counts)
        self._cards.release.lead(on=not counts)

    def _count(self, plan: str, period: str, recipient: str) -> None:
        self._begin(None)
        self.counted = (plan, period, recipient)
        self.counting.count(partial(self._room.office.figures.count, plan, period, recipient))

    def look_at(self, wanted: Proposed) -> None:
        """Count what a colleague proposed, as she saw it."""
        self._cards.choice.choose(wanted.plan, wanted.period, wanted.recipient)
        self._begin(wanted)
        self.counted = self._cards.choice.chosen()
        counted = partial(self._room.office.figures.count_proposed, wanted.id)
        # As often as she likes she looks at what was asked, and learns nothing of what is so now.
        self.counting.count(counted, steps=False)

    def _begin(self, wanted: Proposed | None) -> None:
        self.proven, self._looked_at = None, wanted
        self._lead()
        self._cards.advice.hide()
        self._cards.release.show_nothing()
        self._out.begin()
        self._room.calm.emit()

    def _show(self, proven: Proven) -> None:
        cards, self.proven = self._cards, proven
        agreeing = self._looked_at is not None
        self._lead()
        cards.card.show_figures(proven.shown, self.releases)
        cards.release.show_checks(proven.shown.least, self.releases, agreeing=agreeing)
        cards.card.focus_table()
        if not agreeing and not shows_enough(proven):
            asked = partial(self._room.office.figures.advising, *self.counted)
            self.counting.advise(asked)

    def _take(self, plan: str, period: str) -> None:
        self._cards.choice.choose(plan, period)
        self._cards.choice.count_now()

    def _refused(self, error: Exception) -> None:
        """Say why nothing may be told; where something may be missing, ask for the receipt."""
        if doors.code_of(error) in _ASK_RECEIPT:
            self._cards.register.ask_receipt(doors.why(error))
        else:
            self._room.trouble(doors.why(error))

    # --- publishing

    def _ask(self) -> None:
        """Ask a second person to let go what is shown."""
        if self.proven is not None:
            figures, proven = self._room.office.figures, self.proven
            propose = partial(figures.propose, *self.counted, proven=proven)
            stuck = self._cards.release.stuck
            self._room.jobs.try_to(
                self, propose, self._asked, lambda error: stuck(doors.why(error))
            )

    def _asked(self, change: Change) -> None:
        if self._cards.release.ask.hasFocus():
            # It goes, and the keyboard stays at the figures.
            self._cards.card.focus_table()
        self._cards.release.show_asked()
        self._room.jobs.changed.emit(change)

    def _map(self) -> None:
        if self.proven is not None:
            self._out.map_for(self.proven.shown.plan, self.proven.shown.period)

    def _agree(self) -> None:
        if self.proven is not None and self._looked_at is not None:
            self._out.agree(self._looked_at.id, self.proven, self._cards.release.wished)

    def _drop(self, release_id: str) -> None:
        drop = partial(self._room.office.figures.drop, release_id)
        self._room.jobs.do(self, drop, partial(self._dropped, release_id))

    def _dropped(self, release_id: str, _change: Change) -> None:
        """Say so; what is shown may be asked for again, or is a colleague's that waits no more."""
        if self.asked_for == release_id:
            self._begin(None)
        elif self.proven is not None and self._looked_at is None:
            self._cards.release.show_checks(self.proven.shown.least, self.releases, agreeing=False)
        self._room.done(texts.say("figures_page.dropped"))

    def _confirm(self, receipt: str) -> None:
        """Keep that a receipt is the newest one: then figures can be counted again."""
        confirm = partial(self._room.office.published.newest, receipt)
        self._room.jobs.try_to(self, confirm, self._confirmed, self._not_confirmed)

    def _confirmed(self, change: Change) -> None:
        self._cards.register.thank()
        self._room.done(texts.say("figures_page.confirmed"))
        self._room.jobs.changed.emit(change)

    def _not_confirmed(self, error: Exception) -> None:
        self._cards.register.wrong(doors.why(error))
