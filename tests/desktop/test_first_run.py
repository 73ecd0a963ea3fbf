"""First run: five steps by keyboard, and nothing on disk before the last of them."""

from __future__ import annotations

import gc
from weakref import ref

import pytest
from gates import answer_dialog, open_gate
from make import WORDS as SECRET
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from reading import page_texts
from walking import complaints, from_edge, settle

from casework.team.worker import Role
from db.vault import cost
from desktop.codes import groups_of
from desktop.frame.cover import Cover
from desktop.frame.settings import Settings
from desktop.homes import practice_home
from desktop.look import look
from desktop.pages.first_run.draft import ASKED_BACK
from desktop.pages.first_run.practice import PracticeReady
from desktop.pages.unlock import UnlockPage
from desktop.practice.practising import User

WAYS = [
    (Settings(), (1366, 768)),
    (Settings(language="ar", theme="dark"), (1366, 768)),
    (Settings(scale=2.0), (1366, 768)),
    (Settings(language="qps"), (1024, 640)),
    (Settings(language="qps", scale=2.0), (1024, 640)),
    (Settings(language="ar", scale=1.5), (1024, 640)),
    (Settings(theme="dark", scale=1.3), (1024, 640)),
]


@pytest.fixture(autouse=True)
def _least_cost(monkeypatch):
    """Derive keys at the least cost; how much a laptop can pay is tested elsewhere."""
    monkeypatch.setattr(cost, "_AIM_SECONDS", 0)


@pytest.fixture
def home(tmp_path):
    return tmp_path / "new" / "home"


@pytest.fixture
def drive(home):
    with open_gate(home) as drive:
        yield drive


def page(drive):
    return drive.window.gate


def at(drive, step):
    drive.until(lambda: page(drive).draft.step == step and not page(drive).busy)
    settle()
    return page(drive).view


def to_office(drive):
    drive.press("Ctrl+Return")
    return at(drive, 1)


def to_secret(drive):
    view = to_office(drive)
    view.office.setText("Example Office 4")
    view.name.setText("Supervisor 1")
    drive.press("Ctrl+Return")
    return at(drive, 2)


def to_sheet(drive):
    view = to_secret(drive)
    view.fresh.first.secret.setText(SECRET)
    view.fresh.second.secret.setText(SECRET)
    drive.press("Ctrl+Return")
    return at(drive, 3)


def to_backup(drive):
    to_sheet(drive)
    drive.press("Ctrl+Return")
    settle()
    groups = groups_of(page(drive).draft.code)
    for group in ASKED_BACK:
        drive.type(groups[group].lower())
        drive.press("Tab")
    drive.press("Ctrl+Return")
    return at(drive, 4)


def test_a_new_workbook_is_made_by_keyboard_and_only_at_the_end(drive, home, tmp_path):
    fill_in_by_keyboard(drive)
    at(drive, 4)._take(tmp_path)
    assert not home.parent.exists()

    drive.press("Ctrl+Return")
    inside(drive)
    assert drive.window.workbook.office_name == "Example Office 4"
    assert drive.window.workbook.worker.role is Role.SUPERVISOR
    assert (home / "window.json").exists()
    assert [one.name[:9] for one in tmp_path.glob("*.backup")] == ["workbook-"]
    practise_hiding(drive)


def test_no_step_that_shows_the_code_is_there_once_one_is_inside(drive):
    """What had no place in one belonged to nobody, and held the code as long as the program.

    Nor is the page, which was among all that is there to stay where one was slow to begin.
    """
    QTest.qWait(600)
    gone = [ref(page(drive)), ref(page(drive).making), ref(to_secret(drive))]
    draft = page(drive).draft
    page(drive).view.fresh.first.secret.setText(SECRET)
    page(drive).view.fresh.second.secret.setText(SECRET)
    drive.press("Ctrl+Return")
    gone.append(ref(at(drive, 3)))
    drive.press("Ctrl+Return")
    settle()
    checks = page(drive).view
    gone += [ref(checks), ref(checks.paper), ref(checks.show_again)]
    del checks
    groups = groups_of(page(drive).draft.code)
    for group in ASKED_BACK:
        drive.type(groups[group].lower())
        drive.press("Tab")
    drive.press("Ctrl+Return")
    at(drive, 4)
    drive.press("Ctrl+Return")
    inside(drive)
    gc.collect()
    assert [one() for one in gone] == [None] * len(gone)
    assert (draft.passphrase, draft.again, draft.code, draft.typed_back) == ("", "", "", {})


