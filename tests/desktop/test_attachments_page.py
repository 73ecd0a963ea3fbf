"""The files of a case, by keyboard over a real encrypted store."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from shutil import copytree

import pytest
from canary import Watch
from drive import open_window
from edging import top_and_bottom
from make import Clock, Desks
from PIL import Image
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit
from walking import complaints

from casework.files.attachment import Cleaned, Sort
from casework.files.attachments import Coming
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.parts.on_condition import OnCondition
from desktop.parts.words import Words

CLINIC = "Example Clinic A"
WORD = "CANARY-IN-A-MESSAGE"


def photo() -> bytes:
    facts = Image.Exif()
    facts[0x010F] = "CANARY-CAMERA"
    out = io.BytesIO()
    Image.effect_noise((320, 200), 90).convert("RGB").save(out, "JPEG", exif=facts)
    return out.getvalue()


@pytest.fixture(scope="module")
def filled(template, tmp_path_factory):
    """Return a folder with one case and a message in it."""
    home = tmp_path_factory.mktemp("files") / "home"
    clock = Clock(datetime.now(UTC) - timedelta(hours=1))
    desks = Desks(template, home, clock)
    code = desks.visit()
    desks.office().attachments.add(Coming(code, Sort.MESSAGE), io.BytesIO(WORD.encode()))
    told = {"categories": ["attachments"], "items": ["medical_certificate"]}
    desks.agree(code, **told, conditions="CANARY-ONLY-IF")
    desks.close()
    return home, code, clock


@pytest.fixture
def opened(template, filled, tmp_path):
    home, code, clock = filled
    windows = []

    def at(**settings):
        copied = tmp_path / "home"
        copytree(home, copied)
        later = Clock(clock.moment + timedelta(minutes=1))
        window = open_window(template, copied, settings=Settings(**settings), clock=later)
        drive = window.__enter__()
        windows.append(window)
        drive.code = code
        drive.go("attachments", code)
        drive.rest(6)
        return drive

    yield at
    for window in windows:
        window.__exit__(None, None, None)


def files(drive):
    return drive.asked(lambda: drive.office.attachments.of(drive.code))


def take(drive, path):
    """Name a file in the dialog that is open."""
    drive.until(lambda: drive.window.findChildren(QFileDialog), "no dialog")
    dialog = drive.window.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(path))
    dialog.close()
    drive.rest()


def test_a_photo_comes_in_by_keyboard_without_its_name_and_its_camera(opened, tmp_path):
    drive, path = opened(), tmp_path / "CANARY-NAME.jpg"
    path.write_bytes(photo())
    drive.tab_to("Add a file")
    drive.press("Return")
    drive.tab_to("What is it?")
    drive.tab_to("The file")
    drive.press("Return")
    take(drive, path)
    drive.tab_to("Keep this file")
    drive.press("Return")
    drive.until(lambda: len(files(drive)) == 2)
    kept = files(drive)[0]
    assert (kept.sort, kept.cleaned) == (Sort.PHOTO, Cleaned.WHOLLY)
    drive.rest()
    assert drive.seen("The file is kept")
    assert Watch(["CANARY-NAME", "CANARY-CAMERA"]).in_folders(tmp_path / "home") == set()


def test_the_fields_of_a_new_file_stand_evenly(opened):
    drive = opened()
    drive.tab_to("Add a file")
    drive.press("Return")
    drive.rest()
    new = drive.page.new
    fields = [one.parentWidget() for one in (new.sort, new.when, new.how)] + [new.file]
    places = [top_and_bottom(one, drive.window) for one in (*fields, new.keep)]
    gaps = {below[0] - above[1] for above, below in pairwise(places)}
    assert gaps == {look().px(16)}


def test_keeping_without_a_file_says_what_is_missing(opened):
    drive = opened()
    drive.tab_to("Add a file")
    drive.press("Return")
    drive.tab_to("Keep this file")
    drive.press("Return")
    assert drive.seen("Please choose a file first")
    assert drive.focus() is drive.page.new.file.button


def test_a_file_that_cannot_be_cleaned_is_refused_in_words(opened, tmp_path):
    drive, path = opened(), tmp_path / "a.bin"
    path.write_bytes(b"\x00\x01\x02")
    drive.page.new.file.take(path)
    drive.tab_to("Add a file")
    drive.press("Return")
    drive.tab_to("Keep this file")
    drive.press("Return")
    drive.rest()
    assert any(drive.seen(part) for part in ("keep it as it is, on purpose",))
    assert len(files(drive)) == 1


def test_a_message_is_read_from_memory_and_forgotten(opened, tmp_path):
    drive = opened()
    drive.tab_to("Look: Message or screen picture, number 1")
    drive.press("Return")
    drive.until(lambda: drive.page.view.findChildren(QPlainTextEdit))
    assert drive.page.view.findChildren(QPlainTextEdit)[0].toPlainText() == WORD
    assert drive.focus() is drive.page.view.close_button
    assert Watch([WORD]).in_folders(tmp_path) == set()
    drive.press("Return")
    drive.rest()
    QApplication.processEvents()
    assert not drive.page.view.isVisible()
    lines = drive.asked(lambda: drive.office.history.of(drive.code))
    assert "attachment_shown" in {one.act for one in lines}


def test_a_picture_is_drawn_from_memory(opened):
    drive = opened()
    add = Coming(drive.code, Sort.PHOTO)
    drive.asked(lambda: drive.office.attachments.add(add, io.BytesIO(photo())))
    drive.page.start()
    drive.rest(6)
    drive.tab_to("Look: Photo, number 1")
    drive.press("Return")
    drive.until(lambda: drive.page.view.findChildren(type(drive.page.view._title)))
    drive.until(lambda: drive.stands("Photo"))
    drive.rest()
    drive.until(
        lambda: any(one.accessibleName() == "Page 1 of 1" for one in sheets(drive)),
        str([one.accessibleName() for one in sheets(drive)]),
    )


def sheets(drive):
    return [one for one in drive.page.view.children() if hasattr(one, "pixmap")]


def test_a_copy_for_her_is_written_where_one_says(opened, tmp_path):
    drive, path = opened(), tmp_path / "copy.txt"
    drive.tab_to("Save a copy elsewhere: Message or screen picture, number 1")
    drive.press("Return")
    drive.tab_to("Choose where")
    drive.press("Return")
    take(drive, path)
    drive.until(path.exists)
    assert path.read_bytes() == WORD.encode()
    drive.rest()
    assert drive.seen("Outside the workbook it is not encrypted")


@pytest.mark.parametrize("discreet", [False, True])
def test_on_which_condition_a_service_may_have_a_file_is_seen_before_the_copy(opened, discreet):
    drive = opened(discreet=discreet)
    add = Coming(drive.code, Sort.MEDICAL_CERTIFICATE)
    wanted = drive.asked(lambda: drive.office.attachments.add(add, io.BytesIO(photo()))).subject_id
    drive.page.start()
    drive.until(lambda: wanted in drive.page.cards)
    card = drive.page.cards[wanted]
    card.copy.click()
    for name, seen in ((CLINIC, True), ("Example Ward B", False), (CLINIC, True)):
        card.whom.setCurrentText(name)
        drive.rest(4)
        drive.page.reveal(on=True)
        assert conditions_on(card) == (["CANARY-ONLY-IF"] if seen else [])
        drive.page.reveal(on=False)
        assert conditions_on(card) == (["CANARY-ONLY-IF"] if seen and not discreet else [])
    assert complaints(drive.window) == []


def conditions_on(card):
    return [
        one.text().strip("\u2068\u2069")
        for box in card.findChildren(OnCondition)
        for one in box.findChildren(Words)
        if one.isVisible() and "CANARY" in one.text()
    ]


def test_removing_asks_why_and_is_for_ever(opened):
    drive = opened()
    drive.tab_to("Remove: Message or screen picture, number 1")
    drive.press("Return")
    drive.tab_to("Remove for ever")
    drive.press("Return")
    drive.until(lambda: files(drive) == [])
    drive.rest()
    assert drive.seen("There are no files in this case")


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("scale", [1, 2])
def test_the_page_holds_together_in_both_languages_and_sizes(opened, language, scale):
    drive = opened(language=language, scale=scale)
    drive.page.add.click()
    drive.rest()
    assert complaints(drive.window) == []


def test_escape_closes_what_was_opened_and_leads_back_to_what_opened_it(opened):
    """A removal could be left by no key, and who had looked at a file stood at another button."""
    drive = opened()
    (card,) = drive.page.cards.values()
    ways = (drive.page.add, card.copy, card.remove)
    for opened_by in ways:
        opened_by.setFocus()
        drive.press("Return")
        assert drive.focus() is not opened_by
        drive.press("Escape")
        assert drive.focus() is opened_by
    assert not drive.page.new.isVisible()
    assert not card.sure.isVisible()
    card.look.setFocus()
    drive.press("Return")
    drive.until(drive.page.view.isVisible)
    drive.press("Escape")
    drive.until(lambda: not drive.page.view.isVisible())
    assert drive.focus() is card.look
    assert len(files(drive)) == 1
