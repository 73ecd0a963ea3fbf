"""The right side of consent: the words to read aloud, what a yes would cover, three answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from casework.consent.grant import Purpose
from casework.consent.purpose_texts import read_aloud, wording_for
from desktop.frame.page import page_around
from desktop.look import look
from desktop.pages.consent.answers import Answers
from desktop.pages.consent.begun import left_words
from desktop.pages.consent.boxes import Boxes
from desktop.pages.consent.how import How
from desktop.pages.consent.left_out import LeftOut
from desktop.pages.consent.topic import (
    before_words,
    line_of,
    recipient_words,
    service_of,
    title_of,
)
from desktop.parts.fields import Drop, Field
from desktop.parts.fold import Fold
from desktop.parts.frames import column, row
from desktop.parts.messages import Picture
from desktop.parts.read_aloud import ReadAloud
from desktop.parts.sight import bring_into_sight
from desktop.parts.ticks import Tick
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.pages.consent.put import Put

_DROP: Final = 130


class Asking(QWidget):
    """One question with its answers; it decides nothing and keeps nothing itself."""

    told = Signal(object)
    reread = Signal()
    touched = Signal()

    def __init__(self, put: Put, whole_form: Callable[[], object]) -> None:
        super().__init__()
        self.put, self.answers = put, Answers(left_words(put.left) if put.left else "")
        self._sheet, self.topic, self._sitting = put.sheet, put.topic, put.sitting
        sheet, topic = put.sheet, put.topic
        self.wording = sheet.wordings[topic.purpose]
        self._general = wording_for(Purpose.CASE_SERVICE, sheet.age_band)
        service = service_of(sheet, topic)
        kind = topic.recipient if topic.is_of_a_kind else service.kind if service else ""
        self.boxes = Boxes(topic, kind, put.chosen)
        self._left_out = LeftOut(line_of(sheet, topic), put.chosen)
        self.boxes.told.connect(self._left_out.may_be_told)
        self._left_out.stays_out.connect(self.boxes.leave_out)
        self.how = How(put, whole_form)
        # Asked only where nobody has explained them before.
        self._limits = None if sheet.limits_explained else Tick(texts.say("consent.limits"))
        self.language = self._languages()
        for part in (self.boxes, self._left_out, self.how):
            part.touched.connect(self.touched)
        self.setLayout(column(self._head(), *self._body(), None, gap=10))

    # --- building

    def _head(self) -> QWidget:
        holder = QWidget()
        title = Words(title_of(self._sheet, self.topic), "h1", wrap=True)
        drawn = Picture("translate", look().colours.muted, 16)
        if look().reflows:
            holder.setLayout(column(title, row(drawn, self.language, None), gap=8))
        else:
            layout = row(title, drawn, self.language, gap=8)
            layout.setStretch(0, 1)
            holder.setLayout(layout)
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return holder

    def _languages(self) -> Drop:
        known = texts.languages()
        both = self.wording.words.keys() & self._general.words.keys()
        names = [(code, known[code].own_name) for code in known if code in both]
        drop = Drop(names, self._sitting.language)
        drop.make_small()
        drop.setAccessibleName(texts.say("consent.language"))
        drop.setFixedWidth(look().px(_DROP))
        drop.activated.connect(lambda _index: self.reread.emit())
        drop.activated.connect(lambda _index: self.touched.emit())
        return drop

    def _body(self) -> Sequence[QWidget]:
        parts: list[QWidget] = []
        line = line_of(self._sheet, self.topic)
        if line is not None:
            parts.append(Words(before_words(line), "small", wrap=True))
        if self.topic.needs_recipient and self.topic.purpose is not Purpose.REFERRAL:
            parts.append(self._who_is_told())
        parts += [ReadAloud(self._to_read(), self._language), *self.how.first]
        if self._limits is not None:
            self._limits.setChecked(self._sitting.limits)
            self._limits.toggled.connect(self.touched)
            parts.append(self._explain_limits(self._limits))
        return [
            *parts,
            self.boxes,
            self._left_out,
            _line("question", texts.say("consent.check")),
            _line("users", texts.say("consent.room")),
            self.how,
        ]

    @property
    def _language(self) -> str:
        return self.language.code()

    def _to_read(self) -> str:
        named = texts.say("consent.a_service", language=self._language)
        if self.topic.recipient and service_of(self._sheet, self.topic):
            named = recipient_words(self._sheet, self.topic)
        return read_aloud(self.wording.words[self._language], named)

    def _explain_limits(self, limits: Tick) -> QWidget:
        holder = QWidget()
        parts: list[QWidget] = [limits]
        if self.topic.purpose is not Purpose.CASE_SERVICE:
            parts.append(Words(texts.say("consent.limits_why"), "small", wrap=True))
            parts.append(Fold(texts.say("consent.limits_show"), self._read_limits))
        holder.setLayout(column(*parts, gap=2))
        return holder

    def _read_limits(self) -> QWidget:
        return ReadAloud(self._general.words[self._language].strip(), self._language)

    def _who_is_told(self) -> QWidget:
        names = [(one.code, one.name) for one in self._sheet.services]
        drop = Drop([("", texts.say("consent.choose")), *names], self.topic.recipient)
        drop.activated.connect(lambda _index: self.told.emit(drop.code()))
        self.how.fields["recipient"] = Field(texts.say("consent.who_told"), drop)
        return self.how.fields["recipient"]

    # --- what happens

    def at(self) -> str:
        """Return which field has the keyboard, or had it when a cover came."""
        page = page_around(self)
        here = page.focusWidget() if page is not None else None
        if here is None:
            return ""
        fields = self.how.fields.items()
        return next((name for name, field in fields if field.isAncestorOf(here)), "")

    def go_to(self, name: str = "") -> None:
        """Put the keyboard at a field, or where the question begins."""
        if not self.how.go_to(name):
            self.language.setFocus()

    def take(self) -> None:
        """Write all that was chosen into what is kept."""
        self._sitting.language = self._language
        self._sitting.limits = self._limits is None or self._limits.isChecked()
        self.boxes.take()
        self._left_out.take()
        self.how.take()

    def refuse(self, sentences: Mapping[str, str], rest: Sequence[str] = ()) -> None:
        """Say at each place what is missing, and above the answers all of it."""
        self.calm()
        targets: list[QWidget] = []
        for name, words in sentences.items():
            field = self.how.fields.get(name)
            if field is not None and not field.isHidden():
                field.wrong(words)
                targets.append(field.editor)
            elif name == "limits_explained" and self._limits is not None:
                targets.append(self._limits)
        words = "\n".join([texts.say("consent.problem"), *sentences.values(), *rest])
        self.answers.trouble(words)
        if targets:
            targets[0].setFocus()
            bring_into_sight(targets[0])

    def calm(self) -> None:
        """Take away what was said to be missing."""
        self.answers.calm()
        for field in self.how.fields.values():
            field.wrong("")


def _line(icon_name: str, words: str) -> QWidget:
    holder = QWidget()
    icon = Picture(icon_name, look().colours.info)
    layout = row(icon, Words(words, "body", wrap=True), gap=10)
    icon.at_first_line(layout)
    holder.setLayout(layout)
    holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return holder
