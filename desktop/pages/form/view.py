"""A form on the screen: header, groups at the side, one topic in the middle, ways on below."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

import texts
from desktop.look import look
from desktop.pages.form.bars import Bars, OverQuestions
from desktop.pages.form.head import Foot, Head
from desktop.pages.form.place import Spot
from desktop.pages.form.question import Asked
from desktop.pages.form.side import Side, SideDrop
from desktop.pages.form.topic import TopicPage
from desktop.pages.form.topics import Standing
from desktop.parts.announce import announce
from desktop.parts.fields import Line
from desktop.parts.frames import Box, column, post, row, rule

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QBoxLayout

    from casework.answers.filling import Sheet
    from desktop.pages.form.filling import Filling
    from forms.changes import Changes

_NARROW = 1000


class FormView(QWidget):
    """The topics of a form, of which one is shown; each is built when it is first opened."""

    pausing = Signal()

    def __init__(self, filling: Filling, sheet: Sheet) -> None:
        super().__init__()
        self.filling = filling
        self.at = 0
        self._last: QWidget | None = None
        # What of all this had the keyboard last, also beside the questions.
        self.had_keyboard: QWidget | None = None
        self.pages: dict[int, TopicPage] = {}
        self.head = Head(sheet, filling.session.draft().language)
        keys = filling.room.settings.keys
        self.foot = Foot(keys)
        self.side, self.drop = Side(len(filling.topics), keys), SideDrop()
        self._stack = QStackedLayout()
        self.middle = Box("canvas", column(self._stack))
        self._post = post()
        # What is to be known before the questions.
        self.bars = Bars()
        # Large text leaves no room above the questions: there all of it scrolls with them.
        self.over = OverQuestions(self.head, self.drop, self.bars) if look().reflows else None
        self.setLayout((_among if look().reflows else _above)(self, self._post))
        for side in (self.side, self.drop):
            side.chosen.connect(self.open)
            side.pausing.connect(self.pausing)
        self.head.language_chosen.connect(self._speak)
        filling.changed.connect(self._apply)
        filling.got_on.connect(self._tell_group)
        filling.regrouped.connect(self._tell_groups)
        filling.taken_back.connect(partial(self._say_moved, "form.undone"))
        filling.given_again.connect(partial(self._say_moved, "form.redone"))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        self._turn()
        self._tell_groups()

    def offer(self, words: str, act: Callable[[], object]) -> None:
        """Offer another way out of the form, beside its groups however they stand."""
        self.side.offer(words, act)
        # Beside large words there is no room at the drop-down.
        (self.bars if look().reflows else self.drop).offer(words, act)

    # --- going about

    def shown_topics(self) -> list[int]:
        """Return the numbers of the topics that are asked about now."""
        session = self.filling.session
        return [topic.number for topic in self.filling.topics if topic.shown(session)]

    def open(self, number: int, at: str = "") -> TopicPage:
        """Show one topic, a question of it first; it is built when it is first shown."""
        self.filling.settle()
        self.at = number
        focus = self.over.focusWidget() if self.over is not None else None
        had_focus = focus is not None and focus.hasFocus()
        page = self.pages.get(number)
        if page is None:
            page = TopicPage(self.filling, self.filling.topics[number], at)
            self.pages[number] = page
            self._stack.addWidget(page)
        if self.over is not None:
            page.say_first(self.over)
        self._stack.setCurrentWidget(page)
        if focus is not None and had_focus:
            # It went from page to page with what it stands in.
            focus.setFocus()
        self._tell_place()
        return page

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Let Tab come to the first or the last question, also where it is not built yet."""
        page, focus = self.pages.get(self.at), QApplication.focusWidget()
        if page is not None and focus is not None and not page.questions.isAncestorOf(focus):
            page.turns.reach_beside("", 1 if forward else -1)
        return super().focusNextPrevChild(forward)

    def step(self, by: int) -> None:
        """Go to the next or the previous group that is asked about."""
        shown = self.shown_topics()
        here = shown.index(self.at) if self.at in shown else 0
        if 0 <= here + by < len(shown):
            page = self.open(shown[here + by])
            if not page.enter():
                self.foot.on_button.setFocus()
            announce(self, page.topic.title(self.filling.session))

    def is_last(self) -> bool:
        """Return whether the topic shown is the last of those asked about."""
        return self.at == (self.shown_topics() or [self.at])[-1]

    def begin(self, spot: Spot, *, goes_on: bool = False) -> None:
        """Go where one was, or to the first group that is not answered whole.

        Whoever goes on comes no further up than the last group in which something is answered.
        """
        if spot.ref and self.go_to(spot.ref, spot.cursor):
            return
        standing = self.filling.progress.standing
        shown = self.shown_topics()
        said = [number for number in shown if standing[number] is not Standing.NONE]
        if goes_on and said:
            shown = shown[shown.index(said[-1]) :]
        open_ones = [number for number in shown if standing[number] is not Standing.ALL]
        first = (open_ones or shown or [0])[0]
        if not self.open(first).enter():
            self.foot.on_button.setFocus()
        asked = self.asked_in_focus() if self.filling.session.can_undo else None
        if asked is not None and isinstance(line := asked.editor.target(), Line):
            # It was typed on the page before: whoever types it once more types over it.
            line.selectAll()

    def go_to(self, ref: str, cursor: int = 0) -> bool:
        """Put focus and cursor on a question, in whatever group it is."""
        ref = _resolved(self.filling, ref)
        number = self.filling.progress.topic_of(ref) if ref else None
        return number is not None and self.open(number, ref).enter(ref, cursor)

    def spot(self) -> Spot:
        """Return the question that has the focus, and where its cursor stands."""
        asked = self.asked_in_focus()
        if asked is not None:
            ref = asked.ref if "[" in asked.ref else asked.question.qid
            return Spot(ref, asked.editor.cursor_place())
        page = self.pages.get(self.at)
        first = next(iter(page.in_order()), None) if page else None
        return Spot(first.question.qid if first and "[" not in first.ref else "")

    def asked_in_focus(self) -> Asked | None:
        """Return the question that has the focus, or had it before a cover took it."""
        page = self.pages.get(self.at)
        if page is None:
            return None
        at = self._last if self._last is not None and shiboken6.isValid(self._last) else None
        # A follow-up lies inside the question it follows from: the innermost is meant.
        while at is not None and not isinstance(at, Asked):
            at = at.parentWidget()
        return at if at in page.builder.asked.values() else None

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Remember where the focus was among the questions; a cover takes it away."""
        page = self.pages.get(self.at)
        if now is not None and self.isAncestorOf(now):
            self.had_keyboard = now
        if now is not None and page is not None and page.questions.isAncestorOf(now):
            self._last = now

    # --- showing what changed

    def _apply(self, changes: Changes) -> None:
        for page in self.pages.values():
            page.apply(changes)
        here = self.pages.get(self.at)
        # Some of them may not be built yet.
        came = [ref for ref in changes.shown if here is not None and here.asks(ref)]
        if came:
            question = self.filling.session.label(came[0]) or came[0].rpartition("/")[2]
            announce(self, texts.say("form.follow_up", question=question))

    def _tell_groups(self) -> None:
        session, standing = self.filling.session, self.filling.progress.standing
        titles = [
            (topic.number, topic.title(session), standing[topic.number])
            for topic in self.filling.topics
            if topic.shown(session)
        ]
        self.side.tell(titles)
        self.drop.tell(titles)
        self._tell_place()

    def _tell_group(self, number: int) -> None:
        """Show how far one group is now."""
        title = self.filling.topics[number].title(self.filling.session)
        standing = self.filling.progress.standing[number]
        self.side.lines[number].say(title, standing)
        self.drop.say(number, title, standing)

    def _tell_place(self) -> None:
        shown = self.shown_topics()
        self.side.open(self.at)
        self.drop.open(self.at)
        if self.at in shown:
            self.foot.tell(shown.index(self.at), len(shown))

    def _say_moved(self, text_id: str, ref: str) -> None:
        """Go where the answer is or was, and say that it was given again or taken back."""
        self.go_to(ref)
        asked = self.asked_in_focus()
        words = texts.say(f"{text_id}_plain")
        if asked is not None and asked.ref == ref:
            words = texts.say(text_id, question=asked.title())
        self.filling.room.done(words)

    def _speak(self, language: str) -> None:
        """Ask in another language; answers and focus stay."""
        self.filling.settle()
        self.filling.speak(language)
        self._turn()
        for page in self.pages.values():
            page.refresh_language()
        self._tell_groups()

    def _turn(self) -> None:
        """Let the questions run the way their language runs."""
        direction = texts.languages()[self.filling.language].direction
        rtl = direction == "rtl"
        ways = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
        self.middle.setLayoutDirection(ways[rtl])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up the side where there is no room for it."""
        super().resizeEvent(event)
        narrow = look().reflows or self.width() < look().px(_NARROW)
        self.side.setVisible(not narrow)
        self._post.setVisible(not narrow)
        self.drop.setVisible(narrow)
        self.foot.narrow(narrow=narrow)


