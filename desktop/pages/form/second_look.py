"""What needs another look before one goes on: above the questions, and at each of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import texts
from desktop.parts.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.pages.form.checks import Trouble
    from desktop.pages.form.view import FormView
    from desktop.parts.buttons import Button


class SecondLook:
    """Shows on the pages of a form what is wrong, and what finishing will drop."""

    def __init__(self, view: FormView) -> None:
        self._view = view

    def show(self, troubles: Sequence[Trouble]) -> None:
        """List what needs another look, here and at each field; without any, list nothing."""
        wrong = {one.ref: one.words for one in troubles}
        for page in self._view.pages.values():
            page.show_summary(None)
            page.builder.say_wrong(wrong)
        if troubles:
            lines = [(one.line, partial(self._visit, one)) for one in troubles]
            title = texts.plural("form.look_again", len(troubles))
            self._list(Summary(title, lines, texts.say("form.look_note")))

    def show_nothing_said(self) -> None:
        """Say that there is nothing to put on record yet."""
        self._list(Summary.of_nothing())

    def show_hidden(self, titles: Sequence[str], buttons: Sequence[Button]) -> None:
        """List the answers that finishing drops, before it does."""
        stays = [(words, None) for words in titles]
        title, note = texts.say("form.hidden_title"), texts.say("form.hidden_note")
        self._list(Summary(title, stays, note, buttons))

    def _list(self, summary: Summary) -> None:
        self._view.pages[self._view.at].show_summary(summary)

    def _visit(self, trouble: Trouble) -> None:
        """Go to a question that needs another look, and say there what it needs."""
        self._view.go_to(trouble.ref)
        asked = self._view.asked_in_focus()
        if asked is not None and asked.ref == trouble.ref:
            asked.wrong(trouble.words)
