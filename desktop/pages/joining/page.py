"""A laptop that asked to join a team: its words, the answer compared, the first stick."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from desktop import doors
from desktop.exchange import joining
from desktop.exchange.joining import Standing, Waiting, Way
from desktop.frame.gate import Gate, LookLine, Panel, Views
from desktop.look import look
from desktop.pages.joining.views import AnewView, AnswerView, CompareView, JoiningView, MeetView
from desktop.pages.joining.working import Working
from desktop.parts.announce import announce
from desktop.parts.frames import column, post, row

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QHideEvent
    from PySide6.QtWidgets import QWidget

    from desktop.doors import Opened
    from desktop.frame.hall import Hall

_WIDTH: Final = 480
_PANEL_SHARE, _REST_SHARE = 38, 62


class JoiningPage(Gate):
    """The page; it shows what comes next."""

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall)
        if not isinstance(hall.draft, Waiting):
            raise TypeError
        self.waiting = hall.draft
        self._work = Working(self, hall.jobs)
        self._work.goes_on.connect(lambda words: self._view().wait(words))
        self._work.refused.connect(self._refused)
        self.views = Views(_WIDTH)
        middle = column(LookLine(hall), self.views)
        middle.setContentsMargins(0, look().px(16), 0, 0)
        whole = row(gap=0)
        if not look().reflows:
            whole.addWidget(Panel(), _PANEL_SHARE)
            whole.addWidget(post())
        whole.addLayout(middle, _REST_SHARE)
        self.setLayout(whole)
        self.show_next()

    @property
    def busy(self) -> bool:
        """Whether something is being read, joined or opened."""
        return self._work.busy

    def first_focus(self) -> QWidget | None:
        """Return where the view begins."""
        return self.views.current.first() if self.views.current is not None else None

    def stop(self) -> None:
        """Take in no more: what came until now is kept."""
        self._work.stopped = True

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop behind the cover too, though not where the window only lies down for a while."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.stop()

    def go_on(self) -> None:
        """Do what the main button of the view does."""
        if self.views.current is not None and not self.busy:
            self.views.current.go_on()

    # --- what is shown

    def show_next(self) -> None:
        """Show what is to be done next."""
        waiting = self.waiting
        if waiting.standing.belongs:
            meet = MeetView(has_server=waiting.standing.has_server)
            meet.chosen.connect(self._meet)
            meet.over_server.connect(partial(self._meet, Way.SERVER))
            meet.in_room.connect(partial(self._meet, Way.ROOM))
            self.views.show_view(meet)
        elif waiting.words:
            compare = CompareView(waiting.words)
            compare.same.connect(self._join)
            compare.other.connect(self._differ)
            self.views.show_view(compare)
        else:
            self.show_answer()

    def show_answer(self) -> AnswerView:
        """Show the words of the request, and ask for the answer."""
        view = AnswerView(self.waiting.standing.words)
        view.chosen.connect(self.weigh)
        view.again.connect(self._write_again)
        view.anew.connect(self.ask_anew)
        self.views.show_view(view)
        return view

    def ask_anew(self) -> None:
        """Say what goes when one begins anew, and ask."""
        view = AnewView()
        view.left.connect(self.show_next)
        view.anew.connect(self._begin_anew)
        self.views.show_view(view)

    # --- what is done

    def weigh(self, answer: Path) -> None:
        """Read the words of an answer, to be compared before anything is joined."""
        self.waiting.answer = answer
        act = partial(joining.weigh, self.waiting.who, answer)
        self._work.do("join.reading", act, self._weighed)

    def _weighed(self, words: str) -> None:
        self.waiting.words = words
        self.show_next()

    def _differ(self) -> None:
        self.waiting.words, self.waiting.answer = "", None
        view = self.show_answer()
        view.tell(texts.say("join.differ"), "care")
        announce(self, texts.say("join.differ"), at_once=True)

    def _join(self) -> None:
        if self.waiting.answer is not None:
            act = partial(joining.join, self.waiting.who, self.waiting.answer)
            self._work.do("join.joining", act, self._joined)

    def _joined(self, how: Standing | Opened) -> None:
        if isinstance(how, Standing):
            self.waiting.standing = how
            self.show_next()
            return
        self.hall.first_time = True
        self.hall.opened.emit(how.workbook)

    def _meet(self, way: Path | Way) -> None:
        act = partial(joining.meet, self.waiting.who, way, lambda: self._work.stopped)
        words = "join.looking" if way is Way.ROOM else "join.meeting"
        self._work.do(words, act, self._joined)

    def _write_again(self, folder: Path) -> None:
        act = partial(joining.write_again, self.waiting.who, folder)
        self._work.do("join.writing", act, self._view().written)

    def _begin_anew(self) -> None:
        act = partial(joining.begin_anew, self.waiting.who)
        self._work.do("first.preparing", act, self._begun_anew)

    def _begun_anew(self, _nothing: None) -> None:
        self.hall.draft = None
        self.hall.wants.emit("first_run")

    def _refused(self, error: Exception) -> None:
        words = doors.why(error)
        self._view().tell(words, "problem")
        announce(self, words, at_once=True)
        self._view().first().setFocus()

    def _view(self) -> JoiningView:
        view = self.views.current
        if not isinstance(view, JoiningView):
            raise TypeError
        return view
