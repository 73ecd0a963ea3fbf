"""Choosing a file or a folder in a dialog of our own that Hide can close."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    Take = Callable[[Path], object]


def choose_folder(parent: QWidget, words: str, start: Path, take: Take) -> QFileDialog:
    """Ask for a folder."""
    dialog = _dialog(parent, words, start, take)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def choose_file(parent: QWidget, words: str, start: Path, take: Take) -> QFileDialog:
    """Ask for a file that is there."""
    dialog = _dialog(parent, words, start, take)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()
    return dialog


def choose_new_file(parent: QWidget, words: str, start: Path, take: Take) -> QFileDialog:
    """Ask where to keep a new file; `start` carries the name that is suggested."""
    dialog = _dialog(parent, words, start.parent, take)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.selectFile(start.name)
    dialog.open()
    return dialog


def _dialog(parent: QWidget, words: str, start: Path, take: Take) -> QFileDialog:
    dialog = QFileDialog(parent, words, str(start))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(partial(_chosen, take))
    # Where nobody manages windows, the keys would go nowhere once the dialog is closed.
    dialog.finished.connect(parent.window().activateWindow)
    return dialog


def _chosen(take: Take, name: str) -> None:
    take(Path(name))
