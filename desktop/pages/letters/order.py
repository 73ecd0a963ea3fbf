"""The leading side of the letter builder: to whom, which letter, in which language, for what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.referrals.asked import ASKED_LIMIT, as_asked
from casework.referrals.letters import SIGNED_BY_OFFICE, SIGNED_BY_ROLE, Order
from desktop.clock import now
from desktop.look import look, picture
from desktop.pages.letters.beside import Besides
from desktop.pages.letters.cite import Cite
from desktop.parts.buttons import Button
from desktop.parts.fields import Drop, Field, Lines
from desktop.parts.flow import Flow
from desktop.parts.frames import column, row
from desktop.parts.messages import Picture
from desktop.parts.words import Words
from texts.dates import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from casework.referrals.letters import LetterChoices
    from casework.team.worker import Worker

_LINES: Final = 4
_NARROW: Final = 8


class OrderPane(QWidget):
    """What is asked for; every change is told at once."""

    changed = Signal()
    worded = Signal()
    accompanied = Signal()
    asking_first = Signal()

    def __init__(self, choices: LetterChoices, worker: Worker, begun: Order) -> None:
        super().__init__()
        self._agreed = {one.code: one.agreed for one in choices.addressees}
        self._names = {one.code: one.name for one in choices.addressees}
        # For whom it was begun, where that one may not hear of her any more: it goes to nobody
        # until somebody chooses.
        self._before = "" if begun.service in self._names else begun.service
        nobody = [("", texts.say("letter_page.choose"))] if self._before else []
        self.to = _drop([*nobody, *self._names.items()])
        self.kind = _drop((kind, texts.say(f"letter.{kind}.title")) for kind in choices.kinds)
        self.language = _drop((one.code, one.own_name) for one in texts.letter_languages().values())
        self.signed = _drop(_signers(worker))
        self._unread = Words("", "small", colour="care", wrap=True)
        self.asked = Lines(lines=_LINES)
        self._field = Field(texts.say("letter_page.asked"), self.asked)
        self._citing = choices.citing
        self.cite, self.besides = Cite(begun.laws), Besides(begun.beside)
        self._mark = Picture("check-circle", look().colours.accent, 16)
        self._state = Words("", "small", wrap=True)
        self._first = Button(texts.say("letter_page.ask_first"), "link")
        self._cautions = Words("", "small", colour="care", wrap=True)
        self._cautions.hide()
        self._lay()
        self._choose(choices, begun)
        self.reveal(on=False)
        self._listen()

    def _choose(self, choices: LetterChoices, begun: Order) -> None:
        agreed = next((one.code for one in choices.addressees if begun.kind in one.agreed), "")
        self._set(self.to, "" if self._before else begun.service or agreed)
        self._set(self.kind, begun.kind)
        self._set(self.language, begun.language or choices.office.language)
        self._set(self.signed, begun.signed)
        self.asked.setPlainText(begun.asked)
        self._say_too_long()
        self._tell_state()

    @staticmethod
    def _set(drop: Drop, code: str) -> None:
        drop.setCurrentIndex(max(0, drop.findData(code)))

    def _lay(self) -> None:
        state = row(self._mark, self._state, gap=6)
        self._mark.at_first_line(state, "small")
        under = column(state, Flow((self._first,)), gap=2)
        note = Words(texts.say("letter_page.kept"), "small", wrap=True)
        mark = Picture("info", look().colours.muted, 16)
        kept = row(mark, note, gap=6)
        mark.at_first_line(kept, "small")
        self.setLayout(
            column(
                Field(texts.say("letter_page.to"), self.to),
                4,
                under,
                10,
                Field(texts.say("letter_page.kind"), self.kind),
                14,
                Field(texts.say("letter_page.language"), self.language),
                4,
                self._unread,
                10,
                self._field,
                4,
                self._cautions,
                10,
                self.cite,
                Field(texts.say("letter_page.signed"), self.signed),
                14,
                self.besides,
                14,
                None,
                kept,
                margin=20,
            )
        )

    def _listen(self) -> None:
        for drop in (self.to, self.kind, self.language, self.signed):
            drop.currentIndexChanged.connect(self._tell)
        self.asked.textChanged.connect(self._typed)
        self.cite.changed.connect(self.changed)
        self.besides.changed.connect(self.accompanied)
        self._first.does(self.asking_first.emit)

    # --- what it says

    def stops(self) -> Sequence[QWidget]:
        """Return what the focus goes through, in reading order."""
        before = (self.to, self._first, self.kind, self.language)
        return (*before, self.asked, *self.cite.stops(), self.signed, *self.besides.stops())

    def order(self, case_code: str, left_out: frozenset[str]) -> Order:
        """Return the letter that is asked for here."""
        return replace(self.begun(case_code, left_out), asked=self.words())

    def begun(self, case_code: str, left_out: frozenset[str]) -> Order:
        """Return the same with words as they are typed, also where they are too long to go."""
        return Order(
            case_code,
            self.service(),
            self.kind.code(),
            self.language.code(),
            left_out=left_out,
            asked=self.asked.toPlainText(),
            signed=self.signed.code(),
            beside=self.besides.chosen(),
            laws=self.cite.wanted() if self.kind.code() in self._citing else (),
        )

    def words(self) -> str:
        """Return what the worker asks in words of her own."""
        return as_asked(self.asked.toPlainText())

    def too_many(self) -> int:
        """Return by how many signs the worker's own words are too long."""
        return max(0, len(" ".join(self.asked.toPlainText().split())) - ASKED_LIMIT)

    def service(self) -> str:
        """Return the service that is chosen, or the one it was begun for, which has to wait."""
        return self.to.code() or self._before

    def is_for_nobody(self) -> bool:
        """Return whether the service it was begun for is not offered, and no other is chosen."""
        return not self.to.code()

    def service_name(self) -> str:
        """Return the name of the service that is chosen, as it is shown."""
        return self.to.currentText()

    def reveal(self, *, on: bool) -> None:
        """Name the services, or in discreet mode number them."""
        for number, (code, name) in enumerate(self._names.items(), 1):
            numbered = texts.say("letter_page.service", number=number)
            shown = numbered if look().discreet and not on else name
            self.to.setItemText(self.to.findData(code), shown)

    def warn(self, found: Iterable[str]) -> None:
        """Say what the typed words seem to tell; whoever writes decides."""
        lines = [texts.say(f"letter_page.caution.{one}") for one in found]
        words = "\n".join(lines)
        if words != self._cautions.text():
            self._cautions.setText(words)
            self._cautions.setVisible(bool(words))
            self.asked.setAccessibleDescription(words)

    def _tell(self, _index: int) -> None:
        if self._before and not self.is_for_nobody():
            self._before = ""
            # Whoever was chosen stays: nobody is not offered once more.
            self.to.blockSignals(True)
            self.to.removeItem(0)
            self.to.blockSignals(False)
        self._tell_state()
        self.changed.emit()

    def _tell_language(self) -> None:
        """Say of a language that none of its readers has gone through its words yet."""
        unread = not texts.letter_languages()[self.language.code()].reviewed
        words = texts.say("letter_page.not_reviewed") if unread else ""
        self._unread.setText(words)
        self._unread.setVisible(unread)
        self.language.setAccessibleDescription(words)

    def _tell_state(self) -> None:
        self._tell_language()
        self.cite.setVisible(self.kind.code() in self._citing)
        day = self._agreed.get(self.to.code(), {}).get(self.kind.code())
        nobody = texts.say("letter_page.not_offered") if self.is_for_nobody() else ""
        self.to.setAccessibleDescription(nobody)
        if day is not None:
            agreed = texts.say("letter_page.agreed_on", date=day_in_words(day, now().date()))
            self._state.setText(agreed)
        else:
            self._state.setText(nobody or texts.say("letter_page.not_agreed"))
        has = look().colours
        name, ink = ("check-circle", has.accent) if day else ("circle-dashed", has.muted)
        self._mark.setPixmap(picture(name, ink, look().px(16)))
        self._first.setVisible(day is None and not nobody)

    def _typed(self) -> None:
        self._say_too_long()
        self.worded.emit()

    def _say_too_long(self) -> None:
        too_many = self.too_many()
        words = texts.plural("letter_page.too_long", too_many) if too_many else ""
        self._field.wrong(words)


def _drop(choices: Iterable[tuple[str, str]]) -> Drop:
    drop = Drop(choices)
    # A long name must not push the page wide; the whole of it is on the page beside.
    drop.setMinimumContentsLength(_NARROW)
    drop.setSizeAdjustPolicy(Drop.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return drop


def _signers(worker: Worker) -> list[tuple[str, str]]:
    role = texts.say(f"letter_page.signed.{worker.role.value}")
    return [(SIGNED_BY_ROLE, role), (SIGNED_BY_OFFICE, texts.say("letter_page.signed.office"))]
