"""To decide: what two laptops said differently, side by side, and which answer holds."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

import texts
from casework.keeping.exchange import EXCHANGED
from casework.records.unfinished import Spot
from desktop.frame.page import Page
from desktop.frame.places import Place, to_open
from desktop.frame.unfinished import UnfinishedFields
from desktop.look import look
from desktop.pages.decide.answers import Answers
from desktop.pages.decide.asking import AskOther
from desktop.pages.decide.list import DecideList
from desktop.parts.buttons import Button
from desktop.parts.flow import Flow
from desktop.parts.frames import Box, Scroll, clear, column, page_edge, post, row, rule
from desktop.parts.messages import Picture, Placeholder
from desktop.parts.tall import Tall
from desktop.parts.turning import Turning
from desktop.parts.words import Words
from desktop.saying.deciding import field_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from casework.changes import Change
    from casework.records.conflict import DecideLine, ToDecide
    from desktop.frame.room import Room
    from desktop.parts.frames import Part

_DECIDED = "conflict_decided"
_WORDS: Final = 180


class DecidePage(Page):
    """The list at the leading side; beside it what stands against what, and the decision."""

    nav = "decide"

    def __init__(self, room: Room, place: Place) -> None:
        super().__init__(room, place)
        self.list, self._line_between = DecideList(), rule() if look().reflows else post()
        self.answers: Answers | None = None
        self._revealed = self._is_pressed = self.is_decided = False
        self._line: DecideLine | None = None
        self._typed: UnfinishedFields | None = None
        self._beside = column()
        self._body = QWidget()
        self._body.setLayout(self._beside)
        self.ask_other = AskOther(room)
        self.later = Button(texts.say("decide.later")).does(room.back)
        self.use = Button(texts.say("decide.use"), "primary").does(self._use)
        self._foot = _foot_of((self.ask_other, self.later, self.use))
        self._foot.hide()
        self.low = self._foot
        self.list.chosen.connect(self._choose)
        self.list.pressed.connect(self._press)
        right = column(self._body, self._foot)
        right.setStretch(0, 1)
        if look().reflows:
            self.setLayout(column(self._whole_of(right)))
            return
        whole = row(self.list, self._line_between, right, gap=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _whole_of(self, right: Part) -> QWidget:
        """Return one column that scrolls as a whole: large text has no room side by side."""
        inside = column(self.list, self._line_between, right)
        whole = Scroll(Tall(inside)).bar_over_edge()
        bar = whole.verticalScrollBar()
        wide = bar.sizeHint().width
        bar.rangeChanged.connect(lambda _least, most: self.list.keep_clear(wide() if most else 0))
        return whole

    # --- the page

    def start(self) -> None:
        """Ask for the list."""
        ask = partial(self.room.office.conflicts.all, texts.current().code)
        self.room.jobs.ask(self, ask, self._came)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave most of the page to what stands beside the list."""
        super().resizeEvent(event)
        self.list.fit(self.width())

    def crumbs(self) -> Sequence[tuple[str, Place | None]]:
        """Return the way here."""
        return [(texts.say("nav.decide"), None)]

    def beside(self) -> str:
        """Return what brought all of it about."""
        return texts.say("decide.about") if self.list.rows and not look().reflows else ""

    def panes(self) -> Sequence[QWidget]:
        """Return the list, what stands beside it, and what is done."""
        return (self.list, self._body, self._foot)

    def acts(self) -> Mapping[str, Callable[[], object]]:
        """Return what the page does on keys of the window."""
        return {"main": self.use.click}

    def concerns(self, change: Change) -> None:
        """Ask anew when something was decided, or said again."""
        # What somebody is typing is not taken away from her.
        is_free = self.answers is None or not self.answers.written()
        if change.kind == _DECIDED or (change.kind == EXCHANGED and is_free):
            self.start()

    def reveal(self, *, on: bool) -> None:
        """Show what discreet mode masks, or mask it again."""
        self._revealed = on
        if self.answers is not None:
            self.answers.reveal(on=on)

    # --- what came

    def _came(self, lines: Sequence[DecideLine]) -> None:
        self.is_decided = False
        before, at = self.list.lines, self.list.at_keyboard()
        is_here = self._line is None or self.isAncestorOf(self.window().focusWidget())
        self.list.show_lines(lines)
        for part in (self.list, self._line_between):
            part.setVisible(bool(lines))
        self.room.crumbs.emit(self)
        number = sum(not line.masked for line in lines)
        self.room.count("decide", number)
        if not lines:
            self._line = None
            self._say(texts.say("decide.none"), "check")
            return
        shown = _next(self._line, before, lines, self.place)
        # Whoever is elsewhere stays there, and whoever is at an answer that still is to be decided.
        stays = self._line is not None and _key(shown) == _key(self._line)
        self.list.choose(shown, leads=at is not None or (is_here and not stays))
        if at is not None and stays and (there := _among(lines, at)) is not None:
            self.list.lead_to(there)

    def _press(self) -> None:
        self._is_pressed = True

    def _choose(self, line: DecideLine) -> None:
        self._line = line
        if line.masked:
            self._masked(line)
            return
        language = texts.current().code
        ask = partial(self.room.office.conflicts.of, line.case_code, language, line.id)
        self.room.jobs.ask(self, ask, partial(self._show, line))

    def _show(self, line: DecideLine, found: Sequence[ToDecide]) -> None:
        one = next((one for one in found if one.line.id == line.id), None)
        if one is None or line is not self._line:
            return
        # Of what is shown already nothing that was chosen or typed is taken away.
        if self.answers is None or self.answers.one != one:
            self._build(one)
        self.ask_other.about(one)
        self._foot.show()
        if look().reflows and self._is_pressed and self.answers is not None:
            # Below the list: whoever pressed a row is taken to what it stands for.
            self.answers.standing.dot.setFocus(Qt.FocusReason.OtherFocusReason)
        self._is_pressed = False

    def _build(self, one: ToDecide) -> None:
        """Show the answers of one thing; where more came in of it, what was chosen stays chosen."""
        before, here = self.answers, self.window().focusWidget()
        was_at = before is not None and before.isAncestorOf(here)
        chosen = (
            before.chosen() if before is not None and before.one.line.id == one.line.id else None
        )
        self._clear()
        self.answers = answers = Answers(one)
        answers.reveal(on=self._revealed)
        self._put(answers)
        answers.choose(chosen)
        if was_at:
            answers.at_chosen()
        spot = Spot("decide", one.line.case_code, one.line.id)
        self._typed = UnfinishedFields(self.room, spot, answers, answers.fields())

    def _masked(self, line: DecideLine) -> None:
        # From there one goes on to what is to decide in it.
        opening = to_open(Place("decide", line.case_code))
        open_it = Button(texts.say("decide.open_case")).does(partial(self.room.go, *opening))
        self._say(texts.say("decide.masked_why"), "eye-slash", open_it)

    def _say(self, words: str, icon_name: str, button: Button | None = None) -> None:
        self._clear()
        self._foot.hide()
        self._beside.addWidget(Placeholder(words, icon_name=icon_name, button=button))

    def _put(self, answers: Answers) -> None:
        if look().reflows:
            # The page scrolls as a whole.
            self._beside.addWidget(answers)
            return
        self._beside.addWidget(Scroll(Tall(column(answers, None))))

    def _clear(self) -> None:
        # An answer that is written waits for whoever comes back to it.
        self.room.keeping.emit()
        self.answers = None
        clear(self._beside)

    # --- what is done

    def _use(self) -> None:
        """Let what is chosen hold; at a row whose answers are out of sight, lead to them first."""
        here = self.list.at_keyboard()
        if here is not None and (look().reflows or here is not self._line):
            self._press()
            self.list.choose(here)
            return
        if self.answers is None or self._line is None or self._typed is None or self.is_decided:
            return
        desk, line = self.room.office.conflicts, self._line
        if self.answers.number:
            act = partial(desk.take, line.case_code, line.id, self.answers.number)
        else:
            act = partial(desk.write, line.case_code, line.id, self.answers.written())
        words = texts.say("decide.done", field=field_words(line))
        once = self._typed.once(act)
        self.room.jobs.do(self, once, lambda _change: _done(self, words))


