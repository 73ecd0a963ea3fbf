"""Backup and restore by keyboard: taken, checked by the sheet, restored beside, switched to."""

from __future__ import annotations

import pytest
from drive import open_window
from gates import answer_dialog
from make import START, Clock, visited
from walking import complaints

import texts
from casework.team.worker import Role, Worker
from db.vault import keys
from desktop.clock import now
from desktop.frame.settings import Settings
from desktop.homes import followed
from desktop.pages.backups.words import is_late

FRESH = "quite other words for a test"


pytestmark = [pytest.mark.usefixtures("cheap_keys"), pytest.mark.begins(after=visited)]


@pytest.fixture
def drive(template, home):
    with open_window(template, home) as drive:
        drive.go("backups")
        yield drive


def take_one(drive, folder):
    folder.mkdir()
    drive.tab_to("Take a backup now")
    drive.press("Return")
    answer_dialog(drive, folder)
    drive.until(lambda: drive.stands("every page of it holds"))
    drive.rest()
    (file,) = folder.glob("*.backup")
    return file


def chosen(drive, card, path, field="file"):
    getattr(card, field).button.setFocus()
    drive.press("Return")
    answer_dialog(drive, path)


def test_one_is_taken_into_a_folder_and_the_page_says_when_and_where(drive, tmp_path):
    assert drive.seen("There is no backup yet.")
    file = take_one(drive, tmp_path / "stick")
    assert drive.unseen("There is no backup yet.")
    assert drive.seen(file.name)
    assert drive.asked(lambda: len(drive.window.workbook.backups())) == 1


def test_how_often_one_is_reminded_is_kept(drive):
    drive.tab_to("Remind me when the last good backup is older than")
    drive.press("Home", "Return")
    drive.page.taking.rhythm.setCurrentIndex(3)
    drive.page.taking.rhythm.activated.emit(3)
    drive.rest()
    assert drive.asked(drive.window.workbook.backup_rhythm) == 30


@pytest.mark.parametrize("by_code", [False, True])
def test_a_backup_is_checked_also_by_the_printed_code(drive, template, tmp_path, by_code):
    file = take_one(drive, tmp_path / "stick")
    card = drive.page.looking
    chosen(drive, card, file)
    if by_code:
        drive.tab_to("Recovery code from the sheet, if you want to try it")
        drive.type(template.recovery_code)
    drive.tab_to("Check this backup")
    drive.press("Return")
    drive.until(lambda: drive.stands("The backup is good"))
    looks = drive.seen if by_code else drive.unseen
    assert looks("the code on the sheet opens it")
    assert drive.seen("In the backup. Cases: 1. Forms: 1.")
    assert card.code.text() == ""
    drive.rest()
    assert not list(drive.window.home.glob("workbook.looking*"))


def test_a_damaged_backup_and_a_wrong_code_are_said(drive, tmp_path):
    file = take_one(drive, tmp_path / "stick")
    card = drive.page.looking
    chosen(drive, card, file)
    card.code.setText(keys.new_recovery_code())
    card.check.click()
    drive.until(card.check.isEnabled)
    assert drive.unseen("The backup is good")
    data = bytearray(file.read_bytes())
    data[90_000] ^= 1
    file.write_bytes(data)
    card.check.click()
    drive.until(lambda: drive.stands("damaged"))
    assert drive.unseen("The backup is good")


def test_one_restores_beside_compares_and_then_switches(drive, template, home, tmp_path):
    file = take_one(drive, tmp_path / "stick")
    before = (home / "workbook.db").stat().st_ino
    card, new = drive.page.restoring, tmp_path / "new"
    new.mkdir()
    card.restore.click()
    assert drive.focus() is card.file.button
    chosen(drive, card, file)
    chosen(drive, card, new, "folder")
    card.code.setFocus()
    drive.type(template.recovery_code)
    card.fresh.first.secret.setText(FRESH)
    card.fresh.second.secret.setText(FRESH)
    drive.tab_to("Restore into the new folder")
    drive.press("Return")
    drive.until(lambda: drive.stands("Compare both before you go on."))
    assert drive.seen("In the workbook now. Cases: 1. Forms: 1.")
    assert drive.window.workspace is not None
    drive.tab_to("Switch to the restored workbook")
    drive.press("Return")
    drive.until(lambda: drive.window.gate is not None)
    assert drive.window.home == new
    assert drive.window.workbook is None
    assert followed(home) == new
    assert (home / "workbook.db").stat().st_ino == before
    drive.window.gate.sign_in.name.setText(template.caseworker.name)
    drive.window.gate.sign_in.passphrase.secret.setText(FRESH)
    drive.window.gate.sign_in.go_on()
    drive.until(lambda: drive.window.workspace is not None)
    assert len(drive.asked(drive.office.cases.all)) == 1


