"""What help is asked for: kind, when to act, why, and who comes along; and changing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework import lengths
from casework.referrals.referral import Need
from desktop.look import look
from desktop.pages.referrals.panels import Panel
from desktop.parts.fields import Drop, Field, Line
from desktop.parts.frames import column, row
from forms.codelists import code_list, label
from texts.sorting import sort_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class NeedFields(QWidget):
    """Four fields, all of which may be left open; the urgency is that of an action."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        language = texts.current().code
        self.kind, self.urgency = Drop(), Drop()
        self._urgencies = [
            (code, label("urgency_of_action", code, language))
            for code, one in code_list("urgency_of_action").codes.items()
            if not one.non_answer
        ]
        self.reason, self.along = Line(), Line()
        for line in (self.reason, self.along):
            line.setMaxLength(lengths.REFERRAL)
            line.returnPressed.connect(self.entered)
        fields = (
            Field(texts.say("referrals.kind"), self.kind),
            Field(texts.say("referrals.fact.urgency"), self.urgency),
            Field(texts.say("referrals.fact.reason"), self.reason),
            Field(texts.say("referrals.fact.accompaniment"), self.along),
        )
        pairs = [row(*fields[:2], gap=12), row(*fields[2:], gap=12)]
        whole = column(*(fields if look().reflows else pairs), gap=16)
        self.setLayout(whole)

    def show_need(self, need: Need, asked: Sequence[str] = ()) -> None:
        """Show what is asked for; kinds that somebody asked for stand first."""
        language = texts.current().code
        every = [
            (code, label("service_type", code, language))
            for code in code_list("service_type").codes
        ]
        first = [one for one in every if one[0] in asked]
        rest = sorted((one for one in every if one not in first), key=lambda one: sort_key(one[1]))
        self.kind.offer([*first, *rest], need.service_type)
        none = ("", texts.say("referrals.urgency_open"))
        self.urgency.offer([none, *self._urgencies], need.urgency)
        self.reason.setText(need.reason)
        self.along.setText(need.accompaniment)

    def by_name(self) -> Mapping[str, QWidget]:
        """Return the fields by what they hold of a need."""
        return {
            "kind": self.kind,
            "urgency": self.urgency,
            "reason": self.reason,
            "along": self.along,
        }

    def need(self) -> Need:
        """Return what stands in the fields."""
        return Need(
            service_type=self.kind.code(),
            reason=self.reason.text(),
            accompaniment=self.along.text(),
            urgency=self.urgency.code(),
        )


class NeedPanel(Panel):
    """What a request asks for, to be put right."""

    what = "referral.need"

    def __init__(self, need: Need) -> None:
        super().__init__("referrals.keep")
        self.asked = NeedFields()
        self.asked.show_need(need)
        self.asked.entered.connect(self.keep.click)
        self.fill(self.asked)

    def fields(self) -> Mapping[str, QWidget]:
        """Return the four fields."""
        return self.asked.by_name()

    def begin(self) -> None:
        """Put the keyboard at the kind of help."""
        self.asked.kind.setFocus()

    def _done(self) -> None:
        self.done.emit(self.asked.need())
