"""Finishing an episode: what needs another look, what would be dropped, and the record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

import texts
from casework.answers.recording import AnswersRefused
from desktop.pages.form.checks import trouble_of
from desktop.parts.buttons import Button
from desktop.parts.frames import clear
from desktop.parts.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QBoxLayout

    from casework.changes import Change
    from desktop.pages.episodes.questions import Questions
    from desktop.pages.form.checks import Trouble
    from desktop.pages.form.filling import Filling
    from desktop.pages.form.keeping import Keeping


class Finishing(QObject):
    """What stands between the answers and the record; it speaks above the questions."""

    done = Signal(object)
    # Something stands in the way that only the whole form asks about.
    elsewhere = Signal()

    def __init__(
        self, above: QBoxLayout, questions: Questions, filling: Filling, keeping: Keeping
    ) -> None:
        super().__init__()
        self._above, self._questions = above, questions
        self._filling, self._keeping = filling, keeping

    def finish(self) -> None:
        """Put the episode on record, after a look at what may be wrong or would be dropped."""
        filling = self._filling
        filling.settle()
        if troubles := filling.checks.all_troubles():
            self._show_troubles(troubles)
            return
        if filling.checks.says_nothing() and not self._keeping.amends:
            self._show(Summary.of_nothing())
            return
        hidden = filling.checks.hidden_titles()
        if not hidden:
            self._put_on_record()
            return
        finish = Button(texts.say("form.finish_anyway")).does(self._put_on_record)
        stay = Button(texts.say("form.not_yet")).does(self._stay)
        title, note = texts.say("form.hidden_title"), texts.say("form.hidden_note")
        lines = [(one, _nothing) for one in hidden]
        self._show(Summary(title, lines, note, (stay, finish)))

    def _stay(self) -> None:
        clear(self._above)
        self._questions.enter()

    def _show_troubles(self, troubles: Sequence[Trouble]) -> None:
        """List what needs another look; what is not asked here stands in the whole form."""
        lines: list[tuple[str, Callable[[], object]]] = []
        for one in troubles:
            asked = self._questions.builder.asked.get(one.ref)
            if asked is None:
                lines.append((one.line, self.elsewhere.emit))
            else:
                asked.wrong(one.words)
                lines.append((one.line, partial(self._questions.enter, one.ref)))
        title = texts.plural("form.look_again", len(troubles))
        self._show(Summary(title, lines, texts.say("form.look_note")))

    def _show(self, summary: Summary) -> None:
        clear(self._above)
        self._above.addWidget(summary)
        summary.show()
        summary.setFocus()

    def _put_on_record(self) -> None:
        self._keeping.finish(self._on_record, self._refused)

    def _on_record(self, change: Change) -> None:
        self.done.emit(change)

    def _refused(self, error: Exception) -> None:
        """Show why it cannot be finished yet; everything stays as a draft."""
        self._keeping.go_on()
        filling = self._filling
        if not isinstance(error, AnswersRefused):
            filling.room.jobs.failed.emit(error)
            return
        session, language = filling.session, filling.language
        self._show_troubles([trouble_of(session, one, language) for one in error.problems])


def _nothing() -> None:
    """Lead nowhere: a line that is only read."""
