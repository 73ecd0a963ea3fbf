"""Unlock: who you are and your passphrase, and three ways back for whoever cannot get in."""

from __future__ import annotations

import gc
from weakref import ref

import polib
import pytest
from edging import top_and_bottom
from gates import answer_dialog, open_gate
from make import WORDS
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QStyleOptionComboBox
from walking import complaints, settle

import texts
from desktop import doors
from desktop.frame.gate import LookLine
from desktop.frame.settings import Settings
from desktop.homes import leave_for
from desktop.look import Theme, look
from desktop.pages.unlock import UnlockPage, wait_after
from desktop.pages.way_back import KINDS, NewSheet
from desktop.parts.buttons import IconButton
from desktop.parts.words import Words
from texts.catalogue import FOLDER

FRESH = "quite other words for a test"


@pytest.fixture
def home(template, tmp_path):
    return template.copy(tmp_path / "home")


@pytest.fixture
def drive(home):
    with open_gate(home) as drive:
        yield drive


def sign_in(drive, name, words):
    drive.type(name)
    drive.press("Return")
    drive.type(words)
    drive.press("Return")


def answered(drive):
    drive.until(lambda: not drive.window.gate.sign_in._busy.text() or drive.window.workspace)
    drive.rest()


def inside(drive):
    drive.until(lambda: drive.window.workspace is not None)
    drive.rest()
    return drive.window.workbook.worker.name


def test_the_ways_for_whoever_cannot_get_in_stand_right_below_the_button(drive):
    sign = drive.window.gate.sign_in
    above, below = (top_and_bottom(one, drive.window) for one in (sign.unlock, sign.cannot_button))
    assert below[0] - above[1] == look().px(20)


def test_name_and_passphrase_open_the_workbook_by_keyboard_alone(drive):
    sign_in(drive, "Supervisor 1", WORDS)

    assert inside(drive) == "Supervisor 1"
    assert drive.window.gate is None


def test_nothing_tells_who_works_here_before_somebody_is_in(drive):
    assert drive.unseen("Supervisor")
    assert drive.unseen("Caseworker")
    assert drive.unseen("Example Office")


def test_a_wrong_try_is_told_in_one_sentence_and_may_be_typed_over(drive):
    sign_in(drive, "Nobody Here", "some wrong words")
    answered(drive)

    assert drive.seen("That did not open the workbook.")
    assert drive.focus().selectedText() == "some wrong words"


def _windows():
    """Return the windows that are seen, those of tests before among them."""
    return {one for one in QApplication.topLevelWidgets() if one.isVisible()}


