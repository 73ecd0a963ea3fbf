"""What is copied is marked for whoever keeps it, and goes: in a moment, on hide and at the end."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys

import pytest
from drive import open_window
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QTextBrowser
from vaults import HOUSE
from walking import settle

from desktop.app import application
from desktop.parts.copied import Copied, forget_copied
from desktop.parts.fields import Line, Lines
from desktop.parts.words import Words

SAID = "EXCOPIED +000123456789"
SCREEN = shutil.which("Xvfb")
HINT = "x-kde-passwordManagerHint"
KEYS = QKeySequence.StandardKey
READ = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)
# A keeper of all that is copied, and a program that copies, on one screen.
BESIDE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from desktop.app import application
made = application()
keeper = len(sys.argv) == 1
board = QGuiApplication.clipboard()
if keeper:
    for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
        there = board.mimeData(mode)
        print(mode.name, there.hasFormat("x-kde-passwordManagerHint"), there.text(), flush=True)
else:
    from desktop.parts.fields import Line
    line = Line("EXCOPIED")
    line.show()
    QTest.qWaitForWindowExposed(line)
    line.activateWindow()
    line.setFocus()
    QTest.mouseDClick(line, __import__("PySide6.QtCore").QtCore.Qt.MouseButton.LeftButton)
    if sys.argv[1] == "menu":
        line.selectAll()
        line.copy()
    else:
        line.selectAll()
        QTest.keySequence(line, __import__("PySide6.QtGui").QtGui.QKeySequence("Ctrl+C"))
    QTest.qWait(200)
    print("copied", flush=True)
    QTimer.singleShot(20_000, made.quit)
    made.exec()
"""


@pytest.fixture
def board():
    made = application()
    clipboard = QGuiApplication.clipboard()
    (copied,) = made.findChildren(Copied)
    yield clipboard, copied
    clipboard.clear()
    copied.forget()


def line():
    return Line(SAID)


def lines():
    return Lines(SAID)


def locked():
    made = Lines(SAID)
    made.setReadOnly(True)
    return made


def label():
    made = Words(SAID)
    made.setTextInteractionFlags(READ)
    return made


def guide():
    made = QTextBrowser()
    made.setMarkdown(SAID)
    return made


def select_all(part):
    part.show()
    part.setFocus()
    if isinstance(part, Words):
        part.setSelection(0, len(SAID))
    else:
        part.selectAll()


@pytest.mark.parametrize("make", [line, lines, locked, label, guide])
def test_whatever_is_copied_by_a_key_is_marked_and_counted(board, make):
    part, (clipboard, copied) = make(), board
    select_all(part)
    QTest.keySequence(part, QKeySequence(KEYS.Copy))
    gc.collect()
    assert clipboard.text() == SAID
    assert bytes(clipboard.mimeData().data(HINT).data()) == b"secret"
    assert "text/html" not in clipboard.mimeData().formats()
    assert copied.over.isActive()


@pytest.mark.parametrize("make", [line, lines])
@pytest.mark.parametrize("name", ["edit-cut", "edit-copy"])
def test_so_is_what_is_copied_from_a_menu(board, make, name):
    part, (clipboard, _copied) = make(), board
    select_all(part)
    menu = part.createStandardContextMenu()
    next(one for one in menu.actions() if one.objectName() == name).trigger()
    assert clipboard.text() == SAID
    assert clipboard.mimeData().hasFormat(HINT)
    left = part.toPlainText() if isinstance(part, QPlainTextEdit) else part.text()
    assert left == ("" if name == "edit-cut" else SAID)


def test_what_was_cut_comes_back_by_undo_and_can_be_pasted(board):
    part, _board = line(), board
    select_all(part)
    QTest.keySequence(part, QKeySequence(KEYS.Cut))
    assert part.text() == ""
    QTest.keySequence(part, QKeySequence(KEYS.Paste))
    assert part.text() == SAID
    part.undo()
    part.undo()
    assert part.text() == SAID


def test_a_line_with_nothing_chosen_leaves_what_is_there(board):
    part, (clipboard, _copied) = line(), board
    clipboard.setText("before")
    part.show()
    part.setFocus()
    for key in (KEYS.Copy, KEYS.Cut):
        QTest.keySequence(part, QKeySequence(key))
    assert clipboard.text() == "before"
    assert part.text() == SAID


def test_nothing_is_copied_out_of_a_passphrase(board):
    part, (clipboard, _copied) = Line(SAID, secret=True), board
    select_all(part)
    for key in (KEYS.Copy, KEYS.Cut):
        QTest.keySequence(part, QKeySequence(key))
        assert clipboard.text() == ""


def test_it_goes_when_its_time_is_over_and_the_time_begins_anew_with_each(board):
    clipboard, copied = board
    clipboard.setText(SAID)
    assert copied.over.interval() == 30_000
    copied.over.setInterval(0)
    clipboard.setText(SAID + "2")
    settle()
    assert clipboard.text() == ""
    copied.over.setInterval(30_000)


def test_what_others_copied_is_neither_marked_nor_taken_away(board):
    clipboard, copied = board

    class Theirs(QMimeData):
        """As the system gives it: of a kind of its own."""

    theirs = Theirs()
    theirs.setText("theirs")
    clipboard.setText(SAID)
    clipboard.setMimeData(theirs)
    assert not copied.over.isActive()
    assert not clipboard.mimeData().hasFormat(HINT)
    forget_copied()
    assert clipboard.text() == "theirs"


@pytest.mark.parametrize("how", ["hide_now", "lock_now", "close"])
def test_hiding_locking_and_closing_take_it_away(template, tmp_path, board, how):
    clipboard, _copied = board
    with open_window(template, tmp_path / "home") as drive:
        clipboard.setText(SAID)
        getattr(drive.window, how)()
        assert clipboard.text() == ""


@pytest.mark.skipif(SCREEN is None, reason="no screen to try it on")
@pytest.mark.parametrize("how", ["key", "menu"])
def test_whoever_keeps_all_that_is_copied_finds_the_mark_and_nothing_that_was_chosen(how):
    seen, said = os.pipe()
    screen = subprocess.Popen(
        [SCREEN, "-displayfd", str(said), "-nolisten", "tcp"],
        pass_fds=[said],
        stderr=subprocess.DEVNULL,
    )
    os.close(said)
    try:
        with os.fdopen(seen) as told:
            number = told.readline().strip()
        env = os.environ | {
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": str(HOUSE),
        }
        command = [sys.executable, "-c", BESIDE]
        ours = subprocess.Popen([*command, how], env=env, stdout=subprocess.PIPE, text=True)
        assert ours.stdout.readline() == "copied\n"
        kept = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
        ours.kill()
        ours.communicate()
    finally:
        screen.kill()
        screen.wait()
    assert kept.splitlines() == ["Clipboard True EXCOPIED", "Selection False "]
