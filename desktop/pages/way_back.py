"""I can't get in: by the recovery sheet, with another person's help, or from a backup."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

import texts
from desktop import doors
from desktop.codes import sheets_of
from desktop.frame.gate import View
from desktop.look import look
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_file, choose_folder
from desktop.parts.fields import Field, Line
from desktop.parts.flow import Flow
from desktop.parts.frames import Card, column, row
from desktop.parts.new_passphrase import NewPassphrase
from desktop.parts.path_field import PathField
from desktop.parts.refusals import Refusals, concerned, of_fresh
from desktop.parts.secret_field import SecretField
from desktop.parts.sheet_code import SheetCode
from desktop.parts.sheet_paper import SheetButtons
from desktop.parts.sight import bring_into_sight
from desktop.parts.ticks import Tick, name_choice
from desktop.parts.words import Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.doors import Opened
    from desktop.frame.hall import Hall

_BY_SHEET, _BY_PERSON, _BY_BACKUP = "sheet", "person", "backup"
KINDS: Final = (_BY_SHEET, _BY_PERSON, _BY_BACKUP)


class WaysBack(View):
    """Three ways, none of which needs the internet."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._buttons = [
            Button(texts.say(f"back.{kind}.choose")).does(partial(self.chosen.emit, kind))
            for kind in KINDS
        ]
        cards = []
        for kind, button in zip(KINDS, self._buttons, strict=True):
            card = Card(texts.say(f"back.{kind}.title"))
            card.body.addWidget(Words(texts.say(f"back.{kind}.how"), "muted", wrap=True))
            card.body.addSpacing(look().px(12))
            card.body.addLayout(row(button, None))
            cards.append(card)
        back = Button(texts.say("back.leave"), "quiet", icon_name="arrow-left")
        back.does(self.left.emit)
        title = Words(texts.say("back.title"), "display", wrap=True)
        calm = Words(texts.say("back.calm"), "muted", wrap=True)
        self.setLayout(column(title, 6, calm, 20, column(*cards, Flow([back]), gap=12)))

    def first(self) -> QWidget:
        """Return the first way."""
        return self._buttons[0]


