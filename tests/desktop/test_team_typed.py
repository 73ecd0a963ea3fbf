"""Who is to be let in: the name that was begun comes back after hide, the passphrase never."""

from __future__ import annotations

from drive import open_window
from make import WORDS

from casework.records.unfinished import Spot
from casework.team.worker import Role
from desktop.frame.handing_over import keep_and_leave

NAME = "EXNEWCOMER Half"


def waits(drive):
    drive.window.workspace.keep()
    return drive.asked(lambda: drive.window.workbook.unfinished().of(Spot("newcomer")))


def test_a_name_that_was_begun_waits_until_she_is_in(template, tmp_path) -> None:
    home, who = tmp_path / "home", template.supervisor
    with open_window(template, home, worker=who) as drive:
        drive.press("Ctrl+6")
        drive.rest(6)
        card = drive.page.newcomer
        drive.tab_to("Name to sign in with", limit=120)
        drive.type(NAME)
        card.role.setCurrentIndex(card.role.findData(Role.VIEWER.value))
        card.own.secret.setText(WORDS)
        keep_and_leave(drive.window, "hide")
        drive.until(lambda: drive.left == ["hide"])
    with open_window(template, home, worker=who) as drive:
        drive.until(lambda: drive.page.newcomer.name.text() == NAME)
        card = drive.page.newcomer
        assert (card.role.code(), card.own.text()) == (Role.VIEWER.value, "")
        assert drive.focus() is card.name
        assert WORDS not in str(waits(drive).values)
        card.own.secret.setText(WORDS)
        card.add.click()
        drive.until(lambda: card.name.text() == "")
        drive.rest(6)
        assert NAME in {one.name for one in drive.asked(drive.office.people.members)}
        assert waits(drive) is None
