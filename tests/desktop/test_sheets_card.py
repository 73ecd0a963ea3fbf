"""New recovery sheets in the settings: one, or three of which any two open the workbook."""

from __future__ import annotations

from itertools import permutations

import pytest
from canary import Watch
from drive import open_window
from gates import answer_dialog
from make import WORDS
from reading import page_texts
from walking import complaints, settle

import texts
from db.vault import keys
from db.vault.refusals import StoreRefused
from desktop.frame.settings import Settings
from desktop.parts.sheet import SheetView


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def hers(template, home):
    with open_window(
        template, home, worker=template.supervisor, settings=Settings(scale=2.0)
    ) as drive:
        drive.window.resize(1024, 640)
        drive.go("settings")
        drive.tab_to(texts.say("settings.sheets_begin"), 200)
        drive.press("Return")
        yield drive


def shown(drive, three=True):
    """Have new sheets shown by keyboard; return their codes."""
    card = drive.page.sheets
    if three:
        drive.press("Down")
    drive.tab_to(texts.say("own.secret"))
    drive.type(WORDS)
    drive.press("Return")
    drive.until(lambda: card.paper is not None)
    return card.paper._code.split("+")


def used(drive):
    """Say by keyboard that they are on paper."""
    drive.tab_to(drive.page.sheets.kept.accessibleName())
    drive.press("Return")
    drive.until(lambda: drive.stands(texts.say("settings.sheets_done")))


def opens(home, code):
    keys.unlock_with_recovery(home, code).wipe()
    return True


def refused(home, code):
    with pytest.raises(StoreRefused) as caught:
        keys.unlock_with_recovery(home, code)
    return caught.value.code


def test_three_sheets_are_made_by_keyboard_and_any_two_open_it_from_then_on(hers, template, home):
    made = shown(hers)
    assert len(made) == 3
    used(hers)
    assert all(opens(home, "+".join(two)) for two in permutations(made, 2))
    assert refused(home, template.recovery_code) == "wrong_recovery"
    assert {refused(home, one) for one in made} == {"one_of_three"}


def test_one_sheet_is_made_too_and_ends_three(hers, home):
    made = shown(hers)
    used(hers)
    assert hers.focus() is hers.page.sheets.begin
    hers.press("Return")
    (one,) = shown(hers, three=False)
    used(hers)
    assert opens(home, one)
    assert refused(home, "+".join(made[:2])) == "wrong_recovery_sheets"


def test_until_they_are_on_paper_those_of_before_open_it(hers, template, home):
    made = shown(hers)
    assert opens(home, template.recovery_code)
    assert refused(home, "+".join(made[:2])) == "wrong_recovery_sheets"
    hers.tab_to(texts.say("settings.secret_leave"))
    hers.press("Return")
    assert hers.focus() is hers.page.sheets.begin
    assert not hers.stands(made[0].split("-")[0])
    assert opens(home, template.recovery_code)


def test_nobody_gets_sheets_where_a_laptop_was_left_open(hers, template, home):
    card = hers.page.sheets
    hers.tab_to(texts.say("own.secret"))
    hers.type("not the one")
    hers.press("Return")
    hers.until(lambda: card.own.secret.accessibleDescription() == texts.say("own.wrong"))
    assert hers.focus() is card.own.secret
    assert card.paper is None
    assert not card.own.text()
    hers.press("Return")
    assert card.own.secret.accessibleDescription() == texts.say("field.missing")
    assert opens(home, template.recovery_code)


def test_a_backup_of_the_same_session_opens_by_two_of_the_new_sheets(hers, tmp_path):
    one, other, _third = shown(hers)
    used(hers)
    workbook, file = hers.window.workbook, tmp_path / "one.backup"
    hers.asked(lambda: workbook.back_up(file))
    held, here = hers.asked(lambda: workbook.compare(file, f"{other}+{one}"))
    assert held == here
    with pytest.raises(StoreRefused, match="same_sheet"):
        hers.asked(lambda: workbook.compare(file, f"{one}+{one}"))


def test_each_sheet_is_a_file_of_its_own_and_holds_no_other(hers, tmp_path):
    made = shown(hers)
    paper = hers.page.sheets.paper
    for number, one in enumerate(paper.each, 1):
        one.saving.setFocus()
        assert one.saving.accessibleName() == texts.say("sheet.save.split", number=number)
        hers.press("Space")
        answer_dialog(hers, tmp_path / f"sheet-{number}.pdf")
        hers.until((tmp_path / f"sheet-{number}.pdf").exists)
        (page,) = page_texts((tmp_path / f"sheet-{number}.pdf").read_bytes())
        held = [all(group in page for group in code.split("-")) for code in made]
        assert held == [at == number for at in (1, 2, 3)]


def test_each_sheet_is_shown_with_its_number_and_groups(hers):
    made = shown(hers)
    views = hers.page.sheets.findChildren(SheetView)
    assert [view.accessibleName() for view in views] == [
        texts.say("sheet.title.split", number=number) for number in (1, 2, 3)
    ]
    assert all(hers.stands(group) for code in made for group in code.split("-"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_is_clipped_or_nameless_where_sheets_are_asked_for_and_shown(
    template, home, language
):
    settings = Settings(scale=2.0, language=language)
    with open_window(template, home, worker=template.supervisor, settings=settings) as drive:
        drive.window.resize(1024, 640)
        drive.go("settings")
        card = drive.page.sheets
        card.begin.click()
        settle(3)
        assert complaints(drive.window) == []
        card.three.setChecked(True)
        card.own.secret.setText(WORDS)
        card.make.click()
        drive.until(lambda: card.paper is not None)
        assert complaints(drive.window) == []
        used(drive)
        assert complaints(drive.window) == []


def test_what_was_typed_and_shown_is_in_no_file(hers, tmp_path):
    made = shown(hers)
    used(hers)
    hers.rest()
    assert Watch([WORDS, *made]).in_folders(tmp_path) == set()


def test_only_who_lets_people_in_makes_sheets(template, home):
    with open_window(template, home) as drive:
        drive.go("settings")
        assert drive.page.sheets is None
