"""Where somebody chose a file is kept nowhere, and what other programs keep there stays."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication, QWidget
from vaults import HOUSE
from walking import settle

from desktop.app import application, keep_no_folders
from desktop.parts.choosing import choose_folder

WORD = "EXFOLDERNAME"
PATH = QSettings.Format.NativeFormat, QSettings.Scope.UserScope
THEIRS = "[FileDialog]\nhistory=file:///another/program\nlastVisited=file:///another\n\n[Qt]\nx=1\n"
STORY = """
import sys
from pathlib import Path
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from desktop.app import application
from desktop.parts.choosing import choose_folder
made = application()
window = QWidget()
window.show()
for end in ("accept", "reject"):
    dialog = choose_folder(window, "", Path(sys.argv[1]).parent, lambda path: print("took", path))
    dialog.setDirectory(sys.argv[1])
    made.processEvents()
    getattr(dialog, end)()
    made.processEvents()
    made.sendPostedEvents(None, QEvent.Type.DeferredDelete)
"""


def open_and_close(folder, end):
    window = QWidget()
    window.show()
    dialog = choose_folder(window, "", folder.parent, lambda _path: None)
    dialog.setDirectory(str(folder))
    settle()
    getattr(dialog, end)()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(dialog)
    window.deleteLater()


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="no file there")
@pytest.mark.parametrize("before", [None, THEIRS])
def test_a_program_in_which_folders_were_opened_writes_none_down(tmp_path, before):
    home, folder = tmp_path / "home", tmp_path / WORD
    folder.mkdir()
    shared = home / ".config" / "QtProject.conf"
    shared.parent.mkdir(parents=True)
    if before is not None:
        shared.write_text(before)
    usual = {name: one for name, one in os.environ.items() if not name.startswith("XDG_")}
    done = subprocess.run(
        [sys.executable, "-c", STORY, str(folder)],
        env=usual | {"HOME": str(home), "PYTHONPATH": str(HOUSE), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "took" in done.stdout
    assert WORD in done.stdout
    files = [one for one in home.rglob("*") if one.is_file()]
    assert [one for one in files if WORD.encode() in one.read_bytes()] == []
    assert (shared.read_text() if shared.exists() else None) == before


@pytest.mark.parametrize("end", ["accept", "reject"])
@pytest.mark.parametrize("before", [None, THEIRS])
def test_where_the_system_has_no_file_of_it_what_stood_is_put_back(tmp_path, before, end):
    application()
    folder = tmp_path / WORD
    folder.mkdir()
    shared = tmp_path / "config" / "QtProject.conf"
    shared.parent.mkdir()
    if before is not None:
        shared.write_text(before)
    QSettings.setPath(*PATH, str(shared.parent))
    try:
        open_and_close(folder, end)
        QSettings(QSettings.Scope.UserScope, "QtProject").sync()
        kept = shared.read_text()
    finally:
        keep_no_folders()
    assert WORD not in kept
    for line in (before or "").splitlines():
        assert line in kept.splitlines()
