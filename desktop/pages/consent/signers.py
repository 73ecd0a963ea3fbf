"""Who gives an answer; for a young person, the child and the adult on lines of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

import texts
from casework.consent.signing import bands
from casework.consent.wordings import ADULT
from desktop.pages.consent.choices import (
    child_is_heard,
    givers,
    is_adult_beside,
    is_exception,
)
from desktop.parts.fields import Drop, Field, Line
from desktop.parts.frames import Box, column
from desktop.parts.words import Words
from forms.codelists import in_display_order, spoken

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout

    from casework.consent.sheet import ConsentSheet
    from desktop.pages.consent.choices import Chosen, Sitting

_BY_ADULT: Final = "consent"
_NONE: Final = "none"


class Signers(QWidget):
    """The lines that an age demands; for an adult only who it was, the person as a rule."""

    def __init__(self, sheet: ConsentSheet, sitting: Sitting, chosen: Chosen) -> None:
        super().__init__()
        self._sitting, self._chosen = sitting, chosen
        allowed = givers(sheet)
        self.giver = Drop(
            [(code, spoken("consent_given_by", code)) for code in allowed],
            sitting.given_by or allowed[0],
        )
        self.assent = _answers("child_assent", chosen.assent)
        self.unsafe = _answers("yes_no_noted", sitting.unsafe)
        self.reason = Line(sitting.reason)
        self.second = Line(sitting.second)
        self.fields = {
            "given_by": Field(texts.say("consent.who_gives"), self.giver),
            "child_assent": Field(texts.say("consent.assent"), self.assent),
            "giver_unsafe": Field(texts.say("consent.unsafe"), self.unsafe),
            "exception_reason": Field(
                texts.say("consent.exception"),
                self.reason,
                hint=texts.say("consent.exception_why"),
            ),
            "second_person": Field(texts.say("consent.second"), self.second),
        }
        lines = column(*self.fields.values(), gap=16)
        if sheet.age_band == ADULT and not sheet.age_unsure:
            self.setLayout(lines)
        else:
            self.setLayout(column(Box("care", _explained(sheet, lines))))
        self.giver.currentIndexChanged.connect(lambda _index: self._follow())
        self._follow()

    def _follow(self) -> None:
        """Show the lines that follow from who answers."""
        giver = self.giver.code()
        self.fields["child_assent"].setVisible(child_is_heard(giver))
        self.fields["giver_unsafe"].setVisible(is_adult_beside(giver))
        for name in ("exception_reason", "second_person"):
            self.fields[name].setVisible(is_exception(giver))

    def take(self) -> None:
        """Write what was chosen into the sitting."""
        sitting = self._sitting
        sitting.given_by = self.giver.code()
        self._chosen.assent, sitting.unsafe = self.assent.code(), self.unsafe.code()
        sitting.reason, sitting.second = self.reason.text(), self.second.text()


def _answers(list_id: str, chosen: str) -> Drop:
    language = texts.current().code
    codes = [(one.id, one.label(language)) for one in in_display_order(list_id, language)]
    return Drop([("", texts.say("consent.choose")), *codes], chosen)


def _explained(sheet: ConsentSheet, lines: QLayout) -> QLayout:
    band = bands()[sheet.age_band]
    rule = "adult" if band.child == _NONE else "both"
    if band.adult != _BY_ADULT:
        rule = "unsure" if sheet.age_unsure else "own"
    heading = "consent.age_unsure" if sheet.age_unsure else "consent.young"
    return column(
        Words(texts.say(heading), "strong", wrap=True),
        Words(texts.say(f"consent.young_{rule}"), "small", colour="text", wrap=True),
        lines,
        gap=8,
        margin=12,
    )
