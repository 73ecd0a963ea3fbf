"""Two sheets out of three are typed, wherever the code of the one sheet is."""

from __future__ import annotations

from itertools import combinations

import pytest
from canary import Watch
from drive import open_window
from gates import open_gate
from make import WORDS
from walking import complaints

import texts
from db.vault import keys
from desktop.bootstrap import Return, bring_back, open_workbook
from desktop.frame.settings import Settings
from desktop.pages.way_back import NewSheet
from desktop.parts.buttons import Button

FRESH = "quite other words for a test"
NAME = "Supervisor 1"

pytestmark = pytest.mark.usefixtures("cheap_keys", "made")


@pytest.fixture
def home(template, tmp_path):
    return template.copy(tmp_path / "home")


@pytest.fixture
def made(template, home):
    """Give the workbook three sheets; return their codes."""
    return keys.renew_recovery(home, template.unlocked(), split=True).split("+")


@pytest.fixture(params=[1.0, 2.0])
def drive(request, home):
    with open_gate(home, Settings(scale=request.param)) as drive:
        drive.window.gate.show_way("sheet")
        yield drive


def inside(drive):
    drive.until(lambda: drive.window.workspace is not None)
    drive.rest()
    return drive.window.workbook.worker.name


def types(drive, *codes):
    """Type the codes of two sheets, a name and a new passphrase, by keyboard; return the form."""
    form = drive.window.gate.views.current
    drive.type(NAME)
    drive.press("Tab")
    assert drive.focus().accessibleName() == texts.say("back.code")
    drive.type(codes[0])
    drive.tab_to(texts.say("back.two_sheets"))
    drive.press("Space", "Tab")
    assert drive.focus().accessibleName() == texts.say("back.second_sheet")
    drive.type(codes[1])
    form.fresh.first.secret.setText(FRESH)
    form.fresh.second.secret.setText(FRESH)
    drive.press("Ctrl+Return")
    return form


def test_any_two_sheets_give_a_new_passphrase_by_keyboard_alone(drive, made, tmp_path):
    types(drive, made[2].lower().replace("-", " "), made[0])
    assert inside(drive) == NAME
    assert Watch([*made, made[2].lower(), FRESH]).in_folders(tmp_path) == set()


@pytest.mark.parametrize(
    ("spoilt", "at", "why"),
    [
        (lambda one, two: ("0000" + one[4:], two), "line", ("store.first_sheet_slip", 1)),
        (lambda one, two: (one, two[:30]), "second", ("store.second_sheet_slip", 5)),
        (lambda one, _two: (one, one), "second", ("store.same_sheet", 0)),
        (lambda one, _two: (one, " "), "second", ("field.missing", 0)),
    ],
)
def test_what_stands_against_it_is_told_at_the_sheet_it_is_about(drive, made, spoilt, at, why):
    form = types(drive, *spoilt(*made[:2]))
    field, (text_id, begin) = getattr(form.sheet, at), why
    said = texts.say(text_id, number=1, begin=begin, end=begin + 3)
    drive.until(lambda: field.accessibleDescription() == said)
    assert drive.focus() is field
    assert complaints(drive.window) == []
    # All that was typed stands, to be mended.
    assert form.sheet.line.text()
    assert form.fresh.text() == FRESH


def test_sheets_of_two_sets_and_of_another_workbook_are_told_apart(drive, made):
    theirs = keys.new_recovery_code(split=True).split("+")
    form = types(drive, made[0], theirs[1])
    second = form.sheet.second
    drive.until(lambda: second.accessibleDescription() == texts.say("store.other_set"))
    form.sheet.line.setText(theirs[2])
    drive.press("Ctrl+Return")
    said = texts.say("store.wrong_recovery_sheets")
    drive.until(lambda: second.accessibleDescription() == said)


