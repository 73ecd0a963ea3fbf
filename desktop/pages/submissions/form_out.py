"""A form for other programs: which, and as what kind of file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import texts
from desktop import doors
from desktop.pages.cases.words import form_name
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_new_file
from desktop.parts.fields import Drop, Field
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, clear, column
from desktop.parts.messages import MessageBar
from desktop.parts.paper_out import write_one
from desktop.parts.words import Words
from forms.form_out import WRITERS
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from casework.answers.desk import FormSource
    from desktop.frame.room import Room

_KINDS: Final = (".xlsx", ".xml")


class FormCard(Card):
    """A form and a button for each kind of file."""

    def __init__(self, room: Room) -> None:
        super().__init__(texts.say("form_out.title"))
        self._room = room
        self.form = Drop()
        self.writes = {
            kind: Button(texts.say(f"form_out.write{kind}")).does(partial(self._choose, kind))
            for kind in _KINDS
        }
        self._said = column()
        self.body.addLayout(
            column(
                Words(texts.say("form_out.note"), "small", wrap=True),
                Field(texts.say("form_out.which"), self.form),
                Flow(tuple(self.writes.values())),
                self._said,
                gap=16,
            )
        )

    def start(self) -> None:
        """Ask which forms there are."""
        self._room.jobs.ask(self, self._room.office.answers.forms, self._show)

    def _show(self, found: Sequence[str]) -> None:
        self.form.offer([(one, form_name(one)) for one in found], self.form.code())

    def _choose(self, kind: str) -> None:
        start = Path.home() / f"{self.form.code()}{kind}"
        choose_new_file(self, texts.say("form_out.where"), start, partial(self._write, kind))

    def _write(self, kind: str, path: Path) -> None:
        clear(self._said)
        self._busy(busy=True)
        act = partial(_written, self._room, self.form.code(), kind, path)
        self._room.jobs.try_to(self, act, partial(self._done, path), self._refused)

    def _done(self, path: Path, form: FormSource) -> None:
        words = [texts.say("form_out.done", file=isolate(path.name))]
        if form.lists:
            lists = texts.say("list.join").join(map(isolate, form.lists))
            words.append(texts.say("form_out.lists", lists=lists))
        self._answer("\n".join(words), "info")

    def _refused(self, error: Exception) -> None:
        failed = isinstance(error, OSError)
        words = texts.say("error.file_not_written") if failed else doors.why(error)
        self._answer(words, "problem")

    def _answer(self, words: str, kind: str) -> None:
        self._busy(busy=False)
        self._said.addWidget(MessageBar(words, kind))
        announce(self, words)

    def _busy(self, *, busy: bool) -> None:
        for button in self.writes.values():
            button.setEnabled(not busy)


def _written(room: Room, form_id: str, kind: str, path: Path) -> FormSource:
    """Write a form into a file; return what it was made of."""
    form = room.office.answers.source(form_id)
    write_one(path, WRITERS[kind](form.source))
    return form