def test_how_much_there_is_is_told_to_those_who_work_with_cases(template, home, tmp_path):
    """From one day to the next it tells that somebody came."""
    steward = Worker("05" * 16, Role.DATA_STEWARD, "Steward 5")
    with open_window(template, home, worker=steward) as drive:
        drive.go("backups")
        chosen(drive, drive.page.looking, take_one(drive, tmp_path / "stick"))
        drive.page.looking.check.click()
        drive.until(lambda: drive.stands("The backup is good"))
        assert drive.unseen("Cases:")


@pytest.mark.parametrize("settings", [{}, {"language": "ar"}, {"scale": 2.0}, {"theme": "dark"}])
def test_nothing_is_cut_or_covered(template, home, settings):
    with open_window(template, home, settings=Settings(**settings)) as drive:
        drive.go("backups")
        assert complaints(drive.window) == []


def test_today_says_quietly_that_a_backup_is_late(template, home, tmp_path):
    with open_window(template, home, clock=Clock(now())) as drive:
        drive.go("today")
        drive.rest()
        assert drive.seen("There is no backup of this workbook yet.")
        drive.tab_to("Backup and restore")
        drive.press("Return")
        drive.rest()
        take_one(drive, tmp_path / "stick")
        drive.go("today")
        drive.rest()
        assert not drive.page.backup.isVisible()


def test_never_means_never_and_without_a_backup_any_day_is_late():
    assert is_late([], 7, START)
    assert not is_late([], 0, START)


@pytest.fixture
def large(template, home):
    """Return a window that has room for a part of the page only."""
    with open_window(template, home, settings=Settings(scale=2.0)) as drive:
        drive.window.resize(1024, 640)
        drive.go("backups")
        yield drive


@pytest.fixture
def file(large, tmp_path):
    """Return a backup of what is open in that window."""
    made = tmp_path / "one.backup"
    large.asked(lambda: large.page.room.house.back_up(made))
    return made


def restores(drive, file, folder, code):
    """Fill in what a restore asks, press its button and wait for what comes of it."""
    card = drive.page.restoring
    card.file.take(file)
    card.folder.take(folder)
    card.code.setText(code)
    card.fresh.first.secret.setText(FRESH)
    card.fresh.second.secret.setText(FRESH)
    card.restore.setFocus()
    drive.press("Return")
    drive.until(lambda: card._asked.isEnabled() or card._after.isVisible())
    return card


def is_whole(widget):
    return widget.visibleRegion().boundingRect() == widget.rect()


def test_what_stands_against_restoring_is_told_at_its_field_and_seen(
    large, file, template, tmp_path
):
    card = restores(large, file, large.window.home, template.recovery_code)
    assert large.focus() is card.folder.button
    assert card.folder.button.accessibleDescription() == texts.say("store.not_empty")
    large.until(lambda: is_whole(card.folder))
    card = restores(large, file, tmp_path / "new", "ABCD")
    assert large.focus() is card.code
    assert card.code.accessibleDescription() == texts.say("store.recovery_typo")
    assert not card.folder.button.accessibleDescription()
    large.until(lambda: is_whole(card.sheet.first_field))


def test_a_slip_in_the_code_that_is_tried_is_told_there_and_can_be_mended(large, file):
    card = large.page.looking
    card.file.take(file)
    card.code.setText("ABCD")
    card.check.setFocus()
    large.press("Return")
    large.until(card.check.isEnabled)
    assert large.focus() is card.code
    assert card.code.text() == "ABCD"
    assert card.code.accessibleDescription() == texts.say("store.recovery_typo")


def test_once_it_is_restored_the_sheet_can_be_printed_where_one_is(large, file, template, tmp_path):
    card = restores(large, file, tmp_path / "new", template.recovery_code)
    large.until(card._after.isVisible)
    printing = large.focus()
    assert printing.text() == texts.say("sheet.print")
    large.until(lambda: is_whole(printing))
    large.until(large.window.ring.isVisible)
