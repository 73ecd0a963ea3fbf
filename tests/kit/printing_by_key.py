"""Printing in the window, by keyboard: on a real queue, or where there is no place for pages."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from letter_window import dialogs
from print_queue import print_queue
from PySide6.QtGui import QGuiApplication

from desktop.parts import spooling
from desktop.parts.printer_dialog import PrinterDialog


@contextmanager
def queue_here(monkeypatch):
    """Give a queue, as the only printer of the system."""
    with print_queue() as queue:
        monkeypatch.setenv("CUPS_SERVER", queue.door)
        yield queue


@contextmanager
def no_place_for_pages(monkeypatch):
    """Let memory have no place for pages: no printer takes any then."""
    with TemporaryDirectory(dir=spooling._OF_THE_MACHINE) as folder, monkeypatch.context() as patch:
        full = Path(folder) / "full"
        full.touch(0o700)
        patch.setenv("XDG_RUNTIME_DIR", os.fspath(full))
        yield


def the_dialog(drive) -> PrinterDialog:
    """Wait for the dialog that asks for a printer."""
    drive.until(lambda: dialogs(drive, PrinterDialog))
    (dialog,) = dialogs(drive, PrinterDialog)
    return dialog


def print_there(drive, *keys: str) -> None:
    """Wait until printers are offered, press keys, and print on the one that is chosen."""
    dialog = the_dialog(drive)
    drive.until(lambda: dialog.goes.isEnabled() and QGuiApplication.focusWindow())
    drive.press(*keys, "Return")