def test_who_types_one_of_three_as_if_it_were_the_one_is_asked_for_a_second(drive, made):
    form = drive.window.gate.views.current
    form.name.setText(NAME)
    form.code.setText(made[1])
    form.fresh.first.secret.setText(FRESH)
    form.fresh.second.secret.setText(FRESH)
    assert not form.sheet.second.isVisible()
    form.go_on()
    said = texts.say("store.one_of_three")
    drive.until(lambda: form.sheet.second.accessibleDescription() == said)
    assert drive.focus() is form.sheet.second
    drive.type(made[2])
    drive.press("Ctrl+Return")
    assert inside(drive) == NAME


def test_who_comes_back_by_two_sheets_and_wants_new_ones_gets_three(drive, made, home):
    drive.window.gate.views.current.new_sheet.setChecked(True)
    form = types(drive, *made[:2])
    assert form.new_sheet.accessibleName() == texts.say("back.new_sheets")
    drive.until(lambda: isinstance(drive.window.gate.views.current, NewSheet))
    fresh = drive.window.gate.views.current.paper._code.split("+")
    assert len(fresh) == 3
    keys.unlock_with_recovery(home, "+".join(fresh[1:])).wipe()


def types_into(sheet, first, second):
    sheet.line.setText(first)
    sheet.split.setChecked(True)
    sheet.second.setText(second)


def test_a_backup_is_tried_by_two_sheets(template, home, made, tmp_path):
    with open_window(template, home, worker=template.supervisor) as drive:
        drive.asked(lambda: drive.window.workbook.use_sheets("+".join(made)))
        drive.asked(lambda: drive.window.workbook.back_up(tmp_path / "one.backup"))
        drive.go("backups")
        card = drive.page.looking
        card.file.take(tmp_path / "one.backup")
        types_into(card.sheet, made[0], "")
        card.check.click()
        assert drive.focus() is card.sheet.second
        types_into(card.sheet, *made[:2])
        card.check.click()
        drive.until(lambda: drive.stands(texts.say("backups.good_by_code")))
        assert card.sheet.is_empty()
        assert not card.sheet.second.isVisible()


def test_a_new_key_is_given_by_two_sheets_and_all_three_go_on(template, home, made):
    with open_window(template, home, worker=template.supervisor) as drive:
        drive.go("settings")
        card = drive.page.new_key
        card.begin.click()
        card.now.secret.setText(WORDS)
        card.fresh.first.secret.setText(FRESH)
        card.fresh.second.secret.setText(FRESH)
        types_into(card.sheet, made[1], made[0])
        card.act.click()
        drive.until(lambda: drive.left == ["lock"])
    for two in combinations(made, 2):
        keys.unlock_with_recovery(home, "+".join(two)).wipe()


def test_what_comes_back_from_a_backup_by_two_sheets_has_three_of_its_own(home, made, tmp_path):
    workbook = open_workbook(home, NAME, WORDS)
    workbook.back_up(tmp_path / "one.backup")
    workbook.close()
    back = Return(NAME, "+".join(made[1:]), FRESH)
    fresh = bring_back(tmp_path / "one.backup", tmp_path / "new", back).split("+")
    assert len({*fresh, *made}) == 6
    keys.unlock_with_recovery(tmp_path / "new", "+".join(fresh[:2])).wipe()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_moves_to_the_side_or_out_of_sight_when_the_second_sheet_is_asked_for(
    home, language
):
    with open_gate(home, Settings(language=language), (1366, 768)) as drive:
        drive.window.gate.show_way("sheet")
        form = drive.window.gate.views.current
        tick = drive.tab_to(texts.say("back.two_sheets"))
        at = tick.mapTo(drive.window, tick.rect().topLeft()).x()
        drive.press("Space")
        drive.until(form.sheet.second.isVisible)
        assert tick.mapTo(drive.window, tick.rect().topLeft()).x() == at
        (back,) = [
            one for one in form.findChildren(Button) if one.text() == texts.say("back.leave")
        ]
        assert back.visibleRegion().boundingRect().height() == back.height()
