"""Stand before a locked workbook, or before none, with hands on the keyboard."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from drive import Drive
from make import Clock
from PySide6.QtWidgets import QFileDialog
from walking import settle

from desktop.app import application
from desktop.frame.settings import Settings
from desktop.frame.window import Window

if TYPE_CHECKING:
    from pathlib import Path


@contextmanager
def open_gate(home: Path, settings: Settings | None = None, size=None):
    """Open the window before anybody is in; close it, and whatever was opened, at the end."""
    application()
    left: list[str] = []
    window = Window(home, settings or Settings(), left.append)
    try:
        if size:
            window.resize(*size)
        window.show()
        window.hearing.everywhere()
        window.activateWindow()
        settle()
        yield Drive(window, left, Clock())
    finally:
        window.close()
        window.deleteLater()
        settle(3)


def answer_dialog(drive: Drive, path: Path) -> None:
    """Choose a path in the file dialog that is open."""
    (dialog,) = drive.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    drive.until(lambda: not drive.window.findChildren(QFileDialog))
    drive.window.activateWindow()
    settle()