def test_an_accent_that_no_input_method_joins_to_its_letter_is_told(drive):
    """A hidden line has no input method: with some, what it would join is another word."""
    drive.type("Nobody Here")
    drive.press("Return")
    told = texts.say("secret.lost")
    for pressed, letter in ((Qt.Key.Key_Dead_Acute, ""), (Qt.Key.Key_E, "e")):
        key = QKeyEvent(QEvent.Type.KeyPress, pressed, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(drive.focus(), key)
    assert drive.stands(told)
    drive.focus().eye.click()
    assert not drive.stands(told)
    dead = Qt.Key.Key_Dead_Acute
    key = QKeyEvent(QEvent.Type.KeyPress, dead, Qt.KeyboardModifier.NoModifier, "")
    QApplication.sendEvent(drive.focus(), key)
    assert not drive.stands(told)


def test_large_letters_without_shift_are_told(drive):
    drive.type("Nobody Here")
    drive.press("Return")
    secret, before = drive.focus(), _windows()
    for letter in "QWERTY":
        key = QKeyEvent(QEvent.Type.KeyPress, ord(letter), Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(drive.focus(), key)
    assert drive.stands(texts.say("secret.caps"))
    # It stands under the field: a window of its own would take the keyboard.
    assert _windows() <= before
    assert (drive.focus(), secret.text()) == (secret, "QWERTY")
    drive.press("Return")
    answered(drive)

    assert drive.seen("That did not open the workbook. Caps Lock is on.")
    told = [one.text() for one in drive.window.findChildren(QLabel) if one.isVisible()]
    assert sum("Caps Lock" in words for words in told) == 1


def test_after_five_wrong_tries_the_next_one_waits_and_then_is_taken_again(drive):
    page = drive.window.gate.sign_in
    drive.type("Nobody Here")
    for _try in range(5):
        page.passphrase.secret.setText("wrong")
        page.go_on()
        drive.rest()
    assert not page.unlock.isEnabled()
    assert drive.seen("Waiting 30 seconds keeps guessing slow.")

    for _second in range(30):
        page._tick()
    assert page.unlock.isEnabled()
    assert not page._busy.text()

    page.go_on()
    drive.rest()
    assert not page.unlock.isEnabled()
    assert drive.seen("Waiting 60 seconds keeps guessing slow.")


def test_each_wait_is_twice_as_long_as_the_one_before_but_none_is_for_ever():
    waits = [wait_after(failed) for failed in range(1000)]

    assert waits[:9] == [0, 0, 0, 0, 0, 30, 60, 120, 240]
    assert set(waits[9:]) == {300}


def test_the_name_and_the_cursor_outlive_a_change_of_language(drive):
    drive.type("Supervisor 1")
    drive.tab_to("Language")
    drive.press("Down")
    settle()

    assert drive.seen("أهلًا بعودتكم")
    assert drive.focus().objectName() == "language_line"
    assert drive.window.gate.sign_in.name.text() == "Supervisor 1"


def test_the_icon_says_which_look_this_is_and_the_name_which_one_comes(drive):
    for theme, icon_name, text_id in (
        (Theme.LIGHT, "sun", "look.to_dark"),
        (Theme.DARK, "moon", "look.to_light"),
        (Theme.LIGHT, "sun", "look.to_dark"),
    ):
        assert look().theme is theme
        button = drive.window.gate.findChild(IconButton, "theme_line")
        shown = IconButton(icon_name, "")
        pictures = [one.icon().pixmap(one.iconSize()).toImage() for one in (button, shown)]
        assert pictures[0] == pictures[1]
        assert button.accessibleName() == button.toolTip() == texts.say(text_id)
        button.setFocus()
        drive.press("Space")
        settle(3)


def test_the_passphrase_can_be_looked_at(drive):
    secret = drive.window.gate.sign_in.passphrase.secret
    drive.tab_to("Show the passphrase")
    drive.press("Space")

    assert secret.echoMode() is secret.EchoMode.Normal
    assert secret.eye.accessibleName() == "Hide the passphrase"


def fill(form, name, code=""):
    form.name.setText(name)
    form.code.setText(code)
    form.fresh.first.secret.setText(FRESH)
    form.fresh.second.secret.setText(FRESH)


def test_the_printed_code_gives_a_new_passphrase_however_it_is_typed(drive, template):
    drive.tab_to(texts.say("unlock.cannot"))
    drive.press("Return", "Return")
    form = drive.window.gate.views.current
    fill(form, "Supervisor 1", template.recovery_code.lower().replace("-", " ").replace("0", "o"))
    drive.press("Ctrl+Return")

    assert inside(drive) == "Supervisor 1"


def new_sheet(drive, template):
    """Get in by a recovery code and ask for another sheet; return the page that shows it."""
    drive.window.gate.show_way("sheet")
    form = drive.window.gate.views.current
    fill(form, "Supervisor 1", template.recovery_code)
    form.new_sheet.setChecked(True)
    form.go_on()
    drive.until(lambda: isinstance(drive.window.gate.views.current, NewSheet))
    return drive.window.gate.views.current


def test_a_new_sheet_is_shown_once_before_the_workbook(drive, template):
    sheet = new_sheet(drive, template)
    assert sheet.paper._code != template.recovery_code
    assert drive.seen(sheet.paper._code.split("-")[0])

    drive.tab_to("I have it on paper")
    drive.press("Space")
    assert inside(drive) == "Supervisor 1"


def test_nothing_of_the_page_that_asked_or_of_a_new_sheet_is_there_once_one_is_inside(
    drive, template
):
    """Also where somebody took her time: what stood there for a while was there to stay."""
    QTest.qWait(600)
    gone = [ref(drive.window.gate), ref(drive.window.gate.sign_in)]
    sheet = new_sheet(drive, template)
    gone += [ref(sheet), ref(sheet.paper)]
    del sheet
    drive.tab_to("I have it on paper")
    drive.press("Space")
    inside(drive)
    gc.collect()
    assert [one() for one in gone] == [None] * len(gone)


def test_another_person_may_let_somebody_back_in(drive):
    drive.window.gate.show_way("person")
    form = drive.window.gate.views.current
    fill(form, "Caseworker 1")
    form.helper.setText("Supervisor 1")
    form.helper_secret.secret.setText(WORDS)
    form.go_on()

    assert inside(drive) == "Caseworker 1"


def test_a_backup_comes_back_into_an_empty_folder(drive, template, home, tmp_path):
    workbook = doors.open_workbook(home, "Supervisor 1", WORDS).workbook
    workbook.back_up(tmp_path / "kept.backup")
    workbook.close()
    drive.window.gate.show_way("backup")
    form = drive.window.gate.views.current
    drive.press("Space")
    answer_dialog(drive, tmp_path / "kept.backup")
    drive.press("Tab", "Space")
    answer_dialog(drive, tmp_path / "elsewhere")
    fill(form, "Supervisor 1", template.recovery_code)
    form.go_on()
    drive.until(lambda: isinstance(drive.window.gate.views.current, NewSheet))
    drive.window.gate.views.current.go_on()

    assert inside(drive) == "Supervisor 1"
    assert drive.window.home == tmp_path / "elsewhere"


def test_what_is_missing_is_told_at_its_field(drive):
    drive.window.gate.show_way("sheet")
    form = drive.window.gate.views.current
    form.go_on()

    assert drive.focus() is form.name
    assert form.name.accessibleDescription() == "This is needed here."
    assert form.code.accessibleDescription() == "This is needed here."


def test_a_slip_in_the_code_is_told_and_everything_typed_stays(drive):
    drive.window.gate.show_way("sheet")
    form = drive.window.gate.views.current
    fill(form, "Supervisor 1", "ABCD")
    form.go_on()
    drive.until(lambda: drive.stands("There is a slip"))

    assert drive.seen("There is a slip in this recovery code.")
    assert form.fresh.text() == FRESH


def test_what_the_store_noticed_is_told_after_opening(drive, home):
    (home / "workbook.keys").write_bytes(b"damaged")
    sign_in(drive, "Supervisor 1", WORDS)
    inside(drive)

    assert drive.seen("its previous generation was used")


def test_another_folder_brings_its_own_gate(drive, template, tmp_path):
    drive.window.gate.hall.moves.emit(tmp_path / "empty")
    settle()
    assert not isinstance(drive.window.gate, UnlockPage)

    drive.window.gate.hall.moves.emit(template.copy(tmp_path / "third"))
    settle()
    assert isinstance(drive.window.gate, UnlockPage)


WAYS = [
    (Settings(), (1366, 768)),
    (Settings(language="ar", theme="dark"), (1366, 768)),
    (Settings(scale=2.0), (1366, 768)),
    (Settings(language="qps"), (1024, 640)),
    (Settings(language="qps", scale=2.0), (1024, 640)),
    (Settings(language="ar", scale=1.5), (1024, 640)),
    (Settings(theme="dark", scale=1.3), (1024, 640)),
]


@pytest.mark.parametrize(("settings", "size"), WAYS)
def test_nothing_is_clipped_hidden_or_without_a_name(home, settings, size):
    with open_gate(home, settings, size) as drive:
        page = drive.window.gate
        assert complaints(drive.window) == []
        page.show_ways()
        settle()
        assert complaints(drive.window) == []
        for kind in KINDS:
            page.show_way(kind)
            settle()
            assert complaints(drive.window) == []


@pytest.mark.parametrize("kind", KINDS)
def test_all_fields_of_a_way_back_are_of_one_height(drive, kind):
    page = drive.window.gate
    page.show_way(kind)
    settle()
    form = page.views.current
    parts = [*form.findChildren(QLineEdit), form.fresh.suggest, form.main]
    seen = {one.height() for one in parts if one.isVisible()}
    assert len(seen) == 1


def test_who_had_switched_to_a_workbook_out_of_reach_is_told_and_not_where_it_lies(home):
    leave_for(home, home.parent / "CANARY-FOLDER")
    with open_gate(home) as drive:
        assert drive.seen(texts.say("unlock.left"))
        assert drive.unseen("CANARY")
        assert complaints(drive.window) == []


def test_nothing_is_said_of_another_workbook_where_there_is_none(drive):
    assert drive.unseen(texts.say("unlock.left"))


REFUSED = [
    ("sheet", {"code": "ABCD"}, "code", "store.recovery_typo"),
    ("sheet", {"name": "Nobody Here"}, "name", "store.nobody"),
    ("person", {"helper_secret": "other words"}, "helper_secret", "store.wrong_passphrase"),
    ("person", {"helper": ""}, "helper", "field.missing"),
    ("backup", {"code": "ABCD"}, "code", "store.recovery_typo"),
]


@pytest.mark.parametrize("case", REFUSED, ids=["-".join((one[0], one[2])) for one in REFUSED])
def test_why_it_was_refused_is_told_at_its_field_and_that_is_in_sight(home, template, case):
    kind, typed, field, why = case
    kept = home.parent / "kept.backup"
    if kind == "backup":
        workbook = doors.open_workbook(home, "Supervisor 1", WORDS).workbook
        workbook.back_up(kept)
        workbook.close()
    with open_gate(home, Settings(scale=2.0), (1024, 640)) as drive:
        drive.window.gate.show_way(kind)
        form = drive.window.gate.views.current
        fill(form, typed.get("name", "Supervisor 1"), typed.get("code", template.recovery_code))
        form.helper.setText(typed.get("helper", "Supervisor 1"))
        form.helper_secret.secret.setText(typed.get("helper_secret", WORDS))
        if kind == "backup":
            form.file.take(kept)
            form.folder.take(home.parent / "elsewhere")
        form.fresh.second.secret.setFocus()
        drive.press("Return")
        drive.until(lambda: not form.busy)
        at = getattr(form, field)
        at = getattr(at, "secret", at)
        assert drive.focus() is at
        assert at.accessibleDescription() == texts.say(why)
        whole = at.parentWidget()
        drive.until(lambda: whole.visibleRegion().boundingRect() == whole.rect())


def test_the_suggestion_stands_beside_its_line_whatever_is_said_under_that(drive):
    drive.window.gate.show_way("sheet")
    fresh = drive.window.gate.views.current.fresh
    drive.window.gate.views.current.go_on()
    settle()
    assert drive.stands(texts.say("secret.too_short"))
    line, button = (
        one.mapTo(drive.window, one.rect().center()).y()
        for one in (fresh.first.secret, fresh.suggest)
    )
    assert line == button


@pytest.mark.parametrize("scale", [1.0, 1.15, 1.3, 1.5, 1.75, 2.0])
def test_the_language_is_written_whole_at_every_size(home, scale):
    with open_gate(home, Settings(scale=scale)) as drive:
        drop = drive.window.gate.findChild(LookLine).language
        painted = QStyleOptionComboBox()
        drop.initStyleOption(painted)
        assert "English" in painted.currentText
        # As quiet as the icon before it.
        assert drop.font() == look().font("small")
        assert drop.palette().buttonText().color() == look().colours.muted


def test_a_new_sheet_begins_with_what_one_does_with_it(home, template):
    with open_gate(home, Settings(scale=2.0), (1024, 640)) as drive:
        sheet = new_sheet(drive, template)
        once = next(one for one in sheet.findChildren(Words) if one.role == "display")
        assert drive.focus() is sheet.paper.printing
        for one in (once, sheet.paper.printing):
            assert one.visibleRegion().boundingRect() == one.rect()


def test_a_workbook_is_called_in_arabic_as_the_button_calls_it_that_opens_one():
    said = {one.msgid: one.msgstr for one in polib.pofile(str(FOLDER / "ar.po"))}
    assert "دفتر" in said["unlock.other"]
    # What a file of tables is called is no name for it.
    assert not [one for one in said if one.startswith("store.") and "مصنف" in said[one]]