def _done(page: DecidePage, words: str) -> None:
    # Until the list has come anew the key is pressed for what is decided already.
    page.is_decided = True
    # What was wrong before is not any more.
    page.room.calm.emit()
    page.room.done(words)


def _key(line: DecideLine) -> tuple[str, str]:
    return line.case_code, line.id


def _among(lines: Sequence[DecideLine], one: DecideLine) -> DecideLine | None:
    """Return what is the same thing among lines that came anew."""
    return next((line for line in lines if _key(line) == _key(one)), None)


def _next(
    here: DecideLine | None,
    before: Sequence[DecideLine],
    lines: Sequence[DecideLine],
    place: Place,
) -> DecideLine:
    """Return what is shown: what was, else what comes after it, else what one came for."""
    of_case = [one for one in lines if place.case and one.case_code == place.case]
    if here is None:
        wanted = (place.case, place.subject)
        return next((one for one in lines if _key(one) == wanted), (of_case or lines)[0])
    if (same := _among(lines, here)) is not None:
        return same
    keys, among = [_key(one) for one in before], of_case or lines
    after = keys[keys.index(_key(here)) :]
    return next((one for one in among if _key(one) in after), among[-1])


def _foot_of(acts: Sequence[Button]) -> QWidget:
    """Return that nothing is lost, and beside or under it what can be done."""
    kept = Words(texts.say("decide.nothing_lost"), "small", wrap=True)
    said = QWidget()
    drawn = Picture("clock-counter-clockwise", look().colours.muted, 16)
    line = row(drawn, kept, gap=8)
    line.setStretch(1, 1)
    said.setLayout(line)
    buttons = QWidget()
    buttons.setLayout(Flow(acts, gap=8))
    foot = Box("canvas")
    # Where words beside the buttons would be a column of single words, they stand above.
    both = Turning(((said, 1), (buttons, 0)), least=_WORDS, gaps=(12, 8))
    both.setAlignment(buttons, Qt.AlignmentFlag.AlignVCenter)
    edge = page_edge()
    both.setContentsMargins(edge, look().px(8), edge, look().px(16))
    foot.setLayout(both)
    return foot
