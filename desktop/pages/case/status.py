"""What may be done with the status of a case, from its head and from the page of closing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import texts
from casework.cases.course import PauseReason
from casework.records.case import CaseStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from casework.changes import Change
    from desktop.frame.room import Room

_S: Final = CaseStatus
_GOING_ON: Final = frozenset({_S.OPEN, _S.PAUSED})


class StatusActs:
    """Pausing, closing and opening again; each says what it did and can be taken back."""

    def __init__(self, room: Room, code: str) -> None:
        self._room, self._code = room, code

    def choices(
        self, status: CaseStatus, *, masked: bool = False
    ) -> Sequence[tuple[str, Callable[[], object]]]:
        """Return what can be done with a case, to erase it last; masked, nothing that moves it."""
        code = self._code
        moves = () if masked else self._moves(status)
        return [
            *moves,
            (texts.say("case.hand_on"), partial(self._room.go, "handing", code)),
            (texts.say("status.act.erase"), partial(self._room.go, "erasure", code)),
        ]

    def _moves(self, status: CaseStatus) -> Sequence[tuple[str, Callable[[], object]]]:
        """Return where a case can go from where it stands."""
        found: list[tuple[str, Callable[[], object]]] = []
        desk, code = self._room.office.course, self._code
        if status is _S.OPEN:
            found += [
                (
                    texts.say(f"status.pause.{why.value}"),
                    partial(self._do, "paused", partial(desk.pause, code, why)),
                )
                for why in PauseReason
            ]
        if status in {_S.PAUSED, _S.CLOSING}:
            act = partial(self._do, "resumed", partial(desk.resume, code))
            found.append((texts.say("status.act.resume"), act))
        if status in _GOING_ON:
            act = partial(self._do, "closing", partial(desk.begin_closing, code), self.read_more)
            found.append((texts.say("status.act.begin_closing"), act))
        if status is _S.CLOSING:
            found.append((texts.say("status.act.close"), self.close))
        if status is _S.CLOSED:
            found.append((texts.say("status.act.reopen"), self.reopen))
        for form in ("action_plan", "closure"):
            if status in (_GOING_ON if form == "action_plan" else {_S.CLOSING}):
                found.append((texts.say(f"status.act.ask.{form}"), partial(self._ask, form)))
        return found

    def close(self) -> None:
        """Close the case, or say what is missing."""
        self._do("closed", partial(self._room.office.course.close, self._code))

    def reopen(self) -> None:
        """Open the case again."""
        self._do("reopened", partial(self._room.office.course.reopen, self._code))

    def read_more(self) -> None:
        """Go to where closing is prepared."""
        self._room.go("entries", self._code, "closure")

    def _ask(self, form: str) -> None:
        """Ask a supervisor to look at the newest form of a kind."""
        room, said = self._room, texts.say(f"status.said.asked.{form}")
        ask = partial(room.office.reviews.ask_newest, self._code, form)
        room.jobs.do(room, ask, lambda _change: room.done(said))

    def _do(
        self, said: str, act: Callable[[], Change], then: Callable[[], None] | None = None
    ) -> None:
        room = self._room
        back = partial(room.office.course.take_back, self._code)
        undo = partial(room.jobs.do, room, back)

        about = f"course {self._code}"

        def done(_change: Change) -> None:
            # Only the last step can be taken back: of the ones before it that is offered no more.
            room.taken_back.emit(about)
            room.done(texts.say(f"status.said.{said}"), undo, about=about)
            if then is not None:
                then()

        room.jobs.do(room, act, done)