def fill_in_by_keyboard(drive):
    """Go through the first four steps with nothing but keys."""
    drive.tab_to("Continue")
    drive.press("Return")
    at(drive, 1)
    drive.tab_to("Name of the office")
    drive.type("Example Office 4")
    drive.tab_to("Your name")
    drive.type("Supervisor 1")
    drive.press("Return")
    view = at(drive, 2)
    drive.tab_to("Suggest")
    drive.press("Return")
    drive.until(view.fresh.text)
    words = view.fresh.text()
    assert len(words.split()) == 6
    drive.tab_to("Type it once more")
    drive.type(words)
    drive.press("Return")
    at(drive, 3)
    drive.press("Ctrl+Return")
    for group in ASKED_BACK:
        drive.tab_to(f"Group {group + 1}")
        drive.type(groups_of(page(drive).draft.code)[group].lower())
    drive.press("Return")


def practise_hiding(drive):
    """Press the button that the first day offers, then the hide key once."""
    drive.tab_to("Try Hide now")
    drive.press("Return")
    assert isinstance(drive.window._stack.currentWidget(), Cover)
    drive.press("F9")
    assert drive.window._stack.currentWidget() is drive.window.workspace
    assert drive.left == []


def inside(drive):
    drive.until(lambda: drive.window.workspace is not None)
    drive.rest()


@pytest.mark.parametrize("to_step", [to_office, to_secret, to_sheet, to_backup])
def test_whoever_stops_in_the_middle_leaves_nothing_behind(home, to_step):
    with open_gate(home) as drive:
        to_step(drive)
    assert not home.parent.exists()


def test_each_step_can_be_gone_back_to_and_keeps_what_was_typed(drive):
    to_backup(drive)
    drive.tab_to("Step 2, done: Your office")
    drive.press("Space")
    view = at(drive, 1)
    assert view.office.text() == "Example Office 4"

    drive.press("Ctrl+Return")
    assert at(drive, 2).fresh.text() == SECRET


def test_what_is_missing_is_told_at_its_field_and_the_cursor_goes_there(drive):
    view = to_office(drive)
    drive.press("Ctrl+Return")
    assert page(drive).draft.step == 1
    assert drive.focus() is view.office
    assert view.name.accessibleDescription() == "This is needed here."


def test_two_passphrases_that_differ_are_told(drive):
    view = to_secret(drive)
    view.fresh.first.secret.setText(SECRET)
    view.fresh.second.secret.setText(f"{SECRET}s")
    drive.press("Ctrl+Return")
    settle()

    assert drive.seen("The two are not the same.")
    assert drive.focus() is view.fresh.second.secret


def test_a_short_passphrase_goes_no_further(drive):
    view = to_secret(drive)
    drive.type("short")
    drive.press("Ctrl+Return")

    assert page(drive).draft.step == 2
    assert drive.focus() is view.fresh.first.secret


def test_the_sheet_is_covered_while_its_groups_are_typed_back(drive):
    to_sheet(drive)
    code = page(drive).draft.code
    assert drive.seen(groups_of(code)[4])

    drive.press("Ctrl+Return")
    settle()
    assert drive.unseen(groups_of(code)[4])
    drive.tab_to("Show the sheet again")
    drive.press("Return")
    settle()
    assert drive.seen(groups_of(code)[4])


def test_a_group_that_is_not_as_on_the_sheet_is_named(drive):
    to_sheet(drive)
    drive.press("Ctrl+Return")
    settle()
    groups = groups_of(page(drive).draft.code)
    lines = page(drive).view.lines
    for group in ASKED_BACK:
        lines[group].setText(groups[group])
    lines[ASKED_BACK[1]].setText("????")
    drive.press("Ctrl+Return")

    assert drive.focus() is lines[ASKED_BACK[1]]
    assert page(drive).draft.wrong_groups() == (ASKED_BACK[1],)


