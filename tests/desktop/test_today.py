"""Today, driven by keyboard over a real encrypted store."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from shutil import copytree

import pytest
from drive import open_window
from make import Clock, Desks
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from casework.tasks.desk import DayCount, TaskLine, TodayView
from casework.tasks.task import TaskKind
from desktop.frame.places import Place
from desktop.frame.settings import Settings
from desktop.look import look
from desktop.pages.cases.words import task_words
from desktop.pages.form.place import Wanted
from desktop.pages.today.doing import Doing
from desktop.pages.today.new import hour_of
from desktop.pages.today.rows import TodayRows, rows_of, when_of
from desktop.pages.today.side import DayBox, moment_words
from desktop.parts.frames import Scroll, overhang
from desktop.parts.words import Words
from forms.document import FormDoc

WORDS = "CANARY-TASK about the visit"
NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled(template, tmp_path_factory):
    """Return a folder with two cases, tasks of today and of next century, and a form begun."""
    home = tmp_path_factory.mktemp("today") / "home"
    clock = Clock(datetime.now(UTC))
    desks = Desks(template, home, clock)
    office = desks.office()
    codes = [desks.visit(safe_way="in_person", code_word="CANARY-WORD") for _ in range(2)]
    office.tasks.add(codes[0], WORDS, clock().date())
    office.tasks.add(codes[1], "whenever it fits")
    sheet = office.filling.open(codes[1], "episode", language="en")
    office.filling.keep(sheet, FormDoc("episode", sheet.model.version, {}, "en"))
    desks.close()
    return home, codes, clock


@pytest.fixture
def made(filled, tmp_path):
    home, codes, clock = filled
    return copytree(home, tmp_path / "home"), codes, Clock(clock.moment)


@pytest.fixture
def drive(template, made):
    home, codes, clock = made
    with open_window(template, home, clock=clock) as drive:
        drive.codes = codes
        drive.rest(6)
        yield drive


def titles(drive):
    return [row.words for row in drive.page.rows.rows if row.task]


def gone_to(drive):
    """Return the list of places that are gone to, instead of going there."""
    places = []
    drive.page.room.going.disconnect()
    drive.page.room.going.connect(places.append)
    return places


def test_tasks_stand_in_order_under_headings_with_counts(drive):
    rows = drive.page.rows.rows
    assert (rows[0].words, rows[0].count, rows[0].task) == ("Today", "3", None)
    assert titles(drive)[0] == WORDS
    assert set(titles(drive)) == {WORDS, "whenever it fits", "Finish an episode"}
    spoken = drive.page.rows.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    contact = "In person only, say “CANARY-WORD”"
    assert spoken == f"{WORDS}, {drive.codes[0]}, {contact}, Today"
    # A long word to say is cut in the row: it is read to its end where the mouse rests.
    tip = drive.page.rows.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == f"{WORDS}\n{contact}"


def test_space_marks_done_and_undo_brings_it_back(drive):
    assert drive.focus() is drive.page.list
    drive.press("Space")
    drive.rest(8)
    assert WORDS not in titles(drive)
    assert drive.seen("Task marked done.")
    # Held it goes on coming, and marks nothing of what stands below.
    kind, none = QEvent.Type.KeyPress, Qt.KeyboardModifier.NoModifier
    held = QKeyEvent(kind, Qt.Key.Key_Space, none, " ", autorep=True)
    QApplication.sendEvent(drive.page.list, held)
    drive.rest(8)
    assert len(titles(drive)) == 2
    drive.press("Ctrl+Z")
    drive.rest(8)
    assert WORDS in titles(drive)


def test_the_keyboard_is_at_the_task_that_was_taken_back(drive):
    """At the next one, whoever pressed Space to mend a slip marked another task done."""
    drive.press("Space")
    drive.until(lambda: WORDS not in titles(drive))
    drive.press("Down")
    drive.press("Ctrl+Z")
    drive.until(lambda: WORDS in titles(drive))
    assert drive.page.rows.task(drive.page.list.currentIndex().row()).title == WORDS


def test_what_was_taken_back_is_done_once_more_by_the_key_for_it(drive):
    drive.press("Space")
    drive.rest(8)
    drive.press("Ctrl+Z")
    drive.until(lambda: WORDS in titles(drive))
    drive.press("Ctrl+Shift+Z")
    drive.until(lambda: WORDS not in titles(drive))
    assert drive.seen("Task marked done.")
    drive.press("Ctrl+Shift+Z")
    assert drive.seen("Nothing left to do again here.")
    drive.press("Ctrl+Z")
    drive.until(lambda: WORDS in titles(drive))


@pytest.mark.parametrize("key", ["Ctrl++", "Ctrl+Shift+D"])
def test_in_another_look_it_can_still_be_taken_back_and_done_again(drive, key):
    drive.press("Space")
    drive.rest(8)
    drive.press(key)
    drive.rest(8)
    assert WORDS not in titles(drive)
    drive.press("Ctrl+Z")
    drive.until(lambda: WORDS in titles(drive))
    drive.press("Ctrl+Shift+Z")
    drive.until(lambda: WORDS not in titles(drive))
    assert drive.window.workspace.undo.isVisible()


def press_by_mouse(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def press_by_key(button):
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


def let_its_time_pass(button):
    button.setFocus()
    button.window().workspace.undo._timer.timeout.emit()


@pytest.mark.parametrize("act", [press_by_mouse, press_by_key, let_its_time_pass])
def test_when_the_bar_goes_the_keyboard_is_where_it_was(drive, act):
    """It went to whatever came next: there the next key did something else."""
    drive.press("Space")
    drive.rest(8)
    act(drive.window.workspace.undo._button)
    drive.rest(8)
    assert drive.focus() is drive.page.list
    assert not drive.window.workspace.undo._button.isVisible()


def test_what_was_done_stands_clear_of_the_edge_of_its_bar_and_shows_its_key(drive):
    bar = drive.window.workspace.undo
    drive.press("Space")
    drive.until(bar.isVisible)
    words = bar._words.geometry()
    # The button has no edge: it ends where its key does.
    ends = bar._button.geometry().right() - overhang(bar._button)
    assert min(words.left(), bar.width() - 1 - ends) >= 16
    assert bar.grab().toImage().pixelColor(bar.width() // 2, 0) == look().colours.line_strong
    assert bar._button.width() >= bar._button.whole().width()
    assert bar._button.accessibleDescription() == "Ctrl+Z"


def test_a_press_on_the_check_marks_done_and_one_beside_it_opens(drive):
    view, places = drive.page.list, gone_to(drive)
    row = view.visualRect(drive.page.rows.index(1, 0))
    drive.page.list.setFocus()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    drive.rest(8)
    assert WORDS in titles(drive)
    assert places == [Place("case", drive.codes[0])]
    place = QPoint(row.left() + 20, row.center().y())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    drive.rest(8)
    assert WORDS not in titles(drive)


def test_undo_works_after_one_has_gone_elsewhere(drive):
    drive.press("Space")
    drive.rest(8)
    drive.go("cases")
    drive.press("Ctrl+Z")
    drive.rest(8)
    drive.go("today")
    drive.rest(6)
    assert WORDS in titles(drive)


def test_arrows_pass_over_headings_and_enter_opens_the_case(drive):
    places = gone_to(drive)
    drive.press("Up", "Return")
    assert places == [Place("case", drive.codes[0])]


def test_a_form_is_done_by_finishing_it_and_enter_goes_on_with_it(drive):
    at = titles(drive).index("Finish an episode")
    drive.press(*["Down"] * at, "Space")
    drive.rest(4)
    assert drive.seen("A form is done by finishing it.")
    assert "Finish an episode" in titles(drive)
    places = gone_to(drive)
    drive.press("Return")
    (draft,) = drive.asked(drive.office.filling.drafts)
    assert places == [Place("form", drive.codes[1], Wanted("episode", draft.id).subject())]


@pytest.mark.parametrize(
    "kind", [TaskKind.OVERRIDE_DECIDE, TaskKind.OVERRIDE_SEND, TaskKind.OVERRIDE_REVIEW]
)
def test_what_waits_to_be_told_without_consent_is_done_where_the_case_has_it(drive, kind):
    places, doing = gone_to(drive), Doing(drive.page, drive.page.room)
    line = TaskLine(f"{kind.value}.0a", kind, "", drive.codes[0], None, None, "", "", "", False)
    doing.open(line)
    doing.mark(line)
    assert places == [Place("consent", drive.codes[0])] * 2
    assert "without consent" in task_words(kind, "", "")


def test_what_was_left_unfinished_can_be_gone_on_with(drive):
    assert drive.seen("Carry on where you left off")
    places = gone_to(drive)
    go = drive.tab_to("Continue")
    line = go.parentWidget()
    (told,) = [one for one in line.findChildren(Words) if one.role == "small"]
    # As near to each other as the two lines of a task; the button does not push them apart.
    apart = told.geometry().center().y() - go.geometry().center().y()
    assert apart <= look().metrics("body").height() + look().px(2)
    drive.press("Space")
    assert [(one.page, one.case) for one in places] == [("form", drive.codes[1])]


def test_a_task_is_added_by_keyboard_and_can_be_taken_back(drive):
    drive.tab_to("Add task")
    drive.press("Space")
    drive.type(drive.codes[1])
    drive.press("Tab")
    drive.type("ask about the bus")
    drive.press("Return")
    drive.rest(8)
    assert "ask about the bus" in titles(drive)
    assert drive.focus() is drive.page.list
    drive.press("Ctrl+Z")
    drive.rest(8)
    assert "ask about the bus" not in titles(drive)


def test_a_task_that_cannot_be_kept_says_why_and_keeps_what_was_typed(drive):
    drive.press("Ctrl+Return")
    drive.type("XXXX-XXXX")
    drive.press("Return")
    assert drive.seen("Say what is to be done.")
    drive.type("something")
    drive.press("Return")
    drive.rest(4)
    assert drive.seen("code")
    assert drive.page.new.isVisible()
    assert drive.page.new._title.editor.text() == "something"
    drive.press("Escape")
    assert not drive.page.new.isVisible()


def test_an_hour_is_read_as_people_write_it():
    for said in (
        "14:00",
        "14",
        "14.00",
        "14h",
        "14h00",
        "1400",
        " 14 : 00 ",
        "\u0661\u0664:\u0660\u0660",
    ):
        assert hour_of(said) == time(14), said
    for said in ("9:05", "9.05", "9h05", "0905", "09:5"):
        assert hour_of(said) == time(9, 5), said
    for said in ("25:00", "two", "", "9:75", "930", "14000", "2 pm", "1_4", "-1", "14:00:00"):
        assert hour_of(said) is None, said


def test_a_newcomer_is_shown_how_it_begins_and_nothing_above_it_is_cut(template, tmp_path):
    with open_window(template, tmp_path / "home", settings=Settings(scale=2.0)) as drive:
        drive.window.resize(1024, 640)
        drive.rest(6)
        assert drive.seen("No cases on this laptop yet.")
        begin = drive.focus()
        assert begin.text() == "New case"
        # Read anew it stays as it is, with the keyboard at it.
        drive.page.start()
        drive.rest(6)
        assert drive.focus() is begin
        drive.go("settings")
        drive.go("today")
        drive.rest(6)
        assert drive.focus().text() == "New case"
        assert drive.page.findChild(Scroll).verticalScrollBar().value() == 0


def test_discreet_masks_what_is_to_be_done_and_the_code_word(template, made):
    home, _, clock = made
    with open_window(template, home, settings=Settings(discreet=True), clock=clock) as drive:
        drive.rest(6)
        spoken = drive.page.rows.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert "CANARY" not in spoken
        hidden = drive.page.list.grab().toImage()
        drive.page.reveal(on=True)
        assert drive.page.list.grab().toImage() != hidden


# ------------------------------------------------------------------ the words of rows


def task(**changes):
    known = {
        "id": "1", "kind": TaskKind.OWN, "title": "call", "case_code": "QFY5-N7CZ",
        "due": NOW.date(), "at": None, "safe_way": "", "code_word": "", "subject": "",
        "carried": False,
    }  # fmt: skip
    return TaskLine(**(known | changes))


def test_a_group_without_tasks_is_left_out_but_today_says_so():
    rows = rows_of(TodayView(NOW.date(), (), (task(),), ()))
    assert [row.words for row in rows] == ["Today", "Nothing due today.", "This week", "call"]


def on(days, **changes):
    return {"due": NOW.date() + timedelta(days=days), "carried": days < 0} | changes


@pytest.mark.parametrize(
    ("changes", "words", "now"),
    [
        (on(0, at=time(10, 0)), "10:00", True),
        (on(0, at=time(14, 0)), "14:00", False),
        (on(0), "Today", False),
        ({"due": None}, "Any time", False),
        (on(1), "Fri 13 Mar", False),
        (on(-2), "Carried over from Tuesday", False),
        (on(-9), "Carried over from Tue 3 Mar", False),
        (on(4, kind=TaskKind.REPLY), "Remind Mon 16 Mar", False),
        ({"kind": TaskKind.FINISH_FORM, "due": None}, "Draft", False),
    ],
)
def test_when_a_task_is_due_is_said_in_words(changes, words, now):
    assert when_of(task(**changes), NOW) == (words, now)


@pytest.mark.usefixtures("qapp")
def test_a_day_says_what_is_due_else_what_was_done():
    told = [
        DayBox(DayCount(NOW.date(), *counts), here=False).told
        for counts in ((2, 1), (0, 1), (0, 0))
    ]
    assert told == ["2 due", "1 done", "none"]


@pytest.mark.usefixtures("qapp")
def test_of_what_is_in_no_case_nothing_is_said_of_reaching_somebody():
    rows = TodayRows(lambda: NOW)
    alone = task(kind=TaskKind.BREACH, title="", case_code="", due=None)
    rows.show_rows(rows_of(TodayView(NOW.date(), (alone,), (), ())))
    said = rows.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "See to a breach, Any time"


def test_a_moment_in_the_past_is_a_day_and_an_hour():
    assert moment_words(NOW - timedelta(hours=1), NOW) == "Today 08:30"
    assert moment_words(NOW - timedelta(days=1), NOW) == "Yesterday 09:30"
    assert moment_words(NOW - timedelta(days=2), NOW) == "Tue 10 Mar 09:30"
