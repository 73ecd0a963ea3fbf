"""First run, step 3: the passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import texts
from desktop import doors
from desktop.pages.first_run.step import StepView
from desktop.parts.frames import column
from desktop.parts.messages import MessageBar
from desktop.parts.new_passphrase import NewPassphrase
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.frame.hall import Hall
    from desktop.pages.first_run.draft import Draft


class SecretStep(StepView):
    """Typed twice, or suggested and copied once."""

    def __init__(self, hall: Hall, draft: Draft) -> None:
        super().__init__(hall, draft)
        self.fresh = NewPassphrase(draft.passphrase, draft.again)
        self.fresh.wants_words.connect(self._suggest)
        self.fresh.entered.connect(self.entered)
        self.setLayout(
            column(
                Words(texts.say("first.secret.title"), "display", wrap=True),
                6,
                Words(texts.say("first.secret.why"), "muted", wrap=True),
                20,
                self.fresh,
                20,
                MessageBar(texts.say("first.secret.nobody"), "care", icon_name="info"),
            )
        )

    def first(self) -> QWidget:
        """Return the first field."""
        return self.fresh.first.secret

    def keep(self) -> None:
        """Keep what was typed in the draft."""
        self.draft.passphrase = self.fresh.text()
        self.draft.again = self.fresh.second.text()

    def problem(self) -> QWidget | None:
        """Say what is wrong; return where the cursor should go."""
        wrong = self.fresh.problem()
        return wrong.editor if wrong is not None else None

    def _suggest(self) -> None:
        self.hall.jobs.ask(self, doors.suggest_passphrase, self.fresh.take)
