"""The left side of consent: every purpose with what was said about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.consent.grant import GrantState, Purpose
from desktop.look import look
from desktop.pages.consent.names import Names
from desktop.pages.consent.pausing import Paused, WhyPause
from desktop.pages.consent.row import PurposeRow
from desktop.pages.consent.topic import (
    CARDS,
    LASTING,
    Topic,
    how_words,
    line_of,
    may_be_less,
    others,
    recipient_words,
    short_words,
    state_words,
    title_of,
    topic_of_line,
)
from desktop.parts.buttons import Button
from desktop.parts.chip_button import ChipButton
from desktop.parts.chips import Chip
from desktop.parts.fold import Fold
from desktop.parts.frames import Box, column, row, rule
from desktop.parts.linking import Link
from desktop.parts.messages import MessageBar, Picture
from desktop.parts.words import Words
from texts.dates import long_date
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from casework.consent.sheet import ConsentSheet

_SERVICES_ICON: Final = "buildings"


class Agreed(QWidget):
    """Cards of purposes; which one is asked about is marked."""

    asked = Signal(object)
    withdrawing = Signal(object)
    lessening = Signal(object)
    adding = Signal()
    printing = Signal()
    suspending = Signal(object)
    lifting = Signal(object)
    overriding = Signal()
    notifying = Signal()

    def __init__(self, sheet: ConsentSheet, now: Topic | None) -> None:
        super().__init__()
        self._sheet, self._now = sheet, now
        # What is shown in place of the question, if anything is.
        self.instead = ""
        self._rows: list[PurposeRow] = []
        self._topics: dict[PurposeRow, Topic] = {}
        # Listed only because it is asked about now.
        self._passing: set[Topic] = set()
        said = [topic_of_line(line) for line in sheet.lines]
        parts: list[QWidget] = [
            self._card(Topic(CARDS[0])),
            self._services([topic for topic in said if topic.purpose is Purpose.REFERRAL]),
            *(self._card(Topic(purpose)) for purpose in CARDS[1:]),
        ]
        known = [one for one in said if one.purpose not in {*CARDS, Purpose.REFERRAL}]
        if now is not None and now not in known and now in others(sheet):
            known.append(now)
            self._passing.add(now)
        parts += map(self._card, sorted(known, key=self._words))
        left = [one for one in others(sheet) if one.purpose not in {k.purpose for k in known}]
        if left:
            parts.append(Fold(texts.say("consent.more_purposes"), partial(self._more, left)))
        parts += [self._again(), self._doubts(), self._by_law()]
        above = self._head(), self._paused(), *_not_told(sheet, self.notifying.emit)
        self.setLayout(column(*above, *parts, None, gap=10, margin=20))

    # --- finding one's way

    def rows(self) -> Sequence[PurposeRow]:
        """Return the rows as they are read."""
        return self._rows

    def focus_on(self, topic: Topic | None) -> None:
        """Put the focus on the row of a topic, or on the first."""
        wanted = topic.key if topic else ""
        named = [one for one in self._rows if one.key == wanted]
        for one in (named or self._rows)[:1]:
            one.setFocus()

    def mark(self, now: Topic) -> bool:
        """Show what is asked about now; return whether it stands in the list."""
        before = self._now
        if now not in self._topics.values() or (before in self._passing and before != now):
            return False
        self._now = now
        for one, topic in self._topics.items():
            if topic in {before, now}:
                one.mark(current=self._is_now(topic), note=self._note(topic))
        return True

    def _step(self, from_row: PurposeRow, step: int) -> None:
        seen = [one for one in self._rows if one.isVisibleTo(self)]
        at = seen.index(from_row) + step
        if 0 <= at < len(seen):
            seen[at].setFocus()

    # --- building

    def _head(self) -> QWidget:
        copy = Button(texts.say("consent.copy"), "small", icon_name="printer")
        copy.does(self.printing.emit)
        head = Box("canvas")
        title = Words(texts.say("consent.agreed"), "h1", wrap=True)
        if look().reflows:
            head.setLayout(column(title, row(copy, None), gap=8))
        else:
            head.setLayout(row(title, copy))
        return head

    def _paused(self) -> QWidget:
        """Say above everything what is suspended, and why."""
        paused = Paused(self._sheet)
        paused.lifting.connect(self.lifting)
        return paused

    def _doubts(self) -> QWidget:
        return Fold(texts.say("consent.doubts"), self._why_pause)

    def _why_pause(self) -> QWidget:
        reasons = WhyPause(self._sheet)
        reasons.suspending.connect(self.suspending)
        return reasons

    def _by_law(self) -> QWidget:
        holder = QWidget()
        link = Link(texts.say("consent.overrides"), self.overriding.emit)
        holder.setLayout(row(link, None))
        return holder

    def _card(self, topic: Topic) -> QWidget:
        made = self._row(topic, title_of(self._sheet, topic))
        made.lay_as_card(self._note(topic), topic.icon)
        return Box("card", column(made))

    def _note(self, topic: Topic) -> str:
        """Return what is worth knowing of a topic beside its state."""
        line = line_of(self._sheet, topic)
        if line is None and topic == self._now and self.instead:
            return texts.say("consent.asked_after", shown=self.instead)
        if line is None:
            return texts.say("consent.asking_now") if self._is_now(topic) else ""
        return short_words(line) if topic.purpose is Purpose.REFERRAL else how_words(line)

    def _services(self, said: Sequence[Topic]) -> QWidget:
        known = sorted(said, key=self._words)
        now = self._now
        is_new = now is not None and now.purpose is Purpose.REFERRAL and now.recipient
        if now is not None and is_new and now not in known:
            known.append(now)
            self._passing.add(now)
        icon = Picture(_SERVICES_ICON, look().colours.muted)
        words = column(
            Words(texts.say("consent.services"), "strong", wrap=True),
            Words(texts.say("consent.services_note"), "small", wrap=True),
        )
        add = Button(texts.say("consent.add_service"), "quiet", icon_name="plus")
        add.setAccessibleDescription(texts.say("consent.add_service_name"))
        add.setToolTip(texts.say("consent.add_service_name"))
        add.does(self.adding.emit)
        head = row(icon, words, add, gap=12)
        head.setStretch(1, 1)
        lead, end, high = look().px(14), look().px(8), look().px(5)
        left, right = (end, lead) if self.isRightToLeft() else (lead, end)
        head.setContentsMargins(left, high, right, high)
        inside: list[QWidget] = []
        names = Names()
        for topic in known:
            inside += [rule(), self._service(topic, names, last=topic is known[-1])]
        return Box("card", column(head, *inside))

    def _service(self, topic: Topic, names: Names, *, last: bool) -> QWidget:
        made = self._row(topic, recipient_words(self._sheet, topic))
        made.lay_in_list(self._note(topic), names, last=last)
        return made

    def _row(self, topic: Topic, title: str) -> PurposeRow:
        name = title_of(self._sheet, topic)
        state = self._state(topic, name)
        made = PurposeRow(topic.key, title, state, current=self._is_now(topic))
        made.setAccessibleName(
            texts.say("consent.chip", topic=name, state=state_words(line_of(self._sheet, topic))[0])
        )
        made.clicked.connect(lambda _checked=False: self.asked.emit(topic))
        made.stepped.connect(self._step)
        self._rows.append(made)
        self._topics[made] = topic
        return made

    def _state(self, topic: Topic, name: str) -> QWidget:
        line = line_of(self._sheet, topic)
        words, icon_name = state_words(line)
        if line is None:
            return Chip(words, "dashed", icon_name=icon_name)
        acts: list[tuple[str, Callable[[], object]]] = [
            (texts.say("consent.ask_again"), partial(self.asked.emit, topic))
        ]
        if line.state in LASTING:
            if may_be_less(line):
                acts.append((texts.say("consent.less"), partial(self.lessening.emit, topic)))
            acts.append((texts.say("consent.withdraw"), partial(self.withdrawing.emit, topic)))
        yes = line.state is GrantState.ACTIVE
        chip = ChipButton(words, acts, icon_name=icon_name, accent=yes)
        # The row beside it says how things stand; the chip, what can be done about it.
        chip.setAccessibleName(texts.say("consent.chip_acts", topic=name, state=words))
        return chip

    def _more(self, topics: Sequence[Topic]) -> QWidget:
        inside: list[QWidget] = []
        for topic in topics:
            made = self._row(topic, title_of(self._sheet, topic))
            made.lay_as_card("", topic.icon)
            inside += [*([rule()] if inside else []), made]
        return Box("card", column(*inside))

    def _again(self) -> QWidget:
        holder = QWidget()
        day = self._sheet.review_on
        if day is None:
            return holder
        words = Words(texts.say("consent.talk_again", day=long_date(day)), "small", wrap=True)
        ends = [line for line in self._sheet.lines if line.valid_until == day]
        lasting = [topic_of_line(line) for line in ends if line.state in LASTING]
        icon = Picture("calendar-blank", look().colours.muted)
        again = row(icon, words, gap=8)
        if lasting:
            ask = Link(texts.say("consent.ask_again"), partial(self.asked.emit, lasting[0]))
            again.addWidget(ask.at_end())
        holder.setLayout(again)
        return holder

    def _is_now(self, topic: Topic) -> bool:
        return topic == self._now and not self.instead

    def _words(self, topic: Topic) -> str:
        named = recipient_words(self._sheet, topic) if topic.recipient else ""
        return sort_key(f"{texts.say(f'consent.purpose.{topic.purpose}')} {named}")


def _not_told(sheet: ConsentSheet, notify: Callable[[], object]) -> Iterator[QWidget]:
    """Say that somebody still holds a letter that no longer holds, whoever recalled it."""
    due = sum(one.waits_for_notice for one in sheet.letters)
    if due:
        bar = MessageBar(texts.plural("consent.recall_due", due), "care")
        yield bar.offer(texts.say("consent.recall"), notify)
