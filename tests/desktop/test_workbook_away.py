"""After a workbook has left: another program stands in, says where it is, and knows no more."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace

import pytest
from drive import Drive
from make import Clock
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from vaults import HOUSE
from walking import complaints, settle

import texts
from db.vault.unlocked import KEYS, STORE
from desktop import app
from desktop.frame.away import Away, line_of, read_line
from desktop.frame.settings import Settings
from desktop.frame.window import Window
from desktop.pages.first_run.page import FirstRunPage
from desktop.pages.unlock import UnlockPage
from texts import say

AWAY = Away("workbook-1.backup", "EX-STICK", among_others=True)


@contextmanager
def first_page(home, settings, away=AWAY):
    """Open the window where a workbook has just left."""
    app.application()
    window = Window(home, settings, lambda _how: None, away=away)
    try:
        window.resize(1024, 640)
        window.show()
        window.activateWindow()
        settle(3)
        yield Drive(window, [], Clock())
    finally:
        window.close()
        window.deleteLater()
        settle(3)


def test_where_one_begins_it_is_said_where_the_backup_is_and_how_it_comes_back(tmp_path):
    with first_page(tmp_path / "home", Settings()) as drive:
        assert isinstance(drive.window.gate, FirstRunPage)
        assert drive.seen(AWAY.file)
        assert drive.seen(AWAY.folder)
        assert drive.seen(say("first.has_one"))
        drive.window.set(Settings(language="ar"))
        assert drive.seen(say("travel.ask_again"))
        drive.press("Return")
        assert drive.seen(say("first.look.title"))
        assert not drive.stands(say("travel.ask_again"))
        # Read once, it does not come again with another language.
        drive.window.set(Settings())
        assert drive.seen(say("first.look.title"))
        assert not drive.stands(say("travel.ask_again"))
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("settings", [Settings(), Settings(language="ar"), Settings(scale=2.0)])
def test_nothing_of_it_is_cut(tmp_path, settings):
    with first_page(tmp_path / "home", settings, replace(AWAY, stuck=(STORE, KEYS))) as drive:
        assert complaints(drive.window) == []


def test_from_there_it_is_one_press_to_where_it_comes_back(tmp_path):
    with first_page(tmp_path / "home", Settings(), replace(AWAY, stuck=(STORE,))) as drive:
        assert drive.seen(STORE)
        drive.tab_to(say("first.has_one"))
        drive.press("Return")
        assert isinstance(drive.window.gate, UnlockPage)


def test_what_is_told_arrives_as_it_was_and_anything_else_is_as_usual():
    settings = Settings(language="ar", scale=2.0)
    told = replace(AWAY, stuck=(KEYS,))
    line = line_of(told, settings)
    assert line.count("\n") == 1
    assert read_line(line) == (settings, told)
    for other in ("", "null", "{}", '{"away": 1}', "[]"):
        assert read_line(other) == (Settings(), None)


def windows():
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, Window)]


def test_the_program_that_stands_in_hears_it(tmp_path, monkeypatch, capfd):
    said, seen = [], []
    made, before = app.application(), set(windows())
    # Other windows of other tests may stand, so it is ended by a word. Told to end twice, Qt would
    # end each loop of the tests behind this one at its start.
    made.setQuitOnLastWindowClosed(False)

    def look():
        said.append(capfd.readouterr().out)
        if not said[-1]:
            QTimer.singleShot(50, look)
            return
        for window in set(windows()) - before:
            seen.append((window.away, texts.current().code))
            window.close()
            window.deleteLater()
        made.quit()

    monkeypatch.setattr(sys, "stdin", io.StringIO(line_of(AWAY, Settings(language="ar"))))
    QTimer.singleShot(200, look)
    try:
        app.run(tmp_path / "home", after="away")
        settle(3)
    finally:
        made.setQuitOnLastWindowClosed(True)
    assert seen == [(AWAY, "ar")]
    assert said[-1] == "standing\n"


STANDS = """
import sys
from pathlib import Path
Path(sys.argv[-1], "heard").write_text(sys.stdin.readline() + " ".join(sys.argv[1:-2]))
print("standing", flush=True)
"""
ENDS = """
import sys
from pathlib import Path
from desktop import app
from desktop.frame.away import Away
from desktop.frame.settings import Settings
from desktop.frame.window import Window
folder, stands = sys.argv[1:]
app.OURS = [sys.executable, "-c", stands]
app.application()
window = Window(Path(folder), Settings(scale=2.0), app.leave)
window.away = Away("workbook-1.backup", "EX-STICK", among_others=True)
app.leave("away")
"""


def test_the_program_that_ends_says_it_to_nobody_else(tmp_path):
    stands = STANDS.replace("sys.argv[-1]", repr(str(tmp_path)))
    ran = subprocess.run(
        [sys.executable, "-c", ENDS, str(tmp_path / "home"), stands], cwd=HOUSE, check=False
    )
    assert ran.returncode == 0
    line, _, typed = (tmp_path / "heard").read_text().partition("\n")
    assert read_line(line) == (Settings(scale=2.0), AWAY)
    assert "EX-STICK" not in typed
