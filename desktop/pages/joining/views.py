"""What a laptop that joins a team shows, one thing after the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

import texts
from desktop.exchange.words import read_words
from desktop.frame.gate import View
from desktop.look import look
from desktop.parts.announce import announce
from desktop.parts.buttons import Button
from desktop.parts.choosing import choose_file, choose_folder
from desktop.parts.even import Even
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, clear, column, row
from desktop.parts.messages import MessageBar
from desktop.parts.words import Words
from texts.dates import isolate

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout, QWidget


class JoiningView(View):
    """A title, why, what is shown, and what can be done; what was refused stands above it."""

    main: Button

    def lay(self, name: str, main: Button, *inside: QWidget | QLayout | int) -> None:
        """Lay out what is shown and what can be done."""
        self.main, self._said = main, column(gap=0)
        self._waits = Words("", "small", wrap=True)
        self.setLayout(
            column(
                Words(texts.say(f"join.{name}_title"), "display", wrap=True),
                6,
                Words(texts.say(f"join.{name}_why"), "muted", wrap=True),
                20,
                self._said,
                *inside,
                self._waits,
            )
        )

    def first(self) -> QWidget:
        """Return the main button."""
        return self.main

    def go_on(self) -> None:
        """Press the main button."""
        self.main.click()

    def wait(self, words: str) -> None:
        """Say what goes on, or that it is over."""
        self._waits.setText(words)
        for button in self.findChildren(Button):
            button.refuse(words)

    def tell(self, words: str, kind: str) -> None:
        """Say something above what can be done."""
        clear(self._said)
        self._said.addWidget(MessageBar(words, kind))
        self._said.addSpacing(look().px(20))

    def written(self, file: Path) -> None:
        """Say how the file is called that was just written."""
        said = texts.say("join.file", file=isolate(file.name))
        self.tell(said, "info")
        announce(self, said)
        self.main.setFocus()


class AnswerView(JoiningView):
    """The six words of the request, until the answer is there."""

    chosen = Signal(object)
    again = Signal(object)
    anew = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        main = Button(texts.say("join.have_answer"), "primary", icon_name="folder")
        home, take = Path.home(), self.chosen.emit
        main.does(lambda: choose_file(self, texts.say("join.answer"), home, take))
        again = Button(texts.say("join.write_again"), "link")
        again.does(lambda: choose_folder(self, again.text(), home, self.again.emit))
        anew = Button(texts.say("join.anew"), "link").does(self.anew.emit)
        links = Flow((again, anew), gap=16, line_gap=8)
        inside = _read_aloud("join.read_aloud", words)
        self.lay("answer", main, *inside, 20, row(main, None), 8, links, 8)


class CompareView(JoiningView):
    """The six words of the answer: they say that it comes from the team.

    Both answers look alike, and no key gives one that nobody went to: a forged answer is found here
    or nowhere.
    """

    same = Signal()
    other = Signal()

    def __init__(self, words: str) -> None:
        super().__init__()
        self.yes = Button(texts.say("join.same")).does(self.same.emit)
        self.no = Button(texts.say("join.other")).does(self.other.emit)
        title, gap, self._words = _read_aloud("join.compare", words)
        self._words.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        both = Even((self.yes, self.no), 2, gap=12)
        self.lay("compare", self.no, title, gap, self._words, 20, both, 8)

    def first(self) -> QWidget:
        """Return the words: they are read before anything is said of them."""
        return self._words

    def go_on(self) -> None:
        """Do nothing: there is no main answer."""


class MeetView(JoiningView):
    """It belongs to the team, and does not know the office yet."""

    chosen = Signal(object)
    in_room = Signal()
    over_server = Signal()

    def __init__(self, *, has_server: bool) -> None:
        super().__init__()
        main = Button(texts.say("join.have_stick"), "primary", icon_name="folder")
        take = self.chosen.emit
        main.does(lambda: choose_file(self, texts.say("join.stick"), Path.home(), take))
        room = Button(texts.say("sync.way.room_do"), icon_name="wifi-high")
        ways: list[QWidget] = [main, room.does(self.in_room.emit)]
        if has_server:
            server = Button(texts.say("join.over_server"), icon_name="buildings")
            ways.append(server.does(self.over_server.emit))
        self.lay("meet", main, Flow(ways, gap=12, line_gap=12), 8)


class AnewView(JoiningView):
    """What goes when one begins anew."""

    anew = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        main = Button(texts.say("back.leave"), icon_name="arrow-left")
        main.does(self.left.emit)
        anew = Button(texts.say("join.anew")).does(self.anew.emit)
        self.lay("anew", main, Flow((main, anew), gap=12, line_gap=12), 8)


def _read_aloud(title: str, words: str) -> tuple[QWidget, int, QWidget]:
    """Return six words, large enough to be read from afar, and what is done with them."""
    shown = Words(read_words(words), "page", wrap=True)
    # As large as a heading, and none.
    shown.voice = None
    box = Box("info", column(shown, margin=16))
    box.setAccessibleName(words)
    return Words(texts.say(title), "strong", wrap=True), 8, box
