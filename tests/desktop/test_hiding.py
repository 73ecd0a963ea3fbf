"""Hide, lock and come back: the cover in front at once, everything kept, nothing left behind."""

from __future__ import annotations

from functools import partial
from threading import Event
from time import sleep

import pytest
from drive import open_window
from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QAccessible, QDrag, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QDialog, QLabel, QMenu, QWidget
from walking import settle

import texts
from desktop.frame.cover import Cover
from desktop.frame.handing_over import keep_and_leave
from desktop.frame.places import Place, place_of
from desktop.frame.settings import Settings
from desktop.parts.fields import Lines
from desktop.safety.asleep import seconds_asleep


@pytest.fixture
def drive(template, tmp_path):
    with open_window(template, tmp_path / "home") as drive:
        yield drive


def covered(drive):
    return isinstance(drive.window._stack.currentWidget(), Cover)


def tap(widget, times, key=Qt.Key.Key_Shift):
    for _time in range(times):
        QTest.keyClick(widget, key)


def test_the_hide_key_shows_the_cover_before_anything_else_happens(drive):
    QTest.keyClick(drive.focus(), Qt.Key.Key_F9)

    # No event was processed in between: the cover stands already.
    assert covered(drive)


def put_in_order(window):
    """Return an ear and what it writes: when the cover or a page is painted, when a page goes."""
    seen = []

    def write(_ear, watched, event):
        if event.type() == QEvent.Type.Paint and watched is window.cover:
            seen.append(("cover", event.rect() == window.rect()))
        elif event.type() == QEvent.Type.Paint and watched is not window:
            seen.append(("page", type(watched)))
        elif event.type() == QEvent.Type.Hide and watched is window.workspace:
            seen.append(("gone", True))
        return False

    ear = type("Ear", (QObject,), {"eventFilter": write})()
    QApplication.instance().installEventFilter(ear)
    return ear, seen


@pytest.mark.parametrize("does", ["hide", "practise_hide"])
def test_the_whole_window_is_covered_before_what_stood_there_is_taken_away(drive, does):
    drive.go("settings")
    drive.rest()
    ear, seen = put_in_order(drive.window)
    drive.window.perform(does)
    QApplication.instance().removeEventFilter(ear)
    # Painted in one piece, nothing of the page once more, and only then is the page let go.
    assert seen[:2] == [("cover", True), ("gone", True)]


