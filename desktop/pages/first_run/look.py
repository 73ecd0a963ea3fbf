"""First run, step 1: language and look."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import texts
from desktop.frame.gate import put
from desktop.look.tokens import tokens
from desktop.pages.first_run.step import StepView
from desktop.parts.fields import Drop, Field
from desktop.parts.frames import column
from desktop.parts.look_fields import (
    language_choices,
    language_hint,
    scale_choices,
    theme_choices,
    title_choices,
)
from desktop.parts.ticks import Tick
from desktop.parts.under_tick import under_tick
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout, QWidget

    from desktop.frame.hall import Hall
    from desktop.frame.settings import Settings
    from desktop.pages.first_run.draft import Draft


class LookStep(StepView):
    """Everything takes effect at once, so that it can be judged."""

    def __init__(self, hall: Hall, draft: Draft) -> None:
        super().__init__(hall, draft)
        now = hall.settings
        self.language = Drop(language_choices(), now.language)
        self.theme = Drop(theme_choices(), now.theme)
        self.scale = Drop(scale_choices(), str(now.scale))
        self.title = Drop(title_choices(), now.title)
        self.discreet = Tick(texts.say("look.discreet"))
        self.discreet.setChecked(now.discreet)
        for name in ("language", "theme", "scale", "title"):
            drop: Drop = getattr(self, name)
            drop.setObjectName(f"{name}_step")
            drop.activated.connect(partial(self._set, drop.objectName()))
        self.discreet.setObjectName("discreet_step")
        self.discreet.clicked.connect(partial(self._set, self.discreet.objectName()))
        self.setLayout(
            column(
                Words(texts.say("first.look.title"), "display", wrap=True),
                6,
                Words(texts.say("first.look.why"), "muted", wrap=True),
                20,
                self._fields(),
            )
        )

    def _fields(self) -> QLayout:
        why = under_tick(texts.say("look.discreet_why"))
        return column(
            Field(texts.say("look.language"), self.language, hint=language_hint()),
            Field(texts.say("look.theme"), self.theme),
            Field(texts.say("look.scale"), self.scale),
            Field(texts.say("look.title"), self.title, hint=texts.say("look.title_why")),
            column(self.discreet, why, gap=4),
            gap=16,
        )

    def first(self) -> QWidget:
        """Return the language."""
        return self.language

    def _set(self, at: str, _on: object) -> None:
        put(self.hall, self._chosen(), at)

    def _chosen(self) -> Settings:
        scales = tokens()["type"]["text_scales"]
        return replace(
            self.hall.settings,
            language=self.language.code(),
            theme=self.theme.code(),
            scale=scales[self.scale.currentIndex()],
            title=self.title.code(),
            discreet=self.discreet.isChecked(),
        )
