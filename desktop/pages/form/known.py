"""That somebody may be known already: one calm bar above the questions of a first visit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

import texts
from desktop.look import look
from desktop.look.tokens import timing
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.frames import clear, column, row
from desktop.parts.menu_button import MenuButton
from desktop.parts.messages import MessageBar
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casework.answers.filling import Sheet
    from desktop.pages.form.view import FormView
    from forms.changes import Changes

# What one may know somebody by; anything else that is answered asks for nothing.
_TELLING: Final = ("intake.name_used", "intake.legal_name", "intake.phone", "intake.birth")


class Known(QObject):
    """Asks, whenever a name, a number or a birth was answered, whether there is a case already."""

    def __init__(self, view: FormView, sheet: Callable[[], Sheet]) -> None:
        super().__init__(view)
        self._filling, self._sheet, self._bars = view.filling, sheet, view.bars
        self.codes: tuple[str, ...] = ()
        self.look: Button | None = None
        self._asked: dict[str, object] = {}
        self._timer = QTimer(self, singleShot=True, interval=timing("search_debounce_ms"))
        self._timer.timeout.connect(self._ask)
        view.filling.changed.connect(self._changed)
        # A draft that is carried on with may tell enough already.
        self._timer.start()

    def _changed(self, _changes: Changes) -> None:
        self._timer.start()

    def _told(self) -> dict[str, object]:
        values = self._filling.session.draft().values
        return {qid: values[qid] for qid in values if qid.startswith(_TELLING)}

    def _ask(self) -> None:
        """Ask once for each state of what was told; the same answer needs no second line."""
        told = self._told()
        if told == self._asked:
            return
        self._asked = told
        room, doc = self._filling.room, self._filling.session.draft()
        ask = partial(room.office.likeness.before, self._sheet(), doc)
        room.jobs.ask(self, ask, self._show)

    def _show(self, codes: Sequence[str]) -> None:
        if tuple(codes) == self.codes:
            return
        self.codes = tuple(codes)
        clear(self._bars.known)
        self.look = None
        if not codes:
            return
        some = texts.say("list.join").join(map(isolate, codes))
        words = texts.say("likeness.may_be_known", codes=some)
        bar = MessageBar(words)
        self.look = self._look(codes)
        line = column if look().reflows else row
        beside = (row(self.look, None),) if look().reflows else (self.look,)
        whole = line(column(bar), *beside, gap=8)
        whole.setStretch(0, 1)
        self._bars.put(self._bars.known, whole)
        announce(bar, words)

    def _look(self, codes: Sequence[str]) -> Button:
        """Return the way to the case, or to each of a few."""
        go = self._filling.room.go
        if len(codes) == 1:
            button = Button(texts.say("likeness.see")).does(partial(go, "case", codes[0]))
            button.setAccessibleName(texts.say("likeness.look", code=isolate(codes[0])))
            return button
        menu = MenuButton(texts.say("likeness.see"), "folders", "plain")
        menu.choices([(isolate(code), partial(go, "case", code)) for code in codes])
        return menu
