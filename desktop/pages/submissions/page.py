"""Other programs for forms: answers that were given there come in, forms of ours go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import texts
from desktop.frame.page import Page
from desktop.frame.places import Place
from desktop.pages.cases.words import form_name
from desktop.pages.submissions.answers import AnswersCard
from desktop.pages.submissions.form_out import FormCard
from desktop.parts.card_page import CardPage
from desktop.parts.frames import column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.frame.room import Room


class SubmissionsPage(Page):
    """Two cards: answers in, forms out."""

    nav = "settings"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.answers, self.form_out = AnswersCard(room), FormCard(room)
        self.setLayout(column(CardPage(self.panes(), wide=True)))

    def start(self) -> None:
        """Ask which forms there are."""
        self.answers.start()
        self.form_out.start()

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here."""
        return (
            (texts.say("nav.settings"), Place("settings")),
            (texts.say("submissions.page"), None),
        )

    def chosen(self) -> Mapping[str, str]:
        """Return which forms were chosen, for answers and to be written."""
        return {
            "answers": self.answers.form.code(),
            "same": "yes" if self.answers.same.isChecked() else "",
            "form_out": self.form_out.form.code(),
        }

    def choose(self, chosen: Mapping[str, str]) -> None:
        """Choose the same; the others are offered once it is known which there are."""
        self.answers.same.setChecked(bool(chosen["same"]))
        for drop, name in ((self.answers.form, "answers"), (self.form_out.form, "form_out")):
            if chosen[name]:
                drop.offer([(chosen[name], form_name(chosen[name]))], chosen[name])

    def panes(self) -> Sequence[QWidget]:
        """Return the cards."""
        return (self.answers, self.form_out)

    def first_focus(self) -> QWidget | None:
        """Begin with the file."""
        return self.answers.file.button
