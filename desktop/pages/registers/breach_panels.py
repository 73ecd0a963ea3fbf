"""The panels of the log of breaches: what happened, what was done, and why nobody was told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, Final

import texts
from casework.registers.breach import KINDS, Happened, Taken
from desktop.clock import now
from desktop.pages.registers.breach_words import kind_and_day
from desktop.pages.registers.panel import CASE_REFUSED, Panel
from desktop.parts.day_field import DayField
from desktop.parts.fields import Drop, Field, Line, Lines
from desktop.parts.ticks import Tick
from forms.codelists import in_display_order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from casework.registers.breach import BreachLine

_PAST: Final = timedelta(days=5 * 365)


class HappenedPanel(Panel):
    """What happened, when it was noticed, who got it, and which cases it is about."""

    about_field: ClassVar[Mapping[str, str]] = {
        "breach_day": "on",
        "breach_done_before": "on",
        "breach_words": "words",
        **dict.fromkeys(CASE_REFUSED, "cases"),
    }

    def __init__(self, line: BreachLine | None) -> None:
        today, known = now().date(), line.breach if line else None
        language = texts.current().code
        kinds = [(one.id, one.label(language)) for one in in_display_order(KINDS, language)]
        choose = [] if known else [("", texts.say("consent.choose"))]
        self.kind = Drop([*choose, *kinds], known.kind if known else "")
        self.on = DayField(known.noticed_on if known else today, today - _PAST, today)
        self.on.name(texts.say("breaches.on"))
        self.words = Lines(known.words if known else "")
        self.recipients = Line(known.recipients if known else "")
        self.cases = Line(" ".join(line.cases) if line else "")
        super().__init__(
            texts.say("registers.correct" if line else "breaches.add"),
            Field(texts.say("breaches.kind"), self.kind),
            Field(texts.say("breaches.on"), self.on),
            Field(texts.say("breaches.words"), self.words, hint=texts.say("breaches.words_why")),
            Field(texts.say("breaches.recipients"), self.recipients),
            Field(texts.say("breaches.cases"), self.cases, hint=texts.say("breaches.cases_why")),
        )

    def by_name(self) -> Mapping[str, QWidget]:
        """Return the fields by what they hold."""
        return {
            "kind": self.kind,
            "on": self.on,
            "words": self.words,
            "recipients": self.recipients,
            "cases": self.cases,
        }

    def about(self) -> str:
        """Return the first case that is named, with which these words are to go."""
        return next(iter(self.cases.text().split()), "")

    def send(self) -> None:
        """Hand on what happened."""
        if not self.kind.code():
            self.ask_for("kind", texts.say("breaches.choose_kind"))
            return
        self.keeping.emit(
            Happened(
                noticed_on=self.on.day,
                kind=self.kind.code(),
                words=self.words.toPlainText(),
                recipients=self.recipients.text(),
                cases=tuple(self.cases.text().replace(",", " ").split()),
            )
        )


class TakenPanel(Panel):
    """What was done about a breach, and whether the people concerned were told by it."""

    about_field: ClassVar[Mapping[str, str]] = {
        "breach_taken_words": "words",
        "breach_long": "words",
        "breach_taken_day": "on",
    }

    def __init__(self, line: BreachLine) -> None:
        today = now().date()
        self.words, self.told = Lines(), Tick(texts.say("breaches.told"))
        self.on = DayField(today, line.breach.noticed_on, today)
        self.on.name(texts.say("breaches.taken_on"))
        super().__init__(
            texts.say("breaches.taking", what=kind_and_day(line.breach)),
            Field(texts.say("breaches.taken"), self.words, hint=texts.say("breaches.taken_why")),
            Field(texts.say("breaches.taken_on"), self.on),
            self.told,
        )

    def by_name(self) -> Mapping[str, QWidget]:
        """Return the fields by what they hold."""
        return {"words": self.words, "on": self.on, "told": self.told}

    def send(self) -> None:
        """Hand on what was done."""
        told = self.told.isChecked()
        self.keeping.emit(Taken(self.on.day, self.words.toPlainText(), told=told))


class UntoldPanel(Panel):
    """Why the people concerned were told nothing, before a breach is closed."""

    about_field: ClassVar[Mapping[str, str]] = {"breach_untold": "why", "breach_long": "why"}

    def __init__(self, line: BreachLine) -> None:
        self.why = Lines(line.breach.untold_why)
        super().__init__(
            texts.say("breaches.closing", what=kind_and_day(line.breach)),
            Field(texts.say("breaches.why"), self.why, hint=texts.say("breaches.why_why")),
        )

    def by_name(self) -> Mapping[str, QWidget]:
        """Return the field."""
        return {"why": self.why}

    def send(self) -> None:
        """Hand on why."""
        self.keeping.emit(self.why.toPlainText())