def test_the_hide_key_is_heard_in_the_middle_of_a_capital_letter(drive):
    QTest.keyClick(drive.focus(), Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    assert covered(drive)


def open_menu(window):
    menu = QMenu(window)
    menu.addAction("words of a case")
    menu.popup(window.rect().center())
    return menu


def open_dialog(window):
    dialog = QDialog(window)
    QLabel("words of a case", dialog)
    dialog.open()
    return dialog


def open_calendar(window):
    calendar = QCalendarWidget(window)
    calendar.setWindowFlag(Qt.WindowType.Popup)
    calendar.show()
    return calendar


@pytest.mark.parametrize("opened", [open_menu, open_dialog, open_calendar])
def test_hide_works_over_what_lies_on_top_and_takes_it_away(drive, opened):
    other = opened(drive.window)
    settle()

    QTest.keyClick(other, Qt.Key.Key_F9)

    assert covered(drive)
    assert not [
        one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not drive.window
    ]


def test_a_window_that_is_closed_is_gone_before_something_long_ends(drive):
    """A backup was going on: what had been read stood there until its end, and no key helped."""
    seen = []

    def ends():
        for _moment in range(2_000):
            if not drive.window.isVisible():
                break
            sleep(0.01)
        seen.append(drive.window.isVisible())

    drive.window.jobs.ask(drive.page, ends, lambda _done: None)
    drive.window.close()
    assert seen == [False]


def test_a_store_that_is_held_up_holds_up_nobody_who_hides(drive):
    """A file was read from a stick that hung: for as long as it did all of it stood in memory."""
    free, ended = Event(), []
    drive.window.jobs.ask(drive.page, lambda: ended.append(free.wait(20)), lambda _done: None)
    QTest.keyClick(drive.focus(), Qt.Key.Key_F9)
    try:
        drive.until(lambda: drive.left)
        assert ended == []
        assert drive.window.workspace is None
    finally:
        free.set()
    settle(5)
    assert drive.left == ["hide"]


def test_shift_three_times_hides_but_not_with_another_key_between(drive):
    tap(drive.focus(), 2)
    tap(drive.focus(), 1, Qt.Key.Key_A)
    tap(drive.focus(), 2)
    assert not covered(drive)

    tap(drive.focus(), 1, Qt.Key.Key_A)
    tap(drive.focus(), 3)
    assert covered(drive)


@pytest.mark.parametrize("keys", ["Shift+F6", "Ctrl+Shift+Z", "Shift+Tab", "Shift+A"])
def test_shift_that_is_held_for_another_key_is_no_tap_whoever_takes_that_key(drive, keys):
    drive.press(keys, keys, keys, keys)
    assert not covered(drive)


def test_whoever_uses_sticky_keys_can_turn_shift_off(template, tmp_path):
    with open_window(template, tmp_path / "h", settings=Settings(shift_hides=False)) as drive:
        tap(drive.focus(), 5)
        assert not covered(drive)


def test_escape_never_hides(drive):
    tap(drive.focus(), 3, Qt.Key.Key_Escape)
    assert not covered(drive)


def test_nothing_around_the_cover_tells_that_it_has_the_keyboard(template, tmp_path):
    with open_window(template, tmp_path / "h", settings=Settings(scale=2.0)) as drive:
        drive.press("Tab")
        assert drive.window.ring.isVisible()
        QTest.keyClick(drive.focus(), Qt.Key.Key_F9)
        settle(3)
        assert covered(drive)
        assert not drive.window.ring.isVisible()


def test_typing_on_the_cover_goes_nowhere(drive):
    QTest.keyClick(drive.focus(), Qt.Key.Key_F9)
    before = drive.window.grab().toImage()

    QTest.keyClicks(drive.window.cover, "words for nobody")
    settle()

    assert drive.window.grab().toImage() == before


def test_it_locks_by_itself_when_nobody_is_there_and_not_while_somebody_is(drive):
    drive.window._idle._left = 2
    QTest.keyClick(drive.focus(), Qt.Key.Key_Shift)
    assert drive.window._idle._left == drive.window._idle._limit
    drive.window._idle._left = 1
    drive.until(lambda: drive.left)
    assert covered(drive)
    assert drive.left == ["lock"]


def test_whoever_opens_the_lid_finds_it_locked(drive, monkeypatch):
    """Timers stand still while a machine sleeps: it was open for whoever woke it."""
    slept = seconds_asleep()
    monkeypatch.setattr("desktop.frame.idle.seconds_asleep", lambda: slept + 3_600)
    drive.until(lambda: drive.left)
    assert covered(drive)
    assert drive.left == ["lock"]


def test_time_that_merely_passes_is_no_sleep():
    before = seconds_asleep()
    sleep(0.2)
    assert abs(seconds_asleep() - before) < 0.1


def test_a_window_that_was_closed_covers_nothing_that_is_opened_after_it(template, tmp_path):
    with open_window(template, tmp_path / "before") as before:
        before.window._idle._left = 1
        before.window.close()
        with open_window(template, tmp_path / "home") as drive:
            # Longer than what was left to the other one.
            QTest.qWait(1100)
            assert drive.window.isVisible()
            assert before.left == []


def test_hiding_keeps_the_place_and_lets_everything_go(drive):
    drive.go("help")
    QTest.keyClick(drive.focus(), Qt.Key.Key_F9)
    drive.until(lambda: drive.left)

    assert drive.left == ["hide"]
    assert drive.window.workspace is None
    assert drive.window.workbook is None


def test_after_unlocking_one_is_where_one_was(template, tmp_path):
    home = tmp_path / "home"
    with open_window(template, home) as drive:
        drive.go("help")
        drive.press("Ctrl+L")
        drive.until(lambda: drive.left)
        assert drive.left == ["lock"]

    with open_window(template, home) as drive:
        assert drive.window.workspace.page.place.page == "help"


def names_below(interface):
    yield interface.text(QAccessible.Text.Name)
    yield interface.text(QAccessible.Text.Value)
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None:
            yield from names_below(child)


def test_nothing_of_the_workbook_is_in_what_a_screen_reader_finds_under_the_cover(drive):
    drive.asked(
        lambda: drive.office.answers.record(None, "intake", {"limits_explained": "yes"}, "en")
    )
    drive.go("cases")
    QTest.keyClick(drive.focus(), Qt.Key.Key_F9)
    drive.until(lambda: drive.left)
    settle(5)

    said = " ".join(names_below(QAccessible.queryAccessibleInterface(drive.window)))

    assert "Example Office" not in said
    assert "Caseworker" not in said
    assert drive.window.windowTitle() == "Workbook"


def said_by(window):
    """Return everything that a voice could find in a window, seen or not."""
    return " ".join(names_below(QAccessible.queryAccessibleInterface(window)))


@pytest.fixture
def at_a_case(drive):
    """Return a window at a case with something to tell, and its code."""
    office = drive.office
    told = {"limits_explained": "yes", "code_word": "CANARY-WORD"}
    case = drive.asked(lambda: office.answers.record(None, "intake", told, "en")).case_code
    drive.go("case", case)
    drive.rest()
    said = said_by(drive.window)
    assert case in said
    assert "Caseworker" in said
    return drive, case


def test_as_soon_as_the_cover_stands_a_voice_finds_nothing_behind_it(at_a_case):
    drive, case = at_a_case
    QTest.keyClick(drive.focus(), Qt.Key.Key_F9)
    # No event was processed in between.
    said = said_by(drive.window)
    assert [word for word in (case, "CANARY", "Caseworker", "Example") if word in said] == []


def test_under_the_cover_that_is_tried_out_a_voice_finds_nothing_either(at_a_case):
    drive, case = at_a_case
    drive.tab_to(texts.say("nav.today"))
    before = drive.focus()
    drive.window.perform("practise_hide")
    settle(3)
    said = said_by(drive.window)
    assert [word for word in (case, "CANARY", "Caseworker", "Example") if word in said] == []

    # Another look while it is tried out brings nothing back into the window.
    drive.window.hide_now()
    assert drive.focus() is before
    assert case in said_by(drive.window)
    drive.window.perform("practise_hide")
    drive.window.perform("larger")
    settle(3)
    assert covered(drive)
    assert case not in said_by(drive.window)
    drive.window.hide_now()
    drive.rest()
    assert not covered(drive)
    assert case in said_by(drive.window)


def test_whoever_waits_for_the_next_program_waits_over_nothing(at_a_case):
    drive, _case = at_a_case
    found = []
    drive.window.leave = lambda _how: found.append(said_by(drive.window))
    QTest.keyClick(drive.focus(), Qt.Key.Key_F9)
    drive.until(lambda: found)
    assert [word for word in ("CANARY", "Caseworker", "Example") if word in found[0]] == []


def test_the_laptop_locks_behind_the_cover_that_is_tried_out(at_a_case):
    drive, _case = at_a_case
    drive.window.perform("practise_hide")
    drive.window.lock_now()
    drive.until(lambda: drive.left)
    assert drive.left == ["lock"]
    assert drive.window.workspace is None


def test_no_object_name_or_title_says_anything(drive):
    titles = {one.windowTitle() for one in drive.window.findChildren(QWidget)} - {""}
    names = {one.objectName() for one in drive.window.findChildren(QWidget)}

    assert titles == set()
    assert drive.window.windowTitle() == texts.say("look.title.workbook")
    for words in ("survivor", "case", "alongside", drive.office.worker.name, "Example"):
        assert words.casefold() not in drive.window.windowTitle().casefold()
    assert not any("Caseworker" in name or "Example" in name for name in names)


def test_a_place_comes_back_from_its_line_and_nothing_else_does():
    place = Place("form", "AB12", "intake", "q:3")
    assert place_of(place.words()) == place
    assert place_of("") is None
    assert place_of("form\tAB12") is None


def test_a_held_key_is_one_press(drive):
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier, "", True)
    QApplication.sendEvent(drive.focus(), event)
    assert not covered(drive)


