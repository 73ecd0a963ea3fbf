"""A stick goes from one laptop's window to another's by keyboard; a conflict, and a removal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drive import open_window, window_of
from laptops import First, Laptop
from letter_window import dialogs
from make import WORDS, Clock
from PySide6.QtWidgets import QFileDialog, QLineEdit

import texts
from casework.team.supervision import Why
from casework.team.worker import Role


def amends(office, code, **answers):
    """Change answers of the first visit."""
    filling = office.filling
    sheet = filling.amend(code, filling.entries(code, "intake")[0].id)
    values = dict(sheet.doc.values) | {f"intake.{name}": value for name, value in answers.items()}
    filling.finish(sheet, replace(sheet.doc, values=values))


class Two:
    """An office with two laptops, and a case of which both hold a copy."""

    def __init__(self, template, folder):
        self.template, self.clock, self.folder = template, Clock(), folder
        first = First(template, folder / "first", self.clock)
        self.second = Laptop(first, folder / "second", "Supervisor 8", Role.SUPERVISOR)
        self.code = first.case(phone="+000 1 11")
        first.agrees(self.code)
        self.second.takes(first.writes())
        first.takes(self.second.writes())
        self.clock.pass_days(7)
        amends(first.office(template.supervisor), self.code, phone="+000 2 22")
        first.close()
        with self.second.office() as office:
            office.glass.open(self.code, Why.DANGER)
            amends(office, self.code, phone="+000 3 33")

    def here(self):
        """Return the window of the first laptop."""
        she = self.template.supervisor
        return open_window(self.template, self.folder / "first", worker=she, clock=self.clock)

    def there(self):
        """Return the window of the second."""
        return window_of(self.second.home, self.second.workbook, self.clock)


@pytest.fixture
def two(template, tmp_path):
    return Two(template, tmp_path)


def chooses(drive, path):
    """Type a path into the dialog that asks for one."""
    drive.until(lambda: dialogs(drive, QFileDialog))
    (dialog,) = dialogs(drive, QFileDialog)
    name = dialog.findChild(QLineEdit)
    name.setFocus()
    name.selectAll()
    drive.type(str(path))
    drive.press("Return")
    drive.until(lambda: not dialogs(drive, QFileDialog))


def goes_there(drive):
    """Go by keyboard to the page: it is in the navigation, and the chip leads there."""
    chip = drive.window.workspace.top.exchange
    # Until it says how it stands it is called like the page that it leads to.
    drive.until(chip.text)
    drive.press("Shift+F6")
    drive.tab_to(chip.accessibleName())
    drive.press("Return")
    drive.until(lambda: drive.page.place.page == "devices")
    drive.rest()


def writes(drive, folder):
    drive.tab_to(texts.say("sync.way.write_do"))
    drive.press("Space")
    chooses(drive, folder)
    assert drive.seen(texts.say("sync.written"))
    return next(folder.glob("*.bundle"))


def test_a_stick_is_written_read_decided_about_and_a_laptop_removed(two, tmp_path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with two.there() as she:
        chip = she.window.workspace.top.exchange
        she.until(lambda: chip.text() == texts.plural("exchange.wait", 2))
        goes_there(she)
        lines = she.page.leaving.table.facts.rows
        assert {(what, case) for what, case, *_ in lines} == {
            (texts.say("form_name.intake"), two.code),
            (texts.say("sync.what.case"), two.code),
        }
        # She looks after the team too, and may remove others, not the laptop before her.
        assert she.stands(texts.say("devices.of", people="Supervisor 1"))
        file = writes(she, stick)
        she.until(lambda: chip.text() == texts.say("exchange.done"))
    with two.here() as she:
        goes_there(she)
        she.tab_to(texts.say("sync.way.read_do"))
        she.press("Space")
        chooses(she, file)
        assert she.seen(texts.plural("sync.joined", 2))
        chip = she.window.workspace.top.exchange
        she.until(lambda: chip.text() == texts.plural("exchange.decide", 1))
        she_decides(she, two.code)
        she.until(lambda: chip.text() != texts.plural("exchange.decide", 1))
        goes_there(she)
        she_removes(she, "Supervisor 8")
    assert not list(stick.glob("*.part"))


def she_decides(she, code) -> None:
    """Take the answer of the other laptop, which is called by who works at it."""
    she.go("case", code)
    she.tab_to(texts.say("decide.go"))
    she.press("Space")
    she.until(lambda: she.page.answers is not None)
    there = texts.say("decide.there_of", people="Supervisor 8")
    assert she.seen(there)
    she.tab_to(there)
    she.press("Space")
    she.press("Ctrl+Return")
    she.until(lambda: not she.page.list.rows)
    said = she.asked(lambda: she.office.overview.of(code).contact)
    assert said.phone == "+000 3 33"


def she_removes(she, name) -> None:
    """Remove a laptop in two steps; the first only says what it means."""
    words = texts.say("devices.of", people=name)
    she.tab_to(texts.say("devices.remove_name", laptop=words))
    she.press("Space")
    assert she.seen(texts.say("devices.remove_means", laptop=words))
    # The safe answer has the focus.
    assert she.focus().text() == texts.say("devices.keep")
    she.press("Shift+Tab", "Shift+Tab", "Shift+Tab")
    assert she.focus().accessibleName() == texts.say("own.secret")
    she.type(WORDS)
    she.tab_to(texts.say("devices.remove_yes_name", laptop=words))
    she.press("Space")
    assert she.seen(texts.say("devices.cannot_open"))
