"""The server of the office: where it is, the key it has to show; naming one, letting it go."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

import texts
from desktop import doors
from desktop.exchange.doors import leading, let_server_count, let_server_go
from desktop.exchange.words import address_words, ended_words, pin_words
from desktop.pages.devices.naming import NamingForm
from desktop.pages.devices.unasked import UnaskedTick
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column, row
from desktop.parts.messages import MessageBar
from desktop.parts.own_sure import OwnSure
from desktop.parts.sure import Once
from desktop.parts.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.changes import Change
    from casework.keeping.exchange import ExchangeState
    from desktop.beside.errand import Ended
    from desktop.bootstrap import Workbook
    from desktop.exchange.given import Naming
    from desktop.frame.room import Room

_KIND: Final = "server"


class ServerCard(Card):
    """Everybody sees where it is; whoever looks after the team says where that is to be."""

    def __init__(self, room: Room, workbook: Workbook) -> None:
        super().__init__(texts.say("sync.way.sync"))
        self._room, self._workbook = room, workbook
        self._where = Words("", "small", wrap=True)
        self._pinned, self._pin = Words("", "small", wrap=True), Words("", "body", wrap=True)
        self.name = Button(texts.say("devices.server_name"), "small").does(self._begin)
        self.end = Button(texts.say("devices.server_end"), "small").does(self._ask_to_end)
        settle = Button(texts.say("devices.server_settle"), "small")
        self.settle = settle.does(self._ask_to_settle)
        self._settle_why = Words("", "small", wrap=True)
        self._buttons = QWidget()
        self._buttons.setLayout(Flow((self.name, self.settle, self.end), gap=8, line_gap=8))
        self.sure, self.form = OwnSure(), NamingForm()
        self.form.hide()
        self.form.named.connect(self._lead)
        self.form.left.connect(self._leave)
        self.stop = Button(texts.say("sync.stop"), "small")
        self._busy = QWidget()
        asking = Words(texts.say("devices.server_asking"), "small", wrap=True)
        self._busy.setLayout(column(asking, row(self.stop, None), gap=6))
        self._busy.hide()
        self._said = column(gap=8)
        self.unasked = UnaskedTick(room)
        told = column(self._where, self._pinned, self._pin, self._settle_why, gap=4)
        asked = column(self._buttons, self.sure, self.form, self._busy, self._said, gap=8)
        self.body.addLayout(column(told, self.unasked, asked, gap=10))
        errand = room.jobs.errand
        self.stop.does(errand.stop)
        errand.began.connect(self._show_rest)
        errand.ended.connect(self._ended)
        errand.failed.connect(self._failed)

    def show_state(self, state: ExchangeState) -> None:
        """Show where it is, and what may be done about it."""
        self.setVisible(not state.is_alone and (bool(state.server) or state.may_change))
        where = address_words(state.server)
        told = texts.say("server.is", where=where) if where else texts.say("devices.server_none")
        self._where.setText(told)
        self._pinned.setText(texts.say("devices.server_pinned"))
        self._pin.setText(pin_words(state.server_pin))
        for words in (self._pinned, self._pin):
            words.setVisible(bool(state.server_pin))
        # What it showed may stand at the laptop of somebody who can settle nothing.
        why = "devices.server_settle_why" if state.server_alarms else "devices.server_settle_far"
        self._settle_why.setText(texts.say(why))
        for one in (self._settle_why, self.settle):
            one.setVisible(bool(where) and state.may_change)
        self.unasked.setVisible(bool(where))
        self.end.setVisible(bool(where))
        self.name.rename(texts.say("devices.server_other" if where else "devices.server_name"))
        self._buttons.setVisible(state.may_change)
        self._show_rest()

    def _show_rest(self) -> None:
        """Let one exchange go on at a time, and say so."""
        errand = self._room.jobs.errand
        ours = errand.is_asked and errand.kind == _KIND
        had = self.form.go.hasFocus()
        self._busy.setVisible(ours)
        self.form.wait(texts.say("sync.one_at_a_time") if errand.is_asked else "")
        if ours and had:
            self.stop.setFocus()
        for button in (self.name, self.end, self.settle):
            button.refuse(texts.say("sync.one_at_a_time") if errand.is_asked else "")

    # --- naming one

    def _begin(self) -> None:
        self.sure.withdraw()
        clear(self._said)
        self.form.show()
        self.form.begin()

    def _leave(self) -> None:
        self.form.hide()
        self.name.setFocus()

    def _lead(self, naming: Naming) -> None:
        clear(self._said)
        self._room.jobs.errand.begin_afar(_KIND, partial(leading, self._workbook, naming))

    def _ended(self, ended: Ended) -> None:
        had = self.stop.hasFocus()
        self._show_rest()
        if ended.kind != _KIND:
            return
        if not ended.brought.is_stopped:
            self.form.empty()
            self.form.hide()
        self._tell("\n".join(ended_words(_KIND, ended.brought)), "info")
        if had:
            (self.form.go if self.form.isVisible() else self.name).setFocus()

    def _failed(self, error: Exception) -> None:
        self._show_rest()
        if self._room.jobs.errand.kind != _KIND:
            return
        if not self.form.wrong(error):
            self._tell(doors.why(error), "problem")
            self.form.go.setFocus()

    # --- what cannot come back

    def _ask_to_end(self) -> None:
        act = partial(self._do, let_server_go, "server.ended")
        self._ask("end", act, self.end)

    def _ask_to_settle(self) -> None:
        act = partial(self._do, let_server_count, "server.settled")
        self._ask("settle", act, self.settle)

    def _ask(self, what: str, act: Callable[[str], object], asker: Button) -> None:
        self.form.hide()
        clear(self._said)
        yes = texts.say(f"devices.server_{what}_yes")
        means = texts.say(f"devices.server_{what}_means")
        self.sure.ask_own(Once(means, yes, yes, texts.say("sure.leave_it")), act, asker)

    def _do(self, act: Callable[[Workbook, str], Change], said: str, own: str) -> None:
        def told(change: Change) -> None:
            self.sure.withdraw()
            self._tell(texts.say(said), "info")
            self._room.jobs.changed.emit(change)
            # What asked may be gone by then.
            self.name.setFocus()

        def refused(error: Exception) -> None:
            if not self.sure.refused(error):
                self._tell(doors.why(error), "problem")

        self._room.jobs.try_to(self, partial(act, self._workbook, own), told, refused)

    def _tell(self, words: str, kind: str) -> None:
        clear(self._said)
        self._said.addWidget(MessageBar(words, kind))
        announce(self, words)
