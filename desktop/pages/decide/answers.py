"""All that was said of one thing, side by side with what differs marked, and a new answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGroupBox, QSizePolicy, QWidget

import texts
from desktop.clock import now
from desktop.editors.registry import editor_for
from desktop.look import look
from desktop.parts.clause import Clause
from desktop.parts.differing import Differing
from desktop.parts.facts_table import FactsTable
from desktop.parts.fields import Line
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, column, page_edge, row, rule
from desktop.parts.messages import MessageBar
from desktop.parts.table import Column
from desktop.parts.ticks import Dot
from desktop.parts.words import Words
from desktop.saying.answered import answer_words
from desktop.saying.deciding import (
    by_words,
    changed_words,
    field_words,
    laptop_words,
    said_words,
    until_words,
    value_words,
)
from forms.choices import Offer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from casework.records.conflict import Head, ToDecide
    from desktop.editors.base import Editor

_MASKED: Final = frozenset({"here", "there", "result"})
_LEAST: Final = 110
_SIDE_BY_SIDE: Final = 2


class AnswerCard(Box):
    """One of the answers: at which laptop, by whom and when, and what was said."""

    def __init__(self, one: ToDecide, at: int) -> None:
        super().__init__("card")
        head, today = one.heads[at], now().date()
        self.dot = Dot(laptop_words(head.who))
        self.dot.setFont(look().font("strong"))
        by = Clause(by_words(head.who, today), role="small", colours=("muted", "muted"))
        top = QWidget()
        if look().reflows:
            top.setLayout(column(self.dot, by))
        else:
            top.setLayout(Flow([self.dot, by], gap=12, trailing=1).lead_lone())
        words = value_words(one.line, head)
        others = " ".join(
            value_words(one.line, other) for number, other in enumerate(one.heads) if number != at
        )
        against = "" if one.line.is_life else others
        self.said = Differing(words, against, masks=not one.line.is_life, role="lead")
        self.more = [Differing(each, "", masks=True) for each in self._more(one, head)]
        parts: list[QWidget] = [top, self.said, *self.more]
        if not one.takes[at]:
            self.dot.setEnabled(False)
            self.dot.setToolTip(texts.say("decide.strict"))
            self.dot.setAccessibleDescription(texts.say("decide.strict"))
            parts.append(Words(texts.say("decide.strict"), "small", wrap=True))
        else:
            self.dot.setAccessibleDescription(
                texts.say("list.join").join((by_words(head.who, today), words))
            )
        whole = column(*parts, None, gap=6)
        # What is pressed first has room of its own above its letters.
        whole.setContentsMargins(*(look().px(n) for n in (16, 8, 16, 16)))
        self.setLayout(whole)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.dot.toggled.connect(self._mark)

    def _more(self, one: ToDecide, head: Head) -> list[str]:
        return changed_words(one) if one.line.is_life and not head.is_gone else []

    def _mark(self, on: bool) -> None:
        """Stand out while this one is chosen."""
        self.setProperty("role", "card_chosen" if on else "card")
        self.style().unpolish(self)
        self.style().polish(self)

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        for part in (self.said, *self.more):
            part.reveal(on=on)


class Answers(QWidget):
    """What stands against what; `number` is the place of the chosen one, 0 a new answer."""

    def __init__(self, one: ToDecide) -> None:
        super().__init__()
        self.number = 0
        self.one, self._choices = one, QButtonGroup(self)
        self.editor: Editor | None = None
        self.line: Line | None = None
        until = _until_bar(one)
        self.cards = [AnswerCard(one, at) for at in range(len(one.heads))]
        for number, card in enumerate(self.cards, start=1):
            self._choices.addButton(card.dot, number)
        group = QGroupBox()
        group.setAccessibleName(field_words(one.line))
        parts = [self._side_by_side()]
        self.new: Dot | None = None
        if one.may_write:
            self.new = Dot(texts.say("decide.write"))
            self._choices.addButton(self.new, 0)
            self._place = column()
            parts += [self.new, self._written_in()]
        group.setLayout(column(*parts, gap=8))
        self._choices.idToggled.connect(self._chosen)
        below = [rule(), *self._joined()] if one.joined else []
        whole = column(until, self._heading(), group, *below, gap=14)
        edge = page_edge()
        whole.setContentsMargins(edge, look().px(18), edge, look().px(12))
        self.setLayout(whole)
        self.standing = self.cards[_standing(one)]
        self.standing.dot.setChecked(True)

    def chosen(self) -> Head | None:
        """Return the answer that is chosen; of a new one nothing."""
        return self.one.heads[self.number - 1] if self.number else None

    def choose(self, head: Head | None) -> None:
        """Choose an answer again, where it is still one."""
        if head in self.one.heads:
            self.cards[self.one.heads.index(head)].dot.setChecked(True)

    def at_chosen(self) -> None:
        """Put the keyboard at what is chosen."""
        if (dot := self._choices.checkedButton()) is not None:
            dot.setFocus(Qt.FocusReason.OtherFocusReason)

    def written(self) -> str:
        """Return the new answer as it was typed or chosen."""
        if self.editor is not None:
            return self.editor.answer()
        return self.line.text() if self.line is not None else ""

    def fields(self) -> Mapping[str, QWidget]:
        """Return the new answer, and whether it is what is chosen."""
        words = self.editor or self.line
        return {} if self.new is None or words is None else {"new": self.new, "words": words}

    def reveal(self, *, on: bool) -> None:
        """Show masked words, or mask them."""
        for card in self.cards:
            card.reveal(on=on)
        self._before.reveal(on=on)
        if self.one.joined:
            self.table.reveal(on=on)

    def _heading(self) -> QWidget:
        """Return what it is, and what stood on both laptops before."""
        line = self.one.line
        self._before = Differing("", "", masks=True)
        parts: list[QWidget] = [Clause(field_words(line), role="h1")]
        if not line.is_life:
            value = said_words(line, self.one.before)
            before = texts.say("decide.before", value=value)
            self._before = Differing(before, "", masks=True, role="small")
            self._before.colour("muted")
            parts.append(self._before)
        held = QWidget()
        held.setLayout(Flow(parts, gap=8))
        return held

    def _side_by_side(self) -> QWidget:
        held = QWidget()
        lay = column if look().reflows or len(self.cards) > _SIDE_BY_SIDE else row
        across = lay(*self.cards, gap=14)
        held.setLayout(across)
        if lay is row:
            for number in range(len(self.cards)):
                across.setStretch(number, 1)
        return held

    def _written_in(self) -> QWidget:
        """Return where a new answer is written, as its question is asked."""
        asks, line = self.one.asks, self.one.line
        held = QWidget()
        if asks is None:
            self.line = Line()
            self.line.setAccessibleName(texts.say("decide.write"))
            held.setLayout(column(self.line))
        else:
            offers = [
                Offer(str(each["code"]), str(each["label"]))
                for each in line.question.get("choices") or ()
            ]
            self.editor = editor_for(asks, len(offers))
            if offers:
                self.editor.show_offers(offers)
            self.editor.show_answer("")
            self.editor.name(field_words(line), texts.say("decide.write"))
            held.setLayout(column(self.editor))
        held.hide()
        self._held = held
        return held

    def _chosen(self, number: int, on: bool) -> None:
        if not on:
            return
        self.number = number
        if self.new is not None:
            self._held.setVisible(number == 0)

    def _joined(self) -> list[QWidget]:
        """Return what was changed in the same form and joined without a question."""
        one, unchanged = self.one, texts.say("decide.unchanged")
        heads = {
            "field": texts.say("decide.column.field"),
            "here": texts.say("decide.here"),
            "there": texts.say("decide.there"),
            "result": texts.say("decide.column.result"),
        }
        columns = [_column(name, words) for name, words in heads.items()]
        self.table = FactsTable(columns, texts.say("decide.joined"), _MASKED)
        rows = []
        for joined, question in one.joined:
            value = answer_words(question, joined.value)
            sides = (value, unchanged) if joined.is_here else (unchanged, value)
            rows.append((str(question.get("label") or joined.name), *sides, value))
        self.table.show_rows(rows)
        return [
            Words(texts.say("decide.joined"), "strong_small", colour="muted", wrap=True),
            self.table,
        ]


def _standing(one: ToDecide) -> int:
    """Return the place of what stands until somebody decides: that is chosen first."""
    for at, head in enumerate(one.heads):
        if not head.is_gone and (one.line.is_life or head.value == one.shown):
            return at
    return one.takes.index(True)


def _until_bar(one: ToDecide) -> MessageBar:
    """Return what holds until somebody decides; that nobody is to call stands out."""
    stress = texts.say("decide.not_to_call") if one.line.is_safety else ""
    if _is_careful(one):
        return MessageBar(until_words(one), "care", icon_name="shield-check", stress=stress)
    return MessageBar(until_words(one), "info")


def _is_careful(one: ToDecide) -> bool:
    return one.line.is_safety or one.line.is_protected


def _column(name: str, words: str) -> Column:
    across = look().metrics("strong_small").horizontalAdvance(words) + look().px(36)
    rank, share = (0 if name in {"field", "result"} else 1), (2 if name == "field" else 1)
    return Column(name, words, max(look().px(_LEAST), across), rank, share)
