"""Who works here: role, whether she is here, when she last came; and what may change of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

import texts
from casework.team.people import ACTIVE, AWAY, LEFT
from casework.team.worker import Act, Worker, may
from desktop.look import look
from desktop.pages.team.words import member_cells, roles
from desktop.parts.buttons import Button
from desktop.parts.facts_table import FactsTable
from desktop.parts.fields import Drop, Field
from desktop.parts.frames import column, row
from desktop.parts.own_secret import OwnSecret
from desktop.parts.own_sure import OwnSure
from desktop.parts.ruled_card import RuledCard, inset
from desktop.parts.sure import Once
from desktop.parts.table import named_columns
from desktop.parts.words import Words
from texts.dates import isolate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtWidgets import QVBoxLayout

    from casework.team.supervision import Member
    from desktop.parts.table import Column

_COLUMNS: Final = (("name", 150, 0), ("role", 120, 1), ("state", 110, 2), ("seen", 120, 3))


def columns_of(area: str, wanted: Iterable[tuple[str, int, int]]) -> list[Column]:
    """Return the columns of a table of this page."""
    return named_columns(f"team.{area}", wanted)


class PeopleCard(RuledCard):
    """A table of the team; under it what may be done about whoever is chosen."""

    role_wished = Signal(str, str, str)
    handed_over = Signal(str, str)
    away = Signal(str, str)
    back = Signal(str)
    leaving = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(texts.say("team.people"))
        self.table = FactsTable(
            columns_of("column", _COLUMNS), texts.say("team.people"), to_edge=True
        )
        self.chosen = Words("", "strong", wrap=True)
        self.role, self.own = Drop(roles()), OwnSecret()
        self.colleague = Drop()
        self.change = Button(texts.say("team.change_role")).does(self._change_role)
        self.hand_over = Button(texts.say("team.hand_over")).does(self._hand_over)
        self.is_away = Button(texts.say("team.away")).does(self._away)
        self.is_back = Button(texts.say("team.back")).does(self._back)
        self.leaves = Button(texts.say("team.leaves")).does(self._ask_leaving)
        self.sure = OwnSure()
        self._members: Sequence[Member] = ()
        self._shown: Member | None = None
        self._panel = QWidget()
        self._panel.setLayout(inset(self._laid_out(), 12, 16))
        self._panel.hide()
        self.body.addLayout(column(self.table, self._panel, gap=0))
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.own.secret.returnPressed.connect(self.change.click)

    def _laid_out(self) -> QVBoxLayout:
        side = column if look().reflows else row
        return column(
            column(self.chosen, Field(texts.say("team.role"), self.role), gap=8),
            self.own,
            row(self.change, None),
            Field(
                texts.say("team.colleague"), self.colleague, hint=texts.say("team.colleague_why")
            ),
            side(self.hand_over, self.is_away, self.is_back, self.leaves, None, gap=8),
            self.sure,
            gap=16,
        )

    def show_members(self, members: Sequence[Member]) -> None:
        """Show who works here, A to Z."""
        before = self._shown.id if self._shown else ""
        at = next((n for n, one in enumerate(members) if one.id == before), -1)
        self.table.show_rows([member_cells(one) for one in members])
        self._members = members
        if at >= 0:
            # Who came in above moves nobody else under what is done about one.
            self.table.go_to(at)
        self._panel.setVisible(bool(members))
        self._choose()

    def role_done(self) -> None:
        """Let a role be changed again."""
        member = self.member()
        self.change.refuse(_gone(member) if member else "")

    def role_refused(self, error: Exception) -> bool:
        """Say at one's own passphrase why no role was changed, if that is what it is about."""
        self.role_done()
        return self.own.refused(error)

    def member(self) -> Member | None:
        """Return who is chosen."""
        at = self.table.current_row()
        return self._members[at] if 0 <= at < len(self._members) else None

    def _choose(self, *_rows: object) -> None:
        member = self.member()
        if member is None:
            return
        before, self._shown = self._shown, member
        is_same = before is not None and before.id == member.id
        if not is_same:
            # It was typed about somebody else.
            self.own.forget()
        if not is_same or _stands(before) != _stands(member):
            self.sure.drop()
            self.role.setCurrentIndex(self.role.findData(member.role.value))
        gone = _gone(member)
        self.chosen.setText(isolate(member.name))
        colleagues = [
            (one.id, one.name)
            for one in self._members
            if one.id != member.id and one.status == ACTIVE
            if may(Worker(one.id, one.role), Act.RECORD)
        ]
        # What else changed in the office chooses nobody else.
        self.colleague.offer(colleagues, self.colleague.code() if is_same else "")
        alone = "" if colleagues else texts.say("handing.nobody")
        for button in (self.change, self.leaves):
            button.refuse(gone)
        self.hand_over.refuse(gone or alone)
        away = texts.say("team.is_away") if member.status == AWAY else ""
        self.is_away.refuse(gone or away or alone)
        self.is_back.refuse("" if member.status == AWAY else gone or texts.say("team.is_here"))

    def _change_role(self) -> None:
        if (member := self.member()) is None or not self.change.isEnabled():
            return
        if self.own.is_missing():
            self.own.secret.setFocus()
        else:
            self.change.refuse(texts.say("backups.working"))
            self.role_wished.emit(self.own.take(), member.id, self.role.code())

    def _hand_over(self) -> None:
        if (member := self.member()) is not None:
            self.handed_over.emit(member.id, self.colleague.code())

    def _away(self) -> None:
        if (member := self.member()) is not None:
            self.away.emit(member.id, self.colleague.code())

    def _back(self) -> None:
        if (member := self.member()) is not None:
            self.back.emit(member.id)

    def _ask_leaving(self) -> None:
        """Ask once more: a way in that is taken away is made anew, not brought back."""
        member = self.member()
        if member is None:
            return
        means = texts.say("team.leaves_sure", name=isolate(member.name))
        yes = texts.say("team.leaves_yes")
        once = Once(means, yes, yes, texts.say("sure.leave_it"))
        self.sure.ask_own(once, lambda own: self.leaving.emit(own, member.id), self.leaves)


def _stands(member: Member | None) -> tuple[str, str] | None:
    """Return what is changed here of somebody."""
    return (member.role.value, member.status) if member else None


def _gone(member: Member) -> str:
    return texts.say("team.left_already") if member.status == LEFT else ""