def test_a_disk_that_cannot_be_written_does_not_keep_the_window_open(drive):
    drive.asked(lambda: drive.window.workbook._store.connection.execute("pragma query_only = on"))
    QTest.keyClick(drive.focus(), Qt.Key.Key_F9)

    with pytest.raises(Exception, match="readonly"):
        keep_and_leave(drive.window, "hide")

    assert drive.left[:1] == ["hide"]
    assert drive.window.workbook is None


def test_a_page_that_fails_at_keeping_does_not_keep_the_window_open(drive, monkeypatch):
    def fails():
        raise ArithmeticError

    monkeypatch.setattr(drive.page, "keep", fails)
    with pytest.raises(ArithmeticError):
        keep_and_leave(drive.window, "hide")

    assert drive.left[:1] == ["hide"]
    assert drive.window.workbook is None


def test_before_unlocking_nothing_is_waited_for(drive):
    """Whoever hides while a passphrase is looked at goes at once: nothing has to be kept."""
    free = Event()
    drive.window.keep_all()
    drive.window.let_go()
    drive.window.show_gate("unlock")
    settle(3)
    drive.window.jobs.ask(drive.window, partial(free.wait, 20), lambda _done: None)
    QTest.keyClick(drive.focus(), Qt.Key.Key_F9)
    settle(3)
    assert drive.left == ["hide"]
    free.set()


def test_a_lock_that_comes_after_the_window_was_closed_asks_it_nothing(drive):
    window = drive.window
    asked = []
    window.workspace.room.keeping.connect(partial(asked.append, "kept"))
    window.close()
    asked.clear()
    keep_and_leave(window, "lock")
    assert (asked, drive.left) == ([], [])


def test_no_words_are_dragged_for_then_no_key_would_hide(drive, monkeypatch):
    """As long as the mouse held words of a note, Qt kept all keys to itself."""
    begun, field = [], Lines("EX words of a case", lines=1)
    field.setParent(drive.window)
    field.resize(400, 60)
    field.show()
    field.selectAll()
    monkeypatch.setattr(
        Lines, "createMimeDataFromSelection", lambda _field: begun.append(True) or QMimeData()
    )
    # Where it is dragged all the same, the test is to end.
    end = QTimer(drive.window, singleShot=True, interval=500)
    end.timeout.connect(QDrag.cancel)
    end.start()
    held, kinds, paper = Qt.MouseButton.LeftButton, QEvent.Type, field.viewport()
    start = QPointF(field.cursorRect().center()) - QPointF(20, 0)
    for kind, at in ((kinds.MouseButtonPress, start), (kinds.MouseMove, start + QPointF(300, 9))):
        event = QMouseEvent(kind, at, paper.mapToGlobal(at), held, held, Qt.KeyboardModifier(0))
        QApplication.sendEvent(paper, event)
    end.stop()
    assert field.textCursor().selectedText()
    assert begun == []
    QTest.keyClick(field, Qt.Key.Key_F9)
    assert covered(drive)
