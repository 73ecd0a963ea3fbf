"""How an answer is given, until when it lasts, and what else belongs to one sitting."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

import texts
from casework.consent.grant import Purpose
from casework.consent.wordings import ADULT
from desktop.frame.unfinished import held
from desktop.look import look
from desktop.pages.consent.choices import is_exception
from desktop.pages.consent.signers import Signers
from desktop.parts.day_field import DayField
from desktop.parts.fields import Drop, Field, Line
from desktop.parts.fold import Fold
from desktop.parts.frames import column, row
from desktop.parts.linking import Link
from desktop.parts.sight import bring_into_sight
from forms.codelists import in_display_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.pages.consent.put import Put

_LONGEST: Final = timedelta(days=366)
_DAY: Final = timedelta(days=1)


class How(QWidget):
    """The fields under the words that are read; what is rarely needed stands behind a line."""

    touched = Signal()

    def __init__(self, put: Put, whole_form: Callable[[], object]) -> None:
        super().__init__()
        self._whole_form = whole_form
        self._sheet, self._topic = put.sheet, put.topic
        self._sitting, self._chosen = put.sitting, put.chosen
        self.fields: dict[str, Field] = {}
        language = texts.current().code
        means = [
            (one.id, one.label(language)) for one in in_display_order("consent_means", language)
        ]
        self.means = Drop(means, self._sitting.means)
        today = put.sheet.today
        self.day = DayField(self._chosen.until, today + _DAY, today + _LONGEST)
        self._signers: Signers | None = None
        self._line: dict[str, Line | Drop] = {}
        # Of a young person it is asked at once who answers: under the words that were read.
        at_once = put.sheet.age_band != ADULT or put.sheet.age_unsure
        self.first = [self._ask_signers()] if at_once else []
        fold = Fold(texts.say("consent.how_more"), self._more, is_open=self._has_more())
        self.setLayout(column(self._means_and_day(), fold, gap=6))
        self._listen(self.means, self.day)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def _means_and_day(self) -> QWidget:
        holder = QWidget()
        self.fields["means"] = Field(texts.say("consent.means"), self.means)
        fixed = self._topic.purpose is Purpose.CASE_SERVICE
        why = texts.say("consent.lasts_fixed") if fixed else ""
        until = Field(texts.say("consent.lasts"), self.day)
        self.day.name(texts.say("consent.lasts"))
        self.fields["valid_until"] = until
        if fixed:
            self.day.choose(self._sheet.today + 365 * _DAY)
            self.day.setEnabled(False)
            self.day.setToolTip(why)
            self.day.setAccessibleDescription(why)
        if look().reflows:
            holder.setLayout(column(self.fields["means"], until, gap=16))
        else:
            both = row(self.fields["means"], until, gap=16)
            both.setStretch(0, 3)
            both.setStretch(1, 2)
            holder.setLayout(both)
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return holder

    def _ask_signers(self) -> QWidget:
        self._signers = Signers(self._sheet, self._sitting, self._chosen)
        self.fields |= self._signers.fields
        self._listen(*(one.editor for one in self._signers.fields.values()))
        return self._signers

    def _listen(self, *editors: QWidget) -> None:
        """Tell when somebody chooses or types."""
        for one in editors:
            for change in held(one).changes:
                change.connect(self.touched)

    def _has_more(self) -> bool:
        sitting = self._sitting
        said = (sitting.witness, sitting.explained_in, sitting.capacity, self._chosen.conditions)
        return any(said) or is_exception(sitting.given_by)

    def _more(self) -> QWidget:
        language = texts.current().code
        spoken = [(one.id, one.label(language)) for one in in_display_order("language", language)]
        weighed = [
            (one.id, one.label(language)) for one in in_display_order("yes_no_noted", language)
        ]
        self._line = {
            "witness": Line(self._sitting.witness),
            "explained_language": Drop(
                [("", texts.say("consent.same_language")), *spoken], self._sitting.explained_in
            ),
            "capacity": Drop([("", texts.say("consent.choose")), *weighed], self._sitting.capacity),
            "conditions": Line(self._chosen.conditions),
        }
        words = {"explained_language": "explained_in"}
        for name, editor in self._line.items():
            label = texts.say(f"consent.{words.get(name, name)}")
            self.fields[name] = Field(label, editor)
        self._listen(*self._line.values())
        holder = QWidget()
        who = [] if self.first else [self._ask_signers()]
        # The form asks more than this page does: single episodes, whole kinds of services.
        form = Link(texts.say("consent.whole_form"), self._whole_form)
        rest = [self.fields[name] for name in self._line]
        holder.setLayout(column(*who, *rest, form, gap=16))
        return holder

    def go_to(self, name: str) -> bool:
        """Put the keyboard at a field; return whether it stands there."""
        field = self.fields.get(name)
        if field is None or not field.isVisible():
            return False
        field.editor.setFocus()
        bring_into_sight(field.editor)
        return True

    def take(self) -> None:
        """Write what was chosen into the sitting and the question."""
        sitting = self._sitting
        sitting.means = self.means.code()
        self._chosen.until = self.day.day
        if self._signers is not None:
            self._signers.take()
        if self._line:
            said = {name: _value(editor) for name, editor in self._line.items()}
            sitting.witness, sitting.capacity = said["witness"], said["capacity"]
            sitting.explained_in = said["explained_language"]
            self._chosen.conditions = said["conditions"]


def _value(editor: Line | Drop) -> str:
    return editor.code() if isinstance(editor, Drop) else editor.text().strip()
