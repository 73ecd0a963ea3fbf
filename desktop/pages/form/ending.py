"""Going on in a form: a look at each group, and at everything before it goes on record."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

import texts
from casework.answers.recording import AnswersRefused
from desktop.pages.form.checks import trouble_of
from desktop.pages.form.second_look import SecondLook
from desktop.parts.buttons import Button

if TYPE_CHECKING:
    from desktop.pages.form.keeping import Keeping
    from desktop.pages.form.view import FormView


class Ending(QObject):
    """Takes a form from group to group and, from the last one, to the record."""

    done = Signal(object)

    def __init__(self, view: FormView, keeping: Keeping) -> None:
        super().__init__()
        self._view, self._keeping = view, keeping
        self._look = SecondLook(view)

    def onward(self) -> None:
        """Go to the next group, after a look at this one; from the last one, finish."""
        view = self._view
        view.filling.settle()
        if view.is_last():
            self._finish()
            return
        troubles = view.filling.checks.troubles(view.filling.topics[view.at])
        self._look.show(troubles)
        if not troubles:
            view.step(1)

    def _finish(self) -> None:
        checks = self._view.filling.checks
        troubles = checks.all_troubles()
        self._look.show(troubles)
        if troubles:
            return
        if checks.says_nothing() and not self._keeping.amends:
            self._look.show_nothing_said()
            return
        hidden = checks.hidden_titles()
        if not hidden:
            self.put_on_record()
            return
        finish = Button(texts.say("form.finish_anyway")).does(self.put_on_record)
        leave = Button(texts.say("form.not_yet")).does(partial(self._look.show, ()))
        self._look.show_hidden(hidden, (leave, finish))

    def put_on_record(self) -> None:
        """Hand the form over, with what stands in it now."""
        self._keeping.finish(self.done.emit, self._refused)

    def _refused(self, error: Exception) -> None:
        """Show why the form cannot be finished yet; everything stays as a draft."""
        self._keeping.go_on()
        filling = self._view.filling
        if not isinstance(error, AnswersRefused):
            filling.room.jobs.failed.emit(error)
            return
        session, language = filling.session, filling.language
        self._look.show([trouble_of(session, one, language) for one in error.problems])