class WayBackForm(View):
    """One way: what stands in for the old passphrase, and a new one typed twice."""

    left = Signal()
    opened = Signal(object)

    def __init__(self, hall: Hall, kind: str, name: str) -> None:
        super().__init__()
        self._hall, self._kind = hall, kind
        self.name, self.sheet = Line(name), SheetCode()
        self.code = self.sheet.line
        self._name_field = Field(texts.say("back.name"), self.name)
        self.helper = Line()
        self._helper_field = Field(texts.say("back.helper"), self.helper)
        self.helper_secret = SecretField(texts.say("back.helper_passphrase"))
        self.fresh = NewPassphrase()
        self.fresh.wants_words.connect(self._suggest)
        self.fresh.entered.connect(self.go_on)
        self.new_sheet = Tick(texts.say("back.new_sheet"))
        self.sheet.split.toggled.connect(self._name_new)
        start = hall.home.parent
        self.file = PathField(texts.say("back.file"), choose_file, start)
        self.folder = PathField(texts.say("back.folder"), choose_folder, start)
        trouble = column()
        self._refusals = Refusals(trouble, self._concerned())
        self._busy = Words("", "small", wrap=True)
        self.main = Button(texts.say(f"back.{kind}.do"), "primary").does(self.go_on)
        # All as high as the fields of the new passphrase.
        lines = (self.name, self.code, self.sheet.second, self.helper, self.helper_secret.secret)
        for part in (*lines, self.file.button, self.folder.button, self.main):
            part.setProperty("tall", True)
        back = Button(texts.say("back.leave"), "quiet", icon_name="arrow-left")
        back.does(self._leave)
        self.setLayout(
            column(
                Words(texts.say(f"back.{kind}.title"), "display", wrap=True),
                *self._asked(),
                trouble,
                self.main,
                # Beside it, where it takes no room of its own while nothing goes on.
                Flow([back, self._busy], gap=16),
                gap=16,
            )
        )

    def _name_new(self, split: bool) -> None:
        """Say what new ones would be: what came in by two goes on by two."""
        name_choice(self.new_sheet, texts.say("back.new_sheets" if split else "back.new_sheet"))

    def _asked(self) -> list[QWidget]:
        """Return the fields of this way, in the order in which they are filled in."""
        if self._kind == _BY_PERSON:
            return [self._name_field, self._helper_field, self.helper_secret, self.fresh]
        if self._kind == _BY_BACKUP:
            return [self.file, self.folder, self._name_field, self.sheet, self.fresh]
        return [self._name_field, self.sheet, self.fresh, self.new_sheet]

    def _concerned(self) -> dict[str, Field]:
        """Return the field that each refusal is about."""
        if self._kind == _BY_PERSON:
            return of_fresh(self.fresh.first) | {
                "wrong_passphrase": self.helper_secret,
                "nobody": self._name_field,
                "not_permitted": self._helper_field,
            }
        chosen = (self.file, self.folder) if self._kind == _BY_BACKUP else ()
        fields = concerned(self.sheet, *chosen) | of_fresh(self.fresh.first)
        return fields | {"nobody": self._name_field}

    def first(self) -> QWidget:
        """Return the first field that is empty."""
        if self._kind == _BY_BACKUP:
            return self.file.button
        if not self.name.text():
            return self.name
        return self.helper if self._kind == _BY_PERSON else self.code

    def go_on(self) -> None:
        """Check what was typed, then open the workbook by it."""
        if self.busy or not self._complete():
            return
        self._refusals.calm()
        self._say_busy(texts.say("unlock.opening"))
        announce(self, texts.say("unlock.opening"))
        home = self.folder.path or self._hall.home
        back = doors.WayBack(
            self.name.text(),
            self.fresh.text(),
            self.sheet.text(),
            new_sheet=self.new_sheet.isChecked(),
            helper=self.helper.text() if self._kind == _BY_PERSON else "",
            helper_passphrase=self.helper_secret.text(),
            backup=self.file.path,
        )
        act = partial(doors.come_back, home, back)
        self._hall.jobs.try_to(self, act, self._opened, self._refused)

    def _complete(self) -> bool:
        """Say at each field what is missing; put the cursor at the first of them."""
        missing = texts.say("field.missing")
        asked: list[tuple[Field, str]] = [(self._name_field, self.name.text())]
        if self._kind == _BY_PERSON:
            asked.append((self._helper_field, self.helper.text()))
            asked.append((self.helper_secret, self.helper_secret.text()))
        else:
            asked += self.sheet.fields()
        for field, typed in asked:
            field.wrong("" if typed.strip() else missing)
        empty = [field for field, typed in asked if not typed.strip()]
        wrong = self.fresh.problem()
        where = [*(field.editor for field in empty), *([wrong.editor] if wrong else [])]
        if self._kind == _BY_BACKUP:
            unchosen = [field for field in (self.file, self.folder) if field.path is None]
            for field in unchosen:
                field.wrong(missing)
            where = [field.button for field in unchosen] + where
        if where:
            where[0].setFocus()
            # With its label, and with what is said under it.
            bring_into_sight(where[0].parentWidget() or where[0])
        return not where

    def _leave(self) -> None:
        if not self.busy:
            self.left.emit()

    def _say_busy(self, words: str) -> None:
        self.busy = bool(words)
        self._busy.setText(words)

    def _opened(self, opened: Opened) -> None:
        self._say_busy("")
        if self.folder.path is not None:
            self._hall.home = self.folder.path
        self.opened.emit(opened)

    def _refused(self, error: Exception) -> None:
        self._say_busy("")
        self._refusals.tell(error)

    def _suggest(self) -> None:
        self._hall.jobs.ask(self, doors.suggest_passphrase, self.fresh.take)


class NewSheet(View):
    """A new sheet, or three, shown once: printed, kept or written down."""

    done = Signal()

    def __init__(self, hall: Hall, opened: Opened) -> None:
        super().__init__()
        split = "s" if len(sheets_of(opened.code)) > 1 else ""
        self.main = Button(texts.say(f"back.sheet{split}_kept"), "primary").does(self.go_on)
        office = opened.workbook.office_name
        self.paper = SheetButtons(hall.jobs, hall.home.parent, office, opened.code)
        self.setLayout(
            column(
                Words(texts.say(f"back.sheet{split}_title"), "display", wrap=True),
                6,
                Words(texts.say(f"back.sheet{split}_how"), "muted", wrap=True),
                20,
                column(self.paper, row(self.paper.view(), None), self.main, gap=16),
            )
        )

    def first(self) -> QWidget:
        """Return the button that prints."""
        return self.paper.printing

    def go_on(self) -> None:
        """Go into the workbook."""
        self.done.emit()