def test_the_sheet_is_kept_as_a_page_that_holds_every_group(drive, tmp_path):
    to_sheet(drive)
    drive.tab_to("Save PDF…")
    drive.press("Return")
    drive.until(lambda: drive.window.findChildren(QFileDialog))
    answer_dialog(drive, tmp_path / "sheet.pdf")
    drive.until(lambda: drive.stands("Saved as sheet.pdf"))

    assert (tmp_path / "sheet.pdf").stat().st_mode & 0o777 == 0o600
    words = " ".join(page_texts((tmp_path / "sheet.pdf").read_bytes()))
    assert all(group in words for group in groups_of(page(drive).draft.code))
    assert "Example Office 4" in words


def test_a_backup_that_fails_is_told_inside_the_workbook(drive, tmp_path):
    view = to_backup(drive)
    view._take(tmp_path / "not there")
    drive.press("Ctrl+Return")
    inside(drive)

    assert drive.seen("Its first backup was not saved")


def test_look_and_language_take_effect_at_once_and_keep_the_cursor(drive):
    drive.press("Tab", "Tab")
    drive.tab_to("Language")
    drive.press("Down")
    settle()

    assert drive.seen("اللغة والمظهر")
    assert drive.focus().objectName() == "language_step"
    assert drive.window.windowTitle() == "دفتر"


def test_whoever_joins_a_team_is_asked_for_her_name_alone(drive):
    view = to_office(drive)
    view.team.setChecked(True)
    assert view.name.isVisible()
    assert not any(one.isVisible() for one in (view.office, view.phone, view.hours, view.role))
    drive.press("Ctrl+Return")
    assert page(drive).draft.step == 1
    assert drive.focus() is view.name


def test_whoever_has_a_workbook_already_comes_to_its_door_and_back(drive):
    to_office(drive)
    drive.tab_to("I have a workbook or a backup already")
    drive.press("Return")
    settle()
    drive.tab_to("Set up a new workbook")
    drive.press("Return")
    settle()
    assert page(drive).draft.step == 0


@pytest.mark.parametrize(("settings", "size"), WAYS)
def test_no_step_clips_or_hides_anything(home, settings, size):
    with open_gate(home, settings, size) as drive:
        assert complaints(drive.window) == []
        for to_step in (to_office, at_secret, at_sheet, at_groups, at_backup):
            to_step(drive)
            settle()
            assert complaints(drive.window) == [], to_step.__name__
            if to_step is to_office and look().reflows:
                assert from_edge(page(drive).view.office) == from_edge(page(drive).frame.main)


def at_secret(drive):
    page(drive).view.office.setText("Example Office 4")
    page(drive).view.name.setText("Supervisor 1")
    page(drive).go_on()
    at(drive, 2)


def at_sheet(drive):
    view = page(drive).view
    view.fresh.take(SECRET)
    view.fresh.second.secret.setText(SECRET)
    page(drive).go_on()
    at(drive, 3)


def at_groups(drive):
    page(drive).go_on()


def at_backup(drive):
    groups = groups_of(page(drive).draft.code)
    for group, line in page(drive).view.lines.items():
        line.setText(groups[group])
    page(drive).go_on()
    at(drive, 4)


def test_a_practice_workbook_that_is_there_already_is_opened_instead(drive, template, home):
    template.copy(practice_home(home))
    view = to_office(drive)
    view.practice.setChecked(True)
    drive.press("Ctrl+Return")
    drive.until(lambda: drive.stands("There is a workbook in this folder already."))
    drive.tab_to("Open it")
    drive.press("Return")
    settle()

    assert isinstance(page(drive), UnlockPage)
    assert drive.window.home == practice_home(home)


@pytest.mark.parametrize(("settings", "size"), [WAYS[0], WAYS[3]])
def test_the_names_of_a_practice_workbook_are_shown_whole(home, settings, size):
    users = tuple(User(f"Caseworker {n}", Role.CASEWORKER, SECRET) for n in (1, 2))
    with open_gate(home, settings, size) as drive:
        page(drive).show_practice(users)
        settle()
        assert isinstance(page(drive).view, PracticeReady)
        assert drive.seen(SECRET)
        assert complaints(drive.window) == []


def test_a_first_backup_without_a_folder_is_told_where_the_folder_is_chosen(drive, tmp_path):
    view = to_backup(drive)
    view.now.setChecked(True)
    drive.press("Ctrl+Return")
    assert drive.focus() is view.folder
    assert drive.stands("This is needed here.")
    assert view.folder.accessibleDescription() == "This is needed here."
    view._take(tmp_path)
    assert not drive.stands("This is needed here.")
    assert not view.folder.accessibleDescription()