def _above(view: FormView, post: QWidget) -> QBoxLayout:
    """Return the parts with the head above the questions, and the groups at their side."""
    over = column(view.drop, view.bars, view.middle)
    body = row(view.side, post, over, gap=0)
    body.setStretch(2, 1)
    whole = column(view.head, rule(), body, rule(), view.foot)
    whole.setStretch(2, 1)
    return whole


def _among(view: FormView, post: QWidget) -> QBoxLayout:
    """Return the parts where the head scrolls with the questions and no side has room."""
    for part in (view.side, post):
        part.setParent(view)
    whole = column(view.middle, rule(), view.foot)
    whole.setStretch(0, 1)
    return whole


def step_question(view: FormView, by: int) -> None:
    """Go to the next or the previous question, over all that may be ticked between.

    After the last of a group comes the next group, or the way on; before the first the last of the
    group before.
    """
    page, shown = view.pages[view.at], view.shown_topics()
    if page.step(view.asked_in_focus(), by):
        return
    here = shown.index(view.at) if view.at in shown else 0
    if 0 <= here + by < len(shown):
        view.step(by)
        if by < 0:
            view.pages[view.at].step(None, by)
    elif by > 0:
        view.foot.lead_on()


def _resolved(filling: Filling, ref: str) -> str:
    """Return the reference of a question that is named by reference or by its stable id."""
    if ref.startswith("/"):
        return ref
    known = {one.qid: one.ref for one in filling.session.model.questions()}
    return known.get(ref, "")
